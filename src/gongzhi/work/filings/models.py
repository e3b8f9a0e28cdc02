"""Filings (一表通): fields with one source of truth, forms that are views over them, and sheets that fill themselves."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk


class Source(models.TextChoices):
    """Readings of the system that a field may stand for (``sources.READ``)."""

    HOUSEHOLDS = "households", _("户数(网格登记)")
    HOMES = "homes", _("住宅户(房屋登记)")
    SHOPS = "shops", _("商用房(房屋登记)")
    GRIDS = "grids", _("网格数")
    BUILDINGS = "buildings", _("楼栋数")
    UNITS = "units", _("单元数")
    ESTATES = "estates", _("小区数")
    OLD_ESTATES = "old_estates", _("老旧小区数")
    ORGANISATIONS = "organisations", _("辖区单位数")
    PROPERTY_FIRMS = "property_firms", _("物业企业数")
    WORKERS = "workers", _("社区工作者数(含书记)")
    HEADS = "heads", _("三长人数")
    CASES_RECEIVED = "cases_received", _("本期收到的事项")
    CASES_RESOLVED = "cases_resolved", _("本期办结的事项")


class Field(models.Model):
    """字段: one fact about an area. At most one of ``source`` (the system has it) and ``holder`` (who has it, and is to
    be asked instead); with neither, the street or community itself knows.
    """

    class Kind(models.TextChoices):
        NUMBER = "number", _("数字")
        TEXT = "text", _("文字")
        DATE = "date", _("日期")
        CHOICE = "choice", _("选项")
        YESNO = "yesno", _("是否")

    code = models.CharField(_("字段编码"), max_length=32, unique=True)
    name = models.CharField(_("字段名称"), max_length=80)
    kind = models.CharField(_("类型"), max_length=8, choices=Kind)
    unit = models.CharField(_("单位"), max_length=16, blank=True)
    choices = models.CharField(_("选项(用、隔开)"), max_length=300, blank=True)
    source = models.CharField(_("系统来源"), max_length=20, choices=Source, blank=True)
    holder = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("掌握单位"),
    )
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("字段")
        constraints = [
            models.CheckConstraint(
                name="field_one_source_of_truth",
                condition=Q(source="") | Q(holder=None),
                violation_error_message=_("一个字段只有一个来源：系统，或一个掌握单位"),
            ),
            models.CheckConstraint(
                name="field_read_is_a_number",
                condition=Q(source="") | Q(kind="number"),
                violation_error_message=_("系统来源的字段是数字"),
            ),
            models.CheckConstraint(
                name="field_choice_has_choices",
                condition=Q(kind="choice") & ~Q(choices="") | ~Q(kind="choice") & Q(choices=""),
                violation_error_message=_("选项类型要写选项，别的类型不写"),
            ),
            models.CheckConstraint(
                name="field_days_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("停用日期不能早于启用日期"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name

    @property
    def options(self) -> list[str]:
        return [one.strip() for one in self.choices.split("、") if one.strip()]


class FilingForm(Trunk):
    """报表: who asks which fields of which level within which area (the last of ``lineage``), why, and how often.

    ``from_above``: it reaches streets or communities from outside, so every sheet passes the gate under ``matter_id``.
    """

    class Stage(models.TextChoices):
        DRAFT = "draft", _("草稿")
        OPEN = "open", _("在用")
        ENDED = "ended", _("已停用")

    class Level(models.TextChoices):
        COMMUNITY = "community", _("社区")
        STREET = "street", _("街道")

    class Cycle(models.TextChoices):
        ONCE = "once", _("一次")
        MONTHLY = "monthly", _("每月")
        QUARTERLY = "quarterly", _("每季")
        YEARLY = "yearly", _("每年")

    id = models.UUIDField(primary_key=True, default=new_id)
    stage = models.CharField(_("阶段"), max_length=8, choices=Stage, default=Stage.DRAFT)
    title = models.CharField(_("报表名称"), max_length=80)
    purpose = models.CharField(_("为什么要"), max_length=600)
    basis = models.CharField(_("依据"), max_length=300)
    organisation_id = models.BigIntegerField(_("谁要的"))
    asker_id = models.BigIntegerField(null=True)
    lineage = ArrayField(models.BigIntegerField(), default=list)
    scope_id = models.BigIntegerField(_("给哪里"))
    level = models.CharField(_("谁来填"), max_length=12, choices=Level)
    cycle = models.CharField(_("多久一次"), max_length=12, choices=Cycle)
    due_days = models.PositiveSmallIntegerField(_("期末后几天内"))
    from_above = models.BooleanField(default=False)
    matter_id = models.UUIDField(_("准入事项"), null=True, blank=True)
    drafted_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    reason = models.CharField(_("停用的理由"), max_length=300, blank=True)
    fields = models.ManyToManyField(Field, through="Line", related_name="forms")

    class Meta:
        verbose_name = _("报表")
        constraints = [
            models.CheckConstraint(name="form_opened_says_when", condition=~Q(stage="open") | Q(opened_at__isnull=False)),
            models.CheckConstraint(
                name="form_ended_says_why", condition=~Q(stage="ended") | (Q(ended_at__isnull=False) & ~Q(reason=""))
            ),
            models.CheckConstraint(
                name="form_has_basis", condition=~Q(basis=""), violation_error_message=_("要写依据")
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["organisation_id", "stage", "-id"], name="form_organisation"),
            models.Index(fields=["scope_id", "stage"], name="form_scope"),
        ]

    def __str__(self) -> str:
        return self.title


class Line(models.Model):
    """表栏: a field in a form, in its place."""

    form = models.ForeignKey(FilingForm, models.CASCADE, related_name="lines")
    field = models.ForeignKey(Field, models.PROTECT, related_name="lines")
    place = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("表栏")
        constraints = [models.UniqueConstraint(fields=["form", "field"], name="line_once")]
        ordering = ("place",)

    def __str__(self) -> str:
        return f"{self.form_id} {self.field_id}"


class Sheet(Trunk):
    """填报单: one form, one period, one area. ``seconds``: from opening its page to confirming, where that is known."""

    class Stage(models.TextChoices):
        PLANNED = "planned", _("未到填报时间")
        WAITING = "waiting", _("待确认")
        FILLED = "filled", _("已确认")
        NOTHING = "nothing", _("无情况可报")
        VOID = "void", _("不用填了")

    id = models.UUIDField(primary_key=True, default=new_id)
    form = models.ForeignKey(FilingForm, models.PROTECT, related_name="sheets")
    stage = models.CharField(_("阶段"), max_length=8, choices=Stage, default=Stage.PLANNED)
    period = models.CharField(_("周期"), max_length=12)
    period_from = models.DateField()
    period_to = models.DateField()
    area_id = models.BigIntegerField(_("哪里"))
    street_id = models.BigIntegerField(null=True)
    district_id = models.BigIntegerField(null=True)
    lineage = ArrayField(models.BigIntegerField(), default=list)
    organisation_id = models.BigIntegerField(_("谁来填"))
    asker_id = models.BigIntegerField(_("谁要的"))
    due_on = models.DateField(_("期限"))
    drawn_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)
    seconds = models.PositiveIntegerField(null=True)
    corrections = models.PositiveSmallIntegerField(_("更正次数"), default=0)

    class Meta:
        verbose_name = _("填报单")
        constraints = [
            models.UniqueConstraint(fields=["form", "period", "area_id"], name="sheet_once"),
            models.CheckConstraint(
                name="sheet_answered_says_when",
                condition=~Q(stage__in=["filled", "nothing"]) | Q(answered_at__isnull=False),
            ),
            models.CheckConstraint(name="sheet_days_in_order", condition=Q(period_to__gte=F("period_from"))),
        ]
        indexes = [
            models.Index(fields=["organisation_id", "stage", "due_on"], name="sheet_organisation"),
            models.Index(fields=["form", "period", "stage"], name="sheet_form"),
            models.Index(fields=["stage", "due_on"], name="sheet_due"),
        ]

    def __str__(self) -> str:
        return f"{self.form_id} {self.period} {self.area_id}"


class Cell(models.Model):
    """格: the value of a field on a sheet; ``number`` beside it where it is one.

    ``source`` and ``as_of`` say where it came from and of which moment; ``held``: what the system had filled in.
    """

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="cells")
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    value = models.CharField(max_length=200, blank=True)
    number = models.DecimalField(max_digits=18, decimal_places=2, null=True)
    source = models.CharField(max_length=20, blank=True)
    as_of = models.DateTimeField(null=True)
    held = models.CharField(max_length=200, blank=True)
    by_system = models.BooleanField(default=False)
    changed = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("格")
        constraints = [models.UniqueConstraint(fields=["sheet", "field"], name="cell_once")]
        indexes = [models.Index(fields=["field"], name="cell_field")]

    def __str__(self) -> str:
        return self.value


class Correction(models.Model):
    """更正记录: what stood in a cell of an answered sheet before, and why it was changed."""

    sheet = models.ForeignKey(Sheet, models.PROTECT, related_name="corrected")
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    before = models.CharField(max_length=200, blank=True)
    after = models.CharField(max_length=200)
    reason = models.CharField(_("更正的理由"), max_length=300)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("更正记录")
        indexes = [models.Index(fields=["sheet", "-id"], name="correction_sheet")]

    def __str__(self) -> str:
        return f"{self.sheet_id} {self.field_id}"


class Layout(models.Model):
    """版式: the asker's own paper with placeholders, one of each kind for a form. The latest counts."""

    class Kind(models.TextChoices):
        XLSX = "xlsx", _("电子表格")
        DOCX = "docx", _("文档")

    form = models.ForeignKey(FilingForm, models.PROTECT, related_name="layouts")
    kind = models.CharField(max_length=4, choices=Kind)
    name = models.CharField(_("文件名"), max_length=100)
    content = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        verbose_name = _("版式")
        indexes = [models.Index(fields=["form", "kind", "-id"], name="layout_form")]

    def __str__(self) -> str:
        return self.name

    @property
    def trunk(self) -> FilingForm:
        return self.form
