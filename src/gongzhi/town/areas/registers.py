"""The spreadsheets of areas: the official code list, grids, buildings, units, estates."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.chinese import sort_key
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas import official
from gongzhi.town.areas.commands import changed
from gongzhi.town.areas.divisions import new_ids
from gongzhi.town.areas.keepers import keeps_registers, keeps_streets, streets_of
from gongzhi.town.areas.models import Area, Estate, Level
from gongzhi.town.areas.tree import tree

MANY = 20_000  # codes: from here on reading all is cheaper than naming them
GRID, BUILDING, UNIT = "220103009004001", "220103009004001-005", "220103009004001-005-02"
COMMUNITY, ESTATE = "220103009004", "XQ-0001"


def in_tree(level: str) -> Callable[[set[str]], dict[str, int]]:
    """A look-up of codes among today's areas of a level, without a statement."""

    def look(_codes: set[str]) -> dict[str, int]:
        return {card.code: card.id for card in tree().at_level(level)}

    return look


def in_database(level: str) -> Callable[[set[str]], dict[str, int]]:
    """The same for buildings and units: one statement."""

    def look(codes: set[str]) -> dict[str, int]:
        found = Area.objects.filter(level=level, valid_to=None)
        if len(codes) < MANY:
            found = found.filter(code__in=codes)
        return dict(found.values_list("code", "id"))

    return look


def estates(codes: set[str]) -> dict[str, int]:
    return dict(Estate.objects.filter(code__in=codes).values_list("code", "id"))


def _review(level: str) -> Callable[[Any, list[Row]], None]:
    """A known code keeps its level and its parent; a code that has ended is not used again by an import."""

    def review(actor: Any, rows: list[Row]) -> None:
        _refuse_elsewhere(actor, rows, "parent_id", "parent_code")
        codes = [row.values["code"] for row in rows]
        found = Area.objects.filter(code__in=codes) if len(codes) < MANY else Area.objects.all()
        fields = found.order_by("valid_from").values_list("code", "level", "parent_id", "valid_to")
        known = {code: (its, parent, end) for code, its, parent, end in fields}
        for row in rows:
            its, parent, end = known.get(row.values["code"], (level, None, None))
            if its != level or end is not None:
                row.refuse("code", _("这个编码已被其他区域用过"))
            elif parent not in (None, row.values["parent_id"]):
                row.refuse("parent_code", _("这个区域已属于另一个上级，请用合并、拆分或更名办理"))

    return review


def _refuse_elsewhere(actor: Any, rows: list[Row], field: str, column: str) -> None:
    """A street clerk enters what lies in their own street."""
    own = streets_of(actor)
    if own is None:
        return
    asked = {row.values[field] for row in rows}
    inside = set(Area.objects.filter(pk__in=asked, lineage__overlap=own).values_list("pk", flat=True))
    for row in rows:
        if row.values[field] not in inside:
            row.refuse(column, _("不在您的街道，请由那边的街道或系统管理员导入"))


def _narrow(path: str) -> Callable[[Any, QuerySet], QuerySet]:
    def narrow(actor: Any, rows: QuerySet) -> QuerySet:
        own = streets_of(actor)
        return rows if own is None else rows.filter(**{f"{path}__overlap": own})

    return narrow


def _complete(rows: list[dict[str, Any]]) -> None:
    """Ids and lineage of new areas."""
    parents = {row["parent_id"] for row in rows}
    found = Area.objects.filter(pk__in=parents) if len(parents) < MANY else Area.objects.all()
    above = dict(found.values_list("pk", "lineage"))
    for row, pk in zip(rows, new_ids(len(rows)), strict=True):
        row["id"] = pk
        row["lineage"] = [*above[row["parent_id"]], pk]


def _derive(level: str, *fields: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
    def derive(values: dict[str, Any]) -> dict[str, Any]:
        made = {name: values[name] for name in ("code", "name", "parent_id", "synthetic", *fields)}
        return {**made, "level": level, "pinyin": sort_key(values["name"])}

    return derive


def synthetic() -> Column:
    return Column("synthetic", gettext_lazy("虚构数据"), kind=Kind.YESNO, empty=False, example=False)


def _code(heading: Any, example: str) -> Column:
    return Column("code", heading, required=True, kind=Kind.CODE, longest=32, example=example)


def _parent(heading: Any, example: str, lookup: Callable[[set[str]], dict[str, int]], missing: Any) -> Column:
    return Column(
        "parent_code", heading, required=True, kind=Kind.CODE, longest=32, example=example, lookup=lookup,
        into="parent_id", missing=missing, path="parent__code",
    )  # fmt: skip


NAME = Column("name", gettext_lazy("名称"), required=True, example="第一网格")
HOUSEHOLDS = Column("households", gettext_lazy("户数"), kind=Kind.WHOLE, empty=0, example=480, most=100_000)
LON = Column("lon", gettext_lazy("经度"), kind=Kind.NUMBER, empty=None, example=125.32, least=73, most=136)
LAT = Column("lat", gettext_lazy("纬度"), kind=Kind.NUMBER, empty=None, example=43.89, least=3, most=54)
ESTATE_CODE = Column(
    "estate_code", gettext_lazy("小区编码"), kind=Kind.CODE, longest=32, example=ESTATE, lookup=estates,
    into="estate_id", missing=gettext_lazy("没有这个小区编码，请先导入小区"), path="estate__code",
)  # fmt: skip


def _of_level(level: str, name: str, title: Any, columns: tuple[Column, ...], *fields: str) -> Register:
    return registry.register(
        Register(
            name=name,
            title=title,
            model=Area,
            columns=columns,
            key=("code",),
            may=keeps_streets,
            derive=_derive(level, *fields),
            review=_review(level),
            narrow=_narrow("lineage"),
            live={"level": level, "valid_to": None},
            complete=_complete,
            after=changed,
        )
    )


DIVISIONS = registry.register(
    Register(
        name="divisions",
        title=gettext_lazy("行政区划"),
        model=Area,
        columns=(
            official.Code(
                "code", gettext_lazy("区划代码"), required=True, kind=Kind.CODE, longest=12, example="220103009000",
                aliases=("统计用区划代码", "代码", "编码", "code"), parse=official.shortened, show=official.filled,
                note=gettext_lazy("12 位，市到社区（村）；层级和上级由代码得出"),
            ),
            Column("name", gettext_lazy("名称"), required=True, example="某某街道", aliases=("区划名称", "name")),
        ),
        key=("code",),
        may=keeps_registers,
        review=official.review,
        write=official.write,
        rows=official.listed,
        after=changed,
    )
)  # fmt: skip
GRIDS = _of_level(
    Level.GRID,
    "grids",
    gettext_lazy("网格"),
    (
        _parent(
            gettext_lazy("社区编码"),
            COMMUNITY,
            in_tree(Level.COMMUNITY),
            gettext_lazy("没有这个社区编码，请核对"),
        ),
        _code(gettext_lazy("网格编码"), GRID),
        NAME,
        HOUSEHOLDS,
        synthetic(),
    ),
    "households",
)
BUILDINGS = _of_level(
    Level.BUILDING,
    "buildings",
    gettext_lazy("楼栋"),
    (
        _parent(
            gettext_lazy("网格编码"),
            GRID,
            in_tree(Level.GRID),
            gettext_lazy("没有这个网格编码，请先导入网格"),
        ),
        _code(gettext_lazy("楼栋编码"), BUILDING),
        NAME,
        ESTATE_CODE,
        HOUSEHOLDS,
        LON,
        LAT,
        synthetic(),
    ),
    "estate_id",
    "households",
    "lon",
    "lat",
)
UNITS = _of_level(
    Level.UNIT,
    "units",
    gettext_lazy("单元"),
    (
        _parent(
            gettext_lazy("楼栋编码"),
            BUILDING,
            in_database(Level.BUILDING),
            gettext_lazy("没有这个楼栋编码，请先导入楼栋"),
        ),
        _code(gettext_lazy("单元编码"), UNIT),
        NAME,
        HOUSEHOLDS,
        synthetic(),
    ),
    "households",
)
ESTATES = registry.register(
    Register(
        name="estates",
        title=gettext_lazy("小区"),
        model=Estate,
        columns=(
            Column(
                "community_code", gettext_lazy("社区编码"), required=True, kind=Kind.CODE, longest=32,
                example=COMMUNITY, lookup=in_tree(Level.COMMUNITY), into="community_id", path="community__code",
                missing=gettext_lazy("没有这个社区编码，请核对"),
            ),
            Column("code", gettext_lazy("小区编码"), required=True, kind=Kind.CODE, longest=32, example=ESTATE),
            Column("name", gettext_lazy("小区名称"), required=True, example="某某家园"),
            Column("old", gettext_lazy("老旧小区"), kind=Kind.YESNO, empty=False, example=True),
            HOUSEHOLDS,
            synthetic(),
        ),
        key=("code",),
        may=keeps_streets,
        derive=lambda values: {
            **{name: values[name] for name in ("community_id", "code", "name", "old", "households", "synthetic")},
            "pinyin": sort_key(values["name"]),
        },
        review=lambda actor, rows: _refuse_elsewhere(actor, rows, "community_id", "community_code"),
        narrow=_narrow("community__lineage"),
        after=changed,  # addresses in memory hold names of estates
    )
)  # fmt: skip
