"""Areas changed: new ones, merged, split and renamed ones. What was stays; who took whose place is recorded.

Children of an area that ends move under its successor and keep their own id: their lineage is rewritten, the
snapshots in hot tables are not. Codes of children stay until they are renamed themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.chinese import sort_key
from gongzhi.kit.command import founding
from gongzhi.kit.flow import Refused
from gongzhi.kit.reference import bump
from gongzhi.town.areas import geo
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.areas.models import LADDER, Area, Level, Succession


@founding("add_area", may=keeps_registers)
def add(
    _actor: Any, parent: Area, *, code: str, name: str, kind: str = "", on: date | None = None,
    households: int = 0, synthetic: bool = False,
) -> Area:  # fmt: skip
    """新设区域: a new area right below ``parent``, from a day (today)."""
    if parent.level == Level.UNIT:
        raise Refused(_("单元之下不再设区域。"), field="parent")
    level = LADDER[LADDER.index(parent.level) + 1]
    return _make(parent, level, code, name, kind=kind, on=on, households=households, synthetic=synthetic)


@founding("merge_areas", may=keeps_registers)
def merge(
    _actor: Any,
    first: Area,
    *,
    others: Sequence[int],
    code: str,
    name: str,
    basis: str,
    on: date | None = None,
) -> Area:
    """合并: an area and ``others`` (ids) of its level and parent end, one takes their place and their children."""
    ending = [first, *Area.objects.filter(pk__in=others).exclude(pk=first.pk)]
    if len(ending) < 2 or len(ending) != len(others) + 1:
        raise Refused(_("合并至少要两个不同的区域。"), field="others")
    if len({(area.level, area.parent_id) for area in ending}) != 1:
        raise Refused(_("只能合并同一上级之下的同级区域。"), field="others")
    new = _successor(_end(ending, on), code, name, on)
    for area in ending:
        _succeed(area, new, Succession.Kind.MERGE, new.valid_from, basis)
        _move_children(area, new)
    return new


@founding("split_area", may=keeps_registers)
def split(
    _actor: Any, area: Area, *, parts: Mapping[str, str], children: Mapping[int, str], basis: str,
    on: date | None = None,
) -> Area:  # fmt: skip
    """拆分: an area ends and several take its place; returns the first of them.

    :param parts: code to name of the new areas, at least two.
    :param children: id of each present child to the code of the part that it goes to; none may be left out.
    """
    if len(parts) < 2:
        raise Refused(_("拆分至少要成为两个区域。"), field="parts")
    left = area.children.filter(valid_to=None).exclude(pk__in=children)
    if left.exists() or not set(children.values()) <= set(parts):
        raise Refused(_("请为每个下级区域指定拆分后的归属。"), field="children")
    held = _end([area], on)
    made = {code: _successor(held, code, name, on) for code, name in parts.items()}
    first = next(iter(made.values()))
    for code, new in made.items():
        _succeed(area, new, Succession.Kind.SPLIT, new.valid_from, basis)
        _move_children(area, new, [child for child, goes in children.items() if goes == code])
    return first


@founding("rename_area", may=keeps_registers)
def rename(
    _actor: Any, area: Area, *, name: str, basis: str, code: str | None = None, on: date | None = None
) -> Area:
    """更名: the area ends and one of another name (and code, if given) takes its place with all that lies in it."""
    new = _successor(_end([area], on), code or area.code, name, on)
    _succeed(area, new, Succession.Kind.RENAME, new.valid_from, basis)
    _move_children(area, new)
    return new


@founding("draw_area", may=keeps_registers, private=("polygon",))
def draw(_actor: Any, area: Area, *, polygon: Mapping[str, Any], gcj02: bool = False) -> Area:
    """画边界: the outline of an area as GeoJSON, in CGCS2000 unless said to be GCJ-02."""
    try:
        area.polygon = geo.polygon(dict(polygon), gcj02=gcj02)
    except ValueError as wrong:
        raise Refused(wrong, field="polygon") from wrong
    area.lon, area.lat = geo.centre(area.polygon)
    area.save(update_fields=["polygon", "lon", "lat"])
    changed()
    return area


@founding("draw_areas", may=keeps_registers, private=("outlines",))
def draw_many(_actor: Any, *, outlines: Mapping[str, Any], gcj02: bool = False) -> Area:
    """批量画边界: code of an area of today to its outline (GeoJSON); all or nothing. Returns the first of them.

    :raises Refused: names the first code that is unknown or whose outline is wrong.
    """
    areas = {area.code: area for area in Area.objects.filter(code__in=list(outlines), valid_to=None)}
    if not outlines or len(areas) < len(outlines):
        unknown = next((code for code in outlines if code not in areas), "")
        raise Refused(_("没有编码“%s”的区域。") % unknown, field="outlines")
    for code, outline in outlines.items():
        try:
            shape = geo.polygon(outline, gcj02=gcj02)
        except ValueError as wrong:
            raise Refused(f"{code}：{wrong}", field="outlines") from wrong
        areas[code].polygon, (areas[code].lon, areas[code].lat) = shape, geo.centre(shape)
    Area.objects.bulk_update(areas.values(), ["polygon", "lon", "lat"], batch_size=500)
    changed()
    return next(iter(areas.values()))


def changed() -> None:
    """What lies in memory of areas is loaded again; called by every writer of areas, in its transaction."""
    bump("areas")
    bump("grid_shapes")
    bump("outlines")


def _make(parent: Area | None, level: str, code: str, name: str, *, on: date | None, **more: Any) -> Area:
    code, name, start = code.strip(), name.strip(), on or clock.today()
    if not code or not name:
        raise Refused(_("请填写编码和名称。"), field="name")
    if start > clock.today():
        raise Refused(_("生效日期不能在今天以后，请到那一天再办。"), field="on")
    _one_at_a_time(code)
    if Area.objects.filter(code=code, valid_to=None).exists() or Area.objects.filter(
        code=code, valid_from=start
    ):
        raise Refused(_("编码“%s”已经在用。") % code, field="code")
    made = Area.objects.create(
        level=level, code=code, name=name, pinyin=sort_key(name), parent=parent, valid_from=start, **more
    )
    made.lineage = [*(parent.lineage if parent else ()), made.pk]
    made.save(update_fields=["lineage"])
    changed()
    return made


def _one_at_a_time(code: str) -> None:
    """Two who give out the same code wait for each other: the second is told that it is taken."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"area:{code}"])


def _end(ending: Sequence[Area], on: date | None) -> list[Area]:
    """Lock and end the areas on a day (today)."""
    start = on or clock.today()
    held = list(Area.objects.select_for_update().filter(pk__in=[area.pk for area in ending]).order_by("pk"))
    if any(area.valid_to is not None for area in held):
        raise Refused(_("这个区域已经停用。"))
    if any(area.valid_from >= start for area in held):
        raise Refused(_("生效日期要晚于原区域的启用日期。"), field="on")
    Area.objects.filter(pk__in=[area.pk for area in held]).update(valid_to=start)
    return held


def _successor(held: Sequence[Area], code: str, name: str, on: date | None) -> Area:
    first = held[0]
    return _make(
        first.parent, first.level, code, name, on=on, kind=first.kind, synthetic=first.synthetic,
        households=sum(area.households for area in held),
    )  # fmt: skip


def _succeed(old: Area, new: Area, kind: str, on: date, basis: str) -> None:
    if not basis.strip():
        raise Refused(_("请写明依据（批复文号）；不知道的写“待确认”。"), field="basis")
    Succession.objects.create(predecessor=old, successor=new, kind=kind, on=on, basis=basis.strip())


def _move_children(old: Area, new: Area, only: Sequence[int] | None = None) -> None:
    """Children of ``old`` (all, or ``only`` these) go under ``new`` with everything below them: two statements."""
    children = Area.objects.filter(parent=old)
    ids = list((children if only is None else children.filter(pk__in=only)).values_list("pk", flat=True))
    if not ids:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "update areas_area set lineage = %s::bigint[] || lineage[array_position(lineage, %s) + 1 :]"
            " where lineage && %s::bigint[] and id <> %s",
            [new.lineage, old.pk, ids, old.pk],
        )
    Area.objects.filter(pk__in=ids).update(parent=new)
