"""Rows of the hot path: lock, insert and update by statements that are built once for each model and set of columns.

What the ORM would do, without building the same SQL anew at every request (it took half of a step's time). Values go
through the model's own fields. For the application's database only; models with inheritance are not for here.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any, Generic, TypeVar
from uuid import UUID

from django.db import connection, connections, models
from django.db.models.expressions import DatabaseDefault

M = TypeVar("M", bound=models.Model)
Fields = tuple[models.Field, ...]

PARAMETERS = 65_535  # of one statement; PostgreSQL's protocol counts them in 16 bits


@cache
def _fields(model: type[models.Model]) -> Fields:
    return tuple(model._meta.concrete_fields)  # type: ignore[arg-type]


@cache
def _selected(model: type[models.Model]) -> str:
    columns = ", ".join(f'"{field.column}"' for field in _fields(model))
    return f'select {columns} from "{model._meta.db_table}"'


@cache
def _readers(model: type[models.Model]) -> tuple[tuple[int, Any, Any], ...]:
    """The columns whose values the database driver leaves to the field, such as JSON: (place, field, expression)."""
    return tuple(
        (place, field.from_db_value, field.cached_col)  # type: ignore[attr-defined]
        for place, field in enumerate(_fields(model))
        if hasattr(field, "from_db_value")
    )


def made(model: type[M], row: Sequence[Any]) -> M:
    """An instance from a row of all columns."""
    values = list(row)
    for place, read, column in _readers(model):
        values[place] = read(values[place], column, connection)
    return model.from_db("default", [field.attname for field in _fields(model)], values)


def locked(model: type[M], pk: Any) -> M | None:
    """The row of a key, locked until the transaction ends; None if there is none."""
    key = model._meta.pk.column  # type: ignore[union-attr]
    with connection.cursor() as cursor:
        cursor.execute(f'{_selected(model)} where "{key}" = %s for update', [pk])
        row = cursor.fetchone()
    return made(model, row) if row else None


def locked_above(model: type[M], below: type[models.Model], way: str, pk: Any) -> M | None:
    """The row that the row ``pk`` of ``below`` points at by its foreign key ``way``, locked."""
    key, column = model._meta.pk.column, below._meta.get_field(way).column  # type: ignore[union-attr]
    low = below._meta.pk.column  # type: ignore[union-attr]
    above = f'select "{column}" from "{below._meta.db_table}" where "{low}" = %s'
    with connection.cursor() as cursor:
        cursor.execute(f'{_selected(model)} where "{key}" = ({above}) for update', [pk])
        row = cursor.fetchone()
    return made(model, row) if row else None


def insert(things: Iterable[models.Model]) -> None:
    """Insert instances of one model, by one statement as far as it takes them; serials of the database are set on them."""
    rows = list(things)
    if not rows:
        return
    most = PARAMETERS // len(_fields(type(rows[0])))
    for start in range(0, len(rows), most):
        _inserted(rows[start : start + most])


def _inserted(rows: Sequence[models.Model]) -> None:
    fields = _fields(type(rows[0]))
    database = connections["default"]  # itself: the proxy ``connection`` looks for it at every attribute
    given = tuple(_by_database(rows[0], field) for field in fields)
    sent = [field for field, by_database in zip(fields, given, strict=True) if not by_database]
    values = [
        [field.get_db_prep_save(field.pre_save(row, add=True), database) for field in sent] for row in rows
    ]
    columns_of = enumerate(zip(sent, zip(*values, strict=True), strict=True))
    kept = tuple(place for place, (field, column) in columns_of if field.has_db_default() or _said(column))
    columns = tuple(sent[place].column for place in kept)
    wanted = [field for field, by_database in zip(fields, given, strict=True) if by_database]
    sql = _insert(type(rows[0]), columns, tuple(field.column for field in wanted), len(rows))
    with database.cursor() as cursor:
        cursor.execute(sql, [row[place] for row in values for place in kept])
        back = cursor.fetchall() if wanted else [()] * len(rows)
    for row, answer in zip(rows, back, strict=True):
        for field, value in zip(wanted, answer, strict=True):
            setattr(row, field.attname, value)
        row._state.adding, row._state.db = False, "default"


def _by_database(thing: models.Model, field: models.Field) -> bool:
    """Whether the database gives this value: a default of its own, or a serial."""
    value = getattr(thing, field.attname)
    return isinstance(value, DatabaseDefault) or (value is None and field.primary_key)


def _said(column: tuple[Any, ...]) -> bool:
    """Whether a column has a value in some row. One without is left out: NULL is what the database puts there, and the
    driver keeps only statements of up to fifty values ready.
    """
    return any(value is not None for value in column)


@cache
def _insert(model: type[models.Model], columns: tuple[str, ...], wanted: tuple[str, ...], count: int) -> str:
    row = "(" + ", ".join(["%s"] * len(columns)) + ")"
    returning = " returning " + ", ".join(f'"{name}"' for name in wanted) if wanted else ""
    named = ", ".join(f'"{name}"' for name in columns)
    return f'insert into "{model._meta.db_table}" ({named}) values {", ".join([row] * count)}{returning}'


def update(thing: models.Model, changed: Sequence[str]) -> None:
    """Write these attributes of a thing, by its key."""
    fields = [field for field in _fields(type(thing)) if field.attname in changed]
    values = [field.get_db_prep_save(getattr(thing, field.attname), connection) for field in fields]
    with connection.cursor() as cursor:
        cursor.execute(_update(type(thing), tuple(field.column for field in fields)), [*values, thing.pk])


@cache
def _update(model: type[models.Model], columns: tuple[str, ...]) -> str:
    key = model._meta.pk.column  # type: ignore[union-attr]
    changes = ", ".join(f'"{column}" = %s' for column in columns)
    return f'update "{model._meta.db_table}" set {changes} where "{key}" = %s'


class Reading(Generic[M]):
    """A queryset of one parameter whose SQL is built once: ``Reading(lambda pk: rows_of(pk)).first(pk)``.

    ``make`` is called once with a placeholder; annotations come as attributes, converted as Django would.
    """

    PLACE = UUID(int=0)

    def __init__(self, make: Callable[[Any], models.QuerySet[M]]) -> None:
        self.make = make
        self.built: tuple[str, tuple[Any, ...], Any, Any] | None = None

    def first(self, value: Any) -> M | None:
        """The one thing, or None."""
        sql, params, compiler, converters = self.built or self._build()
        with connection.cursor() as cursor:
            cursor.execute(sql, [value if param == self.PLACE else param for param in params])
            row = cursor.fetchone()
        if row is None:
            return None
        values = list(row)
        for place, (functions, expression) in converters.items():
            for function in functions:
                values[place] = function(values[place], expression, connection)
        names = [field.attname for field in _fields(compiler.query.model)]
        thing = compiler.query.model.from_db(
            "default", names, [values[i] for i in compiler.klass_info["select_fields"]]
        )
        for name, place in compiler.annotation_col_map.items():
            setattr(thing, name, values[place])
        return thing

    def _build(self) -> tuple[str, tuple[Any, ...], Any, Any]:
        compiler = self.make(self.PLACE).query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        converters = compiler.get_converters([expression for expression, _sql, _alias in compiler.select])
        self.built = (sql, tuple(params), compiler, converters)
        return self.built
