"""Composing a whistle: proposed from the duty list, changed with a reason, the letter written as one chooses."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused, Stopped, Unseen
from gongzhi.kit.identity import new_id
from gongzhi.work.cases import faces as case_faces
from gongzhi.work.cases.models import Case
from gongzhi.work.cases.rules import WORKING
from gongzhi.work.whistles import commands
from gongzhi.work.whistles.composing import (
    HINTS,
    ROLES,
    Compose,
    first_words,
    letter_of_draft,
    signer_of,
    usual_arrivals,
)
from gongzhi.work.whistles.forms import callable_organisations
from gongzhi.work.whistles.models import Kind
from gongzhi.work.whistles.rules import ON_CASE


def _case(request: Any, pk: Any) -> Case:
    """The case, if a whistle may be proposed on it now."""
    case = ON_CASE.seen_by(request.actor).filter(pk=pk).first()
    if case is None:
        raise Unseen(_("没有找到这一件，也可能您看不到它。"))
    case.may_propose, case.may_sound_at_once = (
        ON_CASE.may(request.actor, step, case) for step in ON_CASE.rows
    )
    if not (case.may_propose or case.may_sound_at_once):
        if case.stage not in WORKING:
            raise ON_CASE.refusal(ON_CASE.steps["propose"], case)
        raise NotYours(_("这件事不在您的辖区，吹哨由网格、社区或街道提请。"))
    return case


def _form(case: Case, data: Any = None, kind: str = "") -> Compose:
    extra = [int(one) for one in data.getlist("org") if one.isdigit()] if data else []
    if data and data.get("add", "").isdigit():
        extra.append(int(data["add"]))
    return Compose(case, data, extra, initial=first_words(case, kind))


def _page(
    request: Any, case: Case, form: Compose, status: int = 200, wrong: Stopped | None = None
) -> HttpResponse:
    signer = signer_of(case.street_id)
    rows = form.rows(request.actor)
    shown = {row.organisation_id for row in rows}
    context = {
        "case": case,
        "clock": case_faces.clock_of(vars(case)),
        "percent": case_faces.percent(case.stage),
        "form": form,
        "rows": rows,
        "roles": ROLES,
        "kinds": [(k, label, HINTS[Kind(k)]) for k, label in Kind.choices],
        "signer": signer,
        "wrong": wrong,
        "letter": letter_of_draft(form, case, request.actor, signer),
        "arrivals": usual_arrivals(case),
        "key": new_id(),
        "others": [(i, n) for i, n in callable_organisations() if i not in shown],
        "now": clock.now(),
        "reporters": case_faces.reporters_words(case.reporters),
        "limit": case_faces.limit_words(case)[0],
    }
    return render(request, "whistles/compose.html", context, status=status)


@login_required
def compose(request: Any, pk: Any) -> HttpResponse:
    """The page; a POST proposes (or sounds at once), unless it only adds a row or redraws the letter."""
    case = _case(request, pk)
    if request.method != "POST":
        return _page(request, case, _form(case, kind=request.GET.get("kind", "")))
    form = _form(case, request.POST)
    if "redraw" in request.POST:
        return _page(request, case, _unjudged(case, request.POST))
    if not form.is_valid():
        return _page(request, case, form, 422)
    details, verb = form.details, "propose"
    if "at_once" in request.POST:
        verb, details = "sound_at_once", {name: details[name] for name in ("call", "request")}
    try:
        made = getattr(commands, verb)(request.actor, case.pk, key=request.POST.get("key") or None, **details)
    except Refused as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return _page(request, case, form, 422)
    except Stopped as wrong:
        if isinstance(wrong, Unseen):
            raise
        return _page(request, case, form, wrong.status, wrong)
    return HttpResponseRedirect(f"/whistles/{made.pk}/")


def _unjudged(case: Case, data: Any) -> Compose:
    """The form as typed, without complaints: somebody is still writing."""
    form = _form(case, data)
    form.initial = {name: data.get(name, "") for name in form.fields if name in data} | {
        "request": data.get("request", "")
    }
    added = data.get("add", "")
    if added.isdigit():
        form.initial[f"role_{added}"] = "help" if form.has_lead(data) else "lead"
    form.is_bound = False
    return form


@login_required
@require_POST
def letter(request: Any, pk: Any) -> HttpResponse:
    """The letter alone, redrawn as one chooses."""
    case = _case(request, pk)
    form = _unjudged(case, request.POST)
    shown = letter_of_draft(form, case, request.actor, signer_of(case.street_id))
    return render(request, "whistles/letter_panel.html", {"letter": shown})
