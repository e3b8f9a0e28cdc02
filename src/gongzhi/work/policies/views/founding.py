"""What is begun: a set, a new version of one, a requirement under it, a term."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kit.flow import NotYours, Stopped, Unseen
from gongzhi.kit.web.beginning import begin
from gongzhi.work.policies import commands, rules
from gongzhi.work.policies.forms import Draft, EnterTerm, Plan
from gongzhi.work.policies.models import PolicySet
from gongzhi.work.policies.rules import CITY, SET
from gongzhi.work.policies.views.things import SETS


@login_required
def draft(request: Any) -> HttpResponse:
    """起草制度."""
    if not rules.issues(request.actor):
        raise NotYours(_("您的岗位不起草制度。"))
    form = Draft(request.POST or None)
    return begin(
        request, form, commands.draft_set, "policies/draft.html", lambda made: f"/policies/{made.pk}/"
    )


@login_required
@require_POST
def version(request: Any, pk: Any) -> HttpResponse:
    """起草新版: one press; where it is refused, the page of the set says why."""
    before = _set(request, pk)
    try:
        made = commands.draft_version(request.actor, before, key=request.POST.get("key") or None)
    except Stopped as wrong:
        return SETS.show(request, pk, wrong.status, wrong=wrong)
    return HttpResponseRedirect(f"/policies/{made.pk}/")


@login_required
def plan(request: Any, pk: Any) -> HttpResponse:
    """提要求 under a set."""
    policy_set = _set(request, pk)
    if not rules.issues(request.actor) or policy_set.stage != PolicySet.Stage.IN_FORCE:
        raise NotYours(_("只能按在用的制度，由下达单位提要求。"))
    return begin(
        request,
        Plan(policy_set, request.POST or None),
        lambda actor, **details: commands.plan_requirement(actor, policy_set, **details),
        "policies/plan.html",
        lambda made: f"/policies/requirements/{made.pk}/",
        policy_set=policy_set,
    )


@login_required
def enter_term(request: Any) -> HttpResponse:
    """录入用语."""
    if not request.actor.serves(*CITY):
        raise NotYours(_("用语由市里的办公室录入。"))
    form = EnterTerm(request.POST or None)
    return begin(
        request, form, commands.enter_term, "policies/enter_term.html",
        lambda made: f"/policies/terms/{made.pk}/",
    )  # fmt: skip


def _set(request: Any, pk: Any) -> PolicySet:
    found = SET.seen_by(request.actor).filter(pk=pk).first()
    if found is None:
        raise Unseen(_("没有找到。"))
    return found
