"""Batches: one step that somebody asked for on several things, and what became of each."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.clock import now
from gongzhi.kit.identity import new_id


class Batch(models.Model):
    """一起办: of ``kind`` (a list's), ``verb`` on ``ids`` with ``words``; taken at ``due_at`` unless it is undone before.

    ``results`` says of each id that was taken why it was refused, or "".
    """

    class Stage(models.TextChoices):
        WAITING = "waiting", _("等着，可撤销")
        UNDONE = "undone", _("已撤销")
        TAKING = "taking", _("正在办")
        TAKEN = "taken", _("办过了")

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey("people.User", models.CASCADE, related_name="+")
    post_id = models.BigIntegerField(null=True, blank=True)
    kind = models.CharField(max_length=20)
    verb = models.CharField(max_length=40)
    ids = ArrayField(models.CharField(max_length=40))
    words = models.JSONField(default=dict)
    language = models.CharField(max_length=10)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.WAITING)
    made_at = models.DateTimeField(default=now)
    due_at = models.DateTimeField()
    taking_until = models.DateTimeField(null=True, blank=True)
    results = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("一起办")
        constraints = [
            models.CheckConstraint(name="batch_waits", condition=Q(due_at__gte=F("made_at"))),
            models.CheckConstraint(
                name="batch_taking_has_an_end", condition=~Q(stage="taking") | Q(taking_until__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["due_at"], name="batch_due", condition=Q(stage__in=["waiting", "taking"])),
            models.Index(fields=["made_at"], name="batch_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.verb} {self.pk}"

    @property
    def trunk(self) -> Any:
        return self.user

    @property
    def refused(self) -> int:
        """How many were not done."""
        return sum(bool(why) for why in self.results.values())

    @property
    def done(self) -> int:
        return len(self.results) - self.refused
