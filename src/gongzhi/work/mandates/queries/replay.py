"""A draft tried on past cases: for how many of the last days another department would have been proposed to lead.

The list of each day answers for its own cases; the draft's entries stand over it. Four statements, whatever the number
of cases: the items, those of the version before, the counts, and (for one figure) its cases.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case as When_
from django.db.models import Count, IntegerField, Q, QuerySet, Value, When

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases.catalogue import CategoryCard, catalogue
from gongzhi.work.cases.rules import FLOW as CASES
from gongzhi.work.mandates.models import Listing, ListingItem
from gongzhi.work.mandates.queries.duties import DUTIES, Book, DutyCard, duty_for
from gongzhi.work.mandates.queries.lists import whole

DAYS = 90
ONE_DAY = timedelta(days=1)
FIELDS = {Level.DISTRICT: "district_id", Level.STREET: "street_id", Level.COMMUNITY: "community_id"}
Key = tuple[int, int | None, int | None]


@dataclass
class Change:
    """Cases of a category for which another lead would have been proposed; None: nobody."""

    category: CategoryCard
    before: int | None
    after: int | None
    cases: int
    where: Q

    @property
    def mark(self) -> str:
        """Its name in an address."""
        return f"{self.category.id}.{self.before or 0}.{self.after or 0}"


def since() -> datetime:
    """From when on cases are tried: the beginning of a day, ninety days ago."""
    return _moment(clock.today() - timedelta(days=DAYS))


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(), clock.zone())


def drafted(
    listing: Listing, items: list[ListingItem], gone: set[Any]
) -> dict[tuple[int, int], list[DutyCard]]:
    """The book of duties as it would be: without what the version before gave, with what this one gives."""
    book = {key: [card for card in cards if card.item_id not in gone] for key, cards in DUTIES.get().items()}
    for item in reversed(items):
        if item.category_id and item.lead_id:
            card = DutyCard(
                0, item.code, item.category_id, listing.area_id, item.lead_id, tuple(item.helper_ids), item.basis,
                date.min, None, item.pk,
            )  # fmt: skip
            book[item.category_id, listing.area_id] = [card]
    return book


def replay(actor: Actor, listing: Listing) -> list[Change]:
    """What the draft would have changed, most cases first; only cases that this actor may see."""
    items = whole(listing)
    gone = _given_before(listing)
    book, old = drafted(listing, items, gone), DUTIES.get()
    touched = {one.category_id for one in items if one.category_id and one.lead_id}
    touched |= {card.category_id for cards in old.values() for card in cards if card.item_id in gone}
    rows, starts = _counted(actor, listing, touched, book)
    found: dict[Key, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        card, day = catalogue().get(row["category_id"]), starts[row["span"]]
        areas = tuple(row[name] for name in FIELDS.values() if row.get(name))
        was, would = duty_for(card, areas, day, old), duty_for(card, areas, day, book)
        key = (card.id, was.lead_id if was else None, would.lead_id if would else None)
        if key[1] != key[2]:
            found[key].append(row)
    made = [_change(key, rows, starts) for key, rows in found.items()]
    return sorted(made, key=lambda one: (-one.cases, one.category.code))


def _given_before(listing: Listing) -> set[Any]:
    """The items of the version that this one takes the place of."""
    same = Q(
        listing__kind=listing.kind, listing__area_id=listing.area_id, listing__stage=Listing.Stage.IN_FORCE
    )
    return set(ListingItem.objects.filter(same).values_list("pk", flat=True))


def _counted(
    actor: Actor, listing: Listing, touched: set[int], book: Book
) -> tuple[list[dict[str, Any]], list[date]]:
    """Cases counted by category, place, and span of days in which the list stood still: one statement."""
    starts = _starts()
    leaves = [card.id for card in catalogue().by_id.values() if touched & set(card.lineage)]
    whens = [When(reported_at__lt=_moment(day), then=Value(at)) for at, day in enumerate(starts[1:])]
    span = When_(*whens, default=Value(len(starts) - 1), output_field=IntegerField()) if whens else Value(0)
    names = _names(book)
    rows = _cases(actor, listing).filter(category_id__in=leaves).annotate(span=span).order_by()
    return list(rows.values("span", "category_id", *names).annotate(cases=Count("pk"))), starts


def _cases(actor: Actor, listing: Listing) -> QuerySet:
    card = tree().card(listing.area_id)
    rows = CASES.seen_by(actor).filter(reported_at__gte=since())
    if card.level in FIELDS:
        rows = rows.filter(**{f"{FIELDS[Level(card.level)]}__in": sorted(tree().reach(card.id))})
    return rows


def _starts() -> list[date]:
    """The days of the window on which the list of duties changed, the first day of the window before them."""
    first = clock.today() - timedelta(days=DAYS)
    cards = [card for cards in DUTIES.get().values() for card in cards]
    turns = {card.valid_from for card in cards} | {card.valid_to + ONE_DAY for card in cards if card.valid_to}
    return [first, *sorted(day for day in turns if first < day <= clock.today())]


def _names(book: Book) -> Iterable[str]:
    """Down to which level places differ: to the community only if an entry names one."""
    deepest = {card.level for _category, area_id in book if (card := tree().get(area_id))}
    return [name for level, name in FIELDS.items() if level != Level.COMMUNITY or level in deepest]


def _change(key: Key, rows: list[dict[str, Any]], starts: list[date]) -> Change:
    where = Q(pk__in=[])
    for row in rows:
        at = row["span"]
        own = Q(category_id=key[0], reported_at__gte=_moment(starts[at]))
        if at + 1 < len(starts):
            own &= Q(reported_at__lt=_moment(starts[at + 1]))
        places = {name: row[name] for name in FIELDS.values() if name in row}
        own &= Q(
            **{(f"{n}__isnull" if v is None else n): (True if v is None else v) for n, v in places.items()}
        )
        where |= own
    return Change(catalogue().get(key[0]), key[1], key[2], sum(row["cases"] for row in rows), where)


def cases_of(actor: Actor, listing: Listing, mark: str) -> tuple[Change | None, Q]:
    """The change of an address and the filter of its cases; none where the draft no longer makes it."""
    change = next((one for one in replay(actor, listing) if one.mark == mark), None)
    return change, change.where & Q(reported_at__gte=since()) if change else Q(pk__in=[])
