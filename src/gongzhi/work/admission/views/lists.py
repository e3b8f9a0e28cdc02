"""Lists of the gate, the load meter of communities, and the share outside the lists by department."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.web import table_answers
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.admission import queries as reads
from gongzhi.work.admission import rules
from gongzhi.work.admission.tables import objection_table, passage_table, push_table, table

SHOWN = 300


def staff(request: Any) -> None:
    if not request.actor.posts:
        raise NotYours(_("事项准入给在职人员看。"))


@login_required
def listing(request: Any) -> HttpResponse:
    staff(request)
    context = {
        "asks": bool(request.actor.serves(*rules.ASKING)),
        "refuses": bool(request.actor.serves(*rules.LOCAL_ROLES)),
    }
    return table_answers.answer(
        request, table(), lambda: reads.listed(request.actor), "admission/list.html", context
    )


@login_required
def pushes(request: Any) -> HttpResponse:
    staff(request)
    context = {"refuses": bool(request.actor.serves(*rules.LOCAL_ROLES))}
    return table_answers.answer(
        request, push_table(), lambda: reads.pushes(request.actor), "admission/pushes.html", context
    )


@login_required
def passages(request: Any) -> HttpResponse:
    staff(request)
    return table_answers.answer(
        request, passage_table(), lambda: reads.passages(request.actor), "admission/passages.html"
    )


@login_required
def objections(request: Any) -> HttpResponse:
    staff(request)
    return table_answers.answer(
        request, objection_table(), lambda: reads.objections(request.actor), "admission/objections.html"
    )


@login_required
def load(request: Any) -> HttpResponse:
    """负担表: what each community was given in the last thirty days, from the system's own records."""
    staff(request)
    rows = reads.load(request.actor)
    for row in rows:
        row["name"], row["area"] = tree().full_name(row["area_id"]), tree().card(row["area_id"]).code
        row["code"] = directory().code(row["organisation_id"])
    context = {"rows": rows[:SHOWN], "all": len(rows), "now": clock.now()}
    context["local"] = bool(
        request.actor.serves(*rules.LOCAL_ROLES)
    )  # what a street set is read by the street
    return render(request, "admission/load.html", context)


@login_required
def departments(request: Any) -> HttpResponse:
    """清单外比例: of each sender, what share of what it sent had no admitted matter."""
    staff(request)
    rows = reads.by_department(request.actor)
    for row in rows:
        row["name"] = directory().name(row["organisation_id"])
        row["code"] = directory().code(row["organisation_id"])
        row["percent"] = round(row["share"] * 100)
    return render(request, "admission/departments.html", {"rows": rows[:SHOWN], "now": clock.now()})
