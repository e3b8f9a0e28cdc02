"""Where the synthetic grids, buildings and units lie: exact totals shared out, and polygons that tile each community.

Everything here is invented and marked so (虚构数据); only the divisions from city to community are real.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from random import Random  # noqa: TID251 (the seed is ``SEED``)

SEED = 20261122
GRIDS, BUILDINGS, UNITS = 4839, 35170, 124665  # 网格长、楼栋长、单元长 of the report
COMMITTEES = 709  # residents' committees (居委会) of the city
WIDE, HIGH = 0.0125, 0.009  # degrees of the cell of one community, some square kilometre
HOUSEHOLDS = (400, 700)  # of a grid
TOWN_WEIGHT = 0.4  # a town's committee has fewer grids than a street's

#: Roughly where the districts lie, so that the synthetic cells do not all pile up in the centre.
CENTRES = {
    "220102": (125.35, 43.84), "220103": (125.30, 43.96), "220104": (125.27, 43.80), "220105": (125.45, 43.88),
    "220106": (125.18, 43.88), "220112": (125.66, 43.53), "220113": (125.84, 44.15), "220122": (125.18, 44.43),
    "220171": (125.42, 43.73), "220172": (125.28, 43.74), "220173": (125.20, 43.76), "220174": (125.55, 43.85),
    "220182": (126.53, 44.84), "220183": (125.70, 44.53), "220184": (124.82, 43.50),
}  # fmt: skip
SOMEWHERE = (125.32, 43.88)

Box = tuple[float, float, float, float]


@dataclass
class Grid:
    """A grid to be made: its box, households, and how many units each of its buildings has."""

    box: Box
    households: int
    units: list[int] = field(default_factory=list)


def shares(total: int, weights: Sequence[float]) -> list[int]:
    """``total`` shared out by weight, each at least one, the sum exact (largest remainders)."""
    if not weights or total < len(weights):
        raise ValueError("There is less to share than there are to share it.")
    spare, whole = total - len(weights), sum(weights)
    exact = [spare * weight / whole for weight in weights]
    counts = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda i: counts[i] - exact[i])
    for i in order[: spare - sum(counts)]:
        counts[i] += 1
    return [count + 1 for count in counts]


def totals(communities: int) -> tuple[int, int, int]:
    """Grids, buildings and units of so many committees, in the city's proportions; exact for all of them."""
    return tuple(round(n * communities / COMMITTEES) for n in (GRIDS, BUILDINGS, UNITS))  # type: ignore[return-value]


def plan(places: Sequence[tuple[str, bool]]) -> list[list[Grid]]:
    """The grids of each community, given by code and whether it lies in a town; the same for the same places."""
    chance = Random(SEED)
    grids, buildings, units = totals(len(places))
    weights = [(TOWN_WEIGHT if town else 1.0) * chance.uniform(0.7, 1.3) for _code, town in places]
    counts = shares(grids, weights)
    per_grid = iter(shares(buildings, [chance.uniform(0.6, 1.4) for _grid in range(grids)]))
    per_building = iter(shares(units, [chance.uniform(0.5, 1.6) for _building in range(buildings)]))
    made = []
    for box, count in zip(cells([code for code, _town in places]), counts, strict=True):
        row = [Grid(one, chance.randint(*HOUSEHOLDS)) for one in tiles(box, count)]
        for grid in row:
            grid.units = [next(per_building) for _building in range(next(per_grid))]
        made.append(row)
    return made


def cells(codes: Sequence[str]) -> list[Box]:
    """One cell of a city-wide lattice for each community, in a spiral around its district; no cell is used twice."""
    taken: set[tuple[int, int]] = set()
    spirals: dict[str, Iterator[tuple[int, int]]] = {}
    boxes = []
    for code in codes:
        district = code[:6]
        way = spirals.setdefault(district, spiral(CENTRES.get(district, SOMEWHERE)))
        cell = next(one for one in way if one not in taken)
        taken.add(cell)
        west, south = cell[0] * WIDE, cell[1] * HIGH
        boxes.append((west, south, west + WIDE, south + HIGH))
    return boxes


def spiral(centre: tuple[float, float]) -> Iterator[tuple[int, int]]:
    """The cells of the lattice around a point, ring by ring."""
    x, y = round(centre[0] / WIDE), round(centre[1] / HIGH)
    yield x, y
    ring = 0
    while True:
        ring += 1
        side = range(-ring, ring + 1)
        edge = [(dx, dy) for dx in side for dy in side if max(abs(dx), abs(dy)) == ring]
        yield from ((x + dx, y + dy) for dx, dy in edge)


def tiles(box: Box, count: int) -> list[Box]:
    """A box cut into ``count`` boxes in rows, without gap or overlap."""
    west, south, east, north = box
    rows = max(1, round(math.sqrt(count)))
    sizes = [count // rows + (row < count % rows) for row in range(rows)]
    made = []
    for row, columns in enumerate(sizes):
        low, high = south + (north - south) * row / rows, south + (north - south) * (row + 1) / rows
        step = (east - west) / columns
        made += [(west + step * i, low, west + step * (i + 1), high) for i in range(columns)]
    return made


def polygon(box: Box) -> dict[str, object]:
    """The outline of a box as GeoJSON, to about a decimetre."""
    west, south, east, north = (round(degree, 6) for degree in box)
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [ring]}


def points(box: Box, count: int) -> list[tuple[float, float]]:
    """So many points inside a box, in rows: where the buildings stand."""
    columns = math.ceil(math.sqrt(count))
    rows = math.ceil(count / columns)
    west, south, east, north = box
    return [
        (
            round(west + (east - west) * (i % columns + 0.5) / columns, 6),
            round(south + (north - south) * (i // columns + 0.5) / rows, 6),
        )
        for i in range(count)
    ]
