"""Files of single matters, and their evidence. The party's name, number and telephone are sealed."""

from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Func, Q
from django.db.models.functions import Coalesce
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk
from gongzhi.work.enforcement.models.powers import DelegatedPower, Mode
from gongzhi.work.enforcement.models.squads import Squad


class NextSerial(models.Func):
    """The next number of a file that people read; gaps are allowed."""

    template = "nextval('enforcement_serial')"
    output_field = models.BigIntegerField()
    allowed_default = True


class EnforcementFile(Trunk):
    """执法案卷: one matter from its clue to its end, light: what was done when, by which officers, with what evidence."""

    class Stage(models.TextChoices):
        CLUE = "clue", _("线索")
        FILED = "filed", _("已立案")
        EVIDENCE = "evidence", _("调查取证")
        TOLD = "told", _("已告知")
        REVIEWED = "reviewed", _("已审核")
        DECIDED = "decided", _("已决定")
        DONE = "done", _("已结案")
        TRANSFERRED = "transferred", _("已移送")
        DROPPED = "dropped", _("不予处罚或撤销")

    class PartyKind(models.TextChoices):
        PERSON = "person", _("个人")
        ORGANISATION = "organisation", _("单位")

    class Said(models.TextChoices):
        UNSAID = "", _("还没有记")
        NOTHING = "nothing", _("没有提出")
        STATEMENT = "statement", _("陈述申辩")
        HEARING = "hearing", _("听证")

    class Outcome(models.TextChoices):
        WARNING = "warning", _("警告")
        CRITICISM = "criticism", _("通报批评")
        FINE = "fine", _("罚款")
        CONFISCATION = "confiscation", _("没收")
        OTHER = "other", _("其他处罚")

    class Drop(models.TextChoices):
        NOT_FILED = "not_filed", _("不予立案")
        NOT_PUNISHED = "not_punished", _("不予处罚")
        WITHDRAWN = "withdrawn", _("撤销案件")

    id = models.UUIDField(primary_key=True, default=new_id)
    serial = models.BigIntegerField(db_default=NextSerial(), unique=True)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.CLUE)
    district_id = models.BigIntegerField()
    street_id = models.BigIntegerField()
    community_id = models.BigIntegerField(null=True, blank=True)
    case = models.ForeignKey("cases.Case", models.PROTECT, null=True, blank=True, related_name="+")
    matter = models.CharField(_("什么事"), max_length=300)
    address = models.CharField(_("地点"), max_length=200, blank=True)
    source = models.CharField(_("线索从哪来"), max_length=120)
    clue_at = models.DateTimeField()
    party_kind = models.CharField(_("当事人"), max_length=12, choices=PartyKind, blank=True, default="")
    party_masked = models.CharField(max_length=24, blank=True)
    party_name_sealed = models.TextField(blank=True)
    party_number_sealed = models.TextField(blank=True)
    party_phone_sealed = models.TextField(blank=True)
    purged_at = models.DateTimeField(null=True, blank=True)
    power = models.ForeignKey(
        DelegatedPower, models.PROTECT, null=True, blank=True, related_name="files", verbose_name=_("权力")
    )
    squad = models.ForeignKey(Squad, models.PROTECT, null=True, blank=True, related_name="+")
    mode = models.CharField(_("方式"), max_length=12, choices=Mode, blank=True, default="")
    department_id = models.BigIntegerField(null=True, blank=True)
    officer_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    acting_user_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    certified_until = models.DateField(null=True, blank=True)
    filed_on = models.DateField(_("立案日期"), null=True, blank=True)
    due_on = models.DateField(_("决定期限"), null=True, blank=True)
    extended_to = models.DateField(_("延到"), null=True, blank=True)
    extended_why = models.CharField(_("延期理由"), max_length=1000, blank=True)
    press_level = models.PositiveSmallIntegerField(default=0)
    press_on = models.DateField(null=True, blank=True)
    told_on = models.DateField(_("告知日期"), null=True, blank=True)
    told_text = models.CharField(_("告知内容"), max_length=2000, blank=True)
    hearing_offered = models.BooleanField(_("有权要求听证"), default=False)
    said_on = models.DateField(null=True, blank=True)
    said_kind = models.CharField(_("当事人的意见"), max_length=12, choices=Said, blank=True, default="")
    said = models.CharField(_("当事人怎么说"), max_length=2000, blank=True)
    said_answer = models.CharField(_("采纳没有、为什么"), max_length=1000, blank=True)
    reviewer_id = models.BigIntegerField(null=True, blank=True)
    reviewer_label = models.CharField(max_length=120, blank=True)
    reviewed_on = models.DateField(_("审核日期"), null=True, blank=True)
    review_text = models.CharField(_("审核意见"), max_length=1000, blank=True)
    outcome = models.CharField(_("决定"), max_length=12, choices=Outcome, blank=True, default="")
    decision_no = models.CharField(_("决定书文号"), max_length=80, blank=True)
    decision_text = models.CharField(_("决定内容"), max_length=2000, blank=True)
    fine_fen = models.BigIntegerField(_("罚款（分）"), null=True, blank=True)
    review_body = models.CharField(_("向谁申请复议"), max_length=120, blank=True)
    court = models.CharField(_("向哪个法院起诉"), max_length=120, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    decided_by = models.CharField(max_length=120, blank=True)
    result = models.CharField(_("结果"), max_length=1000, blank=True)
    paid_fen = models.BigIntegerField(_("已缴（分）"), null=True, blank=True)
    drop_kind = models.CharField(max_length=16, choices=Drop, blank=True, default="")
    transferred_to = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("执法案卷")
        indexes = [
            models.Index(fields=["street_id", "stage", "due_on"], name="enforcement_street"),
            models.Index(fields=["case"], name="enforcement_case"),
            models.Index(fields=["press_on"], name="enforcement_press", condition=Q(press_on__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                name="enforcement_filed_whole",
                condition=Q(stage__in=["clue", "transferred", "dropped"])
                | Q(power__isnull=False, officer_ids__len__gte=2, filed_on__isnull=False, due_on__isnull=False),
                violation_error_message=_("立案要有下放的权力、至少两名执法人员和期限"),
            ),
            models.CheckConstraint(
                name="enforcement_told_then_reviewed",
                condition=Q(reviewed_on=None) | (Q(told_on__isnull=False) & ~Q(said_kind="")),
                violation_error_message=_("先告知当事人、记下意见，再审核"),
            ),
            models.CheckConstraint(
                name="enforcement_decided_whole",
                condition=Q(decided_on=None, outcome="")
                | (
                    Q(told_on__isnull=False, reviewed_on__isnull=False, reviewer_id__isnull=False)
                    & ~Q(outcome="") & ~Q(decision_no="") & ~Q(review_body="") & ~Q(court="")
                ),
                violation_error_message=_("没有告知、没有审核或没有写明救济途径，不能决定"),
            ),
            models.CheckConstraint(
                name="enforcement_decided_in_time",
                condition=Q(decided_on=None) | Q(decided_on__lte=Coalesce(F("extended_to"), F("due_on"))),
                violation_error_message=_("过了期限又没有延期，不能决定"),
            ),
            models.CheckConstraint(
                name="enforcement_decided_certified",
                condition=Q(decided_on=None)
                | Q(certified_until__isnull=False, decided_on__lte=F("certified_until")),
                violation_error_message=_("有执法人员的证件已经过期"),
            ),
            models.CheckConstraint(
                name="enforcement_stage_decided",
                condition=~Q(stage__in=["decided", "done"]) | Q(decided_on__isnull=False),
                violation_error_message=_("没有决定日期"),
            ),
            models.CheckConstraint(
                name="enforcement_other_eyes",
                condition=IsNull(
                    Func(
                        F("acting_user_ids"), F("reviewer_id"), function="array_position",
                        output_field=models.IntegerField(),
                    ),
                    True,
                ),
                violation_error_message=_("办案人员不能审核自己的案子"),
            ),
            models.CheckConstraint(
                name="enforcement_money",
                condition=(Q(outcome="fine", fine_fen__gt=0) | (~Q(outcome="fine") & Q(fine_fen=None)))
                & (Q(paid_fen=None) | Q(fine_fen__isnull=False, paid_fen__gte=0, paid_fen__lte=F("fine_fen"))),
                violation_error_message=_("罚款要大于零，已缴的不能多于罚款"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.matter[:40]

    @property
    def number(self) -> str:
        """What people read: the year of the clue and a serial with gaps."""
        return number(self.clue_at, self.serial)

    @property
    def limit(self) -> date | None:
        """The last day on which it may be decided."""
        return self.extended_to or self.due_on


class Evidence(models.Model):
    """证据: one piece of what was gathered; its photos and papers hang on the file."""

    class Kind(models.TextChoices):
        SCENE = "scene", _("现场检查笔录")
        INQUIRY = "inquiry", _("询问笔录")
        PICTURE = "picture", _("照片、录像")
        PAPER = "paper", _("书证、物证")
        OTHER = "other", _("其他证据")

    file = models.ForeignKey(EnforcementFile, models.PROTECT, related_name="evidence")
    kind = models.CharField(_("种类"), max_length=12, choices=Kind)
    text = models.CharField(_("查到什么"), max_length=2000)
    gathered_at = models.DateTimeField()
    by_label = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("证据")

    def __str__(self) -> str:
        return self.text[:40]


def number(clue_at: datetime, serial: int) -> str:
    """The year and the serial, in a form of its own: nobody takes it for a case's number."""
    return f"E{clock.local(clue_at):%Y}-{serial:06d}"
