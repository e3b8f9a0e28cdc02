"""Areas: one tree city-district-street-community-grid-building-unit, and estates across it."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.records.naming import named


class Level(models.TextChoices):
    CITY = "city", named("level.city", _("市"))
    DISTRICT = "district", named("level.district", _("区(县)"))
    STREET = "street", named("level.street", _("街道(乡镇)"))
    COMMUNITY = "community", named("level.community", _("社区(村)"))
    GRID = "grid", named("level.grid", _("网格"))
    BUILDING = "building", named("level.building", _("楼栋"))
    UNIT = "unit", named("level.unit", _("单元"))


LADDER = tuple(Level.values)


class Estate(models.Model):
    """小区: where people live together; not a level of the tree, it may lie across grids."""

    name = models.CharField(_("小区名称"), max_length=100)
    pinyin = models.CharField(max_length=200, blank=True, db_collation="C")
    code = models.CharField(_("小区编码"), max_length=32, unique=True)
    community = models.ForeignKey("areas.Area", models.PROTECT, related_name="+", verbose_name=_("社区"))
    old = models.BooleanField(_("老旧小区"), default=False)
    households = models.PositiveIntegerField(_("户数"), default=0)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("小区")
        verbose_name_plural = _("小区")

    def __str__(self) -> str:
        return self.name


class Area(models.Model):
    """One place of the tree. ``lineage`` holds the ids from the city down to itself; it changes only when an area
    above is merged, split or renamed (``commands``), while snapshots in hot tables never do.
    """

    level = models.CharField(_("层级"), max_length=12, choices=Level)
    code = models.CharField(_("编码"), max_length=32)
    name = models.CharField(_("名称"), max_length=100)
    kind = models.CharField(
        _("类型"), max_length=20, blank=True, help_text=_("街道、镇、乡、社区、村、开发区")
    )
    pinyin = models.CharField(max_length=200, blank=True, db_collation="C")
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    lineage = ArrayField(models.BigIntegerField(), default=list)
    estate = models.ForeignKey(Estate, models.PROTECT, null=True, blank=True, related_name="buildings")
    households = models.PositiveIntegerField(_("户数"), default=0)
    valid_from = models.DateField(_("启用日期"), default="2000-01-01")
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    polygon = models.JSONField(
        _("边界"), null=True, blank=True, help_text="GeoJSON geometry, CGCS2000 lon/lat"
    )
    lon = models.FloatField(null=True, blank=True)
    lat = models.FloatField(null=True, blank=True)
    synthetic = models.BooleanField(_("虚构数据"), default=False)

    class Meta:
        verbose_name = _("区域")
        verbose_name_plural = _("区域")
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="area_code_once"),
            models.CheckConstraint(
                name="area_validity_in_order",
                condition=Q(valid_to=None) | Q(valid_to__gt=models.F("valid_from")),
                violation_error_message=_("停用日期要晚于启用日期"),
            ),
            models.CheckConstraint(
                name="area_only_city_without_parent",
                condition=Q(level="city", parent=None) | (~Q(level="city") & Q(parent__isnull=False)),
                violation_error_message=_("除市以外，每个区域都要有上级"),
            ),
        ]
        indexes = [models.Index(fields=["parent", "code"], name="area_parent")]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """更替: which area took the place of which (merge, split, rename), so that posts reach predecessors."""

    class Kind(models.TextChoices):
        MERGE = "merge", _("合并")
        SPLIT = "split", _("拆分")
        RENAME = "rename", _("更名")

    predecessor = models.ForeignKey(Area, models.PROTECT, related_name="successions")
    successor = models.ForeignKey(Area, models.PROTECT, related_name="predecessions")
    kind = models.CharField(max_length=8, choices=Kind)
    on = models.DateField(_("生效日期"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                name="succession_not_itself", condition=~Q(predecessor=models.F("successor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} -> {self.successor_id}"


class Placed(models.Model):
    """Mixin for hot tables: a snapshot of where, written once. Plain ids; names come from the tree in memory."""

    district_id = models.BigIntegerField(null=True, blank=True)
    street_id = models.BigIntegerField(null=True, blank=True)
    community_id = models.BigIntegerField(null=True, blank=True)
    grid_id = models.BigIntegerField(null=True, blank=True)
    building_id = models.BigIntegerField(null=True, blank=True)
    unit_id = models.BigIntegerField(null=True, blank=True)
    estate_id = models.BigIntegerField(null=True, blank=True)

    class Meta:
        abstract = True
