"""Places: from an area, or from a point on the map, to the snapshot and address that a hot table keeps."""

from collections.abc import Sequence
from typing import Any

import shapely
from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused
from gongzhi.kit.reference import Reference
from gongzhi.town.areas.cards import AreaCard, Place
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.tree import tree

COLUMN: dict[str, str] = {
    Level.DISTRICT: "district_id",
    Level.STREET: "street_id",
    Level.COMMUNITY: "community_id",
    Level.GRID: "grid_id",
}


MOST_KEPT = 50_000  # places of buildings and units, some 20 MB


class Shapes:
    """The polygons of today's grids: a search tree of their boxes, and prepared outlines for the last look."""

    def __init__(self, ids: Sequence[int], outlines: Sequence[Any]) -> None:
        self.ids = tuple(ids)
        self.outlines = outlines
        shapely.prepare(self.outlines)
        self.boxes = shapely.STRtree(self.outlines)
        self.looks = 0

    def at(self, lon: float, lat: float) -> int | None:
        """The id of the grid that holds the point; on a shared border the lower id."""
        point = shapely.Point(lon, lat)
        near = self.boxes.query(point)
        self.looks += len(near)
        return min((self.ids[i] for i in near if self.outlines[i].intersects(point)), default=None)

    def touching(self, west: float, south: float, east: float, north: float) -> list[int]:
        """The ids of the grids whose box touches a box."""
        return [self.ids[i] for i in self.boxes.query(shapely.box(west, south, east, north))]


def _load() -> Shapes:
    rows = Area.objects.filter(level=Level.GRID, valid_to=None, polygon__isnull=False).order_by("id")
    pairs = list(rows.values_list("id", "polygon"))
    outlines = [shapely.geometry.shape(polygon) for _id, polygon in pairs]
    return Shapes([one for one, _polygon in pairs], outlines)


SHAPES: Reference[Shapes] = Reference("grid_shapes", _load)


def grid_at(lon: float, lat: float) -> AreaCard | None:
    """The grid at a point in CGCS2000 degrees; ``None`` outside all polygons (the city's sorting desk takes it)."""
    found = SHAPES.get().at(lon, lat)
    return tree().get(found)


def place_at(lon: float, lat: float) -> Place | None:
    """The place of a point: its grid and all above it."""
    grid = grid_at(lon, lat)
    return _in_tree(grid, lon=lon, lat=lat) if grid else None


def place_of(area_id: int) -> Place:
    """The place of an area. No statement from city to grid; one for a building or unit that was not asked for before.

    :raises Refused: no such area.
    """
    card = tree().get(area_id)
    if card is not None:
        return _in_tree(card)
    known = tree().places
    if area_id not in known:
        if len(known) >= MOST_KEPT:
            known.clear()
        known[area_id] = _read(area_id)
    return known[area_id]


def _read(area_id: int) -> Place:
    row = Area.objects.select_related("parent", "estate", "parent__estate").filter(pk=area_id).first()
    if row is None:
        raise Refused(_("没有找到这个地点，请重新选择。"), field="place")
    return _in_database(row)


def _in_tree(card: AreaCard, **more: Any) -> Place:
    known = tree()
    more |= {COLUMN[c.level]: c.id for one in card.lineage if (c := known.get(one)) and c.level in COLUMN}
    return Place(address=known.full_name(card.id), **more)


def _in_database(row: Area) -> Place:
    """A building, or a unit with its building."""
    unit = row if row.level == Level.UNIT else None
    building = row.parent if unit else row
    assert building is not None  # the database refuses a unit without a parent
    grid = tree().card(building.parent_id)  # type: ignore[arg-type]
    base = _in_tree(grid)
    estate = building.estate
    words = [
        tree().full_name(base.community_id),
        estate.name if estate else "",
        building.name,
        unit.name if unit else "",
    ]
    return Place(
        district_id=base.district_id,
        street_id=base.street_id,
        community_id=base.community_id,
        grid_id=grid.id,
        building_id=building.id,
        unit_id=unit.id if unit else None,
        estate_id=building.estate_id,
        address="".join(words),
        lon=row.lon if row.lon is not None else building.lon,
        lat=row.lat if row.lat is not None else building.lat,
    )
