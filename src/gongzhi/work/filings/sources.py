"""What the system knows itself about areas of one level: each reading is one statement for any number of areas."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum

from gongzhi.kit import clock
from gongzhi.town.areas.models import LADDER, Area, Estate
from gongzhi.town.areas.tree import tree
from gongzhi.town.dwellings.models import Dwelling
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import HEADS, Post
from gongzhi.town.people.queries import in_force
from gongzhi.work.cases.models import Case
from gongzhi.work.filings.models import Source

Totals = Mapping[int, int]
Reading = Callable[[str, list[int], date, date], Totals]
STAFF = ("community_worker", "community_secretary")


def _place(level: str, prefix: str = "") -> Any:
    """The ancestor of that level, in the array of areas that a row keeps (city first)."""
    return F(f"{prefix}lineage__{LADDER.index(level)}")


def _counted(rows: QuerySet, level: str, ids: list[int], prefix: str = "", of: Any = None) -> Totals:
    placed = rows.annotate(at=_place(level, prefix)).filter(at__in=ids)
    return dict(placed.values_list("at").annotate(n=of or Count("pk")).order_by())


def _there(today: date) -> Q:
    return Q(valid_from__lte=today) & (Q(valid_to=None) | Q(valid_to__gt=today))


def _areas(of: str) -> Reading:
    def read(level: str, ids: list[int], _first: date, _last: date) -> Totals:
        return _counted(Area.objects.filter(_there(clock.today()), level=of), level, ids)

    return read


def _households(level: str, ids: list[int], _first: date, _last: date) -> Totals:
    grids = Area.objects.filter(_there(clock.today()), level="grid")
    return _counted(grids, level, ids, of=Sum("households"))


def _dwellings(use: str) -> Reading:
    def read(level: str, ids: list[int], _first: date, _last: date) -> Totals:
        return _counted(Dwelling.objects.filter(use=use), level, ids, "building__")

    return read


def _estates(only_old: bool) -> Reading:
    def read(level: str, ids: list[int], _first: date, _last: date) -> Totals:
        rows = Estate.objects.filter(old=True) if only_old else Estate.objects.all()
        return _counted(rows, level, ids, "community__")

    return read


def _organisations(*kinds: str) -> Reading:
    """From the directory in memory, without a statement."""

    def read(level: str, ids: list[int], _first: date, _last: date) -> Totals:
        wanted, found = set(ids), Counter[int]()
        for card in directory().of_kind(*kinds):
            above = tree().above(card.area_id, level)
            if above is not None and above.id in wanted:
                found[above.id] += 1
        return found

    return read


def _posts(*roles: str) -> Reading:
    def read(level: str, ids: list[int], _first: date, _last: date) -> Totals:
        held = Post.objects.filter(in_force(), role__in=roles, stands_in_for=None)
        return _counted(held, level, ids, "area__", Count("user_id", distinct=True))

    return read


def _cases(moment: str) -> Reading:
    """Cases of the period; secret ones (举报) are counted nowhere below the street, so not here either."""

    def read(level: str, ids: list[int], first: date, last: date) -> Totals:
        since, until = (
            datetime.combine(day, time(), clock.zone()) for day in (first, last + timedelta(days=1))
        )
        rows = Case.objects.filter(
            secret=False, **{f"{level}_id__in": ids, f"{moment}__gte": since, f"{moment}__lt": until}
        )
        return dict(rows.values_list(f"{level}_id").annotate(n=Count("pk")).order_by())  # fmt: skip

    return read


READ: Mapping[str, Reading] = {
    Source.HOUSEHOLDS: _households,
    Source.HOMES: _dwellings("home"),
    Source.SHOPS: _dwellings("shop"),
    Source.GRIDS: _areas("grid"),
    Source.BUILDINGS: _areas("building"),
    Source.UNITS: _areas("unit"),
    Source.ESTATES: _estates(only_old=False),
    Source.OLD_ESTATES: _estates(only_old=True),
    Source.ORGANISATIONS: _organisations(
        "resident_organisation", "property_firm", "social_organisation", "owners_committee"
    ),
    Source.PROPERTY_FIRMS: _organisations("property_firm"),
    Source.WORKERS: _posts(*STAFF),
    Source.HEADS: _posts(*HEADS),
    Source.CASES_RECEIVED: _cases("reported_at"),
    Source.CASES_RESOLVED: _cases("resolved_at"),
}


def read(
    sources: Iterable[str], level: str, area_ids: Iterable[int], first: date, last: date
) -> dict[str, Totals]:
    """Each source's value for each of these areas of a level, over a period; no row means none, which is 0."""
    ids = sorted(set(area_ids))
    return {source: READ[source](level, ids, first, last) for source in sorted(set(sources)) if source}
