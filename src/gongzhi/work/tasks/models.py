"""Tasks (督办台账): the only table of to-dos in the system; closed (销号) by the one who set it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk


class Form(models.TextChoices):
    """In which form work reaches a street or community; a matter is admitted for some of them."""

    ORDER = "order", _("交办")
    RESOLUTION = "resolution", _("决议")
    INSPECTION = "inspection", _("检查")
    MATERIAL = "material", _("要材料")
    REQUIREMENT = "requirement", _("工作要求")
    LETTER = "letter", _("责任状")
    REPORT = "report", _("报表")


class Task(Trunk):
    """任务: from, to, what, due, basis, where it comes from, evidence."""

    class Stage(models.TextChoices):
        ASSIGNED = "assigned", _("待办")
        REPORTED = "reported", _("已报结果")
        CLOSED = "closed", _("已销号")
        WITHDRAWN = "withdrawn", _("已撤回")
        REFUSED = "refused", _("已拒收")

    class Kind(models.TextChoices):
        INSTRUCTION = "instruction", _("批示")
        ORDER = "order", _("交办")
        RESOLUTION = "resolution", _("决议")
        INSPECTION = "inspection", _("检查")
        MATERIAL = "material", _("要材料")
        REQUIREMENT = "requirement", _("工作要求")

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(_("种类"), max_length=16, choices=Kind, default=Kind.ORDER)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.ASSIGNED)
    text = models.CharField(_("要求"), max_length=1000)
    setter_id = models.BigIntegerField(null=True)
    setter_label = models.CharField(max_length=120)
    from_organisation_id = models.BigIntegerField(null=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("交给")
    )
    due_on = models.DateField(_("期限"))
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    matter_id = models.UUIDField(_("准入事项"), null=True, blank=True)
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    set_at = models.DateTimeField()
    result = models.CharField(_("结果"), max_length=1000, blank=True)
    reported_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("任务")
        indexes = [
            models.Index(fields=["organisation", "stage", "due_on"], name="task_organisation"),
            models.Index(fields=["setter_id", "stage"], name="task_setter"),
            models.Index(fields=["subject_id"], name="task_subject"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
