"""定位: the city's sorting desk says where a case lies, by the same list of places."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused, Stopped, Unseen
from gongzhi.kit.identity import new_id
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import commands
from gongzhi.work.cases.public_views import pointing, where
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.cases.views.new import first_area, found


@login_required
def place(request: Any, pk: Any) -> HttpResponse:
    """The page, and its last press."""
    case = FLOW.seen_by(request.actor).filter(pk=pk).first()
    if case is None:
        raise Unseen(_("没有找到这一件，也可能您看不到它。"))
    post, at = request.POST, where.of_area(None, "list", listing=True)
    if request.method == "POST":
        at = where.chosen(post)
    wrong: Stopped | None = None
    if request.method == "POST" and post.get("do") == "send":
        wrong = _placed(request, case, at)
        if wrong is None:
            return HttpResponseRedirect(f"/cases/{case.pk}/")
    hits = found(request.actor, post.get("find", "")) if post.get("do") == "find" else None
    context = {
        "case": case,
        "where": at,
        "map": pointing.offered(at, home=first_area(request.actor) or tree().city().id),
        "found": hits,
        "find": post.get("find", ""),
        "key": new_id(),
        "reason": post.get("reason", ""),
        "place_wrong": wrong.message if wrong else "",
    }
    part = request.headers.get("HX-Target") == "where"
    return render(
        request,
        "cases/where_part.html" if part else "cases/place.html",
        context,
        status=wrong.status if wrong else 200,
    )


def _placed(request: Any, case: Any, at: Any) -> Stopped | None:
    """None once it is done; otherwise why not."""
    if at.place is None or at.place.street_id is None:
        return Refused(_("请至少选到街道。"))
    try:
        commands.place(
            request.actor,
            case.pk,
            at=at.place,
            reason=request.POST.get("reason", ""),
            key=request.POST.get("key") or None,
        )
    except Unseen:
        raise
    except Stopped as wrong:
        return wrong
    return None
