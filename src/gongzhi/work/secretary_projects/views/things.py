"""One call, one project: the page with its steps, and the project on paper."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongzhi.kit import clock
from gongzhi.kit.web.doors import Door
from gongzhi.town.areas.tree import tree
from gongzhi.town.files.queries import of
from gongzhi.town.organisations.directory import directory
from gongzhi.work.secretary_projects import commands
from gongzhi.work.secretary_projects.desk import face
from gongzhi.work.secretary_projects.evidence import KIND
from gongzhi.work.secretary_projects.forms import CALL_FORMS, PROJECT_FORMS
from gongzhi.work.secretary_projects.models import Call, Level, Measurement, Project
from gongzhi.work.secretary_projects.queries import SOURCES, cases_linked, effects_of, topics_linked
from gongzhi.work.secretary_projects.rules import CALL, PROJECT, latest, obstacles, own_post, reached_target


def of_call(request: Any, call: Call) -> dict[str, Any]:
    return {
        "call": call, "now": clock.now(), "issuer": directory().name(call.issuer_id), "area": tree().name(call.area_id),
        "levels": [Level(one).label for one in call.levels], "do": request.GET.get("do", ""),
        "may_answer": call.stage == Call.Stage.OPEN and own_post(request.actor, call) is not None,
    }  # fmt: skip


def effects_shown(project: Project) -> list[dict[str, Any]]:
    """The effects with the figure that counts at mid-term and at the end, and whether the target was reached."""
    made = []
    for one in effects_of(project):
        rows = list(one.measurements.all())
        mid, end = latest(rows, Measurement.Phase.MIDTERM), latest(rows, Measurement.Phase.FINAL)
        made.append(
            {"effect": one, "rows": rows, "mid": mid, "end": end, "source": SOURCES[one.source][0] if one.source else "",
             "reached": end is not None and end.verdict == "verified" and reached_target(one, end.value)}
        )  # fmt: skip
    return made


def facts(request: Any, project: Project) -> dict[str, Any]:
    """What page and paper both say."""
    files = {row.pk: row for row in of(KIND, project.pk)}
    milestones = list(project.milestones.order_by("due_on", "pk"))
    for row in milestones:
        row.files = [files[one] for one in row.file_ids if one in files]  # type: ignore[attr-defined]
        row.late = (row.done_on or clock.today()) > row.due_on  # type: ignore[attr-defined]
    effects = effects_shown(project)
    for one in effects:
        for row in one["rows"]:
            row.files = [files[pk] for pk in row.file_ids if pk in files]
    cases, others = cases_linked(request.actor, project)
    return {
        "project": project, "now": clock.now(), "owner": directory().name(project.organisation_id),
        "above": tree().name(project.above_area_id), "obstacle": dict(obstacles()).get(project.obstacle, project.obstacle),
        "effects": effects, "milestones": milestones, "opinions": list(project.opinions.order_by("pk")),
        "cases": cases, "others": others, "topics": topics_linked(request.actor, project),
    }  # fmt: skip


def of_project(request: HttpRequest, project: Project) -> dict[str, Any]:
    return {**facts(request, project), "clock": face(project), "do": request.GET.get("do", "")}


CALLS = Door(
    "secretary-project-call",
    CALL,
    commands,
    "secretary_projects/call.html",
    context=of_call,
    forms=CALL_FORMS,
    base="/secretary-projects/calls/",
    icons={"publish": "send", "close_call": "lock"},
)
PROJECTS = Door(
    "secretary-project",
    PROJECT,
    commands,
    "secretary_projects/project.html",
    context=of_project,
    forms=PROJECT_FORMS,
    base="/secretary-projects/",
    icons={
        "write": "edit", "add_effect": "plus", "drop_effect": "trash", "add_milestone": "plus", "drop_milestone": "trash",
        "declare": "send", "study": "users-group", "review": "message-circle", "approve": "check",
        "hand_back": "arrow-back-up", "reject": "x", "start": "flag", "reach": "checkbox", "measure": "chart-bar",
        "verify": "eye", "record_midterm": "notes", "extend": "clock", "ask_acceptance": "send", "accept": "circle-check",
        "send_back": "arrow-back-up", "stop": "x", "link_case": "link", "unlink_case": "x", "link_topic": "link",
    },
    rows=lambda actor: PROJECT.seen_by(actor).select_related("call"),
)  # fmt: skip


@login_required
def sheet(request: Any, pk: Any) -> HttpResponse:
    """立项书 on paper: the proposal, what was said of it, milestones, figures, acceptance."""
    project = PROJECTS.get(request, pk)
    return render(request, "secretary_projects/sheet.html", facts(request, project))
