"""The application's role reads and appends on the journal, and can do nothing else to it."""

import psycopg
import pytest
from django.db import connection, connections, transaction
from django.db.utils import ProgrammingError

from gongzhi.config.ground import grants

ROLE = "gongzhi_app"

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_application():
    """The rest of the test as the application's role; rolled back with the test."""
    if not grants.role_exists(connection, ROLE):
        with connection.cursor() as cursor:
            cursor.execute(f"create role {ROLE} login")
    grants.apply(connection, ROLE)
    with connection.cursor() as cursor:
        cursor.execute(f"set local role {ROLE}")
        yield cursor
        cursor.execute("reset role")


@pytest.mark.parametrize(
    "verb",
    [
        "update journal_entry set verb = 'x'",
        "delete from journal_entry",
        "truncate journal_entry",
        "delete from journal_default",
        "truncate journal_default",
        "drop table journal_default",
        "alter table journal_entry add column x int",
    ],
)
def test_the_past_is_not_changed(as_application, verb):
    with pytest.raises(ProgrammingError) as refused, transaction.atomic():
        as_application.execute(verb)
    assert isinstance(refused.value.__cause__, psycopg.errors.InsufficientPrivilege)


def test_each_partition_is_closed_too(as_application):
    as_application.execute("select relid::regclass::text from pg_partition_tree('journal_entry')")
    for (part,) in as_application.fetchall():
        with pytest.raises(ProgrammingError), transaction.atomic():
            as_application.execute(f"delete from {part}")
    assert not grants.may_change_journal(connection, ROLE)


def test_reading_and_everyday_tables_are_open(as_application):
    as_application.execute("select count(*) from journal_entry")
    as_application.execute("insert into gongzhi_mark (name) values ('x')")
    as_application.execute("delete from gongzhi_mark")


def test_it_owns_nothing_and_doing_it_again_changes_nothing(as_application):
    as_application.execute("reset role")
    before = _rights(as_application)
    grants.apply(connection, ROLE)
    assert _rights(as_application) == before
    assert all(grants.owned_by(connections[alias], ROLE) == [] for alias in connections)


def _rights(cursor) -> list:
    cursor.execute(
        "select relname, relacl::text from pg_class where relnamespace = to_regnamespace(current_schema()) order by 1"
    )
    return cursor.fetchall()
