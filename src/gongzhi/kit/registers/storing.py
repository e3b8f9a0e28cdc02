"""Rows stored: compared with what is there, new ones by COPY, changed ones by one update; nothing else is touched."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from psycopg import sql
from psycopg.types.json import Jsonb

Values = dict[str, Any]
MANY = 20_000  # keys: from here on reading all rows that count is cheaper than naming them


@dataclass
class Stored:
    """How many rows were made, changed, and found as they should be."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


def store(
    model: type[models.Model],
    key: Sequence[str],
    rows: list[Values],
    *,
    live: dict[str, Any] | None = None,
    complete: Callable[[list[Values]], None] | None = None,
) -> Stored:
    """Make the table hold ``rows`` (all with the same columns), each known by ``key``.

    :param live: only rows of the table that meet this count as there (areas that have not ended).
    :param complete: gives new rows what only they need, such as an id and a lineage.
    """
    if not rows:
        return Stored()
    table = model._meta.db_table
    _one_at_a_time(table)
    there = _there(model, key, rows, live or {})
    fields = [name for name in rows[0] if name not in key]
    new = [row for row in rows if _key(row, key) not in there]
    pairs = [(there[_key(row, key)], row) for row in rows if _key(row, key) in there]
    changed = [(old["pk"], row) for old, row in pairs if any(old[name] != row[name] for name in fields)]
    if new and complete:
        complete(new)
    _copy(model, table, new)
    _update(model, table, fields, changed)
    return Stored(len(new), len(changed), len(pairs) - len(changed))


def _key(row: Values, key: Sequence[str]) -> tuple[Any, ...]:
    return tuple(row[name] for name in key)


def _one_at_a_time(table: str) -> None:
    """Two imports of one register wait for each other: the second sees what the first has made."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"register:{table}"])


def _there(
    model: type[models.Model], key: Sequence[str], rows: list[Values], live: Values
) -> dict[Any, Values]:
    """What the table holds of these keys: key to its values and primary key; one statement."""
    wanted = {row[key[0]] for row in rows}
    found = model._default_manager.filter(**live)
    if len(wanted) < MANY:
        found = found.filter(**{f"{key[0]}__in": wanted})
    return {_key(row, key): row for row in found.values("pk", *rows[0])}


def _copy(model: type[models.Model], table: str, rows: list[Values]) -> None:
    if not rows:
        return
    columns = [f for f in model._meta.concrete_fields if not _numbers_itself(f) or f.attname in rows[0]]
    defaults = {f.attname: f.get_default() for f in columns if not callable(f.default)}
    made = [f for f in columns if callable(f.default)]
    adapt = {f.attname for f in columns if isinstance(f, models.JSONField)}
    names = sql.SQL(", ").join([_name(f) for f in columns])
    statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            values = {**defaults, **{f.attname: f.get_default() for f in made}, **row}
            copy.write_row([_db(values[f.attname], f.attname in adapt) for f in columns])


def _name(field: Any) -> sql.Composable:
    """The column of a model's field, quoted."""
    return sql.Identifier(field.column)


def _numbers_itself(field: models.Field) -> bool:
    return isinstance(field, models.AutoField | models.BigAutoField)


def _db(value: Any, as_json: bool) -> Any:
    return Jsonb(value) if as_json and value is not None else value


def _update(
    model: type[models.Model], table: str, fields: list[str], changed: list[tuple[Any, Values]]
) -> None:
    """All changed rows by one statement from a temporary table that goes with the transaction."""
    if not changed:
        return
    columns = [_name(model._meta.get_field(name)) for name in fields]
    pk = _name(model._meta.pk)
    stage = sql.Identifier(f"stage_{table}")
    names = sql.SQL(", ").join([pk, *columns])
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("create temp table {} on commit drop as select {} from {} where false").format(
            stage, names, sql.Identifier(table)))  # fmt: skip
        with cursor.copy(sql.SQL("copy {} ({}) from stdin").format(stage, names)) as copy:
            for key, row in changed:
                copy.write_row([key, *(row[name] for name in fields)])
        sets = sql.SQL(", ").join([sql.SQL("{0} = s.{0}").format(column) for column in columns])
        cursor.execute(sql.SQL("update {} as t set {} from {} as s where t.{} = s.{}").format(
            sql.Identifier(table), sets, stage, pk, pk))  # fmt: skip
        cursor.execute(sql.SQL("drop table {}").format(stage))
