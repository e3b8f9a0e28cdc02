"""The tree of areas in memory, from the city down to the grids: names, lineage, predecessors, without a statement.

Buildings and units (some 160,000 rows) stay in the database; ``places`` reads one by a single statement.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any

from gongzhi.kit import clock
from gongzhi.kit.reference import Reference
from gongzhi.town.areas.cards import AreaCard, Place
from gongzhi.town.areas.models import Area, Level, Succession

__all__ = ["AreaCard", "Place", "Tree", "lineage", "tree"]
IN_MEMORY = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.GRID)
RANKS = {level: rank for rank, level in enumerate(Level.values)}


class Tree:
    """All areas of city to grid that ever were. Immutable; a new one is loaded when something changes."""

    def __init__(self, cards: Iterable[AreaCard], successions: Iterable[tuple[int, int]] = ()) -> None:
        self._cards = {card.id: card for card in cards}
        self._before: dict[int, list[int]] = defaultdict(list)
        self._after: dict[int, list[int]] = defaultdict(list)
        for predecessor, successor in successions:
            self._before[successor].append(predecessor)
            self._after[predecessor].append(successor)
        self._reach: dict[int, frozenset[int]] = {}
        self.places: dict[int, Place] = {}  # buildings and units read before; goes with this tree

    def card(self, area_id: int) -> AreaCard:
        """The area's card.

        :raises LookupError: no such area from city to grid.
        """
        found = self._cards.get(area_id)
        if found is None:
            raise LookupError(f"No area {area_id} from city to grid.")
        return found

    def get(self, area_id: int | None) -> AreaCard | None:
        return self._cards.get(area_id) if area_id is not None else None

    def by_code(self, code: str, on: date | None = None) -> AreaCard | None:
        """The area that bears the code on a day (today). Twelve digits filled with zeros are understood."""
        day = on or clock.today()
        for spelled in _spellings(code):
            for card in self._by_code.get(spelled, ()):
                if card.holds_on(day):
                    return card
        return None

    def once(self, code: str) -> AreaCard | None:
        """The last area that bore the code, be it no more: for what was printed long ago."""
        bearers = [card for spelled in _spellings(code) for card in self._by_code.get(spelled, ())]
        return max(bearers, key=lambda card: card.valid_from, default=None)

    def children(self, area_id: int | None, on: date | None = None) -> tuple[AreaCard, ...]:
        """The areas right below, in the order of their codes, as of a day (today). ``None``: the cities."""
        day = on or clock.today()
        return tuple(card for card in self._children.get(area_id, ()) if card.holds_on(day))

    def city(self) -> AreaCard:
        """The one city.

        :raises LookupError: no divisions loaded.
        """
        for card in self.children(None):
            return card
        raise LookupError("No city: load the divisions first (gongzhi.town.areas.divisions).")

    def at_level(self, level: str, on: date | None = None) -> tuple[AreaCard, ...]:
        """All areas of a level in the order of their codes, as of a day (today)."""
        day = on or clock.today()
        return tuple(card for card in self._by_level.get(level, ()) if card.holds_on(day))

    def under(self, area_id: int, level: str) -> tuple[AreaCard, ...]:
        """All areas of a level within an area, itself included, as of today."""
        return tuple(card for card in self.at_level(level) if area_id in card.lineage)

    def above(self, area_id: int, level: str) -> AreaCard | None:
        """The area of ``level`` that this one lies in (itself if it has that level)."""
        card = self.get(area_id)
        found = [self._cards[one] for one in card.lineage if one in self._cards] if card else []
        return next((one for one in found if one.level == level), None)

    def name(self, area_id: int | None) -> str:
        """The name, or nothing for an unknown id: names are for reading."""
        card = self.get(area_id)
        return card.name if card else ""

    def full_name(self, area_id: int | None, *, after: str = Level.CITY) -> str:
        """The names below ``after`` down to the area, put together: district, street, community."""
        card = self.get(area_id)
        if card is None:
            return ""
        way = [self._cards[one] for one in card.lineage if one in self._cards]
        named = [one.name for one in way if _rank(one.level) > _rank(after)]
        return "".join(named) or card.name

    def reach(self, area_id: int) -> frozenset[int]:
        """The area and all whose place it took, through any number of merges, splits and renames."""
        known = self._reach.get(area_id)
        if known is None:
            known = self._reach[area_id] = frozenset(_all_from(area_id, self._before))
        return known

    def today_of(self, area_id: int) -> tuple[AreaCard, ...]:
        """What has become of an area: itself while it holds, else its successors of today."""
        ids = _all_from(area_id, self._after)
        day = clock.today()
        return tuple(c for one in sorted(ids) if (c := self._cards.get(one)) and c.holds_on(day))

    def __len__(self) -> int:
        return len(self._cards)

    @cached_property
    def _by_code(self) -> dict[str, list[AreaCard]]:
        return _grouped(self._cards.values(), lambda card: card.code)

    @cached_property
    def _children(self) -> dict[int | None, list[AreaCard]]:
        return _grouped(self._cards.values(), lambda card: card.parent_id)

    @cached_property
    def _by_level(self) -> dict[str, list[AreaCard]]:
        return _grouped(self._cards.values(), lambda card: card.level)


def _grouped(cards: Iterable[AreaCard], by: Callable[[AreaCard], Any]) -> dict[Any, list[AreaCard]]:
    found: dict[Any, list[AreaCard]] = defaultdict(list)
    for card in sorted(cards, key=lambda card: (card.code, -card.valid_from.toordinal())):
        found[by(card)].append(card)
    return dict(found)


def _all_from(start: int, ways: dict[int, list[int]]) -> set[int]:
    found, ahead = {start}, [start]
    while ahead:
        for one in ways.get(ahead.pop(), ()):
            if one not in found:
                found.add(one)
                ahead.append(one)
    return found


def _rank(level: str) -> int:
    return RANKS[level]


def _spellings(code: str) -> Sequence[str]:
    """The code as written, then without the zeros that fill it to twelve digits."""
    text = code.strip()
    if len(text) != 12 or not text.endswith("000"):
        return (text,)
    return (text, text[:9], text[:6], text[:4])


def _load() -> Tree:
    fields = tuple(AreaCard.__dataclass_fields__)
    rows: Iterable[dict[str, Any]] = Area.objects.filter(level__in=IN_MEMORY).values(*fields)
    cards = [AreaCard(**{**row, "lineage": tuple(row["lineage"])}) for row in rows]
    return Tree(cards, Succession.objects.values_list("predecessor_id", "successor_id"))


TREE: Reference[Tree] = Reference("areas", _load)


def tree() -> Tree:
    """The tree as it stands."""
    return TREE.get()


def lineage(area_id: int | None) -> tuple[int, ...]:
    """City to the area, for ``rules.value(key, lineage(street_id))``; empty for an unknown id."""
    card = tree().get(area_id)
    return card.lineage if card else ()
