"""The lists, the board, the figures by level, and the projects of a case."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from gongzhi.kit import clock
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.api import uuid_of
from gongzhi.town.access.actor import Actor
from gongzhi.work.secretary_projects import queries, tables
from gongzhi.work.secretary_projects.models import Level, Project
from gongzhi.work.secretary_projects.rules import OWNERS, PROJECT, issuing_post

P = Project.Stage
SHOWN = 20
BOARD = (
    P.DRAFTED,
    P.DECLARED,
    P.STUDIED,
    P.REVIEWED,
    P.RETURNED,
    P.APPROVED,
    P.RUNNING,
    P.ACCEPTANCE_ASKED,
    P.ACCEPTED,
)


def may_write(actor: Actor) -> dict[str, bool]:
    """Which new things this actor may begin: what is drawn above the lists."""
    return {"may_project": bool(actor.serves(*OWNERS)), "may_call": issuing_post(actor) is not None}


@login_required
def projects(request: Any) -> HttpResponse:
    """书记项目."""
    return table_answers.answer(
        request, tables.projects(request.actor), lambda: queries.projects_listed(request.actor),
        "secretary_projects/projects.html", may_write(request.actor),
    )  # fmt: skip


@login_required
def calls(request: Any) -> HttpResponse:
    """年度通知."""
    return table_answers.answer(
        request, tables.calls(request.actor), lambda: queries.calls_listed(request.actor),
        "secretary_projects/calls.html", may_write(request.actor),
    )  # fmt: skip


def year_of(text: str) -> int:
    """The year asked for, or this one."""
    known = {str(year): year for year, _label in tables.years()}
    return known.get(text.strip(), clock.today().year)


@login_required
def rates(request: Any) -> HttpResponse:
    """统计: claim rate, on time, with verified effect; by level."""
    year = year_of(request.GET.get("year", ""))
    return table_answers.answer(
        request, tables.rates(year, request.GET), lambda: queries.counted(request.actor, year),
        "secretary_projects/rates.html", {"year": year},
    )  # fmt: skip


@login_required
def board(request: Any) -> HttpResponse:
    """看板: what stands where, a column for each stage; one statement for each column that has any."""
    year = year_of(request.GET.get("year", ""))
    rows = PROJECT.seen_by(request.actor).filter(year=year, stage__in=BOARD)
    columns = []
    for stage in BOARD:
        found = list(
            rows.filter(stage=stage).order_by("due_on", "id").values(*queries.PROJECT_ROW)[: SHOWN + 1]
        )
        cards = [
            {"id": r["id"], "title": r["title"], "line": f"{tables.owner(r)}·{Level(r['level']).label}", "late": tables.late(r),
             "due": r["due_on"]}
            for r in found[:SHOWN]
        ]  # fmt: skip
        columns.append(
            {"stage": stage.value, "label": stage.label, "cards": cards, "more": len(found) > SHOWN,
             "url": f"/secretary-projects/?stage={stage.value}&year={year}"}
        )  # fmt: skip
    context = {"columns": columns, "year": year, "years": tables.years(), "now": clock.now()}
    return render(request, "secretary_projects/board.html", context)


@login_required
def on_case(request: Any) -> HttpResponse:
    """The projects of a case, as a part of its page."""
    wanted = request.GET.get("case", "")
    found = queries.of_case(request.actor, uuid_of(wanted)) if wanted else Project.objects.none()
    return render(request, "secretary_projects/on_case.html", {"projects": found[:SHOWN]})
