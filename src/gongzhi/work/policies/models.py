"""Policies (制度): sets of one main and its supporting documents, what they require, who took note, words in doubt."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk


class PolicySet(Trunk):
    """制度: one version of a set; ``code`` is the same for all its versions. Without an area it is the whole city's.

    ``issuer_id`` is empty for what was issued before this house: then the city's office keeps it.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("起草中")
        IN_FORCE = "in_force", _("在用")
        REPEALED = "repealed", _("已废止")

    id = models.UUIDField(primary_key=True, default=new_id)
    code = models.CharField(_("编号"), max_length=40)
    version = models.PositiveSmallIntegerField(_("第几版"), default=1)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaced_by")
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.DRAFT)
    title = models.CharField(_("名称"), max_length=120)
    number = models.CharField(_("文号"), max_length=80, blank=True)
    issuer_id = models.BigIntegerField(_("发文单位"), null=True)
    issuer = models.CharField(_("发文机关"), max_length=120, default="待确认")
    area_id = models.BigIntegerField(_("适用区域"), null=True)
    issued_on = models.DateField(_("发文日期"), null=True)
    in_force_on = models.DateField(_("生效日期"), null=True)
    repealed_on = models.DateField(_("废止日期"), null=True)
    reason = models.CharField(_("废止的理由"), max_length=300, blank=True)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    drafted_at = models.DateTimeField(null=True)
    acknowledged_ids = ArrayField(models.BigIntegerField(), default=list)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("制度")
        constraints = [
            models.UniqueConstraint(fields=["code", "version"], name="policy_version_once"),
            ExclusionConstraint(  # looked at when all is written: the old version ends and the new one begins at once
                name="policy_in_force_once", expressions=[("code", RangeOperators.EQUAL)], condition=Q(stage="in_force"),
                deferrable=models.Deferrable.DEFERRED, violation_error_message=_("同一项制度同时只有一版在用"),
            ),
            models.UniqueConstraint(
                fields=["code"], name="policy_draft_once", condition=Q(stage="draft"),
                violation_error_message=_("同一项制度同时只起草一版"),
            ),
            models.CheckConstraint(
                name="policy_repeal_says_why_and_when",
                condition=~Q(stage="repealed") | (~Q(reason="") & Q(repealed_on__isnull=False)),
            ),
            models.CheckConstraint(
                name="policy_days_in_order",
                condition=Q(repealed_on=None) | Q(in_force_on=None) | Q(repealed_on__gte=F("in_force_on")),
                violation_error_message=_("废止日期不能早于生效日期"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["stage", "-in_force_on"], name="policy_stage")]

    def __str__(self) -> str:
        return self.title


class PolicyPaper(models.Model):
    """成员文件: the main document or a supporting one, in its place; a place without a document is 待确认."""

    class Part(models.TextChoices):
        MAIN = "main", _("主文件")
        SUPPORTING = "supporting", _("配套文件")

    policy_set = models.ForeignKey(PolicySet, models.PROTECT, related_name="papers")
    part = models.CharField(_("主次"), max_length=12, choices=Part, default=Part.SUPPORTING)
    position = models.PositiveSmallIntegerField(_("次序"))
    document = models.ForeignKey("documents.Document", models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("成员文件")
        constraints = [
            models.UniqueConstraint(fields=["policy_set", "position"], name="policy_place_once"),
            models.UniqueConstraint(
                fields=["policy_set"], name="policy_one_main", condition=Q(part="main"),
                violation_error_message=_("一项制度只有一份主文件"),
            ),
            models.UniqueConstraint(
                fields=["policy_set", "document"], name="policy_document_once", condition=Q(document__isnull=False),
                violation_error_message=_("这份文件已经在里面了"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.policy_set_id} {self.position}"


class Requirement(Trunk):
    """要求: what a set asks of the organisations of a level, by when, once or round after round."""

    class Stage(models.TextChoices):
        PLANNED = "planned", _("拟下达")
        ISSUED = "issued", _("已下达")
        DONE = "done", _("已办结")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Level(models.TextChoices):
        CITY = "city", _("市级")
        DISTRICT = "district", _("区级")
        STREET = "street", _("街道级")
        COMMUNITY = "community", _("社区级")

    class Cycle(models.TextChoices):
        ONCE = "once", _("一次")
        MONTH = "month", _("每月")
        QUARTER = "quarter", _("每季")
        YEAR = "year", _("每年")

    id = models.UUIDField(primary_key=True, default=new_id)
    policy_set = models.ForeignKey(PolicySet, models.PROTECT, related_name="requirements")
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.PLANNED)
    level = models.CharField(_("对哪一级"), max_length=12, choices=Level)
    text = models.CharField(_("要求"), max_length=1000)
    clause_id = models.BigIntegerField(_("条款"), null=True)
    due_on = models.DateField(_("期限"))
    cycle = models.CharField(_("周期"), max_length=8, choices=Cycle, default=Cycle.ONCE)
    round = models.PositiveSmallIntegerField(_("第几期"), default=0)
    area_id = models.BigIntegerField(_("区域"))
    lineage = ArrayField(models.BigIntegerField(), default=list)
    issuer_id = models.BigIntegerField(_("下达单位"))
    addressee_ids = ArrayField(models.BigIntegerField(), default=list)
    planned_at = models.DateTimeField()
    issued_at = models.DateTimeField(null=True)
    done_at = models.DateTimeField(null=True)
    reason = models.CharField(_("撤回的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("要求")
        constraints = [
            models.CheckConstraint(
                name="requirement_has_addressees", condition=Q(addressee_ids__len__gt=0),
                violation_error_message=_("要求要有对象"),
            ),
            models.CheckConstraint(
                name="requirement_issued_says_when",
                condition=~Q(stage__in=["issued", "done"]) | (Q(issued_at__isnull=False) & Q(round__gte=1)),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["issuer_id", "stage"], name="requirement_issuer"),
            models.Index(fields=["policy_set", "stage"], name="requirement_set"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class RequirementTask(models.Model):
    """对象: the task of one organisation in one round; how far it is stands in the task."""

    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="handed")
    round = models.PositiveSmallIntegerField(_("第几期"))
    organisation_id = models.BigIntegerField(_("单位"))
    task = models.OneToOneField("tasks.Task", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("要求的对象")
        constraints = [
            models.UniqueConstraint(
                fields=["requirement", "organisation_id", "round"], name="requirement_of_a_round_once"
            )
        ]
        indexes = [models.Index(fields=["organisation_id"], name="requirement_task_to")]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.organisation_id}"


class Acknowledgement(models.Model):
    """知悉: an organisation took note of a set; a question, if it has one, and the answer."""

    class Stage(models.TextChoices):
        NOTED = "noted", _("已知悉")
        ASKED = "asked", _("有疑问")
        ANSWERED = "answered", _("已解答")

    id = models.UUIDField(primary_key=True, default=new_id)
    policy_set = models.ForeignKey(PolicySet, models.PROTECT, related_name="acknowledgements")
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.NOTED)
    organisation_id = models.BigIntegerField(_("单位"))
    issuer_id = models.BigIntegerField(_("发文单位"), null=True)
    by_label = models.CharField(_("经手人"), max_length=120)
    at = models.DateTimeField(_("时间"))
    question = models.CharField(_("疑问"), max_length=600, blank=True)
    asked_at = models.DateTimeField(null=True)
    answer = models.CharField(_("解答"), max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("知悉")
        constraints = [
            models.UniqueConstraint(fields=["policy_set", "organisation_id"], name="acknowledged_once"),
            models.CheckConstraint(
                name="acknowledgement_asked_says_what", condition=~Q(stage="asked") | ~Q(question="")
            ),
        ]
        indexes = [models.Index(fields=["issuer_id", "stage"], name="acknowledgement_issuer")]

    def __str__(self) -> str:
        return f"{self.policy_set_id} {self.organisation_id}"


class Term(Trunk):
    """用语: a word of the papers; what it means stays 待确认 until somebody can cite it."""

    class Stage(models.TextChoices):
        OPEN = "open", _("含义待确认")
        DEFINED = "defined", _("含义已写明")

    id = models.UUIDField(primary_key=True, default=new_id)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.OPEN)
    word = models.CharField(_("用语"), max_length=60, unique=True)
    said_in = models.CharField(_("出自"), max_length=300, blank=True)
    meaning = models.CharField(_("含义"), max_length=1000, blank=True)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    clause_id = models.BigIntegerField(_("条款"), null=True)
    entered_at = models.DateTimeField(null=True)
    defined_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("用语")
        constraints = [
            models.CheckConstraint(
                name="term_defined_says_what", condition=~Q(stage="defined") | (~Q(meaning="") & ~Q(basis=""))
            )
        ]

    def __str__(self) -> str:
        return self.word
