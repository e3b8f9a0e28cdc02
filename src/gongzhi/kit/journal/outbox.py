"""The outbox: listeners read the journal by cursor, in the order in which transactions became safe to read.

A row is read only when every transaction older than its own has ended (its number lies below the snapshot's xmin):
so a cursor never passes a row that is still to be committed. At least once; listeners are idempotent.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q
from django.db.models.expressions import RawSQL

from gongzhi.kit.clock import now
from gongzhi.kit.journal.models import Cursor, Entry

NOTHING = UUID(int=0)
SAFE = RawSQL("pg_snapshot_xmin(pg_current_snapshot())::text::bigint", [])
Position = tuple[int, UUID]


def read(after: Position, limit: int = 500) -> list[Entry]:
    """The next rows after a position, oldest first."""
    xid, last = after
    later = Q(xid__gt=xid) | Q(xid=xid, id__gt=last)
    return list(Entry.objects.filter(later, xid__gte=xid, xid__lt=SAFE).order_by("xid", "id")[:limit])


def end() -> Position:
    """The position after everything that is safe to read now: where a new live listener starts."""
    row = Entry.objects.filter(xid__lt=SAFE).order_by("-xid", "-id").values_list("xid", "id").first()
    return row or (0, NOTHING)


def pump(listener: str, hear: Callable[[list[Entry]], None], limit: int = 500) -> int:
    """Give a listener its next rows and move its cursor in the same transaction; returns how many."""
    with transaction.atomic():
        Cursor.objects.get_or_create(listener=listener)
        cursor = Cursor.objects.select_for_update().get(listener=listener)
        rows = read((cursor.xid, cursor.last or NOTHING), limit)
        if rows:
            hear(rows)
            cursor.xid, cursor.last, cursor.moved_at = rows[-1].xid, rows[-1].id, now()
            cursor.save()
    return len(rows)


def lag() -> int:
    """How many rows wait for the slowest listener (at most 10,000 counted)."""
    slowest = Cursor.objects.order_by("xid").values_list("xid", flat=True).first() or 0
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from (select 1 from journal_entry where xid > %s limit 10000) rows", [slowest]
        )
        return cursor.fetchone()[0]
