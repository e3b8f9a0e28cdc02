"""The lists: the street's whistle board, the signer's desk, disputes, and the records behind 按时到场."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from gongzhi.kit import clock
from gongzhi.kit.web import table_answers
from gongzhi.work.cases.models import number
from gongzhi.work.whistles import faces, tables
from gongzhi.work.whistles.models import Kind, Whistle
from gongzhi.work.whistles.queries import arrivals, disputes_listed, whistles_listed
from gongzhi.work.whistles.rules import WHISTLE


@login_required
def board(request: Any) -> HttpResponse:
    """吹哨: every whistle of my area."""
    context = {"now": clock.now(), "title": tables.whistles().label}
    return table_answers.answer(
        request, tables.whistles(), lambda: whistles_listed(request.actor), "whistles/list.html", context
    )


@login_required
def disputes(request: Any) -> HttpResponse:
    """异议与裁定."""
    table = tables.disputes()
    return table_answers.answer(
        request,
        table,
        lambda: disputes_listed(request.actor),
        "whistles/list.html",
        {"now": clock.now(), "title": table.label},
    )


@login_required
def arrived(request: Any) -> HttpResponse:
    """按时到场: the calls a figure counts."""
    table = tables.arrivals()

    def source() -> QuerySet:
        return arrivals(request.actor).values(
            "id",
            "organisation_id",
            "lead",
            "stage",
            "called_at",
            "arrive_by",
            "arrived_at",
            title=F("case__title"),
            reported_at=F("case__reported_at"),
            case_serial=F("case__serial"),
        )

    return table_answers.answer(
        request, table, source, "whistles/list.html", {"now": clock.now(), "title": table.label}
    )


@login_required
def signing(request: Any) -> HttpResponse:
    """待签发: what waits for my signature, each with its letter's gist and its clock."""
    rows = WHISTLE.with_steps(request.actor, WHISTLE.seen_by(request.actor))
    open_rows = rows.filter(
        stage__in=(Whistle.Stage.PROPOSED, Whistle.Stage.SOUNDED), signed_at=None
    ).select_related("case")
    mine = [row for row in open_rows.order_by("sign_by", "id")[:200] if row.may_sign or row.may_sign_after]
    shown = [_to_sign(row) for row in mine]
    return render(request, "whistles/signing.html", {"rows": shown, "now": clock.now()})


def _to_sign(whistle: Whistle) -> dict[str, Any]:
    return {
        "whistle": whistle,
        "kind": faces.SHORT_KIND[Kind(whistle.kind)],
        "called": tables.called({"proposals": whistle.proposals}),
        "number": number(whistle.case.reported_at, whistle.case.serial),
        "unit": clock.Unit.HOURS if whistle.sounded_at else clock.Unit.WORKING_HOURS,
        "after": whistle.sounded_at is not None,
    }
