"""The lists: forms, sheets, fields."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from gongzhi.kit.flow import NotYours
from gongzhi.kit.web import table_answers
from gongzhi.work.filings import queries, tables
from gongzhi.work.filings.rules import ASKERS


def staff(request: Any) -> None:
    if not request.actor.posts:
        raise NotYours


@login_required
def forms(request: Any) -> HttpResponse:
    """报表."""
    staff(request)
    context = {"may_ask": bool(request.actor.serves(*ASKERS))}
    return table_answers.answer(
        request, tables.form_table(), lambda: queries.forms(request.actor), "filings/forms.html", context
    )


@login_required
def sheets(request: Any) -> HttpResponse:
    """填报单."""
    staff(request)
    return table_answers.answer(
        request, tables.sheet_table(), lambda: queries.sheets(request.actor), "filings/sheets.html"
    )


@login_required
def fields(request: Any) -> HttpResponse:
    """字段."""
    staff(request)
    return table_answers.answer(request, tables.field_table(), queries.fields, "filings/fields.html")
