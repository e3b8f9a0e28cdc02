"""When a notice goes out by a way outside the app: at once if urgent, else gathered, and never in the quiet hours."""

from datetime import datetime, time, timedelta

from gongzhi.kit import clock
from gongzhi.kit.records import rules as records
from gongzhi.town.notices.models import Pace

FIRST_AGAIN, LAST_AGAIN = timedelta(minutes=1), timedelta(hours=2)


def quiet_hours() -> tuple[time, time]:
    """From when to when nobody is disturbed, by the record ``notices.quiet`` ({"from": "22:00", "to": "07:00"})."""
    found = records.value("notices.quiet")
    return time.fromisoformat(found["from"]), time.fromisoformat(found["to"])


def gathered() -> timedelta:
    """How long notices are gathered into one message."""
    return timedelta(minutes=float(records.value("notices.digest_minutes")))


def kept_trying() -> timedelta:
    """How long a message that cannot be handed over is tried again."""
    return timedelta(hours=float(records.value("notices.give_up_hours")))


def quiet_until(moment: datetime) -> datetime | None:
    """When the quiet hours around a moment end; None outside them."""
    start, end = quiet_hours()
    if start == end:
        return None
    at, day = clock.local(moment).time(), clock.local(moment).date()
    over_midnight = start > end
    inside = (at >= start or at < end) if over_midnight else start <= at < end
    if not inside:
        return None
    if over_midnight and at >= start:
        day += timedelta(days=1)
    return datetime.combine(day, end, clock.zone())


def morning_after(moment: datetime) -> datetime:
    """The next end of the quiet hours: when the day's one message goes out."""
    end = quiet_hours()[1]
    day = clock.local(moment).date()
    today = datetime.combine(day, end, clock.zone())
    return today if moment < today else datetime.combine(day + timedelta(days=1), end, clock.zone())


def due_at(moment: datetime, *, urgent: bool, pace: str = Pace.WINDOW) -> datetime:
    """When a notice of ``moment`` is due outside."""
    if urgent:
        return moment
    if pace == Pace.DAILY:
        return morning_after(moment)
    due = moment + gathered()
    return quiet_until(due) or due


def again_at(moment: datetime, attempts: int, *, urgent: bool) -> datetime:
    """When to try again after ``attempts`` failures: a minute, two, four, up to two hours; not in the quiet hours."""
    due = moment + min(FIRST_AGAIN * 2 ** min(attempts, 10), LAST_AGAIN)
    return due if urgent else quiet_until(due) or due
