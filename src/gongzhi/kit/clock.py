"""The one clock. Rooms never ask the machine; tests and the demo city move this clock, nothing else.

Durations come in four units, each said by the record that sets them: wall hours, working hours, working days and
natural days. Working time follows a calendar (``town.calendar``) that fills the port ``working``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache
from typing import Protocol
from zoneinfo import ZoneInfo

from django.conf import settings

_held: ContextVar[datetime | None] = ContextVar("held", default=None)


def now() -> datetime:
    """This moment, aware, in UTC; the held one inside ``at``."""
    return _held.get() or datetime.now(UTC)


@cache
def zone() -> ZoneInfo:
    """The city's time zone."""
    return ZoneInfo(settings.TIME_ZONE)


def local(moment: datetime | None = None) -> datetime:
    """A moment in the city's own time."""
    return (moment or now()).astimezone(zone())


def today() -> date:
    return local().date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Hold the clock at ``moment`` (aware) for what runs inside."""
    token = _held.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _held.reset(token)


class Unit(StrEnum):
    HOURS = "hours"
    WORKING_HOURS = "working_hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"


@dataclass(frozen=True)
class Limit:
    """An amount of time in one of the four units, such as 2 wall hours or 7 natural days."""

    amount: float
    unit: Unit

    def after(self, moment: datetime) -> datetime:
        """When the limit ends that starts at ``moment``; natural days end at the same time of day."""
        if self.unit == Unit.HOURS:
            return moment + timedelta(hours=self.amount)
        if self.unit == Unit.DAYS:
            return (local(moment) + timedelta(days=self.amount)).astimezone(UTC)
        if self.unit == Unit.WORKING_DAYS:
            return _calendar.add_days(moment, int(self.amount))
        return _calendar.add_hours(moment, self.amount)


class WorkingTime(Protocol):
    """What a calendar must answer."""

    def is_working(self, day: date) -> bool: ...

    def hours(self, day: date) -> tuple[tuple[time, time], ...]: ...

    def add_hours(self, moment: datetime, hours: float) -> datetime: ...

    def add_days(self, moment: datetime, days: int) -> datetime: ...

    def minutes_between(self, start: datetime, end: datetime) -> int: ...


_calendar: WorkingTime


def keep_time_by(calendar: WorkingTime) -> None:
    """The port that ``town.calendar`` fills at start-up."""
    global _calendar
    _calendar = calendar


def calendar() -> WorkingTime:
    return _calendar
