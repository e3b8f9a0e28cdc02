"""Sheets: filled in by the system, confirmed by whoever knows, corrected with a reason."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import locked, step
from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.work.filings import sources, values
from gongzhi.work.filings.models import Cell, Correction, Sheet
from gongzhi.work.filings.rules import SHEET, longest_seconds

Given = Mapping[str, str]


@step(SHEET)
def prefill(_actor: Actor, sheet: Sheet) -> None:
    """预填: its period has ended; the form's 取数 wrote the cells."""
    sheet.drawn_at = clock.now()


@step(SHEET)
def confirm(actor: Actor, sheet: Sheet, *, given: Given | None = None, seconds: int | None = None) -> None:
    """确认: what the system filled in is right, but for what is changed here; nothing may stay empty.

    :param given: values by ``values.name_of`` their field; what is left out stays as it is.
    :param seconds: how long the page was open, measured by the page.
    """
    cells = _cells(sheet)
    _write(cells, given or {})
    empty = [cell.field.name for cell in cells if not cell.value]
    if empty:
        first = next(cell.field for cell in cells if not cell.value)
        raise Refused(
            _("还有没填的：%s。没有的写0；整张表都没有情况，请选“无情况可报”。") % _("、").join(empty), field=values.name_of(first)
        )  # fmt: skip
    _answered(actor, sheet)
    if seconds is not None and 0 < seconds <= longest_seconds():
        sheet.seconds = seconds


@step(SHEET)
def report_nothing(actor: Actor, sheet: Sheet) -> None:
    """无情况可报: an answer like any other; what the system had filled in does not count."""
    _answered(actor, sheet)


@step(SHEET)
def correct(actor: Actor, sheet: Sheet, *, given: Given, reason: str) -> None:
    """更正: other values for an answered sheet, with the reason; the old ones are kept beside them."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写为什么更正。"), field="reason")
    cells = _cells(sheet)
    before = {cell.pk: cell.value for cell in cells}
    _write(cells, given)
    if all(before[cell.pk] == cell.value for cell in cells) and sheet.stage == Sheet.Stage.FILLED:
        raise Refused(_("没有改动任何一格。"))
    if any(not cell.value for cell in cells):
        raise Refused(_("还有没填的格。没有的写0。"))
    changed = [cell for cell in cells if before[cell.pk] != cell.value]
    Correction.objects.bulk_create(
        [
            Correction(
                sheet=sheet, field=cell.field, before=before[cell.pk], after=cell.value, reason=reason.strip()[:300], at=clock.now()
            )
            for cell in changed
        ]
    )  # fmt: skip
    sheet.corrections += 1
    _answered(actor, sheet)


@step(SHEET)
def read_again(_actor: Actor, sheet: Sheet) -> None:
    """重新取数: what the system knows now; what a person changed stays."""
    cells = _cells(sheet)
    known = sources.read(
        (cell.field.source for cell in cells), sheet.form.level, [sheet.area_id], sheet.period_from, sheet.period_to
    )  # fmt: skip
    for cell in cells:
        if cell.field.source and not cell.changed:
            fill(cell, known[cell.field.source].get(sheet.area_id) or 0)


@step(SHEET)
def void(_actor: Actor, _sheet: Sheet) -> None:
    """作废: its form has ended before anybody answered."""


def fill(cell: Cell, number: int) -> None:
    """Put what the system knows into a cell."""
    cell.value = cell.held = str(number)
    cell.number, cell.source = values.number_of(cell.field, cell.value), cell.field.source
    cell.as_of, cell.by_system, cell.changed = clock.now(), True, False


def _cells(sheet: Sheet) -> list[Cell]:
    return locked(Cell.objects.filter(sheet=sheet).select_related("field"))


def _write(cells: list[Cell], given: Given) -> None:
    known = {values.name_of(cell.field): cell for cell in cells}
    unknown = set(given) - set(known)
    if unknown:
        raise Refused(_("这张表没有这些栏：%s。") % _("、").join(sorted(unknown)))
    for name, typed in given.items():
        cell = known[name]
        value = values.read(cell.field, str(typed))
        if value == cell.value:
            continue
        cell.value, cell.number = value, values.number_of(cell.field, value)
        cell.changed = not cell.by_system or value != cell.held


def _answered(actor: Actor, sheet: Sheet) -> None:
    sheet.answered_at, sheet.answered_by = clock.now(), actor.user_id


def blank(sheet: Any, field: Any) -> Cell:
    return Cell(sheet=sheet, field=field)
