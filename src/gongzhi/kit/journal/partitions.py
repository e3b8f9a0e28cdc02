"""Monthly partitions of the journal: ranges of its own time-ordered ids, made three months ahead."""

from datetime import UTC, datetime

from django.db import connection

from gongzhi.kit.clock import now
from gongzhi.kit.identity import first_id

MAKE = """
create table if not exists journal_{name} partition of journal_entry for values from ('{low}') to ('{high}');
create or replace trigger no_truncate before truncate on journal_{name}
    for each statement execute function journal_refuse_truncate();
"""


def month_of(moment: datetime, ahead: int = 0) -> datetime:
    """The first moment (UTC) of the month that lies ``ahead`` months after ``moment``'s."""
    months = moment.year * 12 + moment.month - 1 + ahead
    return datetime(months // 12, months % 12 + 1, 1, tzinfo=UTC)


def make_ahead(months: int = 3, since: datetime | None = None) -> list[str]:
    """Make this month's partition and the next ones; needs the owner's role. Returns the names."""
    start, names = since or now(), []
    count = (now().year - start.year) * 12 + now().month - start.month + months
    with connection.cursor() as cursor:
        for ahead in range(count + 1):
            low, high = month_of(start, ahead), month_of(start, ahead + 1)
            name = f"{low:%Y_%m}"
            cursor.execute(MAKE.format(name=name, low=first_id(low), high=first_id(high)))
            names.append(name)
    return names


def in_default() -> int:
    """How many rows lie in no month: should be none."""
    with connection.cursor() as cursor:
        cursor.execute("select count(*) from journal_default")
        return cursor.fetchone()[0]
