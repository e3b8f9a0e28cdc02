"""The forms that begin something: a yearly call, a project."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.web.beginning import begin
from gongzhi.work.secretary_projects import commands, forms
from gongzhi.work.secretary_projects.models import Call
from gongzhi.work.secretary_projects.rules import CALL, OWNERS, issuing_post, own_post

FORM = "secretary_projects/new.html"


@login_required
def call(request: Any) -> HttpResponse:
    """写年度通知."""
    if issuing_post(request.actor) is None:
        raise NotYours(_("年度通知由市里或区里发，您没有这样的岗位。"))
    words = {
        "title": _("写年度通知"), "back": "/secretary-projects/calls/", "back_label": _("年度通知"), "press": _("存为草稿"),
        "sub": _("每年一份；下发以后下级的书记才能申报，认不认领由他们自己定。"),
    }  # fmt: skip
    form = forms.NewCall(request.actor, request.POST or None, initial={"year": clock.today().year})
    return begin(
        request,
        form,
        commands.write_call,
        FORM,
        lambda made: f"/secretary-projects/calls/{made.pk}/",
        **words,
    )


@login_required
def project(request: Any) -> HttpResponse:
    """起草项目."""
    if not request.actor.serves(*OWNERS):
        raise NotYours(_("书记项目由社区、街道、区的书记申报，您没有这样的岗位。"))
    rows = CALL.seen_by(request.actor).filter(stage=Call.Stage.OPEN).order_by("-year", "pk")
    calls = [one for one in rows if own_post(request.actor, one) is not None]
    words = {
        "title": _("起草书记项目"), "back": "/secretary-projects/", "back_label": _("书记项目"), "press": _("存为草稿"),
        "sub": _("写明要破解什么难题；存好以后再写预期成效和节点，由书记申报。"),
        "none": "" if calls else _("现在没有请您这一级申报的年度通知。"),
    }  # fmt: skip
    form = forms.NewProject(calls, request.POST or None, initial={"call_id": request.GET.get("call", "")})
    return begin(
        request, form, commands.draft_project, FORM, lambda made: f"/secretary-projects/{made.pk}/", **words
    )
