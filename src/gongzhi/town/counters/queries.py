"""What is open now and what can be done: read from memory, nearest area first."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from gongzhi.kit import clock
from gongzhi.kit.reference import Reference
from gongzhi.town.areas.tree import tree
from gongzhi.town.calendar.working import CityCalendar
from gongzhi.town.counters.models import Days, Guide, Opening

AHEAD = 15  # days looked ahead for the next opening: longer than any holiday
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OpeningCard:
    id: int
    area_id: int
    days: str
    opens: time
    closes: time
    note: str
    basis: str
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the record is in force on a day, worked or not."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def falls_on(self, day: date) -> bool:
        """Whether the span is meant for a day of this kind; a weekday's hours don't hold on a holiday."""
        city = CityCalendar()
        if self.days in (Days.WORKING, Days.RESTING):
            return city.is_working(day) == (self.days == Days.WORKING)
        return self.days == str(day.isoweekday()) and not city.is_holiday(day)

    def label(self) -> str:
        return str(Days(self.days).label)

    def without(self, shut: "OpeningCard") -> list["OpeningCard"]:
        """What is left of the span when another is taken away: none, one or two parts."""
        if shut.closes <= self.opens or self.closes <= shut.opens:
            return [self]
        parts = [
            replace(self, closes=min(self.closes, shut.opens)),
            replace(self, opens=max(self.opens, shut.closes)),
        ]
        return [part for part in parts if part.opens < part.closes]


@dataclass(frozen=True, slots=True)
class GuideCard:
    id: int
    code: str
    area_id: int
    matter: str
    papers: str
    fee: str
    takes: str
    elsewhere: str
    basis: str
    valid_from: date
    valid_to: date | None
    synthetic: bool

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def papers_listed(self) -> list[str]:
        """The papers one by one, as they were written with 、 or in lines."""
        return [one.strip() for one in self.papers.replace("\n", "、").split("、") if one.strip()]


@dataclass(frozen=True)
class Book:
    openings: dict[int, list[OpeningCard]]
    guides: dict[int, list[GuideCard]]


def _load() -> Book:
    openings: dict[int, list[OpeningCard]] = {}
    for row in Opening.objects.order_by("opens", "id").values_list(*OpeningCard.__dataclass_fields__):
        openings.setdefault(row[1], []).append(OpeningCard(*row))
    guides: dict[int, list[GuideCard]] = {}
    for found in Guide.objects.order_by("code").values_list(*GuideCard.__dataclass_fields__):
        guides.setdefault(found[2], []).append(GuideCard(*found))
    return Book(openings, guides)


BOOK: Reference[Book] = Reference("counters", _load)


@dataclass(frozen=True)
class OpenState:
    """Whether the counter is open; until when, or when it opens next; today's spans, and why it is shut today for a
    time. ``known``: hours are entered."""

    known: bool
    open: bool = False
    until: datetime | None = None
    opens_next: datetime | None = None
    today: tuple[OpeningCard, ...] = ()
    shut: tuple[OpeningCard, ...] = ()


def openings_of(area_id: int) -> list[OpeningCard]:
    """What the counter's keepers see: the area's own records that have not ended, and the hours it takes from above."""
    day = clock.today()
    own = [row for row in BOOK.get().openings.get(area_id, ()) if row.valid_to is None or row.valid_to >= day]
    return [*(row for row in hours_on(area_id, day) if row.area_id != area_id), *own]


def hours_on(area_id: int, day: date) -> list[OpeningCard]:
    """The hours in force on a day: the area's own, else those of the nearest area above that has some."""
    card = tree().get(area_id)
    for one in reversed(card.lineage if card else ()):
        if found := [row for row in _entered(one) if row.days != Days.CLOSED and row.holds_on(day)]:
            return found
    return []


def week(area_id: int) -> list[tuple[str, list[OpeningCard]]]:
    """The usual hours as they are posted at a door: each kind of days with its spans."""
    groups: dict[str, list[OpeningCard]] = {}
    for row in sorted(
        hours_on(area_id, clock.today()), key=lambda row: (Days.values.index(row.days), row.opens)
    ):
        groups.setdefault(row.label(), []).append(row)
    return list(groups.items())


def _entered(area_id: int) -> list[OpeningCard]:
    """What is entered for an area; after a renaming, or a merge in which one had hours, what was entered before."""
    openings = BOOK.get().openings
    if own := openings.get(area_id):
        return own
    before = [found for one in tree().reach(area_id) if (found := openings.get(one))]
    return before[0] if len(before) == 1 else []


def shut_on(area_id: int, day: date) -> list[OpeningCard]:
    """For how long this very counter is shut on a day; what is entered above does not shut it."""
    return [row for row in _entered(area_id) if row.days == Days.CLOSED and row.holds_on(day)]


def shut_ahead(area_id: int) -> list[OpeningCard]:
    """When the counter will be shut for a time in the days ahead, today left out."""
    day = clock.today()
    coming = [
        row
        for row in _entered(area_id)
        if row.days == Days.CLOSED and day < row.valid_from <= day + AHEAD * ONE_DAY
    ]
    return sorted(coming, key=lambda row: row.valid_from)


def spans_on(area_id: int, day: date) -> tuple[OpeningCard, ...]:
    """The spans of a day, in order, without what is shut."""
    spans = [row for row in hours_on(area_id, day) if row.falls_on(day)]
    for shut in shut_on(area_id, day):
        spans = [part for span in spans for part in span.without(shut)]
    return tuple(sorted(spans, key=lambda span: span.opens))


def open_state(area_id: int, moment: datetime | None = None) -> OpenState:
    """Open or not at a moment (now), in the city's time, holidays and make-up days counted."""
    here = clock.local(moment or clock.now())
    days = [here.date() + ahead * ONE_DAY for ahead in range(AHEAD)]
    if not any(hours_on(area_id, day) for day in days):
        return OpenState(known=False)
    today, shut = spans_on(area_id, days[0]), tuple(shut_on(area_id, days[0]))
    for span in today:
        if span.opens <= here.time() < span.closes:
            return OpenState(True, True, until=_at(days[0], _end(span, today)), today=today, shut=shut)
    return OpenState(True, opens_next=_next(area_id, here, days), today=today, shut=shut)


def _end(span: OpeningCard, spans: tuple[OpeningCard, ...]) -> time:
    """The end of a span, through those that follow it without a break."""
    end = span.closes
    while later := next((one for one in spans if one.opens <= end < one.closes), None):
        end = later.closes
    return end


def _next(area_id: int, here: datetime, days: list[date]) -> datetime | None:
    for day in days:
        for span in spans_on(area_id, day):
            if day > here.date() or span.opens > here.time():
                return _at(day, span.opens)
    return None


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, clock.zone())


def guides_of(area_id: int) -> list[GuideCard]:
    """What can be done at the counters of an area today: its own and those of the areas above, by matter once."""
    card, day = tree().get(area_id), clock.today()
    found: dict[str, GuideCard] = {}
    for one in reversed(card.lineage if card else ()):
        for bearer in (one, *sorted(tree().reach(one) - {one}, reverse=True)):
            for guide in BOOK.get().guides.get(bearer, ()):
                if guide.holds_on(day):
                    found.setdefault(guide.matter, guide)
    return sorted(found.values(), key=lambda guide: guide.code)
