"""Powers that a street may exercise, in whose name, from when to when."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk


class Mode(models.TextChoices):
    OWN = "own", _("赋权（以街道名义）")
    ENTRUSTED = "entrusted", _("委托（以部门名义）")
    STATIONED = "stationed", _("派驻（部门的队伍）")


class Fitness(models.TextChoices):
    UNSAID = "", _("还没有评估")
    FIT = "fit", _("能承接")
    UNFIT = "unfit", _("不宜承接")


class DelegatedPower(Trunk):
    """下放权力: one matter of penalty or inspection that a street may exercise, in whose name, from when to when."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("拟下放")
        ASSESSED = "assessed", _("已评估")
        IN_FORCE = "in_force", _("已下放")
        TAKEN_BACK = "taken_back", _("已收回")

    class Kind(models.TextChoices):
        PENALTY = "penalty", _("行政处罚")
        INSPECTION = "inspection", _("行政检查")

    id = models.UUIDField(primary_key=True, default=new_id)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.DRAFT)
    district_id = models.BigIntegerField()
    street = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("街道"))
    code = models.CharField(_("编码"), max_length=40)
    item = models.CharField(_("事项"), max_length=200)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind, default=Kind.PENALTY)
    mode = models.CharField(_("方式"), max_length=12, choices=Mode, default=Mode.OWN)
    decision_no = models.CharField(_("省级决定文号"), max_length=120, blank=True)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    department = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("原来的部门")
    )
    scope = models.CharField(_("范围"), max_length=300, blank=True)
    valid_from = models.DateField(_("起"), null=True, blank=True)
    valid_to = models.DateField(_("最后一天"), null=True, blank=True)
    fitness = models.CharField(_("承接评估"), max_length=8, choices=Fitness, blank=True, default="")
    assessed_on = models.DateField(_("评估日期"), null=True, blank=True)
    assessed_by = models.CharField(_("谁评估"), max_length=120, blank=True)
    assessment = models.CharField(_("评估意见"), max_length=1000, blank=True)
    street_fitness = models.CharField(_("街道意见"), max_length=8, choices=Fitness, blank=True, default="")
    street_says = models.CharField(_("街道的话"), max_length=1000, blank=True)
    street_answered = models.BooleanField(default=False)
    review_due = models.DateField(_("复评日期"), null=True, blank=True)
    reviewed_on = models.DateField(_("上次复评"), null=True, blank=True)
    review_fitness = models.CharField(_("复评结论"), max_length=8, choices=Fitness, blank=True, default="")
    review_text = models.CharField(_("复评意见"), max_length=1000, blank=True)
    taken_back_on = models.DateField(_("收回日期"), null=True, blank=True)
    taken_back_why = models.CharField(_("收回理由"), max_length=1000, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("下放权力")
        indexes = [
            models.Index(fields=["street", "stage", "code"], name="power_street"),
            models.Index(fields=["district_id", "stage"], name="power_district"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["street", "code"], condition=~Q(stage="taken_back"), name="power_once_alive",
                violation_error_message=_("这个街道已经有这一项，没有收回前不能再下放一次"),
            ),
            models.CheckConstraint(
                name="power_days_in_order",
                condition=Q(valid_to=None) | Q(valid_from=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("最后一天不能早于开始"),
            ),
            models.CheckConstraint(
                name="power_assessed_before_force",
                condition=Q(stage__in=["draft", "assessed"])
                | Q(
                    fitness="fit", valid_from__isnull=False, assessed_on__isnull=False, review_due__isnull=False,
                    assessed_on__lte=F("valid_from"), review_due__gt=F("valid_from"),
                ),
                violation_error_message=_("先评估、评估能承接、写明复评日期，才能下放"),
            ),
            models.CheckConstraint(
                name="power_own_needs_the_province",
                condition=Q(stage__in=["draft", "assessed"]) | ~Q(mode="own") | ~Q(decision_no=""),
                violation_error_message=_("赋权要有省级决定文号"),
            ),
            models.CheckConstraint(
                name="power_taken_back_with_a_day",
                condition=~Q(stage="taken_back") | (Q(taken_back_on__isnull=False) & ~Q(taken_back_why="")),
                violation_error_message=_("收回要写日期和理由"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.item[:40]}"

    def holds_on(self, day: date) -> bool:
        """Whether the street may exercise it on a day; what is taken back ends with the day before."""
        if self.stage != self.Stage.IN_FORCE or self.valid_from is None:
            return False
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)
