"""What is begun here: a department's request, a community's refusal."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.web.beginning import begin
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
    return begin(
        request, form, commands.apply, "admission/apply.html", lambda one: f"/admission/{one.pk}/", **told
    )


@login_required
def refuse(request: Any) -> HttpResponse:
    """拒收"""
    if not request.actor.serves(*rules.LOCAL_ROLES):
        raise NotYours(_("由街道、社区拒收。"))
    form = Refuse(request.actor, request.POST or None)
    return begin(
        request,
        form,
        commands.refuse_push,
        "admission/refuse.html",
        lambda one: f"/admission/pushes/{one.pk}/",
    )
