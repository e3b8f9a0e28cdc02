"""看板: columns by stage, cards by clock."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongzhi.kit import clock
from gongzhi.kit.web import lists
from gongzhi.work.cases import faces
from gongzhi.work.cases.models import OPEN, RUNNING, Stage
from gongzhi.work.cases.queries import board
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.cases.tables import area_filters, table_for

EACH = 20
NAMES = ("category", "department", "clock")


@login_required
def page(request: Any) -> HttpResponse:
    """The board under the filters of the address: two statements, and one for its reader's views."""
    beside = lists.beside(request)
    if first := lists.first_of(request, beside):
        return HttpResponseRedirect(first)
    table = table_for(request.actor)
    kept = {one.name for one in area_filters(request.actor)} | set(NAMES)
    filters = [face for face in (table._face(one, request.GET) for one in table.filters) if face.name in kept]
    asked = request.GET.copy()
    for name in list(asked):
        if name not in kept:
            del asked[name]

    def narrowed(rows: QuerySet) -> QuerySet:
        return table.narrowed(lambda: rows, asked)

    shown = board(request.actor, narrowed, EACH)
    figures = counted(narrowed(FLOW.seen_by(request.actor)))
    columns = [column(stage, shown[stage], figures.get(stage, (0, 0)), asked) for stage in RUNNING]
    context = {
        "columns": columns,
        "now": clock.now(),
        "beside": beside,
        "page": {"filters": filters, "cleared": "?" if asked else ""},
        "total": sum(figures.get(stage, (0, 0))[0] for stage in RUNNING),
        "over": sum(one["over"] for one in columns),
        "query": asked.urlencode(),
    }
    return render(request, "cases/board.html", context)


def counted(rows: QuerySet) -> dict[str, tuple[int, int]]:
    """How many stand in each stage, and how many of them are late."""
    late = Q(due_at__lt=clock.now(), paused_at=None, stage__in=OPEN)
    found = (
        rows.filter(stage__in=RUNNING)
        .order_by()
        .values("stage")
        .annotate(n=Count("pk"), late=Count("pk", filter=late))
    )
    return {row["stage"]: (row["n"], row["late"]) for row in found}


def column(stage: str, rows: list[dict[str, Any]], figures: tuple[int, int], asked: Any) -> dict[str, Any]:
    """One column: its cards, and the address of the list behind its count."""
    query = asked.copy()
    query["stage"] = stage
    cards = [{**row, "face": faces.clock_of(row), "line": line(row)} for row in rows[:EACH]]
    return {
        "stage": stage,
        "label": Stage(stage).label,
        "cards": cards,
        "n": figures[0],
        "over": figures[1],
        "left": max(0, figures[0] - len(cards)),
        "url": f"/cases/?{query.urlencode()}&sort=due_at",
    }


def line(row: dict[str, Any]) -> str:
    """Who has it, or where it lies, and how many told of it."""
    if row["stage"] == Stage.CALLED:
        return faces.called_words(row["called_ids"])
    return "·".join(part for part in (faces.area_words(row), faces.reporters_words(row["reporters"])) if part)
