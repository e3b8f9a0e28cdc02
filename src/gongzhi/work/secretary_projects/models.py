"""Secretary projects (书记项目): the yearly call, the project with its effects and milestones, and what is said of it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk


class Level(models.TextChoices):
    """Whose secretaries take part; each has a level above it here."""

    DISTRICT = "district", _("区级")
    STREET = "street", _("街道级")
    COMMUNITY = "community", _("社区级")


class EvidenceKind(models.TextChoices):
    """What shows that something is so; a document alone shows only that it was written."""

    SITE = "site", _("现场、照片")
    FIGURE = "figure", _("数据")
    WORKS = "works", _("工程、合同")
    RESIDENTS = "residents", _("居民意见")
    DOCUMENT = "document", _("文件材料")


class Call(Trunk):
    """年度通知: the city or a district asks the secretaries of some levels to put projects forward, from a day to a day."""

    class Stage(models.TextChoices):
        DRAFTED = "drafted", _("草稿")
        OPEN = "open", _("申报中")
        CLOSED = "closed", _("已截止")

    id = models.UUIDField(primary_key=True, default=new_id)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.DRAFTED)
    year = models.PositiveSmallIntegerField(_("年度"))
    title = models.CharField(_("通知名称"), max_length=120)
    text = models.CharField(_("要求"), max_length=2000)
    basis = models.CharField(_("文号或依据"), max_length=200, default="待确认")
    levels = ArrayField(models.CharField(max_length=12), verbose_name=_("请哪几级申报"))
    issuer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("发通知的单位")
    )
    area_id = models.BigIntegerField()
    lineage = ArrayField(models.BigIntegerField(), default=list)
    opens_on = models.DateField(_("从哪天起申报"))
    closes_on = models.DateField(_("到哪天为止"))
    published_at = models.DateTimeField(_("下发"), null=True)

    class Meta:
        verbose_name = _("书记项目年度通知")
        constraints = [
            models.UniqueConstraint(
                name="project_call_once_a_year", fields=["issuer", "year"],
                violation_error_message=_("本单位这一年的通知已经有了"),
            ),
            models.CheckConstraint(
                name="project_call_days_in_order", condition=Q(closes_on__gte=F("opens_on")),
                violation_error_message=_("截止日期不能早于开始日期"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["area_id", "stage"], name="project_call_area")]

    def __str__(self) -> str:
        return self.title


class Project(Trunk):
    """书记项目: what one secretary takes on. ``above_area_id`` is the area whose leaders decide, ``above_ids`` all above."""

    class Stage(models.TextChoices):
        DRAFTED = "drafted", _("草稿")
        DECLARED = "declared", _("待集体研究")
        STUDIED = "studied", _("待评审")
        REVIEWED = "reviewed", _("待立项")
        RETURNED = "returned", _("退回修改")
        REJECTED = "rejected", _("不予立项")
        APPROVED = "approved", _("已立项")
        RUNNING = "running", _("实施中")
        ACCEPTANCE_ASKED = "acceptance_asked", _("待验收")
        ACCEPTED = "accepted", _("已验收")
        STOPPED = "stopped", _("已终止")

    id = models.UUIDField(primary_key=True, default=new_id)
    call = models.ForeignKey(Call, models.PROTECT, related_name="projects", verbose_name=_("年度通知"))
    year = models.PositiveSmallIntegerField(_("年度"))
    level = models.CharField(_("层级"), max_length=12, choices=Level)
    stage = models.CharField(_("阶段"), max_length=16, choices=Stage, default=Stage.DRAFTED)
    organisation = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        related_name="secretary_projects",
        verbose_name=_("党组织"),
    )
    area_id = models.BigIntegerField()
    lineage = ArrayField(models.BigIntegerField(), default=list)
    above_ids = ArrayField(models.BigIntegerField(), default=list)
    above_area_id = models.BigIntegerField()
    drafter_id = models.BigIntegerField(null=True)
    secretary_id = models.BigIntegerField(null=True)
    secretary_label = models.CharField(max_length=120, blank=True)
    title = models.CharField(_("项目名称"), max_length=120)
    problem = models.CharField(_("拟破解的难题"), max_length=1000)
    obstacle = models.CharField(_("动的是什么"), max_length=40)
    measures = models.CharField(_("措施"), max_length=2000)
    starts_on = models.DateField(_("从哪天起"))
    ends_on = models.DateField(_("计划完成"))
    due_on = models.DateField(_("应完成"))
    drafted_at = models.DateTimeField()
    declared_at = models.DateTimeField(_("申报"), null=True)
    round = models.PositiveSmallIntegerField(default=1)
    studied_on = models.DateField(_("集体研究日期"), null=True)
    study_record = models.CharField(_("集体研究记录"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("立项"), null=True)
    decision = models.CharField(_("立项意见"), max_length=1000, blank=True)
    decider_label = models.CharField(max_length=120, blank=True)
    reason = models.CharField(_("退回、不予立项或终止的理由"), max_length=1000, blank=True)
    next_due_on = models.DateField(_("下一个节点"), null=True)
    midterm_on = models.DateField(_("中期"), null=True)
    midterm = models.CharField(_("中期情况"), max_length=1000, blank=True)
    extensions = models.PositiveSmallIntegerField(default=0)
    extend_reason = models.CharField(_("为什么延期"), max_length=1000, blank=True)
    asked_on = models.DateField(_("申请验收"), null=True)
    result = models.CharField(_("做成了什么"), max_length=2000, blank=True)
    sent_back = models.PositiveSmallIntegerField(_("验收退回次数"), default=0)
    accepted_at = models.DateTimeField(_("验收"), null=True)
    acceptance = models.CharField(_("验收意见"), max_length=1000, blank=True)
    shortfall = models.CharField(_("没有达到目标的，为什么仍通过"), max_length=600, blank=True)
    accepter_label = models.CharField(max_length=120, blank=True)
    effect_verified = models.BooleanField(_("成效有核实的数"), default=False)

    class Meta:
        verbose_name = _("书记项目")
        constraints = [
            models.CheckConstraint(
                name="secretary_project_days_in_order",
                condition=Q(ends_on__gt=F("starts_on"), due_on__gte=F("ends_on")),
                violation_error_message=_("完成日期要晚于开始日期"),
            ),
            models.CheckConstraint(
                name="secretary_project_not_its_own_judge",
                condition=~Q(above_area_id=F("area_id")),
                violation_error_message=_("本级不能给自己立项、验收"),
            ),
            models.CheckConstraint(
                name="secretary_project_accepted_by_figures",
                condition=~Q(stage="accepted") | Q(effect_verified=True, accepted_at__isnull=False),
                violation_error_message=_("没有核实的数，不能验收"),
            ),
            models.CheckConstraint(
                name="secretary_project_approved_after_study",
                condition=Q(decided_at=None) | (Q(studied_on__isnull=False) & ~Q(study_record="")),
                violation_error_message=_("没有集体研究记录，不能立项"),
            ),
        ]
        indexes = [
            models.Index(fields=["year", "level", "stage"], name="secretary_project_level"),
            models.Index(fields=["organisation", "-id"], name="secretary_project_owner"),
            models.Index(fields=["above_area_id", "stage"], name="secretary_project_above"),
            models.Index(fields=["stage", "next_due_on"], name="secretary_project_due"),
        ]

    def __str__(self) -> str:
        return self.title


class Effect(models.Model):
    """预期成效: one figure that the project is to change, from a baseline to a target; ``source``: the system counts it."""

    class Better(models.TextChoices):
        UP = "up", _("越高越好")
        DOWN = "down", _("越低越好")

    project = models.ForeignKey(Project, models.PROTECT, related_name="effects")
    name = models.CharField(_("成效指标"), max_length=120)
    source = models.CharField(_("谁来数"), max_length=40, blank=True)
    how = models.CharField(_("怎么数"), max_length=300)
    unit = models.CharField(_("单位"), max_length=20)
    better = models.CharField(_("方向"), max_length=4, choices=Better)
    baseline = models.DecimalField(_("基线"), max_digits=14, decimal_places=2)
    baseline_on = models.DateField(_("基线日期"))
    target = models.DecimalField(_("目标"), max_digits=14, decimal_places=2)
    target_on = models.DateField(_("目标日期"))

    class Meta:
        verbose_name = _("预期成效")
        constraints = [
            models.CheckConstraint(
                name="effect_is_a_change",
                condition=Q(better="up", target__gt=F("baseline")) | Q(better="down", target__lt=F("baseline")),
                violation_error_message=_("目标要比基线好"),
            ),
            models.CheckConstraint(
                name="effect_days_in_order", condition=Q(target_on__gt=F("baseline_on")),
                violation_error_message=_("目标日期要晚于基线日期"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class Measurement(models.Model):
    """测量: what an effect came to on a day, with what shows it; people above verify it, or the system has counted it."""

    class Phase(models.TextChoices):
        MIDTERM = "midterm", _("中期")
        FINAL = "final", _("验收")

    class Verdict(models.TextChoices):
        WAITING = "waiting", _("待核实")
        VERIFIED = "verified", _("已核实")
        NOT_SO = "not_so", _("不属实")

    effect = models.ForeignKey(Effect, models.PROTECT, related_name="measurements")
    phase = models.CharField(_("什么时候的"), max_length=8, choices=Phase)
    value = models.DecimalField(_("数"), max_digits=14, decimal_places=2)
    measured_on = models.DateField(_("哪天的数"))
    evidence = models.CharField(_("证据"), max_length=12, choices=EvidenceKind)
    text = models.CharField(_("证据说明"), max_length=600)
    file_ids = ArrayField(models.UUIDField(), default=list)
    made_at = models.DateTimeField()
    maker_id = models.BigIntegerField(null=True)
    maker_label = models.CharField(max_length=120)
    verdict = models.CharField(_("核实"), max_length=8, choices=Verdict, default=Verdict.WAITING)
    verified_at = models.DateTimeField(null=True)
    verifier_label = models.CharField(max_length=120, blank=True)
    remark = models.CharField(_("核实说明"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("测量")
        constraints = [
            models.CheckConstraint(
                name="measurement_verified_by_somebody",
                condition=Q(verdict="waiting", verified_at=None)
                | (~Q(verdict="waiting") & Q(verified_at__isnull=False)),
            ),
        ]
        indexes = [models.Index(fields=["effect", "phase", "-id"], name="measurement_effect")]

    def __str__(self) -> str:
        return f"{self.effect_id} {self.phase} {self.value}"


class Milestone(models.Model):
    """节点: what is to be done by when, and what shows that it was."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="milestones")
    what = models.CharField(_("做什么"), max_length=200)
    due_on = models.DateField(_("哪天前"))
    done_on = models.DateField(_("哪天完成"), null=True)
    recorded_at = models.DateTimeField(null=True)
    evidence = models.CharField(_("证据"), max_length=12, choices=EvidenceKind, blank=True)
    text = models.CharField(_("怎么完成的"), max_length=600, blank=True)
    file_ids = ArrayField(models.UUIDField(), default=list)

    class Meta:
        verbose_name = _("节点")
        constraints = [
            models.CheckConstraint(
                name="milestone_done_with_evidence",
                condition=Q(done_on=None) | (~Q(evidence="") & ~Q(text="")),
                violation_error_message=_("节点完成要有证据"),
            ),
        ]
        indexes = [models.Index(fields=["project", "due_on"], name="milestone_project")]

    def __str__(self) -> str:
        return self.what


class ExpertOpinion(models.Model):
    """评审意见: one reviewer's sentences on 必要性、时效性、牵动性 and what they advise; no marks."""

    class Advice(models.TextChoices):
        APPROVE = "approve", _("建议立项")
        RETURN = "return", _("建议退回修改")
        REJECT = "reject", _("建议不予立项")

    project = models.ForeignKey(Project, models.PROTECT, related_name="opinions")
    round = models.PositiveSmallIntegerField()
    reviewer_id = models.BigIntegerField()
    reviewer_label = models.CharField(max_length=120)
    necessity = models.CharField(_("必要性"), max_length=600)
    timeliness = models.CharField(_("时效性"), max_length=600)
    leverage = models.CharField(_("牵动性"), max_length=600)
    advice = models.CharField(_("建议"), max_length=8, choices=Advice)
    made_at = models.DateTimeField()

    class Meta:
        verbose_name = _("评审意见")
        constraints = [
            models.UniqueConstraint(
                name="expert_opinion_once", fields=["project", "round", "reviewer_id"],
                violation_error_message=_("您已经评审过了"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.project_id} {self.reviewer_id}"


class LinkedCase(models.Model):
    """关联事项: a case that this project is about."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="linked_cases")
    case = models.ForeignKey("cases.Case", models.PROTECT, related_name="+")
    linked_on = models.DateField()

    class Meta:
        verbose_name = _("关联事项")
        constraints = [
            models.UniqueConstraint(
                name="case_linked_once", fields=["project", "case"],
                violation_error_message=_("这件事已经关联了"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.project_id} {self.case_id}"


class LinkedTopic(models.Model):
    """关联议题: a topic at which this project was talked about."""

    project = models.ForeignKey(Project, models.PROTECT, related_name="linked_topics")
    topic = models.ForeignKey("meetings.Topic", models.PROTECT, related_name="+")
    linked_on = models.DateField()

    class Meta:
        verbose_name = _("关联议题")
        constraints = [
            models.UniqueConstraint(
                name="topic_linked_once", fields=["project", "topic"],
                violation_error_message=_("这个议题已经关联了"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.project_id} {self.topic_id}"
