"""The forms that begin something: a use, a request for consent, an order, an opinion."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from gongzhi.kit.flow import NotYours
from gongzhi.kit.web.beginning import begin
from gongzhi.work.street_powers import commands, forms
from gongzhi.work.street_powers.rules import asking_post, street_post

FORM = "street_powers/new.html"


def begun(
    request: Any, form: django_forms.Form, command: Callable[..., Any], base: str, words: dict[str, Any]
) -> HttpResponse:
    """The form, or where the new thing is; a refusal stands at its field, and what was typed stays."""
    return begin(request, form, command, FORM, lambda made: f"{base}{made.pk}/", **words)


def _street(request: Any, message: str, leader: bool = False) -> Any:
    post = street_post(request.actor)
    if post is None or (leader and post.role != "street_leader"):
        raise NotYours(message)
    return post


@login_required
def draft(request: Any) -> HttpResponse:
    """起草; a leader may sign in the same press (``now``)."""
    post = _street(request, _("行使街道权力由街道经办起草、领导签发，您没有街道的岗位。"))
    leads = post.role == "street_leader"
    command = commands.issue if leads and request.POST.get("now") else commands.draft
    initial = {"power": request.GET.get("power", ""), "about": request.GET.get("about", "")[:200]}
    words = {
        "title": _("行使权力"), "back": "/powers/", "back_label": _("权力行使"), "leads": leads, "press": _("存为草稿，待签发"),
        "sub": _("签发后送到对方单位，时限按这项权力的规则走；对方要答复并写明理由。"),
    }  # fmt: skip
    return begun(
        request, forms.Draft(request.actor, request.POST or None, initial=initial), command, "/powers/", words
    )


@login_required
def ask(request: Any) -> HttpResponse:
    """征求街道同意."""
    if asking_post(request.actor) is None:
        raise NotYours(_("征求街道同意是部门的事，您没有部门的岗位。"))
    words = {
        "title": _("征求街道同意"), "back": "/powers/", "back_label": _("权力行使"), "press": _("送街道"),
        "sub": _("改规划、调动派驻队伍或人员，先征得街道同意；街道没有答复的，不算同意。"),
    }  # fmt: skip
    return begun(
        request, forms.Ask(request.actor, request.POST or None), commands.request_consent, "/powers/", words
    )


@login_required
def order(request: Any) -> HttpResponse:
    """下调度令."""
    _street(request, _("调度派驻队伍是街道的事，您没有街道的岗位。"))
    initial = {"about": request.GET.get("about", "")[:200], "kind": "ordinary"}
    words = {
        "title": _("下调度令"), "back": "/powers/orders/", "back_label": _("调度令"), "press": _("下令"),
        "sub": _("只能调度派驻在本街道的队伍；拒绝执行的要写明理由，派出部门和区里都会知道。"),
    }  # fmt: skip
    form = forms.Order(request.actor, request.POST or None, initial=initial)
    return begun(request, form, commands.order, "/powers/orders/", words)


@login_required
def opinion(request: Any) -> HttpResponse:
    """写年度意见."""
    _street(request, _("年度意见由街道书记、主任写。"), leader=True)
    words = {
        "title": _("写年度意见"), "back": "/powers/opinions/", "back_label": _("年度意见"), "press": _("送本人看"),
        "sub": _("每人每年一份，只写话，不打分、不排名；本人能看到并回应，派出部门领导能看到。"),
    }  # fmt: skip
    form = forms.Opinion(request.actor, request.POST or None)
    return begun(request, form, commands.write_opinion, "/powers/opinions/", words)
