"""Outlines for maps: what each level looks like from above, thinned for its scale, as GeoJSON already packed.

A level's outline is the one drawn for the area, else the union of the grids below it. Thinning is done for a whole level
at once, so that neighbours keep their common border. Everything lies in memory with the version of the areas: a map costs no
statement, and a browser that has it asks only whether it still holds (``kit.web.packed``).
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

import shapely

from gongzhi.kit.reference import Reference
from gongzhi.kit.web.packed import Packed, pack
from gongzhi.town.areas import geo
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.places import SHAPES
from gongzhi.town.areas.tree import tree

LEVELS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.GRID)
#: How far a line may move, in degrees: some 80, 20, 5 and 2 metres, less than a pixel where the level is first drawn.
THINNED = {Level.DISTRICT: 0.0008, Level.STREET: 0.0002, Level.COMMUNITY: 0.00005, Level.GRID: 0.00002}
SAME = 1e-7  # degrees: a centimetre
DECIMALS = 5  # of a degree: a metre
MOST_KEPT = 300  # packed answers, one for each level and reach asked for
Box = tuple[float, float, float, float]
Ids = frozenset[int]


class Outlines:
    """The outlines of today's areas, city to grid."""

    def __init__(self, grids: dict[int, Any], own: dict[int, Any]) -> None:
        self._shapes: dict[str, dict[int, Any]] = {Level.GRID: _same(grids)}
        below = Level.GRID
        for level in (Level.COMMUNITY, Level.STREET, Level.DISTRICT):
            self._shapes[level] = _raised(self._shapes[below], level) | _same(_of_level(own, level))
            below = level
        self._packed: dict[tuple[str, Ids], Packed] = {}

    def __bool__(self) -> bool:
        return any(self._shapes.values())

    def middle(self, area_id: int | None) -> tuple[float, float] | None:
        """A point inside an area (of its successor, if it has ended), in stored degrees."""
        if area_id is None:
            return None
        if area_id in self._middles:
            return self._middles[area_id]
        later = (self._middles.get(card.id) for card in tree().today_of(area_id))
        return next((point for point in later if point), None)

    def box(self, under: Iterable[int] = ()) -> Box | None:
        """The box around areas in the map's degrees; around everything without any of them."""
        wanted = [self._any[one] for one in under if one in self._any]
        shapes = wanted or list(self._shapes[Level.DISTRICT].values())
        if not shapes:
            return None
        west, south, east, north = shapely.total_bounds(shapes)
        return (*geo.shown(west, south), *geo.shown(east, north))

    def packed(self, level: str, under: Ids) -> Packed:
        """A level within areas (and what contains them) as GeoJSON: outlines, and for each a point with its name."""
        key = (level, under)
        if key not in self._packed:
            if len(self._packed) >= MOST_KEPT:
                self._packed.clear()
            features = [f for card in self._cards(level, under) for f in self._features(card, under)]
            self._packed[key] = pack({"type": "FeatureCollection", "features": features})
        return self._packed[key]

    def _cards(self, level: str, under: Ids) -> list[AreaCard]:
        known = tree()
        above = {one for pk in under if (card := known.get(pk)) for one in card.lineage}
        cards = (known.get(pk) for pk in self._thin[level])
        return [card for card in cards if card and (card.id in above or under & set(card.lineage))]

    def _features(self, card: AreaCard, under: Ids) -> list[dict[str, Any]]:
        """``own`` is the uppermost outline of one's reach: what is filled on a plain ground."""
        shape = self._thin[Level(card.level)][card.id]
        own = card.id in under or (card.level == Level.DISTRICT and bool(under & set(card.lineage)))
        point = {"type": "Point", "coordinates": _rounded(geo.shown(*self._middles[card.id]))}
        return [
            {
                "type": "Feature",
                "id": card.id,
                "properties": {"own": 1} if own else {},
                "geometry": _drawn(shape),
            },
            {"type": "Feature", "id": card.id, "properties": {"name": card.name}, "geometry": point},
        ]

    @cached_property
    def _any(self) -> dict[int, Any]:
        return {pk: shape for shapes in self._shapes.values() for pk, shape in shapes.items()}

    @cached_property
    def _middles(self) -> dict[int, tuple[float, float]]:
        ids = list(self._any)
        points = shapely.point_on_surface([self._any[one] for one in ids])
        return {pk: (point.x, point.y) for pk, point in zip(ids, points, strict=True)}

    @cached_property
    def _thin(self) -> dict[str, dict[int, Any]]:
        return {level: _thinned(shapes, THINNED[Level(level)]) for level, shapes in self._shapes.items()}


def _of_level(own: dict[int, Any], level: str) -> dict[int, Any]:
    return {pk: shape for pk, shape in own.items() if (card := tree().get(pk)) and card.level == level}


def _same(shapes: dict[int, Any]) -> dict[int, Any]:
    """Corners that neighbours share made the same to the last digit, or their common border would part."""
    same = shapely.set_precision(list(shapes.values()), SAME, mode="pointwise") if shapes else []
    return dict(zip(shapes, same, strict=True))


def _raised(below: dict[int, Any], level: str) -> dict[int, Any]:
    """The areas of a level as the unions of what lies below them."""
    parts: dict[int, list[Any]] = defaultdict(list)
    for pk, shape in below.items():
        if above := tree().above(pk, level):
            parts[above.id].append(shape)
    return {pk: shapely.union_all(shapes) for pk, shapes in parts.items()}


def _thinned(shapes: dict[int, Any], most: float) -> dict[int, Any]:
    """All outlines of a level, thinned together; one that would vanish stays as it was."""
    thin = shapely.coverage_simplify(list(shapes.values()), most) if shapes else []
    pairs = zip(shapes.items(), thin, strict=True)
    return {pk: shape if made is None or made.is_empty else made for (pk, shape), made in pairs}


def _drawn(shape: Any) -> dict[str, Any]:
    """A shape as GeoJSON in the map's degrees, rounded; points that fall together are one."""
    moved = shapely.transform(shape, lambda rows: [_rounded(geo.shown(*row)) for row in rows])
    made: dict[str, Any] = shapely.geometry.mapping(moved)
    return {"type": made["type"], "coordinates": _without_doubles(made["coordinates"])}


def _without_doubles(coordinates: Any) -> Any:
    """Rings without points that stand twice in a row; a ring too small to be one keeps its points."""
    if not isinstance(coordinates[0][0], float):
        return [_without_doubles(part) for part in coordinates]
    kept = [p for i, p in enumerate(coordinates) if i == 0 or p != coordinates[i - 1]]
    return kept if len(kept) >= 4 else coordinates


def _rounded(point: Iterable[float]) -> list[float]:
    return [round(float(degree), DECIMALS) for degree in point]


def _load() -> Outlines:
    shapes = SHAPES.get()
    rows = Area.objects.filter(valid_to=None, polygon__isnull=False).exclude(level=Level.GRID).order_by("id")
    own = {pk: shapely.geometry.shape(polygon) for pk, polygon in rows.values_list("id", "polygon")}
    return Outlines(dict(zip(shapes.ids, shapes.outlines, strict=True)), own)


OUTLINES: Reference[Outlines] = Reference("outlines", _load)


def outlines() -> Outlines:
    """The outlines as they stand."""
    return OUTLINES.get()
