"""The directory of organisations in memory: who serves where, by id, code, kind and area, without a statement."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from gongzhi.kit import clock
from gongzhi.kit.reference import Reference
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.models import Kind, Organisation


@dataclass(frozen=True, slots=True)
class OrganisationCard:
    """One organisation; ``valid_to`` is the first day on which it is no more."""

    id: int
    code: str
    name: str
    short_name: str
    pinyin: str
    kind: str
    area_id: int
    parent_id: int | None
    estate_id: int | None
    phone: str
    duty_phone: str
    valid_from: date
    valid_to: date | None

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


class Directory:
    """All organisations that ever were; questions by place answer with those of today."""

    def __init__(self, cards: Iterable[OrganisationCard]) -> None:
        self._cards: dict[int, OrganisationCard] = {}
        self._codes: dict[str, OrganisationCard] = {}
        self._places: dict[tuple[str, int], list[OrganisationCard]] = defaultdict(list)
        self._kinds: dict[str, list[OrganisationCard]] = defaultdict(list)
        for card in sorted(cards, key=lambda card: (card.pinyin, card.id)):
            self._cards[card.id] = self._codes[card.code] = card
            self._places[card.kind, card.area_id].append(card)
            self._kinds[card.kind].append(card)

    def get(self, organisation_id: int | None) -> OrganisationCard | None:
        return self._cards.get(organisation_id) if organisation_id is not None else None

    def by_code(self, code: str) -> OrganisationCard | None:
        return self._codes.get(code.strip())

    def name(self, organisation_id: int | None) -> str:
        """The short name, or nothing for an unknown id: names are for reading."""
        card = self.get(organisation_id)
        return card.label if card else ""

    def code(self, organisation_id: int | None) -> str:
        """The code, for addresses that name an organisation; nothing for an unknown id."""
        card = self.get(organisation_id)
        return card.code if card else ""

    def matching(self, text: str) -> list[int]:
        """The organisations that a reader means: the one of this code, else those whose name holds the words."""
        wanted = text.strip()
        one = self.by_code(wanted)
        if one is not None:
            return [one.id]
        return [card.id for card in self._cards.values() if wanted in card.name or wanted in card.short_name]

    def of_kind(self, *kinds: str, area_id: int | None = None) -> tuple[OrganisationCard, ...]:
        """Today's organisations of these kinds in the order of their names: all, or those that serve one area."""
        day = clock.today()
        if area_id is None:
            found = [card for kind in kinds for card in self._kinds.get(kind, ())]
        else:
            places = _same_place(area_id)
            found = [card for kind in kinds for one in places for card in self._places.get((kind, one), ())]
        return tuple(card for card in found if card.holds_on(day))

    def within(self, area_id: int, *kinds: str) -> tuple[OrganisationCard, ...]:
        """Today's organisations of these kinds (any, if none is named) that serve the area or an area inside it."""
        day, known = clock.today(), tree()
        cards = (
            self._cards.values() if not kinds else [c for kind in kinds for c in self._kinds.get(kind, ())]
        )
        return tuple(
            card
            for card in cards
            if card.holds_on(day) and (area := known.get(card.area_id)) and area_id in area.lineage
        )

    def street_office(self, street_id: int | None) -> OrganisationCard | None:
        """The office of a street or township; for a street that was merged, its successor's."""
        return self._one(Kind.STREET_OFFICE, street_id)

    def community_office(self, community_id: int | None) -> OrganisationCard | None:
        return self._one(Kind.COMMUNITY, community_id)

    def dispatch_centre(self, district_id: int | None) -> OrganisationCard | None:
        """The dispatch centre of a district, or of the city by the city's id."""
        return self._one(Kind.DISPATCH_CENTRE, district_id)

    def teams(self, organisation_id: int) -> tuple[OrganisationCard, ...]:
        """The teams that a department has stationed, and other organisations below it, of today."""
        day = clock.today()
        return tuple(c for c in self._cards.values() if c.parent_id == organisation_id and c.holds_on(day))

    def _one(self, kind: str, area_id: int | None) -> OrganisationCard | None:
        return next(iter(self.of_kind(kind, area_id=area_id)), None) if area_id is not None else None


def _same_place(area_id: int) -> list[int]:
    """An area, what it has become, and what it took the place of; nearest first."""
    known = tree()
    later = [card.id for card in known.today_of(area_id) if card.id != area_id]
    return [area_id, *later, *sorted(known.reach(area_id) - {area_id, *later}, reverse=True)]


def _load() -> Directory:
    fields = tuple(OrganisationCard.__dataclass_fields__)
    return Directory(OrganisationCard(*row) for row in Organisation.objects.values_list(*fields))


DIRECTORY: Reference[Directory] = Reference("organisations", _load)


def directory() -> Directory:
    """The directory as it stands."""
    return DIRECTORY.get()
