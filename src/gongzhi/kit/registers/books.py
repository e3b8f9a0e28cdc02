"""Workbooks written: the template, the rows with reasons, the export. Text stays text, formulas are never made."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind, in_every_language

OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "yyyy-mm-dd",
}
ROW_NUMBER, REASON = gettext_lazy("原行号"), gettext_lazy("有误的原因")
TEMPLATE_ROWS = 5000
WIDE = 22


def template(path: Path, title: str, columns: Sequence[Column]) -> None:
    """An empty workbook: headings, drop-downs, text-formatted code columns, an example and a sheet of notes."""
    with xlsxwriter.Workbook(path, {**OPTIONS, "constant_memory": False}) as book:
        sheet = _sheet(book, title, columns)
        lists = book.add_worksheet(_("选项"))
        for place, column in enumerate(columns):
            _drop_down(sheet, lists, place, column)
        lists.hide()
        _notes(book, columns)


def _sheet(book: Any, title: str, columns: Sequence[Column]) -> Any:
    sheet = book.add_worksheet(sheet_name(title))
    must = book.add_format({"bold": True, "bottom": 1, "font_color": "#b42318"})
    may = book.add_format({"bold": True, "bottom": 1})
    as_text = book.add_format({"num_format": "@"})
    as_day = book.add_format({"num_format": "yyyy-mm-dd"})
    as_moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    formats = {Kind.TEXT: as_text, Kind.CODE: as_text, Kind.DAY: as_day, Kind.MOMENT: as_moment}
    for place, column in enumerate(columns):
        sheet.set_column(place, place, WIDE, formats.get(column.kind))
    for place, column in enumerate(columns):
        sheet.write_string(0, place, str(column.heading), must if column.required else may)
    sheet.freeze_panes(1, 0)
    return sheet


def _drop_down(sheet: Any, lists: Any, place: int, column: Column) -> None:
    labels = [str(label) for label in column.options().values()]
    if column.kind == Kind.YESNO:
        labels = [_("是"), _("否")]
    if not labels:
        return
    for at, label in enumerate(labels):
        lists.write_string(at, place, label)
    letter = xlsxwriter.utility.xl_col_to_name(place)
    source = f"='{_('选项')}'!${letter}$1:${letter}${len(labels)}"
    sheet.data_validation(1, place, TEMPLATE_ROWS, place, {"validate": "list", "source": source})


def _notes(book: Any, columns: Sequence[Column]) -> None:
    sheet = book.add_worksheet(_("填写说明"))
    sheet.set_column(0, 3, WIDE)
    for place, word in enumerate((_("列"), _("必填"), _("例子"), _("说明"))):
        sheet.write_string(0, place, word)
    for at, column in enumerate(columns, start=1):
        sheet.write_string(at, 0, str(column.heading))
        sheet.write_string(at, 1, _("是") if column.required else "")
        sheet.write_string(at, 2, str(column.sample()))
        sheet.write_string(at, 3, str(column.note))


def errors(
    path: Path, headings: Sequence[str], places: dict[str, int], rows: Iterable[Row], names: dict[str, str]
) -> int:
    """The wrong rows as they came, wrong cells marked, with their number and the reasons; returns how many."""
    count = 0
    own = {*in_every_language(ROW_NUMBER), *in_every_language(REASON)}
    kept = [place for place, heading in enumerate(headings) if heading not in own]
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        sheet = book.add_worksheet(_("有误的行"))
        mark = book.add_format({"bg_color": "#fde3e1"})
        sheet.freeze_panes(1, 0)
        for at, heading in enumerate([*(headings[place] for place in kept), str(ROW_NUMBER), str(REASON)]):
            sheet.write_string(0, at, heading)
        for count, row in enumerate(rows, start=1):
            marked = {places.get(name) for name in row.wrong}
            for at, place in enumerate(kept):
                cell = row.cells[place] if place < len(row.cells) else ""
                write_cell(sheet, count, at, cell, mark if place in marked else None)
            sheet.write_number(count, len(kept), row.number)
            whole = _("整行")
            reasons = [f"{names.get(name, whole)}：{reason}" for name, reason in row.wrong.items()]
            sheet.write_string(count, len(kept) + 1, "；".join(reasons)[:32_000])
    return count


def export(path: Path, title: str, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> int:
    """All rows under the same headings as the template, so that the file can be imported again; returns how many."""
    count = 0
    with xlsxwriter.Workbook(path, OPTIONS) as book:
        sheet = _sheet(book, title, columns)
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        for count, row in enumerate(rows, start=1):
            for place, column in enumerate(columns):
                cell = column.shown(row[column.field])
                write_cell(sheet, count, place, cell, moment if isinstance(cell, datetime) else None)
    return count


def write_cell(sheet: Any, row: int, place: int, cell: Any, form: Any = None) -> None:
    """Dates as dates, numbers as numbers, everything else as text."""
    if isinstance(cell, bool):
        sheet.write_boolean(row, place, cell, form)
    elif isinstance(cell, date):
        sheet.write_datetime(row, place, cell, form)
    elif isinstance(cell, int | float):
        sheet.write_number(row, place, cell, form)
    elif cell not in ("", None):
        sheet.write_string(row, place, str(cell)[:32_000], form)


def sheet_name(title: str) -> str:
    return "".join("_" if letter in "[]:*?/\\'" else letter for letter in title)[:31] or "1"
