"""Notices, and by which ways outside the app they reach a person: what was chosen, where to, and what became of each."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.clock import now


class Notice(models.Model):
    """通知: to one person, about one thing, with an address. Plain words, no personal data of residents."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="notices")
    kind = models.CharField(max_length=40)
    title = models.CharField(max_length=120)
    url = models.CharField(max_length=200)
    subject_id = models.CharField(max_length=40, blank=True)
    urgent = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(null=True, blank=True)
    once = models.CharField(max_length=120, unique=True)

    class Meta:
        verbose_name = _("通知")
        indexes = [
            models.Index(fields=["user", "-id"], name="notice_user"),
            models.Index(fields=["user"], name="notice_unseen", condition=Q(seen_at=None)),
        ]

    def __str__(self) -> str:
        return self.title


class Pace(models.TextChoices):
    WINDOW = "window", _("攒一会儿，合成一封")
    DAILY = "daily", _("每天早上一封")


class Choice(models.Model):
    """通知选择: which groups of notices one person wants by a way outside the app, and how often."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    way = models.CharField(max_length=20)
    groups = ArrayField(models.CharField(max_length=20), default=list)
    pace = models.CharField(max_length=8, choices=Pace, default=Pace.WINDOW)

    class Meta:
        verbose_name = _("通知选择")
        constraints = [models.UniqueConstraint(name="one_choice_a_way", fields=["user", "way"])]

    def __str__(self) -> str:
        return f"{self.way} {self.user_id}"

    @property
    def trunk(self) -> Any:
        return self.user


class Address(models.Model):
    """通知地址: where a way reaches a person, sealed; used only once its code has been typed in."""

    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    way = models.CharField(max_length=20)
    sealed = models.TextField()
    masked = models.CharField(max_length=80)
    language = models.CharField(max_length=10)
    code_hash = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("通知地址")
        constraints = [models.UniqueConstraint(name="one_address_a_way", fields=["user", "way"])]

    def __str__(self) -> str:
        return self.masked

    @property
    def trunk(self) -> Any:
        return self.user


class Delivery(models.Model):
    """送达: one notice by one way; at most once. ``letter`` names the message in which several went together."""

    class Stage(models.TextChoices):
        WAITING = "waiting", _("等着发")
        SENDING = "sending", _("正在发")
        SENT = "sent", _("已发出")
        UNSURE = "unsure", _("不确定发出没有")
        GIVEN_UP = "given_up", _("没有发出")
        NEEDLESS = "needless", _("已在系统里看过，不再发")

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="deliveries")
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    way = models.CharField(max_length=20)
    urgent = models.BooleanField(default=False)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.WAITING)
    made_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    letter = models.UUIDField(null=True, blank=True)
    sending_until = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("送达")
        constraints = [
            models.UniqueConstraint(name="delivered_once", fields=["notice", "way"]),
            models.CheckConstraint(
                name="sending_has_a_letter",
                condition=~Q(stage="sending") | Q(letter__isnull=False, sending_until__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["way", "due_at"], name="delivery_due", condition=Q(stage__in=["waiting", "sending"])
            ),
            models.Index(fields=["user", "way", "-made_at"], name="delivery_of"),
        ]

    def __str__(self) -> str:
        return f"{self.way} {self.notice_id} {self.stage}"
