"""What is open now and what can be done: read from memory, nearest area first."""

from dataclasses import dataclass
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

    def holds_on(self, day: date, *, working: bool) -> bool:
        """Whether the counter is open in this span on a day that is worked or not."""
        if not self.valid_from <= day or (self.valid_to is not None and day > self.valid_to):
            return False
        if self.days in (Days.WORKING, Days.RESTING):
            return working == (self.days == Days.WORKING)
        return day.isoweekday() == int(self.days)


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
    """Whether the counter is open; until when, or when it opens next; and today's spans. ``known``: hours are entered."""

    known: bool
    open: bool = False
    until: datetime | None = None
    opens_next: datetime | None = None
    today: tuple[OpeningCard, ...] = ()


def openings_of(area_id: int) -> list[OpeningCard]:
    """The hours of the area itself, else of the nearest one above that has some (never the city's)."""
    card = tree().get(area_id)
    for one in reversed(card.lineage if card else ()):
        if found := BOOK.get().openings.get(one):
            return found
    return []


def spans_on(openings: list[OpeningCard], day: date) -> tuple[OpeningCard, ...]:
    working = CityCalendar().is_working(day)
    return tuple(one for one in openings if one.holds_on(day, working=working))


def open_state(area_id: int, moment: datetime | None = None) -> OpenState:
    """Open or not at a moment (now), in the city's time, holidays and make-up days counted."""
    openings = openings_of(area_id)
    if not openings:
        return OpenState(known=False)
    here = clock.local(moment or clock.now())
    today = spans_on(openings, here.date())
    for span in today:
        if span.opens <= here.time() < span.closes:
            return OpenState(True, True, until=_at(here.date(), _end(span, today)), today=today)
    return OpenState(True, opens_next=_next(openings, here), today=today)


def _end(span: OpeningCard, spans: tuple[OpeningCard, ...]) -> time:
    """The end of a span, through those that follow it without a break."""
    end = span.closes
    while later := next((one for one in spans if one.opens <= end < one.closes), None):
        end = later.closes
    return end


def _next(openings: list[OpeningCard], here: datetime) -> datetime | None:
    for ahead in range(AHEAD):
        day = here.date() + ahead * ONE_DAY
        times = sorted(span.opens for span in spans_on(openings, day) if ahead or span.opens > here.time())
        if times:
            return _at(day, times[0])
    return None


def _at(day: date, moment: time) -> datetime:
    return datetime.combine(day, moment, clock.zone())


def guides_of(area_id: int) -> list[GuideCard]:
    """What can be done at the counters of an area today: its own and those of the areas above, by matter once."""
    card, day = tree().get(area_id), clock.today()
    found: dict[str, GuideCard] = {}
    for one in reversed(card.lineage if card else ()):
        for guide in BOOK.get().guides.get(one, ()):
            if guide.holds_on(day):
                found.setdefault(guide.matter, guide)
    return sorted(found.values(), key=lambda guide: guide.code)
