"""A file checked whole: every cell, every reference, every key twice in the file; nothing is written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused
from gongzhi.kit.registers.columns import Column
from gongzhi.kit.registers.reading import Sheet

Progress = Callable[[int, int, str], Any]
STEP = 2000  # rows between two reports of progress


@dataclass
class Row:
    """One row: its number in the file, its cells as they came, its values by field, and what is wrong with it."""

    number: int
    cells: Sequence[Any]
    values: dict[str, Any] = field(default_factory=dict)
    wrong: dict[str, str] = field(default_factory=dict)

    def refuse(self, column: str, reason: str) -> None:
        """Say what is wrong with one of its cells (by field; ``""`` for the whole row); the first reason stands."""
        self.wrong.setdefault(column, reason)


def place_columns(columns: Sequence[Column], sheet: Sheet, mapped: dict[str, str]) -> dict[str, int]:
    """Field to place in the row, by heading, alias or recorded mapping (heading to field).

    :raises Refused: a required column is missing, or two headings mean the same column.
    """
    by_heading = {heading: column.field for column in columns for heading in column.headings()}
    by_heading |= {str(column.heading): column.field for column in columns}
    by_heading |= mapped
    places: dict[str, int] = {}
    for place, heading in enumerate(sheet.headings):
        name = by_heading.get(heading)
        if name in places:
            raise Refused(_("两列都是“%s”，请删去一列。") % heading, field="file")
        if name:
            places[name] = place
    missing = [str(c.heading) for c in columns if c.required and c.field not in places]
    if missing:
        unknown = [heading for heading in sheet.headings if heading and heading not in by_heading]
        raise Refused(
            _("缺少这些列：%(missing)s。文件里不认识的列：%(unknown)s。可以先对照列名再导入。")
            % {"missing": "、".join(missing), "unknown": "、".join(unknown) or _("无")},
            field="file",
        )
    return places


def check(
    columns: Sequence[Column], key: Sequence[str], sheet: Sheet, places: dict[str, int], progress: Progress
) -> list[Row]:
    """Every row with its values and what is wrong with it."""
    rows = [Row(number, cells) for number, cells in sheet.rows]
    for done, row in enumerate(rows, start=1):
        _read_row(columns, places, row)
        if done % STEP == 0:
            progress(done, len(rows), _("检查"))
    for column in columns:
        if column.lookup:
            _look_up(column, rows)
    _find_twins(columns, key, rows)
    return rows


def _read_row(columns: Sequence[Column], places: dict[str, int], row: Row) -> None:
    for column in columns:
        place = places.get(column.field)
        cell = row.cells[place] if place is not None and place < len(row.cells) else ""
        try:
            row.values[column.field] = column.read(cell)
        except ValueError as wrong:
            row.refuse(column.field, str(wrong))


def _look_up(column: Column, rows: list[Row]) -> None:
    """All texts of a column to what they stand for, in one call."""
    assert column.lookup is not None
    asked = {text for row in rows if (text := row.values.get(column.field))}
    found = column.lookup(asked) if asked else {}
    for row in rows:
        text = row.values.get(column.field)
        if text and text not in found:
            row.refuse(column.field, str(column.missing) or _("没有找到“%s”") % text)
        row.values[column.into or column.field] = found.get(text) if text else None


def _find_twins(columns: Sequence[Column], key: Sequence[str], rows: list[Row]) -> None:
    """The second row with the same key is refused; the first stands."""
    first: dict[tuple[Any, ...], int] = {}
    shown = next((c.field for c in columns if c.field == key[-1] or c.into == key[-1]), "")
    for row in rows:
        if row.wrong:
            continue
        mark = tuple(row.values.get(name) for name in key)
        if mark in first:
            row.refuse(shown, _("与第 %d 行重复") % first[mark])
        else:
            first[mark] = row.number
