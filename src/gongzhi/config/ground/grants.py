"""What the application's role may do: everything but own a table, and on the journal only read and append.

Applied by the owner after each migration; doing it again changes nothing. No schema is named, so that a province
can keep each city in a schema of its own (ARCHITECTURE §5).
"""

from django.db.backends.base.base import BaseDatabaseWrapper

JOURNAL = "journal_entry"

GRANT = """
do $$
declare
    here text := quote_ident(current_schema());
    role text := {role};
begin
    execute format('grant usage on schema %s to %s', here, role);
    execute format('grant select, insert, update, delete on all tables in schema %s to %s', here, role);
    execute format('grant usage, select, update on all sequences in schema %s to %s', here, role);
    execute format('grant execute on all functions in schema %s to %s', here, role);
    execute format('alter default privileges in schema %s grant select, insert, update, delete on tables to %s',
        here, role);
    execute format('alter default privileges in schema %s grant usage, select, update on sequences to %s',
        here, role);
    execute format('alter default privileges in schema %s grant execute on functions to %s', here, role);
end $$
"""
APPEND_ONLY = """
do $$
declare
    role text := {role};
    part regclass;
begin
    for part in
        select relid from pg_partition_tree(to_regclass({journal}))
    loop
        execute format('revoke all on %s from %s', part, role);
        execute format('grant select, insert on %s to %s', part, role);
    end loop;
end $$
"""


def apply(connection: BaseDatabaseWrapper, role: str) -> None:
    """Give `role` its rights on every table, sequence and function here, now and in future. Run as owner."""
    quoted = "quote_ident('" + role.replace("'", "''") + "')"
    with connection.cursor() as cursor:
        cursor.execute(GRANT.format(role=quoted))
        close_journal(connection, role)


def close_journal(connection: BaseDatabaseWrapper, role: str) -> None:
    """Leave `role` reading and appending on the journal and each partition of it; also after making partitions."""
    quoted = "quote_ident('" + role.replace("'", "''") + "')"
    with connection.cursor() as cursor:
        cursor.execute(APPEND_ONLY.format(role=quoted, journal=f"'{JOURNAL}'"))


def role_exists(connection: BaseDatabaseWrapper, role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("select 1 from pg_roles where rolname = %s", [role])
        return cursor.fetchone() is not None


def owned_by(connection: BaseDatabaseWrapper, role: str) -> list[str]:
    """The tables that `role` owns here: there should be none."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select tablename from pg_tables where schemaname = current_schema() and tableowner = %s", [role]
        )
        return [row[0] for row in cursor.fetchall()]


def may_change_journal(connection: BaseDatabaseWrapper, role: str) -> bool:
    """Whether `role` could rewrite the past: update, delete or truncate a row of any partition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select coalesce(bool_or(has_table_privilege(%s, relid, 'update, delete, truncate')), false)"
            " from pg_partition_tree(to_regclass(%s))",
            [role, JOURNAL],
        )
        return cursor.fetchone()[0]
