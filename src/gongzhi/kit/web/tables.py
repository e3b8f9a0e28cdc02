"""Lists, declared: columns, filters that live in the address, sort, choice of columns, keyset paging.

    CASES = Table(
        label=_("事项"),
        columns=(
            Column("due_at", _("时钟"), cell=lambda row: render_clock(row), sort="due_at"),
            Column("title", _("事项"), cell=title_cell),
            Column("reports", _("人数"), right=True, sort="reports"),
        ),
        filters=(Filter("stage", _("阶段"), lambda rows, v: rows.filter(stage=v), choices=stages),),
        order="due_at",
    )
    page = CASES.page(lambda: queries.listed(actor), request.GET)

The source is any callable that makes a ``.values()`` queryset holding ``id`` and every sort value.
Export and print are in ``table_answers``; kept views and batches in ``lists``.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.web import words
from gongzhi.kit.web.address import changed_query, pairs_without
from gongzhi.kit.web.cursor import Order, Row, window

Rows = QuerySet[Any, Row]
Source = Callable[[], Rows]
Choices = Callable[[], Iterable[tuple[Any, Any]]]
SORT, COLUMN = "sort", "col"


@dataclass(frozen=True)
class Column:
    """A column: ``cell(row)`` is what the page shows (SafeString for markup), ``value(row)`` goes to exports.

    ``sort`` is the name of the row's value to order by, '' if it cannot be sorted; ``optional`` may be left
    out by the reader, ``hidden`` is optional and left out until asked for; ``control`` is no part of exports and prints.
    """

    name: str
    label: Any
    cell: Callable[[Row], Any] | None = None
    value: Callable[[Row], Any] | None = None
    sort: str = ""
    nullable: bool = True
    right: bool = False
    optional: bool = False
    hidden: bool = False
    control: bool = False

    def shown(self, row: Row) -> Any:
        return self.cell(row) if self.cell else said(row.get(self.name))

    def exported(self, row: Row) -> Any:
        return self.value(row) if self.value else row.get(self.name)


def ticks(title: Callable[[Row], Any], form: str = "bulk") -> Column:
    """The boxes of a step on several rows, each named for screen readers by its row's ``title``."""

    def box(row: Row) -> Any:
        return format_html(
            '<input type="checkbox" name="one" value="{}" aria-label="{}" form="{}">',
            row["id"],
            _("选 %s") % title(row),
            form,
        )

    return Column("tick", gettext_lazy("选"), cell=box, control=True)


@dataclass(frozen=True)
class Filter:
    """A choice (with ``choices``) or a box of a ``kind`` (text, search, date) that narrows the rows."""

    name: str
    label: Any
    apply: Callable[[Rows, str], Rows]
    choices: Choices | None = None
    kind: str = "search"


def titled(url: str, text: Any, line: str = "") -> Any:
    """The cell that opens a row's thing, with a second line under it if there is one."""
    second = format_html('<span class="l2">{}</span>', line) if line else ""
    return format_html('<a class="ttl" href="{}">{}</a>{}', url, text, second)


def labelled(name: str, label: Any, kind: Any, **more: Any) -> Column:
    """A column of a choice (``kind``, a TextChoices): its label on the page and in exports, empty for none."""

    def words_of(row: Row) -> str:
        return str(kind(row[name]).label) if row[name] else ""

    return Column(name, label, cell=words_of, value=words_of, **more)


def chosen_by(name: str, label: Any, kind: Any) -> Filter:
    """The filter of a choice."""
    return Filter(
        name, label, lambda rows, value: rows.filter(**{name: value}), choices=lambda: [c for c in kind.choices if c[0]]
    )  # fmt: skip


@dataclass(frozen=True)
class Choice:
    label: str
    url: str
    here: bool


@dataclass(frozen=True)
class FilterFace:
    """A filter as it is drawn."""

    name: str
    label: str
    kind: str
    value: str
    shown: str
    all_url: str
    choices: list[Choice]
    others: list[tuple[str, str]]


@dataclass(frozen=True)
class Head:
    label: str
    right: bool
    url: str
    sorted: str
    control: bool = False


@dataclass(frozen=True)
class Cell:
    html: Any
    right: bool


@dataclass(frozen=True)
class Tick:
    name: str
    label: str
    here: bool


@dataclass(frozen=True)
class Page:
    """What ``web/parts/filters.html`` and ``web/parts/table.html`` draw."""

    label: str
    heads: list[Head]
    rows: list[list[Cell]]
    data: list[Row]
    filters: list[FilterFace]
    optional_columns: list[Tick]
    others_than_columns: list[tuple[str, str]]
    previous: str
    next: str
    cleared: str
    empty_title: str
    empty_text: str


@dataclass(frozen=True)
class Table:
    """A list. ``order`` names a column, with ``-`` for downwards; ``size`` rows a page."""

    label: Any
    columns: tuple[Column, ...]
    filters: tuple[Filter, ...] = ()
    order: str = ""
    key: str = "id"
    size: int = 50
    empty_title: Any = ""
    empty_text: Any = ""
    by_name: dict[str, Column] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {column.name: column for column in self.columns})

    def page(self, source: Source, query: QueryDict) -> Page:
        """One page for an address's query; 404 on a cursor or sort that no page of ours links to."""
        order = self.ordering(query)
        found = window(
            self.narrowed(source, query), order, self.size, query.get("after", ""), query.get("before", "")
        )
        columns = self.chosen(query)
        return Page(
            label=str(self.label),
            heads=[self._head(column, query) for column in columns],
            rows=[[Cell(column.shown(row), column.right) for column in columns] for row in found.rows],
            data=list(found.rows),
            filters=[self._face(one, query) for one in self.filters],
            optional_columns=self._ticks(query, columns),
            others_than_columns=pairs_without(query, COLUMN),
            previous=found.previous,
            next=found.next,
            cleared=self._cleared(query),
            empty_title=str(self.empty_title) or _("没有符合的记录"),
            empty_text=str(self.empty_text) or _("换一换上面的筛选，或清除筛选再看。"),
        )

    def narrowed(self, source: Source, query: QueryDict) -> Rows:
        """The source under the filters of the address; a choice that no longer exists finds nothing."""
        rows = source()
        for one in self.filters:
            value = query.get(one.name, "").strip()
            if not value:
                continue
            if one.choices and value not in {str(known) for known, _label in one.choices()}:
                rows = rows.none()
            else:
                rows = self._applied(one, rows, value)
        return rows

    def _applied(self, one: Filter, rows: Rows, value: str) -> Rows:
        try:
            return one.apply(rows, value)
        except (ValueError, TypeError):
            return rows.none()

    def ordered(self, source: Source, query: QueryDict) -> Rows:
        """All rows of the address in its order, for an export."""
        return self.narrowed(source, query).order_by(*self.ordering(query).names())

    def ordering(self, query: QueryDict) -> Order:
        wanted = query.get(SORT) or self.order or self.columns[0].name
        column = self.by_name.get(wanted.lstrip("-"))
        if column is None or not column.sort:
            raise Http404("no such sort")
        return Order(column.sort, wanted.startswith("-"), column.nullable, self.key)

    def said(self, query: QueryDict) -> list[str]:
        """The filters of the address in words, for what is printed: 阶段：在办."""
        faces = [self._face(one, query) for one in self.filters]
        return [_("%(name)s：%(value)s") % {"name": f.label, "value": f.shown} for f in faces if f.value]

    def kept(self, query: QueryDict) -> list[Column]:
        """The columns of an export or a print: those shown, without controls."""
        return [column for column in self.chosen(query) if not column.control]

    def chosen(self, query: QueryDict) -> list[Column]:
        """The columns to show: all that must stand, and of the others those asked for in the address."""
        asked = set(query.getlist(COLUMN))
        return [column for column in self.columns if self._stands(column, asked)]

    def _stands(self, column: Column, asked: set[str]) -> bool:
        if not (column.optional or column.hidden):
            return True
        return column.name in asked if asked else not column.hidden

    def _head(self, column: Column, query: QueryDict) -> Head:
        if not column.sort:
            return Head(str(column.label), column.right, "", "", column.control)
        now = query.get(SORT) or self.order
        up, down = now == column.name, now == f"-{column.name}"
        turned = f"-{column.name}" if up else column.name
        direction = "ascending" if up else "descending" if down else ""
        return Head(str(column.label), column.right, changed_query(query, {SORT: turned}), direction)

    def _face(self, one: Filter, query: QueryDict) -> FilterFace:
        value = query.get(one.name, "").strip()
        known = [(str(v), str(label)) for v, label in one.choices()] if one.choices else []
        shown = dict(known).get(value, value) or _("全部")
        return FilterFace(
            name=one.name,
            label=str(one.label),
            kind="choice" if one.choices else one.kind,
            value=value,
            shown=shown,
            all_url=changed_query(query, {one.name: None}),
            choices=[Choice(label, changed_query(query, {one.name: v}), v == value) for v, label in known],
            others=pairs_without(query, one.name),
        )

    def _ticks(self, query: QueryDict, shown: list[Column]) -> list[Tick]:
        loose = [column for column in self.columns if column.optional or column.hidden]
        return [Tick(column.name, str(column.label), column in shown) for column in loose]

    def _cleared(self, query: QueryDict) -> str:
        names = [one.name for one in self.filters]
        return changed_query(query, dict.fromkeys(names)) if any(query.get(name) for name in names) else ""


def said(value: Any) -> Any:
    """A plain value as a page says it."""
    if value is None or value == "":
        return "—"
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    return words.thousands(value) if isinstance(value, int | float) else value


def wants(request: HttpRequest) -> str:
    """``xlsx`` or ``print`` if the address asks for the list in that form."""
    form = request.GET.get("as", "")
    return form if form in {"xlsx", "print"} else ""
