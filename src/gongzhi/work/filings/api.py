"""The API of filings: forms, sheets, sums, fields."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from gongzhi.kit.flow import NotYours, Unseen
from gongzhi.kit.web.api import (
    PLAIN,
    PROBLEMS,
    AreaId,
    Given,
    Id,
    Key,
    Paged,
    Resource,
    answer,
    need,
    uuid_of,
)
from gongzhi.kit.web.cursor import Order, window
from gongzhi.town.areas.tree import tree
from gongzhi.work.filings import commands, counting, queries
from gongzhi.work.filings.forms import FORM_API_FORMS, SHEET_API_FORMS
from gongzhi.work.filings.models import FilingForm, Sheet
from gongzhi.work.filings.rules import FORM, SHEET

forms, sheets, fields = Router(), Router(), Router()
SCOPE = "filings"


class FormOut(Schema):
    """A form: who asks what of whom, why, and how often."""

    id: str
    title: str
    stage: str
    purpose: str
    basis: str
    organisation_id: int
    scope_id: int
    level: str
    cycle: str
    due_days: int
    from_above: bool
    matter_id: str | None
    opened_at: datetime | None
    ended_at: datetime | None
    reason: str


class SheetRow(Schema):
    """A sheet of a list."""

    id: str
    form_id: str
    stage: str
    period: str
    period_from: date
    period_to: date
    area_id: int
    organisation_id: int
    due_on: date
    drawn_at: datetime | None
    answered_at: datetime | None
    corrections: int


class CellOut(Schema):
    """A value with where it came from and of when."""

    code: str
    name: str
    value: str
    source: str
    as_of: datetime | None
    by_system: bool
    changed: bool


class SheetOut(SheetRow):
    """A sheet with its cells."""

    cells: list[CellOut]


class FieldOut(Schema):
    """A field with its one source of truth, and how many forms in use ask it."""

    id: int
    code: str
    name: str
    kind: str
    unit: str
    choices: str
    source: str
    holder_id: int | None
    basis: str
    valid_from: date
    valid_to: date | None
    asked: int


class NewForm(Given):
    title: Annotated[str, Field(min_length=2, max_length=80, pattern=PLAIN)]
    purpose: Annotated[str, Field(min_length=2, max_length=600, pattern=PLAIN)]
    basis: Annotated[str, Field(min_length=2, max_length=300, pattern=PLAIN)]
    scope_id: AreaId
    level: Literal["community", "street"]
    cycle: Literal["once", "monthly", "quarterly", "yearly"]
    due_days: Annotated[int, Field(ge=1, le=90)]
    field_ids: Annotated[list[AreaId], Field(min_length=1, max_length=60)]
    matter_id: Id | None = None


class SumsAsked(Schema):
    """Of which period and which area (its id): the latest, and the form's whole area, unless they are named."""

    period: Annotated[str, Field(max_length=12, pattern=PLAIN)] = ""
    area_id: AreaId | None = None


class SumsOut(Schema):
    """Sums of an area and of the areas right below it, by the codes of the fields."""

    area_id: int
    asked: int
    answered: int
    totals: dict[str, str]
    below: list[dict[str, Any]]


def form_out(_actor: Any, form: FilingForm) -> dict[str, Any]:
    return {name: getattr(form, name) for name in queries.FORM_ROW}


def sheet_out(_actor: Any, sheet: Sheet) -> dict[str, Any]:
    cells = [
        {
            "code": cell.field.code, "name": cell.field.name, "value": cell.value, "source": cell.source, "as_of": cell.as_of,
            "by_system": cell.by_system, "changed": cell.changed,
        }
        for cell in queries.cells_of(sheet)
    ]  # fmt: skip
    return {**{name: getattr(sheet, name) for name in queries.SHEET_ROW}, "cells": cells}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    row.pop("title", None)
    return row


@forms.post("/", operation_id="filings.draft", summary="起草报表 draft", response={201: FormOut, **PROBLEMS})
def draft(request: Any, data: NewForm, idempotency_key: Key = None) -> HttpResponse:
    """A form, as a draft."""
    need(request, f"{SCOPE}:write")
    given = data.dict()
    given["matter_id"] = uuid_of(given["matter_id"]) if given["matter_id"] else None
    made = commands.draft_form(request.actor, key=idempotency_key, **given)
    return answer(form_out(request.actor, made), 201)


@forms.get(
    "/{pk}/sums", operation_id="filings.sums", summary="汇总 sums", response={200: SumsOut, **PROBLEMS}
)
def sums(request: Any, pk: Path[Id], chosen: Query[SumsAsked]) -> HttpResponse:
    """The sums of a period, as the page shows them."""
    need(request, f"{SCOPE}:read")
    form = FORM.seen_by(request.actor).filter(pk=uuid_of(pk)).first()
    card = tree().get(chosen.area_id or (form.scope_id if form else None))
    if form is None or card is None or form.scope_id not in card.lineage:
        raise Unseen
    period = chosen.period or next(iter(queries.periods_of(form.pk)), "")
    whole, rows = counting.roll_up(request.actor, form, period, card.id)
    return answer({**_sums(whole), "below": [_sums(row) for row in rows]})


def _sums(row: counting.Row) -> dict[str, Any]:
    totals = {total.field.code: total.shown for total in row.totals}
    return {"area_id": row.area.id, "asked": row.asked, "answered": row.answered, "totals": totals}


@fields.get(
    "/",
    operation_id="filing_fields.list",
    summary="字段 fields",
    response={200: dict, **PROBLEMS},
)
def field_list(request: Any, chosen: Query[Paged]) -> HttpResponse:
    """The register of fields, a page."""
    need(request, f"{SCOPE}:read")
    if not request.actor.posts:
        raise NotYours
    page = window(queries.fields(), Order("id", down=True, nullable=False), chosen.limit, chosen.cursor)
    return answer({"items": list(page.rows), "next": page.next or None})


Resource(
    "filings", FORM, commands, form_out, FORM_API_FORMS, SCOPE, rows=queries.forms, shape=FormOut
).mount(forms)  # fmt: skip
Resource(
    "filing_sheets", SHEET, commands, sheet_out, SHEET_API_FORMS, SCOPE, rows=queries.sheets, row=_row, shape=SheetOut,
    row_shape=SheetRow,
).mount(sheets)  # fmt: skip
