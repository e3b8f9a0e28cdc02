"""Whistles (吹哨): a letter with a date; and each called department's report-in (报到) with a clock of its own."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.identity import new_id
from gongzhi.town.areas.models import Placed


class Kind(models.TextChoices):
    UNSOLVED = "unsolved", _("群众反映突出，街道解决不了")
    ENFORCEMENT = "enforcement", _("综合执法")
    EMERGENCY = "emergency", _("应急")


class NextLetter(models.Func):
    """The next number of a letter; gaps are allowed."""

    template = "nextval('whistle_serial')"
    output_field = models.BigIntegerField()
    allowed_default = True


class Whistle(Placed):
    """哨: proposed by whoever stands before the problem, signed by the street, and signing sounds it."""

    class Stage(models.TextChoices):
        PROPOSED = "proposed", _("待签发")
        SOUNDED = "sounded", _("已吹哨")
        DECLINED = "declined", _("未签发")
        LAPSED = "lapsed", _("过期未签")
        RECALLED = "recalled", _("已收哨")

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="whistles")
    serial = models.BigIntegerField(db_default=NextLetter(), unique=True)
    kind = models.CharField(_("哨的种类"), max_length=12, choices=Kind)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.PROPOSED)
    request = models.CharField(_("请部门做什么"), max_length=600)
    proposals = models.JSONField(_("叫谁"), default=list)
    arrive_at = models.DateTimeField(null=True)
    proposed_at = models.DateTimeField()
    proposer_id = models.BigIntegerField(null=True)
    proposer_label = models.CharField(max_length=120)
    sign_by = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signer_id = models.BigIntegerField(null=True)
    signer_label = models.CharField(max_length=120, blank=True)
    sounded_at = models.DateTimeField(null=True)
    reason = models.CharField(_("说明"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("哨")
        constraints = [
            models.UniqueConstraint(
                name="whistle_one_open_a_case", fields=["case"], condition=Q(stage__in=["proposed", "sounded"]),
                violation_error_message=_("这件事已经有一声哨了"),
            ),
            models.CheckConstraint(name="whistle_sounded_has_time", condition=~Q(stage="sounded") | Q(sounded_at__isnull=False)),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["street_id", "stage", "-id"], name="whistle_street"),
            models.Index(fields=["sign_by"], name="whistle_sign_by", condition=Q(sign_by__isnull=False)),
        ]

    def __str__(self) -> str:
        return str(self.serial)


class ReportIn(Placed):
    """报到: one called department. Lead (主办) and helpers (协办) each arrive, finish and sign off."""

    class Stage(models.TextChoices):
        CALLED = "called", _("待报到")
        PRESENT = "present", _("在办")
        FINISHED = "finished", _("已办完")
        STOOD_DOWN = "stood_down", _("已改派")

    class Mark(models.TextChoices):
        GOOD = "good", _("好")
        FAIR = "fair", _("一般")
        POOR = "poor", _("差")

    class Countersign(models.TextChoices):
        NONE = "", _("未表态")
        AGREED = "agreed", _("已会签")
        OBJECTED = "objected", _("不同意")

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="report_ins")
    whistle = models.ForeignKey(Whistle, models.PROTECT, related_name="report_ins")
    organisation_id = models.BigIntegerField(_("部门"))
    lead = models.BooleanField(_("主办"))
    reason = models.CharField(_("为什么叫"), max_length=300, blank=True)
    duty_id = models.BigIntegerField(null=True)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.CALLED)
    called_at = models.DateTimeField()
    arrive_by = models.DateTimeField()
    due_at = models.DateTimeField()
    unit = models.CharField(max_length=16)
    arrived_at = models.DateTimeField(null=True)
    claimed_arrival_at = models.DateTimeField(null=True)
    arrival_confirmed = models.BooleanField(default=False)
    attending = models.CharField(_("谁到场"), max_length=120, blank=True)
    holder_id = models.BigIntegerField(null=True)
    finished_at = models.DateTimeField(null=True)
    reply = models.JSONField(default=dict)
    act_at = models.DateTimeField(null=True)
    press_level = models.PositiveSmallIntegerField(default=0)
    disputed = models.BooleanField(default=False)
    extended = models.BooleanField(default=False)
    more_time_reason = models.CharField(max_length=300, blank=True)
    countersign = models.CharField(max_length=10, choices=Countersign, default=Countersign.NONE, blank=True)
    countersign_by = models.DateTimeField(null=True)
    street_mark = models.CharField(max_length=8, choices=Mark, blank=True)
    proposer_mark = models.CharField(max_length=8, choices=Mark, blank=True)
    mark_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        verbose_name = _("报到")
        constraints = [
            models.UniqueConstraint(
                name="report_in_once", fields=["whistle", "organisation_id"], condition=~Q(stage="stood_down")
            ),
            models.UniqueConstraint(
                name="report_in_one_lead", fields=["whistle"], condition=Q(lead=True) & ~Q(stage="stood_down")
            ),
            models.CheckConstraint(
                name="report_in_finished_has_time",
                condition=~Q(stage="finished") | Q(finished_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "stage", "arrive_by"], name="report_in_inbox"),
            models.Index(fields=["act_at"], name="report_in_act", condition=Q(act_at__isnull=False)),
            models.Index(fields=["street_id", "stage", "-id"], name="report_in_street"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.stage}"


class Dispute(Placed):
    """争议(退单): a department says it is not theirs, citing a clause and naming the owner; the clock runs on."""

    class Stage(models.TextChoices):
        RAISED = "raised", _("待裁定")
        UPHELD = "upheld", _("维持原派")
        MOVED = "moved", _("改派")
        FALLBACK = "fallback", _("指定兜底")
        WITHDRAWN = "withdrawn", _("已撤回")

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="disputes")
    report_in = models.OneToOneField(ReportIn, models.PROTECT, related_name="dispute")
    organisation_id = models.BigIntegerField()
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.RAISED)
    clause = models.CharField(_("引用条款"), max_length=200)
    owner_id = models.BigIntegerField(_("应由谁办"), null=True)
    text = models.CharField(_("理由"), max_length=600)
    street_says = models.CharField(_("街道补充"), max_length=600, blank=True)
    raised_at = models.DateTimeField(default=clock.now)
    decide_by = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=120, blank=True)
    decision = models.CharField(_("裁定"), max_length=600, blank=True)
    decided_for_id = models.BigIntegerField(null=True)

    class Meta:
        verbose_name = _("争议")
        indexes = [models.Index(fields=["district_id", "stage", "decide_by"], name="dispute_district")]

    def __str__(self) -> str:
        return self.clause


class Authority(models.Model):
    """签发授权: whom the street's leader lets sign, for which kind of whistle, until when, on which basis."""

    user = models.ForeignKey("people.User", models.PROTECT, related_name="+")
    street_id = models.BigIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    valid_to = models.DateField(_("到哪一天"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "street_id", "kind", "valid_to"], name="authority_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.kind}"


class DutyProposal(models.Model):
    """清单修订建议: a decision that the duty list did not foresee becomes a proposal for it; decisions are precedents."""

    dispute = models.OneToOneField(Dispute, models.PROTECT, related_name="duty_proposal")
    category_id = models.BigIntegerField()
    area_id = models.BigIntegerField()
    organisation_id = models.BigIntegerField()
    made_at = models.DateTimeField(default=clock.now)
    settled = models.CharField(max_length=12, blank=True)

    def __str__(self) -> str:
        return f"{self.category_id} -> {self.organisation_id}"
