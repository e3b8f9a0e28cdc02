"""A list as a page, a spreadsheet or a sheet of paper: the same rows, the same filters."""

import tempfile
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

import xlsxwriter
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gongzhi.kit import clock
from gongzhi.kit.web import lists, words
from gongzhi.kit.web.address import changed_query
from gongzhi.kit.web.cursor import Row
from gongzhi.kit.web.tables import SORT, Column, Page, Source, Table, wants

MOST_ROWS = 200_000
MOST_PRINTED = 2_000
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SAFE = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def answer(
    request: HttpRequest,
    table: Table,
    source: Source,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    status: int = 200,
) -> Any:
    """The page of a list; with ``?as=xlsx`` its spreadsheet, with ``?as=print`` its print.

    Opened without any filter it goes to its reader's first view, if they have one.
    """
    form = wants(request)
    if form == "xlsx":
        return spreadsheet(table, source, request)
    if form == "print":
        return printed(request, table, source)
    beside = lists.beside(request)
    if first := lists.first_of(request, beside):
        return HttpResponseRedirect(first)
    page = _page(request, table, source)
    if page is None:
        messages.warning(request, _("这个视图里的排序已经没有了，按原来的顺序列出。"))
        return HttpResponseRedirect(changed_query(request.GET, {SORT: None}))
    known = {"page": page, "beside": beside, "now": clock.now(), "batch": lists.batch_of(request.GET)}
    return render(request, template, known | (context or {}), status=status)


def _page(request: HttpRequest, table: Table, source: Source) -> Page | None:
    """The page of the address; None if a kept view sorts by a column that is gone."""
    try:
        return table.page(source, request.GET)
    except Http404:
        if lists.VIEW not in request.GET or SORT not in request.GET or lists.placed(request.GET):
            raise
        return None


def spreadsheet(table: Table, source: Source, request: HttpRequest) -> FileResponse:
    """What is shown, all pages of it, as .xlsx."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 -- FileResponse closes it
    columns = table.kept(request.GET)
    rows = table.ordered(source, request.GET)[:MOST_ROWS]
    write(file, str(table.label), columns, rows.iterator(chunk_size=2000))
    file.seek(0)
    name = f"{table.label}-{clock.local():%Y%m%d-%H%M}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def write(file: IO[bytes], title: str, columns: list[Column], rows: Any) -> int:
    """A sheet with one head row; text that looks like a formula stays text. The number of rows written."""
    count = 0
    with xlsxwriter.Workbook(file, SAFE) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        head = book.add_format({"bold": True, "bottom": 1})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for place, column in enumerate(columns):
            sheet.set_column(place, place, 12 if column.right else 20)
            sheet.write_string(0, place, str(column.label), head)
        for count, row in enumerate(rows, start=1):
            _write_row(sheet, count, columns, row, (moment, day))
    return count


def _sheet_name(title: str) -> str:
    return "".join("_" if letter in "[]:*?/\\'" else letter for letter in title)[:31] or "1"


def _write_row(
    sheet: Worksheet, at: int, columns: list[Column], row: Row, formats: tuple[Format, Format]
) -> None:
    moment, day = formats
    for place, column in enumerate(columns):
        value = column.exported(row)
        if value is None or value == "":
            continue
        if isinstance(value, datetime):
            sheet.write_datetime(at, place, clock.local(value).replace(tzinfo=None), moment)
        elif isinstance(value, date):
            sheet.write_datetime(at, place, datetime(value.year, value.month, value.day), day)  # noqa: DTZ001
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            sheet.write_number(at, place, float(value))
        else:
            sheet.write_string(at, place, said_in_cell(value))


def said_in_cell(value: Any) -> str:
    if isinstance(value, bool):
        return _("是") if value else _("否")
    return str(value)[:32767]


def printed(request: HttpRequest, table: Table, source: Source) -> HttpResponse:
    """The list for paper (台账), up to two thousand rows."""
    columns = table.kept(request.GET)
    rows = list(table.ordered(source, request.GET)[: MOST_PRINTED + 1])
    context = {
        "title": table.label,
        "as_of": words.stamp(clock.now()),
        "filters": table.said(request.GET),
        "columns": columns,
        "rows": [[(column.shown(row), column.right) for column in columns] for row in rows[:MOST_PRINTED]],
        "cut": MOST_PRINTED if len(rows) > MOST_PRINTED else 0,
    }
    return render(request, "web/table_print.html", context)
