"""The duty list in memory: who is proposed for a category in a place, and why; which categories nobody answers for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.reference import Reference
from gongzhi.town.areas.tree import lineage
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.catalogue import CategoryCard, catalogue
from gongzhi.work.mandates.models import Duty


@dataclass(frozen=True)
class DutyCard:
    """One entry of the duty list."""

    id: int
    code: str
    category_id: int
    area_id: int
    lead_id: int
    helper_ids: tuple[int, ...]
    basis: str
    valid_from: date
    valid_to: date | None
    item_id: UUID | None = None


Book = Mapping[tuple[int, int], Sequence[DutyCard]]


@dataclass(frozen=True)
class Proposal:
    """A department to call: in which role and why, in words that cite the entry."""

    organisation_id: int
    lead: bool
    reason: str
    duty_id: int | None


def _load() -> dict[tuple[int, int], list[DutyCard]]:
    book: dict[tuple[int, int], list[DutyCard]] = {}
    for row in Duty.objects.order_by("-valid_from"):
        card = DutyCard(
            row.pk, row.code, row.category_id, row.area_id, row.lead_id, tuple(row.helper_ids), row.basis,
            row.valid_from, row.valid_to, row.item_id,
        )  # fmt: skip
        book.setdefault((row.category_id, row.area_id), []).append(card)
    return book


DUTIES = Reference("duties", _load)


def duty_for(
    category: CategoryCard, areas: tuple[int, ...], on: date | None = None, book: Book | None = None
) -> DutyCard | None:
    """The entry that holds: the nearest area first, in it the nearest category; None if nobody answers.

    :param book: another list than the one in force (a draft's, to see what it would change).
    """
    book, day = DUTIES.get() if book is None else book, on or clock.today()
    for area_id in (*reversed(areas), *_city_above(areas)):
        for category_id in reversed(category.lineage):
            for card in book.get((category_id, area_id), ()):
                if card.valid_from <= day and (card.valid_to is None or day <= card.valid_to):
                    return card
    return None


def _city_above(areas: tuple[int, ...]) -> tuple[int, ...]:
    """The city, where it is not among the areas: a city's list holds where no nearer one does."""
    top = lineage(areas[0])[:1] if areas else ()
    return top if top and top[0] not in areas else ()


def propose(category_id: int, areas: tuple[int, ...]) -> list[Proposal]:
    """Lead first, then helpers, each with its reason; an empty list where the list has no owner."""
    category = catalogue().get(category_id)
    card = duty_for(category, areas)
    if card is None:
        return []
    why = _("%(category)s由%(lead)s牵头（清单%(code)s，%(basis)s）") % {
        "category": catalogue().get(card.category_id).name,
        "lead": directory().name(card.lead_id),
        "code": card.code,
        "basis": card.basis,
    }
    helpers = [Proposal(i, False, _("清单%s列为配合单位") % card.code, card.id) for i in card.helper_ids]
    return [Proposal(card.lead_id, True, why, card.id), *helpers]


def without_owner(areas: tuple[int, ...]) -> list[CategoryCard]:
    """The leaves of the catalogue for which no entry names an owner in these areas."""
    return [card for card in catalogue().leaves if duty_for(card, areas) is None]
