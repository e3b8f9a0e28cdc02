"""Mandates (清单): who answers for which category where; lists as versions; letters; offices; functions stripped off."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import ArrayField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.identity import new_id
from gongzhi.kit.journal.models import Trunk

# The days of a version as a range, both ends included. A plain Func, so that migrations import no code of ours.
DAYS = Func(
    F("effective_from"), F("effective_to"), Value("[]"), function="daterange", output_field=DateRangeField()
)
OFFICE_DAYS = Func(
    F("valid_from"), F("valid_to"), Value("[]"), function="daterange", output_field=DateRangeField()
)


class Duty(models.Model):
    """职责: category x area -> lead organisation and helpers. The nearest area and category win."""

    code = models.CharField(_("清单条目"), max_length=40, unique=True)
    category = models.ForeignKey("cases.Category", models.PROTECT, related_name="+", verbose_name=_("类别"))
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("区域"))
    lead = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("牵头单位")
    )
    helper_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    basis = models.CharField(_("依据"), max_length=200)
    clause = models.ForeignKey("documents.Clause", models.PROTECT, null=True, blank=True, related_name="+")
    item = models.ForeignKey("ListingItem", models.PROTECT, null=True, blank=True, related_name="duties")
    valid_from = models.DateField(_("起"))
    valid_to = models.DateField(_("止"), null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("职责")
        constraints = [
            models.UniqueConstraint(fields=["category", "area", "valid_from"], name="duty_once"),
            models.CheckConstraint(
                name="duty_in_order",
                condition=models.Q(valid_to=None) | models.Q(valid_to__gte=models.F("valid_from")),
                violation_error_message=_("结束不能早于开始"),
            ),
        ]

    def __str__(self) -> str:
        return self.code


class Listing(Trunk):
    """清单: one version of a list of one kind for one area; the report's three and the national three."""

    class Kind(models.TextChoices):
        POWERS = "powers", _("权力清单")
        DUTIES = "duties", _("责任清单")
        MATTERS = "matters", _("公共事项清单")
        BASIC = "basic", _("基本履职事项清单")
        ASSISTING = "assisting", _("配合履职事项清单")
        TAKEN_BACK = "taken_back", _("上级部门收回事项清单")

    class Stage(models.TextChoices):
        DRAFT = "draft", _("草稿")
        IN_FORCE = "in_force", _("已启用")
        SUPERSEDED = "superseded", _("已被新版替代")
        WITHDRAWN = "withdrawn", _("已撤回")

    id = models.UUIDField(primary_key=True, default=new_id)
    kind = models.CharField(_("种类"), max_length=16, choices=Kind)
    area = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("适用区域"))
    title = models.CharField(_("标题"), max_length=120)
    version = models.PositiveSmallIntegerField(_("版本"))
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.DRAFT)
    basis = models.CharField(_("依据"), max_length=200)
    document = models.ForeignKey(
        "documents.Document", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("文件")
    )
    effective_from = models.DateField(_("启用日期"), null=True, blank=True)
    effective_to = models.DateField(_("最后一天"), null=True, blank=True)
    origin = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField()
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("清单")
        constraints = [
            models.UniqueConstraint(fields=["kind", "area", "version"], name="listing_version_once"),
            models.UniqueConstraint(
                fields=["kind", "area"], name="listing_one_draft", condition=Q(stage="draft"),
                violation_error_message=_("这个区域的这种清单已经有一份草稿"),
            ),
            models.CheckConstraint(
                name="listing_has_basis", condition=~Q(basis=""), violation_error_message=_("清单要写明依据；不知道的写“待确认”")
            ),
            models.CheckConstraint(
                name="listing_enacted_has_a_day",
                condition=Q(stage__in=("draft", "withdrawn")) | Q(effective_from__isnull=False),
                violation_error_message=_("启用的清单要有启用日期"),
            ),
            models.CheckConstraint(
                name="listing_days_in_order",
                condition=Q(effective_to=None) | Q(effective_to__gte=F("effective_from")),
                violation_error_message=_("最后一天不能早于启用日期"),
            ),
            ExclusionConstraint(
                name="listing_one_at_a_time",
                expressions=[
                    ("kind", RangeOperators.EQUAL),
                    ("area", RangeOperators.EQUAL),
                    (DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(stage__in=("in_force", "superseded")),
                violation_error_message=_("同一区域的同一种清单，同一天只能有一个版本有效"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["area", "kind"], name="listing_area")]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class ListingItem(models.Model):
    """清单条目: what is to be done, who leads, the street's part, the department's, and what comes with it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    listing = models.ForeignKey(Listing, models.PROTECT, related_name="items", verbose_name=_("清单"))
    place = models.PositiveIntegerField(_("次序"))
    code = models.CharField(_("条目"), max_length=20, db_collation="C")
    text = models.CharField(_("事项"), max_length=500)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    clause = models.ForeignKey(
        "documents.Clause", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("条款")
    )
    lead = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("牵头单位"),
    )  # fmt: skip
    lead_name = models.CharField(_("牵头单位（名录里没有的）"), max_length=120, blank=True)
    helper_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    street_part = models.CharField(_("街道做什么"), max_length=1000, blank=True)
    department_part = models.CharField(_("部门做什么"), max_length=1000, blank=True)
    money = models.CharField(_("随事走的钱"), max_length=200, blank=True)
    power = models.CharField(_("随事走的权"), max_length=200, blank=True)
    people = models.CharField(_("随事走的人"), max_length=200, blank=True)
    category = models.ForeignKey(
        "cases.Category", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("类别")
    )

    class Meta:
        verbose_name = _("清单条目")
        constraints = [
            models.UniqueConstraint(
                fields=["listing", "code"], name="listing_item_once",
                violation_error_message=_("这一条目编号已经有了"),
            ),
            models.CheckConstraint(
                name="listing_item_one_lead", condition=Q(lead=None) | Q(lead_name=""),
                violation_error_message=_("牵头单位在名录里选，或者只写名称，不要两样都填"),
            ),
        ]  # fmt: skip
        indexes = [models.Index(fields=["listing", "place"], name="listing_item_place")]

    def __str__(self) -> str:
        return self.code

    @property
    def trunk(self) -> Listing:
        """Its changes stand in the story of its list."""
        return self.listing


class ListingRemark(models.Model):
    """街道备注: what a street says of an item; one for each street, the last words stand."""

    item = models.ForeignKey(ListingItem, models.CASCADE, related_name="remarks")
    street = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("街道"))
    text = models.CharField(_("备注"), max_length=500)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["item", "street"], name="listing_remark_once")]

    def __str__(self) -> str:
        return self.text[:40]


class ResponsibilityLetter(Trunk):
    """责任状: what a department or a level above had a street sign; a veto (一票否决) stands with it or not."""

    class Stage(models.TextChoices):
        LIVE = "live", _("在执行")
        UNDER_REVIEW = "under_review", _("复核中")
        KEPT = "kept", _("保留")
        MERGED = "merged", _("已合并")
        ABOLISHED = "abolished", _("已取消")

    id = models.UUIDField(primary_key=True, default=new_id)
    issuer = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", verbose_name=_("发状单位")
    )
    issuer_level = models.CharField(_("发状层级"), max_length=12)
    street = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("签状街道"))
    district_id = models.BigIntegerField(null=True)
    title = models.CharField(_("名称"), max_length=120)
    veto = models.BooleanField(_("一票否决"), default=False)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    signed_on = models.DateField(_("签状日期"))
    valid_to = models.DateField(_("最后一天"), null=True, blank=True)
    stage = models.CharField(_("阶段"), max_length=12, choices=Stage, default=Stage.LIVE)
    inherited = models.BooleanField(_("清理前已有"), default=True)
    reason = models.CharField(_("处理理由"), max_length=300, blank=True)
    into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("并入")
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("责任状")
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "street", "title"], name="letter_once",
                violation_error_message=_("这个单位和这个街道的这份责任状已经登记过"),
            ),
            models.CheckConstraint(
                name="letter_days_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("signed_on")),
                violation_error_message=_("最后一天不能早于签状日期"),
            ),
            models.CheckConstraint(
                name="letter_new_has_basis_and_end",
                condition=Q(inherited=True) | (~Q(basis="") & Q(valid_to__isnull=False)),
                violation_error_message=_("新签的责任状要有依据和期限"),
            ),
            models.CheckConstraint(
                name="letter_kept_has_basis", condition=~Q(stage="kept") | ~Q(basis=""),
                violation_error_message=_("保留的责任状要有依据"),
            ),
            models.CheckConstraint(
                name="letter_merged_into_another",
                condition=(Q(stage="merged") & Q(into__isnull=False) & ~Q(into=F("id")))
                | (~Q(stage="merged") & Q(into=None)),
                violation_error_message=_("合并的责任状要写明并入哪一份"),
            ),
            models.CheckConstraint(
                name="letter_decided_with_reason",
                condition=~Q(stage__in=("kept", "merged", "abolished")) | ~Q(reason=""),
                violation_error_message=_("保留、合并、取消都要写理由"),
            ),
        ]  # fmt: skip
        indexes = [
            models.Index(fields=["street", "stage"], name="letter_street"),
            models.Index(fields=["issuer", "stage"], name="letter_issuer"),
        ]

    def __str__(self) -> str:
        return self.title


class InternalOffice(models.Model):
    """内设机构: an office of a street by the 5+X template; ``place`` 1 to 5 of the fixed ones, none for the X."""

    street = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("街道"))
    name = models.CharField(_("机构名称"), max_length=60)
    place = models.PositiveSmallIntegerField(_("固定机构序号"), null=True, blank=True)
    does = models.CharField(_("主要做什么"), max_length=300, blank=True)
    basis = models.CharField(_("依据"), max_length=200, default="待确认")
    valid_from = models.DateField(_("设立日期"))
    valid_to = models.DateField(_("最后一天"), null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("内设机构")
        constraints = [
            models.UniqueConstraint(
                fields=["street", "name", "valid_from"], name="office_once",
                violation_error_message=_("这个机构已经登记过"),
            ),
            models.CheckConstraint(
                name="office_place_of_five", condition=Q(place=None) | Q(place__gte=1, place__lte=5),
                violation_error_message=_("固定机构是第 1 到第 5 个"),
            ),
            models.CheckConstraint(
                name="office_days_in_order", condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")),
                violation_error_message=_("最后一天不能早于设立日期"),
            ),
            ExclusionConstraint(
                name="office_one_in_a_place",
                expressions=[
                    ("street", RangeOperators.EQUAL),
                    ("place", RangeOperators.EQUAL),
                    (OFFICE_DAYS, RangeOperators.OVERLAPS),
                ],
                condition=Q(place__isnull=False),
                violation_error_message=_("一个固定机构的位置同一天只能有一个机构"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name


class StrippedFunction(models.Model):
    """剥离的经济职能: what the street does no more, who does it now, on which paper, since when."""

    street = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("街道"))
    what = models.CharField(_("剥离的职能"), max_length=200)
    to_whom = models.CharField(_("交给谁"), max_length=120)
    document = models.CharField(_("文件"), max_length=200, default="待确认")
    stripped_on = models.DateField(_("剥离日期"))
    still = models.CharField(_("现在还派来什么"), max_length=300, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("剥离的职能")
        constraints = [
            models.UniqueConstraint(
                fields=["street", "what"], name="stripped_once",
                violation_error_message=_("这个街道的这项职能已经登记过"),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.what
