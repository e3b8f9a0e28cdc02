"""Throttle: how often a key may fail or ask within a window, counted in the database for all processes."""

from datetime import timedelta

from django.db import connection
from django.utils.translation import gettext as _

from gongzhi.kit.clock import now
from gongzhi.kit.flow import Stopped


class TooOften(Stopped):
    """Asked or failed too often (429)."""

    status = 429


def check(key: str, limit: int) -> None:
    """Raise TooOften when ``key`` has reached ``limit`` in the running window."""
    with connection.cursor() as cursor:
        cursor.execute("select times from throttle_attempt where key = %s and until > %s", [key, now()])
        row = cursor.fetchone()
    if row and row[0] >= limit:
        raise TooOften(_("试得太多了，请过一会儿再来，或打12345报编号。"))


def count(key: str, minutes: int) -> None:
    """Count one attempt of ``key``; the window of ``minutes`` starts with its first."""
    moment = now()
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into throttle_attempt as a (key, times, until) values (%s, 1, %s) on conflict (key) do update "
            "set times = case when a.until > %s then a.times + 1 else 1 end, "
            "until = case when a.until > %s then a.until else excluded.until end",
            [key, moment + timedelta(minutes=minutes), moment, moment],
        )


def check_and_count(key: str, limit: int, minutes: int) -> None:
    """For what may be asked ``limit`` times a window, whether it succeeds or not."""
    check(key, limit)
    count(key, minutes)
