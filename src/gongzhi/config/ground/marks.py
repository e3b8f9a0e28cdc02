"""Marks on the database itself, such as ``demo``: what it is, wherever its address points."""

from django.db import connection, transaction
from django.db.utils import ProgrammingError


def mark(name: str) -> None:
    """Set a mark; setting it again changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("insert into gongzhi_mark (name) values (%s) on conflict do nothing", [name])


def unmark(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from gongzhi_mark where name = %s", [name])


def marks() -> frozenset[str]:
    """All marks; none where the table does not exist yet (before the first migration)."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("select name from gongzhi_mark")
            return frozenset(row[0] for row in cursor.fetchall())
    except ProgrammingError:
        return frozenset()
