"""Admission (事项准入): what may be pushed down, for how long and how often; what passed, what was pushed past it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk
from gongzhi.work.tasks.models import Form


class NextNumber(models.Func):
    """The next number of a request; gaps are allowed."""

    template = "nextval('admission_serial')"
    output_field = models.BigIntegerField()
    allowed_default = True


class Matter(Trunk):
    """准入事项: what a department asks the grassroots to do, on which basis, and what it brings along for it.

    ``scope_id`` is the area it is for (the last of ``lineage``), ``area_ids`` its streets or communities that are meant (none: all).
    ``times``: how often each of them may be asked within the term. ``hours``: working hours that one time costs one of them. Money in fen.
    """

    class Stage(models.TextChoices):
        ASKED = "asked", _("待审查")
        SENT_BACK = "sent_back", _("退补")
        REVIEWED = "reviewed", _("待上会")
        ADMITTED = "admitted", _("已准入")
        REFUSED = "refused", _("不予准入")
        EXPIRED = "expired", _("已到期")
        EXITED = "exited", _("已退出")
        WITHDRAWN = "withdrawn", _("已撤回")

    class Ground(models.TextChoices):
        ORDINARY = "ordinary", _("一般工作")
        LAW = "law", _("法律法规规定")
        ELECTION = "election", _("选举")
        CENSUS = "census", _("普查")
        DISASTER = "disaster", _("灾害应对")

    class Bypass(models.TextChoices):
        NONE = "", _("不是应急")
        RUNNING = "running", _("应急先行")
        REVIEWED = "reviewed", _("应急已补审")
        LAPSED = "lapsed", _("应急失效")

    id = models.UUIDField(primary_key=True, default=new_id)
    serial = models.BigIntegerField(db_default=NextNumber(), unique=True)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.ASKED)
    organisation_id = models.BigIntegerField(_("申请单位"))
    asker_id = models.BigIntegerField(null=True)
    asker_label = models.CharField(max_length=120)
    title = models.CharField(_("事项"), max_length=120)
    content = models.CharField(_("要基层做什么"), max_length=2000)
    kinds = ArrayField(models.CharField(max_length=16, choices=Form), verbose_name=_("形式"))
    ground = models.CharField(_("性质"), max_length=12, choices=Ground, default=Ground.ORDINARY)
    basis = models.CharField(_("依据(文件和条款)"), max_length=300)
    lineage = ArrayField(models.BigIntegerField(), default=list)
    scope_id = models.BigIntegerField(_("给哪里"))
    area_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    valid_from = models.DateField(_("从"))
    valid_to = models.DateField(_("到"))
    times = models.PositiveSmallIntegerField(_("每处最多几次"), default=1)
    hours = models.DecimalField(_("每次要几小时"), max_digits=6, decimal_places=1)
    money = models.BigIntegerField(_("随事转的钱(分)"), default=0)
    people = models.CharField(_("随事转的人"), max_length=200, blank=True)
    power = models.CharField(_("随事转的权"), max_length=200, blank=True)
    training = models.CharField(_("培训"), max_length=200, blank=True)
    held_data = models.CharField(_("已经有的数据"), max_length=600, blank=True)
    notice_days = models.PositiveSmallIntegerField(_("至少提前几天通知"), default=3)
    asked_at = models.DateTimeField()
    decide_by = models.DateTimeField()
    reviewed_at = models.DateTimeField(null=True)
    review = models.CharField(_("审查意见"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(_("决定"), max_length=1000, blank=True)
    bypass = models.CharField(_("应急"), max_length=12, choices=Bypass, default=Bypass.NONE, blank=True)
    bypass_by = models.DateTimeField(null=True)
    bypass_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("准入事项")
        constraints = [
            models.CheckConstraint(
                name="matter_days_in_order",
                condition=Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("结束不能早于开始"),
            ),
            models.CheckConstraint(
                name="matter_asks_something",
                condition=Q(times__gte=1) & Q(hours__gt=0) & Q(money__gte=0),
                violation_error_message=_("次数至少一次，工时要大于零，钱不能是负数"),
            ),
            models.CheckConstraint(
                name="matter_has_basis",
                condition=~Q(basis=""),
                violation_error_message=_("要写依据"),
            ),
            models.CheckConstraint(
                name="matter_admitted_was_decided",
                condition=~Q(stage="admitted") | Q(decided_at__isnull=False) | Q(bypass="running"),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "stage", "-id"], name="matter_organisation"),
            models.Index(fields=["stage", "valid_to"], name="matter_term"),
            models.Index(fields=["bypass", "bypass_by"], name="matter_bypass"),
        ]

    def __str__(self) -> str:
        return self.title


class Passage(models.Model):
    """放行: one piece of work that the gate let through to one organisation, under which matter."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="passages")
    organisation_id = models.BigIntegerField(_("交给"))
    from_organisation_id = models.BigIntegerField(_("谁派的"), null=True)
    area_id = models.BigIntegerField(_("哪里"))
    street_id = models.BigIntegerField(null=True)
    kind = models.CharField(_("形式"), max_length=16)
    text = models.CharField(_("内容"), max_length=200)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    hours = models.DecimalField(_("工时"), max_digits=6, decimal_places=1)
    passed_at = models.DateTimeField()
    due_on = models.DateField()

    class Meta:
        verbose_name = _("放行")
        constraints = [models.UniqueConstraint(fields=["subject_kind", "subject_id"], name="passage_once")]
        indexes = [
            models.Index(fields=["area_id", "passed_at"], name="passage_area"),
            models.Index(fields=["from_organisation_id", "passed_at"], name="passage_from"),
            models.Index(fields=["matter", "organisation_id"], name="passage_matter"),
        ]

    def __str__(self) -> str:
        return self.text


class Push(Trunk):
    """硬推: work outside the lists: stopped at the gate, or refused by a street or community; counted against its sender."""

    class Stage(models.TextChoices):
        REFUSED = "refused", _("已拒收")
        STOPPED = "stopped", _("闸口拦下")
        ANSWERED = "answered", _("对方已回应")
        CONTESTED = "contested", _("对方不认")
        UPHELD = "upheld", _("裁定拒收成立")
        OVERRULED = "overruled", _("裁定应当承接")

    class Why(models.TextChoices):
        NOT_ADMITTED = "not_admitted", _("没有准入")
        EXPIRED = "expired", _("过了期限")
        OVER = "over", _("超过次数")
        SHORT_NOTICE = "short_notice", _("通知太急")
        OUT_OF_AREA = "out_of_area", _("不在准入范围")
        OTHER = "other", _("其他")

    id = models.UUIDField(primary_key=True, default=new_id)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage)
    why = models.CharField(_("为什么"), max_length=16, choices=Why)
    from_organisation_id = models.BigIntegerField(_("谁推的"), null=True)
    organisation_id = models.BigIntegerField(_("推给谁"))
    lineage = ArrayField(models.BigIntegerField(), default=list)
    text = models.CharField(_("推的是什么"), max_length=600)
    way = models.CharField(_("怎么推来的"), max_length=60, blank=True)
    matter_id = models.UUIDField(null=True)
    task_id = models.UUIDField(null=True)
    pusher_id = models.BigIntegerField(null=True)
    refuser_id = models.BigIntegerField(null=True)
    at = models.DateTimeField()
    answer = models.CharField(_("对方怎么说"), max_length=600, blank=True)
    ruling = models.CharField(_("裁定"), max_length=600, blank=True)

    class Meta:
        verbose_name = _("硬推")
        indexes = [
            models.Index(fields=["from_organisation_id", "at"], name="push_from"),
            models.Index(fields=["organisation_id", "at"], name="push_to"),
        ]

    def __str__(self) -> str:
        return self.text[:40]


class Objection(Trunk):
    """异议: a street or community says that an admitted matter should be looked at again, or that residents reject it."""

    class Stage(models.TextChoices):
        RAISED = "raised", _("待复核")
        KEPT = "kept", _("维持准入")
        UPHELD = "upheld", _("异议成立")

    id = models.UUIDField(primary_key=True, default=new_id)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="objections")
    stage = models.CharField(_("阶段"), max_length=8, choices=Stage, default=Stage.RAISED)
    organisation_id = models.BigIntegerField(_("谁提的"))
    lineage = ArrayField(models.BigIntegerField(), default=list)
    residents_reject = models.BooleanField(_("群众不认可"), default=False)
    text = models.CharField(_("理由"), max_length=600)
    raised_at = models.DateTimeField()
    answer = models.CharField(_("答复"), max_length=600, blank=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("异议")
        constraints = [
            models.UniqueConstraint(
                name="objection_open_once", fields=["matter", "organisation_id"], condition=Q(stage="raised"),
                violation_error_message=_("这一件您单位的异议还没答复"),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.text[:40]
