"""Rules read: the record nearest above a thing wins, unless a higher one is not to be overridden.

The past is read with the past's record: pass ``on``. Everything lies in memory (kit.reference): no statement.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from gongzhi.kit import clock
from gongzhi.kit.records.models import Rule
from gongzhi.kit.reference import Reference


@dataclass(frozen=True)
class RuleCard:
    """One record as it stands: why it is so (``basis``, ``clause_id``), where (``scope_id``, None = all) and when."""

    id: int
    key: str
    value: Any
    scope_id: int | None
    fixed: bool
    valid_from: date
    valid_to: date | None
    basis: str
    clause_id: int | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class MissingRule(KeyError):
    """No record of this key holds on that day in those areas."""

    def __str__(self) -> str:
        return str(self.args[0])


Book = Mapping[tuple[str, int | None], Sequence[RuleCard]]


def book_of(**which: Any) -> Book:
    """The records from the database, all or those that meet ``which``; for writers, who must not trust memory."""
    book: dict[tuple[str, int | None], list[RuleCard]] = defaultdict(list)
    fields = tuple(RuleCard.__dataclass_fields__)
    for row in Rule.objects.filter(**which).order_by("-valid_from").values_list(*fields):
        card = RuleCard(*row)
        book[card.key, card.scope_id].append(card)
    return dict(book)


BOOK: Reference[Book] = Reference("rules", book_of)


def find(key: str, areas: Sequence[int] = (), on: date | None = None) -> RuleCard:
    """The record of ``key`` for a thing under ``areas`` (its lineage, city first, nearest last) on a day (today).

    :raises MissingRule: (a KeyError) with a sentence that names the key and the day.
    """
    day = on or clock.today()
    best = nearest(BOOK.get(), key, areas, day)
    if best is None:
        raise MissingRule(f"规则“{key}”在 {day} 没有生效的记录，请先录入并写明依据。")
    return best


def nearest(book: Book, key: str, areas: Sequence[int], day: date) -> RuleCard | None:
    """The record that holds, going down from the whole city; a fixed one ends the way."""
    best: RuleCard | None = None
    for scope in (None, *areas):
        if best is not None and best.fixed:
            break
        best = next((card for card in book.get((key, scope), ()) if card.holds_on(day)), best)
    return best


def value(key: str, areas: Sequence[int] = (), on: date | None = None) -> Any:
    """The value alone; see ``find``."""
    return find(key, areas, on).value


def history(key: str, scope_id: int | None = None) -> Sequence[RuleCard]:
    """Every record of a key in one scope, newest first."""
    return tuple(BOOK.get().get((key, scope_id), ()))


def current(prefix: str = "", on: date | None = None) -> list[RuleCard]:
    """All records in force on a day (today) whose key begins with ``prefix``, by key, then scope (all first)."""
    day = on or clock.today()
    cards = [card for cards in BOOK.get().values() for card in cards if card.key.startswith(prefix)]
    return sorted((c for c in cards if c.holds_on(day)), key=lambda c: (c.key, c.scope_id or 0))
