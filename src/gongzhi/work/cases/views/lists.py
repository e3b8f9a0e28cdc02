"""The list of cases, and one step on several of them, journalled one by one."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.kit.identity import new_id
from gongzhi.kit.web import table_answers, views
from gongzhi.kit.web.address import changed_query
from gongzhi.town.access.actor import Actor
from gongzhi.work.cases import commands
from gongzhi.work.cases.models import Case
from gongzhi.work.cases.queries import listed
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.cases.tables import table_for

BULK = ("accept", "raise_up", "hand_down", "remark", "verify")
SAID = {"raise_up": "reason", "hand_down": "reason", "remark": "text", "verify": "remark"}
MOST = 100


def source(actor: Actor, query: Any) -> Callable[[], QuerySet]:
    """What the list narrows: all I see, mine alone (``author=me``), or one building's."""
    building = query.get("building", "")

    def rows() -> QuerySet:
        found = listed(actor)
        if query.get("author") == "me":
            found = found.filter(author_id=actor.user_id)
        if building:
            found = (
                found.filter(building_id=int(building))
                if building.isdigit() and len(building) < 19
                else found.none()
            )
        return found

    return rows


@login_required
def listing(request: Any) -> HttpResponse:
    """The list as a page, a spreadsheet or a print."""
    choices = [(verb, FLOW.steps[verb].label) for verb in BULK]
    context = {
        "now": clock.now(),
        "verbs": choices,
        "own": request.GET.get("author") == "me",
        "key": new_id(),
        "building": request.GET.get("building", ""),
        "q": request.GET.get("q", ""),
        "asked": changed_query(request.GET, {}),
    }
    return table_answers.answer(
        request, table_for(request.actor), source(request.actor, request.GET), "cases/list.html", context
    )


class Bulk(django_forms.Form):
    """Which step, on which cases, with which words."""

    verb = django_forms.ChoiceField(choices=[(verb, verb) for verb in BULK])
    case = django_forms.TypedMultipleChoiceField(coerce=UUID)
    text = django_forms.CharField(max_length=1000, required=False, label=gettext_lazy("说明"))

    def __init__(self, data: Any):
        super().__init__(data)
        self.fields["case"].choices = [(one, one) for one in data.getlist("case")[:MOST]]  # type: ignore[attr-defined]


@dataclass
class Outcome:
    """What became of one case of a bulk step."""

    case: Case | None
    refused: str = ""


@login_required
@require_POST
def bulk(request: Any) -> HttpResponse:
    """One step on several cases: each by its own command, in its own transaction; refused ones say why."""
    form = Bulk(request.POST)
    back = views.back(request, request.POST.get("next") or "/cases/")
    if not form.is_valid():
        return HttpResponseRedirect(back)
    verb, text = form.cleaned_data["verb"], form.cleaned_data["text"]
    seen = {case.pk: case for case in FLOW.seen_by(request.actor).filter(pk__in=form.cleaned_data["case"])}
    details = {SAID[verb]: text} if verb in SAID and (text or SAID[verb] != "remark") else {}
    key = request.POST.get("key") or str(new_id())
    made = [
        _taken(request.actor, seen.get(pk), verb, f"{key}:{pk}", details) for pk in form.cleaned_data["case"]
    ]
    context = {
        "made": made,
        "label": FLOW.steps[verb].label,
        "done": sum(not one.refused for one in made),
        "back": back,
    }
    return render(request, "cases/bulk.html", context)


def _taken(actor: Actor, case: Case | None, verb: str, key: str, details: dict[str, Any]) -> Outcome:
    if case is None:
        return Outcome(None, _("没有找到，也可能您看不到它。"))
    try:
        getattr(commands, verb)(actor, case.pk, key=key, **details)
    except Stopped as wrong:
        return Outcome(case, wrong.message)
    return Outcome(case)
