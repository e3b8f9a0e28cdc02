"""The catalogue (类别树) in memory: a leaf knows what it inherits from the levels above it."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from gongzhi.kit.flow import Refused
from gongzhi.kit.reference import Reference
from gongzhi.kit.search import bigrams
from gongzhi.work.cases.models import Category


@dataclass(frozen=True)
class CategoryCard:
    """A category with what holds for it: limit, first desk, eyes, questions, warning, secrecy."""

    id: int
    code: str
    name: str
    lineage: tuple[int, ...]
    path: tuple[str, ...]
    limit_kind: str
    starts_at: str
    eyes: str
    questions: tuple[dict[str, Any], ...]
    keywords: tuple[str, ...]
    warning: str
    secret: bool
    basis: str
    leaf: bool
    retired: bool = False

    @property
    def full_name(self) -> str:
        return "·".join(self.path)

    def for_journal(self) -> str:
        return f"{self.code} {self.full_name}"


class Catalogue:
    """All categories that ever were, by id, so that old cases keep their name; those in force by code and as leaves."""

    def __init__(self, cards: list[CategoryCard]):
        self.by_id = {card.id: card for card in cards}
        self.by_code = {card.code: card for card in cards if not card.retired}

    def get(self, category_id: int) -> CategoryCard:
        return self.by_id[category_id]

    def coded(self, code: str) -> CategoryCard:
        """The category of a code; raises Refused with what to do."""
        from django.utils.translation import gettext as _

        if code not in self.by_code:
            raise Refused(_("没有“%s”这个类别，请从列表里选。") % code, field="category")
        return self.by_code[code]

    @cached_property
    def in_force(self) -> list[CategoryCard]:
        return list(self.by_code.values())

    @cached_property
    def leaves(self) -> list[CategoryCard]:
        return [card for card in self.in_force if card.leaf]

    @cached_property
    def tree(self) -> list[tuple[str, list[CategoryCard]]]:
        """The leaves grouped under their first level, for choosing from a list."""
        groups: dict[str, list[CategoryCard]] = {}
        for card in self.leaves:
            groups.setdefault(card.path[0], []).append(card)
        return list(groups.items())

    @cached_property
    def _names(self) -> list[tuple[CategoryCard, frozenset[str]]]:
        """The leaves with the pairs of their names."""
        return [(card, frozenset(bigrams(card.name))) for card in self.leaves]

    def guess(self, text: str) -> CategoryCard | None:
        """The leaf whose keywords or name the text speaks of most; None where nothing fits."""
        pairs = set(bigrams(text))
        best, most = None, 0
        for card, name in self._names:
            score = 3 * sum(word in text for word in card.keywords) + len(pairs & name)
            if score > most:
                best, most = card, score
        return best


def _load() -> Catalogue:
    rows = {row.pk: row for row in Category.objects.all()}
    parents = {row.parent_id for row in rows.values() if row.valid_to is None}
    return Catalogue([_card(row, rows, row.pk not in parents) for row in rows.values()])


def _card(row: Category, rows: dict[int, Category], leaf: bool) -> CategoryCard:
    line = [row]
    while line[0].parent_id in rows:
        line.insert(0, rows[line[0].parent_id])

    def nearest(name: str, otherwise: Any) -> Any:
        return next((value for one in reversed(line) if (value := getattr(one, name))), otherwise)

    return CategoryCard(
        id=row.pk,
        code=row.code,
        name=row.name,
        lineage=tuple(one.pk for one in line),
        path=tuple(one.name for one in line),
        limit_kind=nearest("limit_kind", "ordinary"),
        starts_at=nearest("starts_at", ""),
        eyes=nearest("eyes", "grid"),
        questions=tuple(nearest("questions", [])),
        keywords=tuple(row.keywords),
        warning=nearest("warning", ""),
        secret=any(one.secret for one in line),
        basis=row.basis,
        leaf=leaf,
        retired=row.valid_to is not None,
    )


_reference = Reference("categories", _load)


def catalogue() -> Catalogue:
    """The catalogue as it is now."""
    return _reference.get()
