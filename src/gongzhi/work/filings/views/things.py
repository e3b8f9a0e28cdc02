"""A form with what is known already, a sheet with its cells, a new form, the asker's paper."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Unseen
from gongzhi.kit.web.beginning import begin
from gongzhi.kit.web.doors import Door
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.filings import commands, papers, queries, values
from gongzhi.work.filings.commands.papers import Upload
from gongzhi.work.filings.desk import clock_of
from gongzhi.work.filings.forms import FORM_FORMS, SHEET_FORMS, Asked, Paper, said_of
from gongzhi.work.filings.models import FilingForm, Sheet
from gongzhi.work.filings.rules import ASKER, ASKERS, FORM, SHEET


def lines_of(actor: Any, form: FilingForm) -> list[dict[str, Any]]:
    """The fields of a form; of each what is held already, by whom, and which other forms ask it, since when."""
    fields = queries.fields_of(form)
    others = queries.also_asked(form, [field.pk for field in fields])
    asked = {row["form_id"] for rows in others.values() for row in rows}
    seen = set(FORM.seen_by(actor).filter(pk__in=asked).values_list("pk", flat=True)) if asked else set()
    return [
        {
            "field": field,
            "holder": directory().name(field.holder_id),
            "others": [
                {**row, "by": directory().name(row["organisation_id"]), "linked": row["form_id"] in seen}
                for row in others.get(field.pk, ())
            ],
        }
        for field in fields
    ]


def form_context(request: Any, form: FilingForm) -> dict[str, Any]:
    lines = lines_of(request.actor, form)
    return {
        "form": form,
        "lines": lines,
        "held": sum(1 for line in lines if line["field"].source),
        "elsewhere": sum(1 for line in lines if line["holder"]),
        "twice": sum(1 for line in lines if line["others"]),
        "by": directory().name(form.organisation_id),
        "where": tree().full_name(form.scope_id) or tree().name(form.scope_id),
        "periods": queries.periods_of(form.pk),
        "layouts": queries.layout_names(form.pk),
        "asks": FORM.lets(ASKER(request.actor), form) and form.stage != FilingForm.Stage.ENDED,
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }


def sheet_context(request: Any, sheet: Sheet) -> dict[str, Any]:
    cells = queries.cells_of(sheet)
    for cell in cells:
        cell.shown, cell.said = values.shown(cell.field, cell.value), said_of(cell)  # type: ignore[attr-defined]
    corrected = list(sheet.corrected.select_related("field").order_by("-id")[:50])
    for one in corrected:
        one.was, one.now = values.shown(one.field, one.before), values.shown(one.field, one.after)  # type: ignore[attr-defined]
    return {
        "sheet": sheet,
        "cells": cells,
        "corrected": corrected,
        "asker": directory().name(sheet.asker_id),
        "office": directory().name(sheet.organisation_id),
        "area": tree().full_name(sheet.area_id) or tree().name(sheet.area_id),
        "layouts": queries.layout_names(sheet.form_id),
        "clock": clock_of(sheet),
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }


FORM_DOOR = Door(
    "filing", FORM, commands, "filings/form.html", context=form_context, forms=FORM_FORMS, base="/filings/",
    icons={"open_": "send", "revise": "edit", "end": "x"},
)  # fmt: skip
SHEET_DOOR = Door(
    "filing-sheet", SHEET, commands, "filings/sheet.html", context=sheet_context, forms=SHEET_FORMS, base="/filings/sheets/",
    rows=lambda actor: SHEET.seen_by(actor).select_related("form"),
    icons={"confirm": "check", "report_nothing": "circle-check", "correct": "edit", "read_again": "refresh"},
)  # fmt: skip


@login_required
def new(request: Any) -> HttpResponse:
    """起草报表."""
    if not request.actor.serves(*ASKERS):
        raise NotYours(_("您的岗位不能向基层要报表。"))
    form = Asked(None, request.POST or None, actor=request.actor)
    return begin(request, form, commands.draft_form, "filings/new.html", lambda made: f"/filings/{made.pk}/")


@login_required
def upload(request: Any, pk: Any) -> HttpResponse:
    """上传版式."""
    thing = FORM_DOOR.get(request, pk)
    if not FORM.lets(ASKER(request.actor), thing):
        raise NotYours(_("版式由要这张报表的单位上传。"))
    form = Paper(thing, request.POST or None, request.FILES or None)

    def keep(actor: Any, *, key: str | None, file: Any) -> Any:
        return commands.keep_layout(actor, thing, key=key, file=Upload(file))

    context = {"thing": thing, "known": papers.known(thing)}
    return begin(request, form, keep, "filings/layout.html", lambda _made: f"/filings/{thing.pk}/", **context)


@login_required
def paper(request: Any, pk: Any, kind: str) -> HttpResponse:
    """A sheet in its asker's layout."""
    sheet = SHEET_DOOR.get(request, pk)
    return sent(papers.sheet_in(sheet, known_kind(kind)), kind, sheet.period)


def known_kind(kind: str) -> str:
    if kind not in papers.MEDIA:
        raise Unseen(_("没有找到。"))
    return kind


def sent(data: bytes, kind: str, name: str) -> HttpResponse:
    answer = HttpResponse(data, content_type=papers.MEDIA[kind])
    answer["Content-Disposition"] = f'attachment; filename="sheet-{name}.{kind}"'
    return answer
