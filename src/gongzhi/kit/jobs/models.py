"""Jobs: long work that somebody waits for; what was asked, how far it is, what came of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.clock import now
from gongzhi.kit.identity import new_id


class Stage(models.TextChoices):
    WAITING = "waiting", _("排队")
    RUNNING = "running", _("进行中")
    DONE = "done", _("完成")
    FAILED = "failed", _("失败")


class Job(models.Model):
    """作业. ``given`` and ``result`` hold counts and sentences, never personal values."""

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=40)
    stage = models.CharField(max_length=8, choices=Stage, default=Stage.WAITING)
    by_id = models.BigIntegerField(null=True)
    by_label = models.CharField(max_length=120, blank=True)
    given = models.JSONField(default=dict)
    result = models.JSONField(default=dict)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    word = models.CharField(max_length=40, blank=True)
    refusal = models.TextField(blank=True)
    made_at = models.DateTimeField(default=now)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["kind", "by_id", "-made_at"], name="job_of")]

    def __str__(self) -> str:
        return f"{self.kind} {self.stage}"

    @property
    def under_way(self) -> bool:
        return self.stage in (Stage.WAITING, Stage.RUNNING)

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
