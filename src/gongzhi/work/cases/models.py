"""Cases (事项): one number, one stage, one desk, one timeline; and the reports of everybody who told of it."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk
from gongzhi.town.areas.models import Placed


class Stage(models.TextChoices):
    REPORTED = "reported", _("待受理")
    ACCEPTED = "accepted", _("在办")
    CALLED = "called", _("部门在办")
    RESOLVED = "resolved", _("待核验")
    VERIFIED = "verified", _("待评价")
    CLOSED = "closed", _("已办结")
    NOTED = "noted", _("即办")
    SHELVED = "shelved", _("挂账")
    REFUSED = "refused", _("不予受理")
    WITHDRAWN = "withdrawn", _("已撤回")
    MERGED = "merged", _("已并案")
    ARCHIVED = "archived", _("历史")


OPEN = (Stage.REPORTED, Stage.ACCEPTED, Stage.CALLED)
RUNNING = (*OPEN, Stage.RESOLVED, Stage.VERIFIED, Stage.SHELVED)


class Channel(models.TextChoices):
    RESIDENT = "resident", _("居民自报")
    HEAD = "head", _("三长上报")
    WORKER = "worker", _("社区登记")
    COUNTER = "counter", _("电话窗口代登")
    CONTACT_POINT = "contact_point", _("党群联络点")
    LIAISON = "liaison", _("驻区单位")
    HOTLINE = "hotline", _("12345转来")
    API = "api", _("其他系统")
    OPEN311 = "open311", _("Open311")
    IMPORT = "import", _("批量导入")


class NextSerial(models.Func):
    """The next number that people read; gaps are allowed."""

    template = "nextval('case_serial')"
    output_field = models.BigIntegerField()
    allowed_default = True


class Category(models.Model):
    """类别: a tree of three levels as records; what is empty is taken from the level above."""

    code = models.CharField(_("编码"), max_length=40, unique=True)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    name = models.CharField(_("名称"), max_length=60)
    limit_kind = models.CharField(_("时限类"), max_length=20, blank=True)
    starts_at = models.CharField(_("首接层级"), max_length=12, blank=True)
    eyes = models.CharField(_("核验人"), max_length=12, blank=True)
    questions = models.JSONField(_("要问的"), default=list, blank=True)
    keywords = ArrayField(models.CharField(max_length=20), default=list, blank=True)
    warning = models.CharField(_("先提醒"), max_length=120, blank=True)
    secret = models.BooleanField(_("举报，保密"), default=False)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = _("类别")

    def __str__(self) -> str:
        return self.name


class Case(Trunk, Placed):
    """One matter. ``stage`` is what has been done, ``desk_id`` (an area) whose turn it is."""

    id = models.UUIDField(primary_key=True, default=new_id)
    serial = models.BigIntegerField(db_default=NextSerial(), unique=True)
    title = models.CharField(_("标题"), max_length=80)
    category_id = models.BigIntegerField()
    channel = models.CharField(_("来处"), max_length=16, choices=Channel)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.REPORTED)
    desk_id = models.BigIntegerField(null=True)
    called_ids = ArrayField(models.BigIntegerField(), default=list)
    round = models.PositiveSmallIntegerField(default=1)
    address = models.CharField(_("地点"), max_length=120, blank=True)
    lon = models.FloatField(null=True)
    lat = models.FloatField(null=True)

    reported_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    held_since = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    resolved_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    limit_kind = models.CharField(max_length=20)
    limit_unit = models.CharField(max_length=16)
    due_at = models.DateTimeField(null=True)
    paused_at = models.DateTimeField(null=True)
    pauses = models.PositiveSmallIntegerField(default=0)
    act_at = models.DateTimeField(null=True)
    press_level = models.PositiveSmallIntegerField(default=0)
    extended = models.BooleanField(default=False)

    author_id = models.BigIntegerField(null=True)
    holder_id = models.BigIntegerField(null=True)
    resolved_by = models.BigIntegerField(null=True)
    resolved_desk = models.CharField(max_length=12, blank=True)
    eyes = models.CharField(max_length=12, blank=True)
    outcome = models.TextField(_("办理结果"), blank=True)
    reply = models.JSONField(_("答复四要素"), default=dict)

    emergency = models.BooleanField(default=False)
    secret = models.BooleanField(default=False)
    outside_rates = models.BooleanField(default=False)
    reporters = models.PositiveIntegerField(default=1)
    master = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    split_from = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    stage_before = models.CharField(max_length=12, blank=True)
    recheck_on = models.DateField(null=True)
    ground = models.CharField(max_length=20, blank=True)
    source_id = models.CharField(max_length=60, blank=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("事项")
        constraints = [
            models.CheckConstraint(
                name="case_merged_has_master", condition=~Q(stage="merged") | ~Q(master=None)
            ),
            models.CheckConstraint(
                name="case_not_its_own_master", condition=Q(master=None) | ~Q(master=F("id"))
            ),
            models.CheckConstraint(
                name="case_refused_has_ground", condition=~Q(stage="refused") | ~Q(ground="")
            ),
            models.CheckConstraint(
                name="case_shelved_is_rechecked", condition=~Q(stage="shelved") | Q(recheck_on__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["source_id"], name="case_source_once", condition=~Q(source_id="")
            ),
        ]
        indexes = [
            models.Index(fields=["street_id", "-id"], name="case_street"),
            models.Index(fields=["community_id", "-id"], name="case_community"),
            models.Index(fields=["district_id", "-id"], name="case_district"),
            models.Index(fields=["grid_id", "-id"], name="case_grid"),
            models.Index(
                fields=["building_id", "-id"], name="case_building", condition=Q(building_id__isnull=False)
            ),
            models.Index(
                fields=["street_id", "stage", "due_at"], name="case_running", condition=Q(stage__in=RUNNING)
            ),
            models.Index(fields=["desk_id", "due_at"], name="case_desk", condition=Q(stage__in=OPEN)),
            models.Index(fields=["act_at"], name="case_act", condition=Q(act_at__isnull=False)),
            models.Index(
                fields=["author_id", "-id"], name="case_author", condition=Q(author_id__isnull=False)
            ),
            GinIndex(fields=["called_ids"], name="case_called"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """What people read out: the day it was reported and a serial number."""
        return number(self.reported_at, self.serial)


def number(reported_at: datetime, serial: int) -> str:
    return f"{clock.local(reported_at):%Y%m%d}-{serial:06d}"


class Report(models.Model):
    """上报: one person's telling of a case, with a number and a code of its own; each is answered and asked."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, models.PROTECT, related_name="reports")
    serial = models.BigIntegerField(db_default=NextSerial(), unique=True)
    code_hash = models.CharField(max_length=64)
    channel = models.CharField(max_length=16, choices=Channel)
    text = models.TextField(_("说的话"), blank=True)
    pairs = ArrayField(models.CharField(max_length=40), default=list)
    answers = models.JSONField(default=dict)
    reported_at = models.DateTimeField()
    name_sealed = models.TextField(blank=True)
    phone_sealed = models.TextField(blank=True)
    phone_blind = models.CharField(max_length=64, blank=True)
    name_masked = models.CharField(max_length=12, blank=True)
    anonymous = models.BooleanField(_("匿名"), default=False)
    consent = models.BooleanField(_("同意联系"), default=False)
    author_id = models.BigIntegerField(null=True)
    urged = ArrayField(models.CharField(max_length=20), default=list)
    withdrawn_at = models.DateTimeField(null=True)
    purge_on = models.DateField(null=True)
    purged_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("上报")
        indexes = [
            GinIndex(fields=["pairs"], name="report_pairs"),
            models.Index(
                fields=["purge_on"], name="report_purge", condition=Q(purged_at=None, purge_on__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        return number(self.reported_at, self.serial)


class Question(models.Model):
    """问居民: the clock pauses only while a question is delivered and unanswered."""

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, models.PROTECT, related_name="questions")
    report = models.ForeignKey(Report, models.PROTECT, related_name="questions")
    text = models.CharField(_("问题"), max_length=300)
    options = ArrayField(models.CharField(max_length=60), default=list)
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=120)
    delivered_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()
    answer = models.TextField(_("回答"), blank=True)
    answered_at = models.DateTimeField(null=True)
    paused = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.text


class Rating(models.Model):
    """评价: what one reporter says of one round. By link, by code or by telephone."""

    class Satisfaction(models.TextChoices):
        GOOD = "good", _("满意")
        FAIR = "fair", _("基本满意")
        BAD = "bad", _("不满意")

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, models.PROTECT, related_name="ratings")
    report = models.ForeignKey(Report, models.PROTECT, related_name="ratings")
    round = models.PositiveSmallIntegerField()
    contacted = models.BooleanField(_("联系过您"))
    solved = models.BooleanField(_("解决了"))
    satisfaction = models.CharField(_("满意吗"), max_length=8, choices=Satisfaction)
    comment = models.TextField(blank=True)
    via = models.CharField(max_length=8)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "round"], name="rating_once_a_round")]

    def __str__(self) -> str:
        return f"{self.report_id} {self.satisfaction}"


class CallBack(models.Model):
    """回访: drawn by seed; a person of another organisation phones, three tries at different hours."""

    class Stage(models.TextChoices):
        DRAWN = "drawn", _("待回访")
        REACHED = "reached", _("已回访")
        UNREACHED = "unreached", _("未接通")
        DROPPED = "dropped", _("不再回访")

    id = models.UUIDField(primary_key=True, default=new_id)
    case = models.ForeignKey(Case, models.PROTECT, related_name="+")
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    organisation_id = models.BigIntegerField()
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.DRAWN)
    round = models.PositiveSmallIntegerField()
    tries = ArrayField(models.DateTimeField(), default=list)
    drawn_at = models.DateTimeField()
    seed = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "round"], name="call_back_once")]
        indexes = [models.Index(fields=["organisation_id", "stage"], name="call_back_organisation")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.stage}"


class Ticket(models.Model):
    """一次性链接: for one purpose, one use, until a moment; stored hashed."""

    hashed = models.CharField(max_length=64, primary_key=True)
    report = models.ForeignKey(Report, models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=12)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.purpose


class Ground(models.Model):
    """不予受理的法定情形: with where to turn instead (信访, 仲裁/诉讼, 纪检监察, 复议 ...)."""

    code = models.CharField(max_length=20, primary_key=True)
    text = models.CharField(_("情形"), max_length=200)
    turn_to = models.CharField(_("可以找谁"), max_length=200)
    basis = models.CharField(_("依据"), max_length=200)

    def __str__(self) -> str:
        return self.text


class AnswerTemplate(models.Model):
    """答复模板: for a step and category, with {placeholders} that must be filled before it leaves."""

    name = models.CharField(_("名称"), max_length=60)
    verb = models.CharField(_("步骤"), max_length=40)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, related_name="+")
    text = models.TextField(_("正文"))
    review_on = models.DateField(_("复核日期"))
    basis = models.CharField(_("依据"), max_length=200)

    def __str__(self) -> str:
        return self.name
