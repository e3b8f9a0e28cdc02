"""The street's powers in use (权力行使), its orders to stationed teams (调度令), and what it says of them."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk
from gongzhi.town.areas.models import Placed


class Procedure(models.TextChoices):
    """By which procedure a power is used; 征得同意 is the one in which the street is asked."""

    SUGGESTION = "suggestion", _("建议")
    CONSENT = "consent", _("征得同意")
    COORDINATION = "coordination", _("统筹协调")
    EMERGENCY = "emergency", _("应急处置指挥")


class PowerUse(Placed, Trunk):
    """权力行使: one power used once, between a street and one other organisation, with the answer and its time."""

    class Stage(models.TextChoices):
        DRAFTED = "drafted", _("待签发")
        DECLINED = "declined", _("未签发")
        SIGNED = "signed", _("待答复")
        ANSWERED = "answered", _("已答复")
        ACCEPTED = "accepted", _("已认可")
        INSISTED = "insisted", _("待裁定")
        RULED = "ruled", _("已裁定")
        ASKED = "asked", _("待街道答复")
        CONSENTED = "consented", _("已同意")
        OBJECTED = "objected", _("不同意")
        CARRIED_OUT = "carried_out", _("已执行")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Reply(models.TextChoices):
        NONE = "", _("没有答复")
        ADOPTED = "adopted", _("采纳")
        PARTLY = "partly", _("部分采纳")
        NOT_ADOPTED = "not_adopted", _("不采纳")
        CONSENTED = "consented", _("同意")
        OBJECTED = "objected", _("不同意")
        SILENT = "silent", _("没有答复，按规则视为同意")

    class Ruling(models.TextChoices):
        NONE = "", _("没有裁定")
        ADOPT = "adopt", _("应当采纳")
        PARTLY = "partly", _("应当部分采纳")
        STANDS = "stands", _("维持答复")

    id = models.UUIDField(primary_key=True, default=new_id)
    power = models.CharField(_("权力"), max_length=40)
    procedure = models.CharField(_("程序"), max_length=16, choices=Procedure)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.DRAFTED)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("对方单位")
    )
    what = models.CharField(_("什么事"), max_length=200)
    why = models.CharField(_("为什么"), max_length=1000)
    basis = models.CharField(_("依据"), max_length=200)
    about = models.CharField(_("关于哪件事项或规划"), max_length=200, blank=True)
    drafted_at = models.DateTimeField()
    drafter_id = models.BigIntegerField(null=True)
    drafter_label = models.CharField(max_length=120)
    signer_label = models.CharField(max_length=120, blank=True)
    sent_at = models.DateTimeField(_("送达"), null=True)
    answer_by = models.DateTimeField(_("应答复"), null=True)
    unit = models.CharField(max_length=16, blank=True)
    silence_is_consent = models.BooleanField(default=False)
    reply = models.CharField(_("答复"), max_length=12, choices=Reply, default=Reply.NONE, blank=True)
    reasons = models.CharField(_("答复理由"), max_length=1000, blank=True)
    done_by = models.DateField(_("什么时候办到"), null=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    answerer_label = models.CharField(max_length=120, blank=True)
    insisted_at = models.DateTimeField(null=True)
    insist_reason = models.CharField(_("为什么坚持"), max_length=1000, blank=True)
    rule_by = models.DateTimeField(null=True)
    ruled_at = models.DateTimeField(null=True)
    ruling = models.CharField(_("裁定"), max_length=8, choices=Ruling, default=Ruling.NONE, blank=True)
    decision = models.CharField(_("裁定理由"), max_length=1000, blank=True)
    ruler_label = models.CharField(max_length=120, blank=True)
    task_id = models.UUIDField(null=True)
    carried_out_at = models.DateTimeField(null=True)
    effect = models.CharField(_("怎么执行的"), max_length=600, blank=True)
    reason = models.CharField(_("说明"), max_length=600, blank=True)
    act_at = models.DateTimeField(null=True)
    press_level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("权力行使")
        constraints = [
            models.CheckConstraint(
                name="power_use_sent_has_a_date",
                condition=Q(stage__in=["drafted", "declined", "withdrawn"])
                | Q(sent_at__isnull=False, answer_by__isnull=False),
                violation_error_message=_("送达了的要有答复期限"),
            ),
            models.CheckConstraint(
                name="power_use_direction",
                condition=Q(
                    procedure="consent",
                    stage__in=["asked", "consented", "objected", "carried_out", "withdrawn"],
                )
                | (~Q(procedure="consent") & ~Q(stage__in=["asked", "consented", "objected", "carried_out"])),
                violation_error_message=_("征得同意由部门提出、街道答复，其余由街道提出、对方答复"),
            ),
            models.CheckConstraint(
                name="power_use_answer_has_reasons",
                condition=Q(answered_at=None) | (~Q(reply="") & ~Q(reasons="")),
                violation_error_message=_("答复要写明理由"),
            ),
            models.CheckConstraint(
                name="power_use_insists_on_an_answer",
                condition=Q(insisted_at=None) | (Q(answered_at__isnull=False) & ~Q(insist_reason="")),
                violation_error_message=_("坚持意见要在答复以后，并写明理由"),
            ),
            models.CheckConstraint(
                name="power_use_ruled_says_what",
                condition=~Q(stage="ruled") | (~Q(ruling="") & ~Q(decision="")),
                violation_error_message=_("裁定要写明结果和理由"),
            ),
            models.CheckConstraint(
                name="power_use_silence_is_no_answer",
                condition=~Q(reply="silent") | Q(answered_at=None, silence_is_consent=True),
                violation_error_message=_("没有规则，沉默不算同意"),
            ),
        ]
        indexes = [
            models.Index(fields=["street_id", "-drafted_at", "-id"], name="power_use_street"),
            models.Index(fields=["organisation", "stage", "answer_by"], name="power_use_inbox"),
            models.Index(fields=["district_id", "stage"], name="power_use_district"),
            models.Index(fields=["act_at"], name="power_use_act", condition=Q(act_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.what


class TransferRequest(models.Model):
    """调动征求意见: which stationed team or person a department wants to move, asked by a use of 征得同意."""

    use = models.OneToOneField(PowerUse, models.PROTECT, related_name="transfer")
    team = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("派驻队伍")
    )
    post = models.ForeignKey("people.Post", models.PROTECT, null=True, related_name="+", verbose_name=_("谁"))
    person_label = models.CharField(max_length=40, blank=True)
    goes_to = models.CharField(_("调往哪里"), max_length=120)
    from_day = models.DateField(_("从哪天起"))

    class Meta:
        verbose_name = _("调动征求意见")
        indexes = [models.Index(fields=["team", "from_day"], name="transfer_team")]
        constraints = [
            models.CheckConstraint(
                name="transfer_says_where",
                condition=~Q(goes_to=""),
                violation_error_message=_("请写调往哪里"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team_id} -> {self.goes_to}"


class CommandOrder(Placed, Trunk):
    """调度令: the street sends a team stationed in its area somewhere, by a time, for a reason."""

    class Stage(models.TextChoices):
        ORDERED = "ordered", _("待到场")
        ARRIVED = "arrived", _("在办")
        DONE = "done", _("已办完")
        REFUSED = "refused", _("拒绝执行")
        CANCELLED = "cancelled", _("已取消")

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("一般")
        EMERGENCY = "emergency", _("应急")

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(_("种类"), max_length=12, choices=Kind, default=Kind.ORDINARY)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.ORDERED)
    team = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("派驻队伍")
    )
    department_id = models.BigIntegerField(_("派出部门"), null=True)
    what = models.CharField(_("到哪里做什么"), max_length=300)
    why = models.CharField(_("为什么"), max_length=600)
    about = models.CharField(_("关于哪件事项"), max_length=200, blank=True)
    orderer_id = models.BigIntegerField(null=True)
    orderer_label = models.CharField(max_length=120)
    ordered_at = models.DateTimeField()
    arrive_by = models.DateTimeField(_("应到"))
    unit = models.CharField(max_length=16)
    arrived_at = models.DateTimeField(_("到场"), null=True)
    claimed_arrival_at = models.DateTimeField(null=True)
    arrival_confirmed = models.BooleanField(default=False)
    attending = models.CharField(_("谁到场"), max_length=120, blank=True)
    finished_at = models.DateTimeField(null=True)
    result = models.CharField(_("结果"), max_length=1000, blank=True)
    reason = models.CharField(_("说明"), max_length=600, blank=True)
    closed_at = models.DateTimeField(null=True)
    act_at = models.DateTimeField(null=True)
    press_level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("调度令")
        constraints = [
            models.CheckConstraint(
                name="command_order_arrives_later",
                condition=Q(arrive_by__gt=F("ordered_at")),
                violation_error_message=_("到场时间要在下令以后"),
            ),
            models.CheckConstraint(
                name="command_order_arrived_has_time",
                condition=~Q(stage__in=["arrived", "done"]) | Q(arrived_at__isnull=False),
                violation_error_message=_("先到场，再办"),
            ),
            models.CheckConstraint(
                name="command_order_done_says_what",
                condition=~Q(stage="done") | (Q(finished_at__isnull=False) & ~Q(result="")),
                violation_error_message=_("办完要写明结果"),
            ),
            models.CheckConstraint(
                name="command_order_refused_says_why",
                condition=~Q(stage="refused") | ~Q(reason=""),
                violation_error_message=_("拒绝执行要写明理由"),
            ),
        ]
        indexes = [
            models.Index(fields=["street_id", "-ordered_at", "-id"], name="command_order_street"),
            models.Index(fields=["team", "stage", "arrive_by"], name="command_order_team"),
            models.Index(fields=["department_id", "stage"], name="command_order_department"),
            models.Index(fields=["act_at"], name="command_order_act", condition=Q(act_at__isnull=False)),
        ]

    def __str__(self) -> str:
        return self.what


class TeamMark(models.Model):
    """评队伍: how one order went, said of the team as an organisation; of no person."""

    class Solved(models.TextChoices):
        YES = "yes", _("解决了")
        PARTLY = "partly", _("部分解决")
        NO = "no", _("没解决")

    class Word(models.TextChoices):
        GOOD = "good", _("好")
        FAIR = "fair", _("一般")
        POOR = "poor", _("差")

    order = models.OneToOneField(CommandOrder, models.PROTECT, related_name="team_mark")
    on_time = models.BooleanField(_("按时到场"))
    solved = models.CharField(_("解决了没有"), max_length=8, choices=Solved)
    word = models.CharField(_("总的来说"), max_length=8, choices=Word)
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    marked_at = models.DateTimeField()
    marker_label = models.CharField(max_length=120)

    class Meta:
        verbose_name = _("评队伍")
        constraints = [
            models.CheckConstraint(
                name="team_mark_has_its_reason",
                condition=Q(word="good") | ~Q(reason=""),
                violation_error_message=_("不是“好”的，要写明哪里不好"),
            ),
        ]

    def __str__(self) -> str:
        return self.word


class YearlyOpinion(Placed, Trunk):
    """年度意见: the street's words of one year about a person stationed there; no number, with that person's reply."""

    class Stage(models.TextChoices):
        WRITTEN = "written", _("待本人回应")
        REPLIED = "replied", _("本人已回应")

    id = models.UUIDField(primary_key=True, default=new_id)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.WRITTEN)
    team = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("派驻队伍")
    )
    department_id = models.BigIntegerField(_("派出部门"), null=True)
    person = models.ForeignKey("people.User", models.PROTECT, related_name="+", verbose_name=_("谁"))
    year = models.PositiveSmallIntegerField(_("年度"))
    text = models.CharField(_("意见"), max_length=2000)
    author_label = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    reply = models.CharField(_("本人回应"), max_length=2000, blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("年度意见")
        constraints = [
            models.UniqueConstraint(
                name="yearly_opinion_once",
                fields=["street_id", "person", "year"],
                violation_error_message=_("这个人今年的意见已经写过了"),
            ),
            models.CheckConstraint(name="yearly_opinion_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="yearly_opinion_reply_has_time", condition=Q(reply="") | Q(replied_at__isnull=False)
            ),
        ]
        indexes = [
            models.Index(fields=["street_id", "-written_at", "-id"], name="yearly_opinion_street"),
            models.Index(fields=["department_id", "-written_at"], name="yearly_opinion_department"),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.person_id}"
