"""The front page: residents say a thing, heads see their day, everybody else in service sees their desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongzhi.config import desk
from gongzhi.work.cases.head_views.mine import is_head
from gongzhi.work.cases.head_views.today import today


def front(request: HttpRequest) -> HttpResponse:
    """Who comes decides what they see."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    if not actor.posts and not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("public-report"))
    return today(request) if is_head(actor) else desk.front(request)
