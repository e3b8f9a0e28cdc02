"""Working time of the city, from the records ``Day`` and ``Hours``: fills the port ``kit.clock.WorkingTime``.

Reading: a day in the table is as the table says; another day is worked from Monday to Friday. Years the table does
not hold (see ``known_until``) are therefore plain weeks until somebody enters the State Council's notice.

Moments are aware; spans of a day run in the city's own time, opening included, closing included as an end only.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.reference import Reference
from gongzhi.town.calendar.models import Day, Hours

ONE_DAY = timedelta(days=1)
FURTHEST = 40 * 366  # days; a calendar in which nobody ever works must not be searched for ever
Spans = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class Table:
    """What the records say: the days that differ from their weekday, and office hours, newest first."""

    days: dict[date, bool]
    hours: tuple[tuple[date, Spans], ...]


def _load() -> Table:
    hours = [
        (h.valid_from, ((h.morning_from, h.morning_to), (h.afternoon_from, h.afternoon_to)))
        for h in Hours.objects.order_by("-valid_from")
    ]
    return Table(dict(Day.objects.values_list("day", "working")), tuple(hours))


TABLE: Reference[Table] = Reference("calendar", _load)


def known_until() -> date | None:
    """The last day of the last year whose holidays are recorded; ``None`` when there is none at all."""
    days = TABLE.get().days
    return date(max(days).year, 12, 31) if days else None


class CityCalendar:
    """The city's working time. Stateless; the table lies in memory."""

    def is_working(self, day: date) -> bool:
        return TABLE.get().days.get(day, day.weekday() < 5)

    def is_holiday(self, day: date) -> bool:
        """Whether the records make it a day off: a statutory holiday, its weekend days included; no plain weekend."""
        return TABLE.get().days.get(day) is False

    def hours(self, day: date) -> Spans:
        """The spans worked on ``day``, in order; none on a day that is not worked."""
        return self._office_hours(day) if self.is_working(day) else ()

    def add_hours(self, moment: datetime, hours: float) -> datetime:
        """The moment at which ``hours`` of working time have passed since ``moment``; in UTC.

        Time outside office hours does not count. Zero hours end at the next moment of working time.
        """
        if hours < 0:
            raise ValueError("Working hours are added, not taken away.")
        left = timedelta(hours=hours)
        for start, end in self._spans_from(moment):
            if end - start >= left:
                return (start + left).astimezone(UTC)
            left -= end - start
        raise LookupError(_("工作日历里没有足够的工作时间，请检查节假日和办公时间。"))

    def add_days(self, moment: datetime, days: int) -> datetime:
        """The end of a limit of ``days`` working days (at least one) that starts at ``moment``; in UTC.

        The day of the start is not counted: the limit ends at the same time of day on the ``days``-th working day
        after it. A start outside office hours is first brought into them: before opening to the opening, in the
        lunch break to the afternoon's opening, after closing to the closing, and on a day off to the closing of
        the working day before; so a later start never ends earlier. Where the last day keeps other hours, the
        time of day is brought into them in the same way.
        """
        if days < 1:
            raise ValueError("A limit in working days has at least one day.")
        start = clock.local(moment)
        last = self._nth_working_day(start.date(), days)
        kept = self._into(self.hours(start.date()), start.time())
        return self._at(last, self._into(self.hours(last), kept)).astimezone(UTC)

    def minutes_between(self, start: datetime, end: datetime) -> int:
        """Whole minutes of working time from ``start`` to ``end``; negative when ``end`` is the earlier one."""
        if end < start:
            return -self.minutes_between(end, start)
        total = timedelta()
        for opens, closes in self._spans_from(start):
            if opens >= end:
                break
            total += min(closes, end) - opens
        return total // timedelta(minutes=1)

    def next_opening(self, moment: datetime) -> datetime:
        """``moment`` itself in working time, else the next moment of it; in UTC."""
        return self.add_hours(moment, 0)

    def _office_hours(self, day: date) -> Spans:
        hours = TABLE.get().hours
        for valid_from, spans in hours:
            if valid_from <= day:
                return spans
        raise LookupError(_("没有 %(day)s 的办公时间记录，请先录入。") % {"day": day})

    def _spans_from(self, moment: datetime) -> Iterator[tuple[datetime, datetime]]:
        """The spans of working time that end after ``moment``, the first one cut at it."""
        start = clock.local(moment)
        day = start.date()
        for _step in range(FURTHEST):
            for opens, closes in self.hours(day):
                end = self._at(day, closes)
                if end > start:
                    yield max(start, self._at(day, opens)), end
            day += ONE_DAY

    def _nth_working_day(self, day: date, count: int) -> date:
        for _step in range(FURTHEST):
            day += ONE_DAY
            count -= self.is_working(day)
            if not count:
                return day
        raise LookupError(_("工作日历里没有足够的工作日，请检查节假日。"))

    @staticmethod
    def _into(spans: Spans, at: time) -> time:
        """A time of day brought into ``spans``; with no spans (a day off) the end of the day."""
        if not spans:
            return time.max
        for opens, closes in spans:
            if at <= closes:
                return max(opens, at)
        return spans[-1][1]

    @staticmethod
    def _at(day: date, at: time) -> datetime:
        return datetime.combine(day, at, tzinfo=clock.zone())
