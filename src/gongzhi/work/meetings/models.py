"""Meetings (会议): bodies that must meet, what they are to talk about, what they decided and who does it by when."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk


class Body(Trunk):
    """议事机构: a leading group, a joint meeting or the like of an area; its secretariat convenes it.

    ``every_weeks`` and ``quorum`` (per cent of the seats) are its own; without them the record of its kind holds.
    """

    class Kind(models.TextChoices):
        LEADING_GROUP = "leading_group", _("领导小组")
        JOINT_MEETING = "joint_meeting", _("党建联席会议")
        ADMISSION = "admission", _("事项准入联席会议")
        STUDY = "study", _("研判会")

    code = models.CharField(_("编码"), max_length=32, unique=True)
    name = models.CharField(_("名称"), max_length=120)
    kind = models.CharField(_("种类"), max_length=16, choices=Kind)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("区域"))
    lineage = ArrayField(models.BigIntegerField(), default=list)
    secretariat = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("办公室(召集单位)")
    )
    every_weeks = models.PositiveSmallIntegerField(_("至少几周开一次"), null=True, blank=True)
    quorum = models.PositiveSmallIntegerField(_("到会最低比例(%)"), null=True, blank=True)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    valid_from = models.DateField(_("成立日期"))
    valid_to = models.DateField(_("撤销日期"), null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("议事机构")
        constraints = [
            models.CheckConstraint(
                name="body_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("撤销日期不能早于成立日期"),
            ),
            models.CheckConstraint(
                name="body_quorum_is_a_share",
                condition=Q(quorum=None) | Q(quorum__gte=1, quorum__lte=100),
                violation_error_message=_("到会比例在1到100之间"),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Seat(models.Model):
    """席位: an organisation in a body, who usually comes for it, who comes instead and who answers the telephone."""

    class Part(models.TextChoices):
        CHAIR = "chair", _("召集人(组长)")
        VICE = "vice", _("副召集人(副组长)")
        MEMBER = "member", _("成员")

    body = models.ForeignKey(Body, models.PROTECT, related_name="seats")
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("单位")
    )
    part = models.CharField(_("身份"), max_length=8, choices=Part, default=Part.MEMBER)
    person = models.CharField(_("职务(谁参加)"), max_length=60, blank=True)
    alternate = models.CharField(_("替会人职务"), max_length=60, blank=True)
    liaison = models.CharField(_("联络员职务"), max_length=60, blank=True)
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)

    class Meta:
        verbose_name = _("席位")
        constraints = [
            models.UniqueConstraint(fields=["body", "organisation", "valid_from"], name="seat_once"),
            models.CheckConstraint(
                name="seat_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("席位结束不能早于开始"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body_id} {self.organisation_id}"


class Convened(Trunk):
    """What a body's people see: plain ids of its area, its secretariat and its members, written once."""

    lineage = ArrayField(models.BigIntegerField(), default=list)
    secretariat_id = models.BigIntegerField(null=True)
    member_ids = ArrayField(models.BigIntegerField(), default=list)

    class Meta:
        abstract = True


class Meeting(Convened):
    """会议: one sitting of a body, from the call for topics to the minutes."""

    class Stage(models.TextChoices):
        CALLED = "called", _("征集议题")
        AGENDA_SET = "agenda_set", _("已定议程")
        INVITED = "invited", _("已通知")
        HELD = "held", _("已召开")
        MINUTED = "minuted", _("已出纪要")
        CANCELLED = "cancelled", _("已取消")

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, models.PROTECT, related_name="meetings")
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.CALLED)
    title = models.CharField(_("会议名称"), max_length=120)
    held_at = models.DateTimeField(_("开会时间"))
    place = models.CharField(_("地点"), max_length=120)
    topics_until = models.DateField(_("议题报到哪天"))
    called_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    minutes = models.TextField(_("纪要"), blank=True)
    minuted_at = models.DateTimeField(null=True)
    reason = models.CharField(_("取消的理由"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("会议")
        constraints = [
            models.CheckConstraint(
                name="meeting_minuted_has_minutes",
                condition=~Q(stage="minuted") | (~Q(minutes="") & Q(minuted_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="meeting_held_was_opened",
                condition=~Q(stage__in=["held", "minuted"]) | Q(opened_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(fields=["body", "-held_at"], name="meeting_body"),
            models.Index(fields=["secretariat_id", "stage"], name="meeting_secretariat"),
        ]

    def __str__(self) -> str:
        return self.title


class Topic(Convened):
    """议题: raised for a body, put on the agenda of a meeting or declined, and decided there."""

    class Stage(models.TextChoices):
        RAISED = "raised", _("待列入")
        ON_AGENDA = "on_agenda", _("已列入")
        DECIDED = "decided", _("已议定")
        DECLINED = "declined", _("未列入")
        WITHDRAWN = "withdrawn", _("已撤题")

    class Outcome(models.TextChoices):
        AGREED = "agreed", _("同意")
        NOT_AGREED = "not_agreed", _("不同意")

    id = models.UUIDField(primary_key=True, default=new_id)
    body = models.ForeignKey(Body, models.PROTECT, related_name="topics")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, related_name="topics")
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.RAISED)
    title = models.CharField(_("议题"), max_length=120)
    text = models.CharField(_("要议什么"), max_length=2000)
    organisation_id = models.BigIntegerField(_("提出单位"), null=True)
    raiser_id = models.BigIntegerField(null=True)
    raiser_label = models.CharField(max_length=120, blank=True)
    raised_at = models.DateTimeField()
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(_("议定结果"), max_length=12, choices=Outcome, blank=True)
    decision = models.CharField(_("议定意见"), max_length=2000, blank=True)
    reason = models.CharField(_("不列入或缓议的理由"), max_length=600, blank=True)
    decided_at = models.DateTimeField(null=True)
    postponed = models.PositiveSmallIntegerField(_("缓议次数"), default=0)

    class Meta:
        verbose_name = _("议题")
        constraints = [
            models.UniqueConstraint(
                name="topic_of_a_thing_once", fields=["subject_kind", "subject_id"],
                condition=Q(stage__in=["raised", "on_agenda"]) & ~Q(subject_id=""),
                violation_error_message=_("这件事已经在议题里了"),
            ),
            models.CheckConstraint(
                name="topic_decided_says_how", condition=~Q(stage="decided") | (~Q(outcome="") & Q(meeting__isnull=False)),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["body", "stage", "-id"], name="topic_body"),
            models.Index(fields=["subject_id"], name="topic_subject"),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """参会: what an organisation answered to the invitation, and whether it was there."""

    class State(models.TextChoices):
        INVITED = "invited", _("未回复")
        COMING = "coming", _("参加")
        LEAVE = "leave", _("请假")
        PRESENT = "present", _("到会")
        ABSENT = "absent", _("缺席")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="attendances")
    organisation_id = models.BigIntegerField()
    state = models.CharField(_("参会"), max_length=8, choices=State, default=State.INVITED)
    who = models.CharField(_("谁来"), max_length=60, blank=True)
    reason = models.CharField(_("请假理由"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("参会")
        constraints = [models.UniqueConstraint(fields=["meeting", "organisation_id"], name="attendance_once")]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.state}"


class Resolution(models.Model):
    """决议: what a decided topic asks of whom by when; none without an owner and a day. It lives on as a task."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="resolutions")
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="resolutions")
    text = models.CharField(_("决议事项"), max_length=600)
    organisation_id = models.BigIntegerField(_("责任单位"))
    due_on = models.DateField(_("完成期限"))
    task_id = models.UUIDField(unique=True)

    class Meta:
        verbose_name = _("决议")

    def __str__(self) -> str:
        return self.text[:40]
