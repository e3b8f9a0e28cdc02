"""Buildings near a point, and those in a box: found by the grids around (in memory), read by one statement."""

from dataclasses import dataclass
from math import cos, hypot, radians
from typing import Any

from django.db.models import F

from gongzhi.town.areas import geo
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.places import SHAPES

METRES = 111_320.0  # of a degree of latitude
AROUND = 300.0  # metres in which buildings are called near
NEAREST = 6
MOST_GRIDS = 60  # a larger box shows no buildings: they would lie upon each other


@dataclass(frozen=True)
class Building:
    """A building on the map: its id, estate and name together, its grid, where it stands, how far it is."""

    id: int
    name: str
    grid_id: int
    lon: float
    lat: float
    metres: int = 0


def near(lon: float, lat: float, limit: int = NEAREST) -> list[Building]:
    """The nearest buildings within ``AROUND`` metres, the nearest first."""
    high, wide = AROUND / METRES, AROUND / (METRES * cos(radians(lat)))
    box = (lon - wide, lat - high, lon + wide, lat + high)
    found = [_from(row, lon, lat) for row in _rows(SHAPES.get().touching(*box), box)]
    return sorted((b for b in found if b.metres <= AROUND), key=lambda b: (b.metres, b.id))[:limit]


def within(west: float, south: float, east: float, north: float, limit: int = 600) -> list[Building]:
    """The buildings in a box; none while the box is wider than a neighbourhood."""
    box = (west, south, east, north)
    grids = SHAPES.get().touching(*box)
    if len(grids) > MOST_GRIDS:
        return []
    return [_from(row) for row in _rows(grids, box)[:limit]]


def _rows(grids: list[int], box: tuple[float, float, float, float]) -> list[tuple]:
    if not grids:
        return []
    west, south, east, north = box
    rows = Area.objects.filter(
        parent_id__in=grids, level=Level.BUILDING, valid_to=None, lon__range=(west, east), lat__range=(south, north)
    )  # fmt: skip
    named = rows.annotate(estate_name=F("estate__name")).order_by("parent_id", "code")
    return list(named.values_list("id", "name", "estate_name", "parent_id", "lon", "lat"))


def _from(row: tuple, lon: float | None = None, lat: float | None = None) -> Building:
    pk, name, estate, grid, x, y = row
    away = 0 if lon is None or lat is None else round(distance(lon, lat, x, y))
    return Building(pk, f"{estate or ''}{name}", grid, x, y, away)


def distance(lon: float, lat: float, x: float, y: float) -> float:
    """Metres between two points of one city (flat; right to a metre in ten kilometres)."""
    return METRES * hypot((x - lon) * cos(radians(lat)), y - lat)


def collection(box: tuple[float, float, float, float] | None) -> dict[str, Any]:
    """The buildings in a box as GeoJSON in the map's degrees; none without one."""
    found = within(*box) if box else []
    return {"type": "FeatureCollection", "features": [_feature(one) for one in found]}


def _feature(one: Building) -> dict[str, Any]:
    point = [round(degree, 6) for degree in geo.shown(one.lon, one.lat)]
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": point},
        "properties": {"name": one.name},
    }
