"""What is begun here: a department's request, a community's refusal."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused, Stopped
from gongzhi.kit.identity import new_id
from gongzhi.town.areas.tree import tree
from gongzhi.work.admission import commands, rules
from gongzhi.work.admission.forms import Apply, Refuse
from gongzhi.work.admission.rules import limit


@login_required
def apply(request: Any) -> HttpResponse:
    """申请准入"""
    if not request.actor.serves(*rules.ASKING):
        raise NotYours(_("由市、区单位申请事项准入。"))
    card = tree().get(request.actor.post.area_id)
    lineage = tuple(card.lineage) if card else ()
    told = {
        "first": rules.earliest(lineage, clock.now()),
        "decide": limit("admission.decide", lineage).after(clock.now()),
    }
    form = Apply(request.actor, request.POST or None)
    return _begin(request, form, commands.apply, "admission/apply.html", "/admission/", told)


@login_required
def refuse(request: Any) -> HttpResponse:
    """拒收"""
    if not request.actor.serves(*rules.LOCAL_ROLES):
        raise NotYours(_("由街道、社区拒收。"))
    form = Refuse(request.actor, request.POST or None)
    return _begin(request, form, commands.refuse_push, "admission/refuse.html", "/admission/pushes/", {})


def _begin(
    request: Any, form: Any, command: Any, template: str, base: str, told: dict[str, Any]
) -> HttpResponse:
    status = 200
    wrong: Stopped | None = None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            details = getattr(form, "details", form.cleaned_data)
            try:
                made = command(request.actor, key=request.POST.get("key") or None, **details)
                return HttpResponseRedirect(f"{base}{made.pk}/")
            except Refused as refused:
                field = "yuan" if refused.field == "money" else refused.field
                form.add_error(field if field in form.fields else None, refused.message)
            except Stopped as stopped:
                wrong, status = stopped, stopped.status
    context = {"form": form, "wrong": wrong, "key": new_id(), **told}
    return render(request, template, context, status=status)
