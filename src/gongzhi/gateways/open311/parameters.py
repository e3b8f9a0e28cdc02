"""What a request says, read strictly: every fault is a 400 that names its field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils.dateparse import parse_datetime

from gongzhi.gateways.open311.errors import Wrong
from gongzhi.gateways.open311.services import IDENTIFIER
from gongzhi.kit import clock

SPAN = timedelta(days=90)
MOST_ROWS = 1000
MOST_PAGES = 1000
LONGEST_LIST = 1000
EARLIEST, LATEST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
STATUSES = ("open", "closed")


@dataclass(frozen=True)
class Span:
    """From a moment to a moment, both included."""

    start: datetime
    end: datetime


def text(given: Mapping[str, str], name: str, longest: int) -> str:
    """A field's words, without blanks around them; "" if it is not there."""
    value = given.get(name, "").strip()
    if len(value) > longest:
        raise Wrong(400, f"{name} has more than {longest} characters")
    if any(ord(sign) < 32 and sign not in "\r\n\t" for sign in value):
        raise Wrong(400, f"{name} has unprintable characters")
    return value


def number(given: Mapping[str, str], name: str, least: float, most: float) -> float | None:
    value = text(given, name, 40)
    if not value:
        return None
    try:
        found = float(value)
    except ValueError:
        raise Wrong(400, f"{name} is not a number") from None
    if not least <= found <= most:
        raise Wrong(400, f"{name} is not between {least:g} and {most:g}")
    return found


def whole(given: Mapping[str, str], name: str, default: int, most: int) -> int:
    value = text(given, name, 12)
    if not value:
        return default
    if not re.fullmatch(r"[0-9]+", value) or not 1 <= int(value) <= most:
        raise Wrong(400, f"{name} is not a whole number from 1 to {most}")
    return int(value)


def listed(given: Mapping[str, str], name: str, allowed: tuple[str, ...] = ()) -> list[str]:
    """A list separated by commas."""
    values = [one.strip() for one in text(given, name, 40_000).split(",") if one.strip()]
    if len(values) > LONGEST_LIST:
        raise Wrong(400, f"{name} names more than {LONGEST_LIST}")
    for one in values:
        if not (one in allowed if allowed else IDENTIFIER.match(one)):
            raise Wrong(400, f"{name} has a wrong value")
    return values


def when(given: Mapping[str, str], name: str) -> datetime | None:
    """A moment with its zone. A plus that an address turned into a blank is understood."""
    value = re.sub(r" (?=\d\d:?\d\d$)", "+", text(given, name, 40))
    if not value:
        return None
    try:
        found = parse_datetime(value)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise Wrong(400, f"{name} is not like 2026-11-22T08:00:00+08:00")
    if not EARLIEST <= found <= LATEST:
        raise Wrong(400, f"{name} is not between 2000 and 2100")
    return found


def span(given: Mapping[str, str], default: timedelta = SPAN) -> Span:
    """``start_date`` to ``end_date``: at most 90 days, by default the last 90."""
    start, end = when(given, "start_date"), when(given, "end_date")
    if start and end:
        if end < start:
            raise Wrong(400, "end_date is before start_date")
        if end - start > SPAN:
            raise Wrong(400, "start_date and end_date are more than 90 days apart")
        return Span(start, end)
    if start:
        return Span(start, start + SPAN)
    end = end or clock.now()
    return Span(end - default, end)


def page(given: Mapping[str, str]) -> slice:
    """Which rows: ``page`` from 1, ``page_size`` at most (and by default) 1,000."""
    size = whole(given, "page_size", MOST_ROWS, MOST_ROWS)
    start = (whole(given, "page", 1, MOST_PAGES) - 1) * size
    return slice(start, start + size)
