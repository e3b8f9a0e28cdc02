"""召集: a department's inbox, by the time to arrive, with the report-in panel beside it."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.faces import ClockFace
from gongzhi.kit.web.tables import wants
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.whistles import faces
from gongzhi.work.whistles.models import Dispute, Kind, ReportIn
from gongzhi.work.whistles.queries import calls_listed, came_in_time, disputes_turned_down, marks
from gongzhi.work.whistles.rules import DEPARTMENT, REPORT_IN, helper
from gongzhi.work.whistles.tables import calls
from gongzhi.work.whistles.views.things import REPORT_INS

R = ReportIn.Stage
MOST = 200
STEPS = ("report_in", "finish", "agree")


def boxes(actor: Any) -> list[tuple[str, str, Q]]:
    """The filters of the inbox: code, words, condition."""
    return [
        ("called", _("待到场"), Q(stage=R.CALLED)),
        ("disputed", _("争议中"), Q(dispute__stage=Dispute.Stage.RAISED)),
        ("present", _("在办"), Q(stage=R.PRESENT)),
        ("countersign", _("待会签"), helper(actor)),
        ("finished", _("办完，待街道认"), Q(stage=R.FINISHED, case__stage="resolved")),
    ]


def counted(actor: Any) -> list[dict[str, Any]]:
    """How many lie in each box: one statement."""
    conditions = boxes(actor)
    figures = ReportIn.objects.filter(DEPARTMENT(actor)).aggregate(
        **{code: Count("pk", filter=q) for code, _label, q in conditions}
    )
    return [{"code": code, "label": label, "n": figures[code]} for code, label, _q in conditions]


def groups(rows: list[Any]) -> list[dict[str, Any]]:
    """Rows by their clock: past, today, tomorrow, later."""
    today = clock.today()
    titles = {
        "over": _("过了时间"),
        "today": _("今天"),
        "tomorrow": _("明天"),
        "later": _("以后"),
        "done": _("已办完"),
    }
    found: dict[str, list[Any]] = {code: [] for code in titles}
    for row in rows:
        found[_group(row["face"], today)].append(row)
    return [{"code": code, "title": titles[code], "rows": found[code]} for code in titles if found[code]]


def _group(face: ClockFace | None, today: Any) -> str:
    if face is None or face.state == "done" or face.due is None:
        return "done"
    if face.state == "over":
        return "over"
    apart = (clock.local(face.due).date() - today).days
    return "today" if apart <= 0 else "tomorrow" if apart == 1 else "later"


def rows_of(actor: Any, box: str, condition: Q) -> list[dict[str, Any]]:
    """The rows of a box, by clock, with their other called departments and open steps: two statements."""
    found = REPORT_IN.with_steps(actor, ReportIn.objects.filter(DEPARTMENT(actor)).filter(condition))
    due = "arrive_by" if box in ("called", "disputed") else "due_at"
    things = list(found.select_related("case", "whistle", "dispute").order_by(due, "id")[:MOST])
    also = _also([row.whistle_id for row in things])
    return [_row(row, also) for row in things]


def _also(whistle_ids: list[Any]) -> dict[Any, list[tuple[int, bool, str]]]:
    others: dict[Any, list[tuple[int, bool, str]]] = {}
    rows = (
        ReportIn.objects.filter(whistle_id__in=whistle_ids)
        .exclude(stage=R.STOOD_DOWN)
        .order_by("-lead", "id")
    )
    for whistle_id, one, lead, stage in rows.values_list("whistle_id", "organisation_id", "lead", "stage"):
        others.setdefault(whistle_id, []).append((one, lead, stage))
    return others


def _row(row: ReportIn, also: dict[Any, list[tuple[int, bool, str]]]) -> dict[str, Any]:
    names = []
    for one, lead, stage in also.get(row.whistle_id, []):
        if one != row.organisation_id:
            mark = _("（主办）") if lead else _("（已到）") if stage != R.CALLED else ""
            names.append(directory().name(one) + mark)
    about = faces.dispute_of(row)
    return {
        "row": row,
        "face": faces.clock_of(vars(row)),
        "street": tree().name(row.street_id),
        "also": _("、").join(names) or _("无"),
        "kind": faces.SHORT_KIND[Kind(row.whistle.kind)],
        "disputed": about is not None and about.stage == Dispute.Stage.RAISED,
        "steps": [step for step in REPORT_IN.open_on(row) if step.verb in STEPS],
        "organisation": directory().name(row.organisation_id),
    }


@login_required
def page(request: Any) -> HttpResponse:
    """The inbox; ``?in=<id>`` opens another one beside it. ``?as=xlsx`` and ``?as=print`` are the whole of it."""
    if wants(request):
        ours = lambda: calls_listed(request.actor).filter(DEPARTMENT(request.actor))
        return table_answers.answer(request, calls(), ours, "whistles/list.html")
    figures = counted(request.actor)
    known = {code: q for code, _label, q in boxes(request.actor)}
    box = request.GET.get("box", "")
    box = box if box in known else "called"
    rows = rows_of(request.actor, box, known[box])
    chosen = next(
        (r["row"] for r in rows if str(r["row"].pk) == request.GET.get("in")),
        rows[0]["row"] if rows else None,
    )
    context = {
        "figures": figures,
        "box": box,
        "groups": groups(rows),
        "now": clock.now(),
        "count": len(rows),
        "chosen": chosen,
        "rated": rated(request.actor),
        "by": directory().name(request.actor.organisation_id),
        **_beside(request, chosen),
    }
    return render(request, "whistles/inbox.html", context)


def _beside(request: Any, chosen: ReportIn | None) -> dict[str, Any]:
    if chosen is None:
        return {}
    thing = REPORT_INS.get(request, chosen.pk)
    return {
        "thing": thing,
        "steps": REPORT_INS.faces(thing),
        "thing_clock": faces.clock_of(vars(thing)),
        "number": faces.number_of(thing.whistle),
        "street_office": directory().street_office(thing.street_id),
    }


def rated(actor: Any) -> dict[str, Any]:
    """近 90 天: in time, disputes turned down, marks; each with what it counts."""
    ours = sorted({post.organisation_id for post in actor.posts})
    came = came_in_time(actor, ours)
    good, n = (sum(pair[at] for pair in came.values()) for at in (0, 1))
    return {
        "good": good,
        "n": n,
        "organisation": actor.organisation_id,
        "disputes": disputes_turned_down(actor),
        "marks": marks(actor),
    }
