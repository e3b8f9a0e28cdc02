"""The lists: the street's whistle board, the signer's desk, disputes, and the records behind 按时到场."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import F, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from gongzhi.kit import clock
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.tables import Source, Table
from gongzhi.town.batches.views import offer
from gongzhi.work.cases.models import number
from gongzhi.work.whistles import faces, tables
from gongzhi.work.whistles.models import Kind, Whistle
from gongzhi.work.whistles.queries import arrivals, calls_listed, disputes_listed, whistles_listed
from gongzhi.work.whistles.rules import WHISTLE


def shown(request: Any, table: Table, source: Source, **more: Any) -> HttpResponse:
    """A list of this room under its own name."""
    return table_answers.answer(request, table, source, "whistles/list.html", {"title": table.label, **more})


@login_required
def board(request: Any) -> HttpResponse:
    """吹哨: every whistle of my area."""
    return shown(request, tables.whistles(), lambda: whistles_listed(request.actor))


@login_required
def calls(request: Any) -> HttpResponse:
    """召集台账: every call that I see."""
    return shown(
        request, tables.calls(), lambda: calls_listed(request.actor), together=offer(request, "calls")
    )


@login_required
def disputes(request: Any) -> HttpResponse:
    """异议与裁定."""
    return shown(request, tables.disputes(), lambda: disputes_listed(request.actor))


@login_required
def arrived(request: Any) -> HttpResponse:
    """按时到场: the calls a figure counts."""

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

    return shown(request, tables.arrivals(), source)


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
