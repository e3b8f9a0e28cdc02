"""Notices: what a person should know, in the app now; other channels come through one interface later."""

from django.db import models
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
        indexes = [models.Index(fields=["user", "-id"], name="notice_user")]

    def __str__(self) -> str:
        return self.title
