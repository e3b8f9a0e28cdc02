"""The synthetic ground under the real communities: grids with polygons, estates, buildings, units, some dwellings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random  # noqa: TID251 (seeded with ``layout.SEED``)
from typing import Any

from django.db import transaction

from gongzhi.demo import layout, names
from gongzhi.kit.chinese import sort_key
from gongzhi.kit.registers.storing import store
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.commands import changed
from gongzhi.town.areas.divisions import BEGIN, load_divisions, new_ids
from gongzhi.town.areas.models import Area, Estate, Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.dwellings.models import Dwelling

#: Six streets of two districts: 40 residents' committees. 欣园 and 四通 (in 荣光) are those of the report.
STREETS = ("220103010", "220103009", "220103005", "220103006", "220105003", "220105005")
FEW_STREETS = ("220103010", "220105003")
FEW = ("220103010001", "220103010002", "220105003007", "220105003001")
NUMERALS = "一二三四五六七八九十"
GRIDS_AN_ESTATE = 2
Values = dict[str, Any]


@dataclass(frozen=True)
class Made:
    """What was built: the communities in full depth, and how many of each level lie in them."""

    communities: tuple[AreaCard, ...]
    grids: int
    buildings: int
    units: int


def build(scale: str) -> Made:
    """The real divisions, and below the chosen communities everything that is synthetic."""
    load_divisions()
    communities = chosen(scale)
    known = tree()
    towns = [(c.code, known.card(c.parent_id).kind != "街道") for c in communities]  # type: ignore[arg-type]
    plans = layout.plan(towns)
    chance = Random(layout.SEED)
    with transaction.atomic():
        estates = _estates(chance, communities, plans)
        grids, buildings, units = _rows(communities, plans, estates)
        for rows in (grids, buildings, units):
            store(Area, ("code",), rows)
        _dwellings(buildings, units)
        changed()
    return Made(tuple(communities), len(grids), len(buildings), len(units))


def chosen(scale: str) -> list[AreaCard]:
    """The communities in full depth: a few, those of six streets, or all residents' committees of the city."""
    committees = [card for card in tree().at_level(Level.COMMUNITY) if card.kind == "社区"]
    if scale == "small":
        return [card for card in committees if card.code in FEW]
    if scale == "default":
        return [card for card in committees if card.code[:9] in STREETS]
    return committees


def streets(scale: str) -> tuple[AreaCard, ...]:
    """The streets in which the demo's stories happen, the first one first."""
    codes = FEW_STREETS if scale == "small" else STREETS
    return tuple(card for code in codes if (card := tree().by_code(code)))


def _estates(
    chance: Random, communities: Sequence[AreaCard], plans: list[list[layout.Grid]]
) -> dict[str, int]:
    """Estates of two grids each; code to id."""
    rows: list[Values] = []
    for card, grids in zip(communities, plans, strict=True):
        parts = [grids[i : i + GRIDS_AN_ESTATE] for i in range(0, len(grids), GRIDS_AN_ESTATE)]
        for n, (part, name) in enumerate(zip(parts, names.estates(chance, len(parts)), strict=True), start=1):
            rows.append({
                "code": f"XQ-{card.code}-{n:02d}", "name": name, "pinyin": sort_key(name), "community_id": card.id,
                "old": chance.random() < 0.45, "households": sum(grid.households for grid in part), "synthetic": True,
            })  # fmt: skip
    store(Estate, ("code",), rows)
    return dict(Estate.objects.values_list("code", "id"))


def _rows(
    communities: Sequence[AreaCard], plans: list[list[layout.Grid]], estates: dict[str, int]
) -> tuple[list[Values], list[Values], list[Values]]:
    """Grids, buildings and units as rows, with the ids and lineages that tie them together."""
    ids = iter(new_ids(sum(1 + len(g.units) + sum(g.units) for grids in plans for g in grids)))
    made: dict[str, list[Values]] = {Level.GRID: [], Level.BUILDING: [], Level.UNIT: []}
    for card, grids in zip(communities, plans, strict=True):
        number = 0
        for n, grid in enumerate(grids):
            number = 1 if n % GRIDS_AN_ESTATE == 0 else number
            estate = estates[f"XQ-{card.code}-{n // GRIDS_AN_ESTATE + 1:02d}"]
            for row in _grid(card, n + 1, grid, estate=estate, number=number, ids=ids):
                made[row["level"]].append(row)
            number += len(grid.units)
    return made[Level.GRID], made[Level.BUILDING], made[Level.UNIT]


def _grid(
    card: AreaCard, n: int, grid: layout.Grid, *, estate: int, number: int, ids: Iterator[int]
) -> Iterator[Values]:
    """One grid with its buildings and their units; buildings are numbered through their estate."""
    west, south, east, north = grid.box
    centre = (round((west + east) / 2, 6), round((south + north) / 2, 6))
    top = _row(
        Level.GRID, f"{card.code}{n:03d}", f"第{numeral(n)}网格", card.id, card.lineage, pk=next(ids), at=centre,
        households=grid.households, polygon=layout.polygon(grid.box),
    )  # fmt: skip
    yield top
    for b, (units, point) in enumerate(
        zip(grid.units, layout.points(grid.box, len(grid.units)), strict=True)
    ):
        code = f"{top['code']}-{b + 1:03d}"
        building = _row(
            Level.BUILDING,
            code,
            f"{number + b}栋",
            top["id"],
            top["lineage"],
            pk=next(ids),
            at=point,
            estate_id=estate,
        )
        yield building
        for u in range(1, units + 1):
            yield _row(
                Level.UNIT, f"{code}-{u:02d}", f"{u}单元", building["id"], building["lineage"], pk=next(ids), at=point,
                estate_id=estate,
            )  # fmt: skip


def _row(
    level: str,
    code: str,
    name: str,
    parent: int,
    above: Sequence[int],
    *,
    pk: int,
    at: tuple[float, float],
    **more: Any,
) -> Values:
    return {
        "id": pk, "level": level, "code": code, "name": name, "kind": "", "pinyin": sort_key(name), "parent_id": parent,
        "lineage": [*above, pk], "estate_id": None, "households": 0, "valid_from": BEGIN, "polygon": None,
        "lon": at[0], "lat": at[1], "synthetic": True, **more,
    }  # fmt: skip


def numeral(n: int) -> str:
    """Numbers as grids bear them: 一 … 九十九."""
    tens, ones = divmod(n, 10)
    if not tens:
        return NUMERALS[ones - 1]
    return ("" if tens == 1 else NUMERALS[tens - 1]) + "十" + (NUMERALS[ones - 1] if ones else "")


def _dwellings(buildings: list[Values], units: list[Values], few: int = 4) -> None:
    """Doors of the first few buildings: six floors, two doors on each; no persons."""
    chosen_ids = {row["id"] for row in buildings[:few]}
    rows = [
        {
            "building_id": unit["parent_id"], "unit_id": unit["id"], "door": f"{floor}0{side}",
            "square_centimetres": 620_000 if side == 1 else 790_000, "use": "home", "synthetic": True,
        }
        for unit in units if unit["parent_id"] in chosen_ids for floor in range(1, 7) for side in (1, 2)
    ]  # fmt: skip
    store(Dwelling, ("building_id", "unit_id", "door"), rows)
