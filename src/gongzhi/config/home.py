"""The front page: residents say a thing, heads see their day, administrators their page, all others their desk."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from gongzhi.config import desk
from gongzhi.config.first_run import steps
from gongzhi.town.people.models import Role
from gongzhi.work.cases.head_views.mine import is_head
from gongzhi.work.cases.head_views.today import today

PAGES: dict[str, str] = {
    Role.SYSTEM_ADMIN: "accounts",
    Role.SECURITY_ADMIN: "security",
    Role.AUDIT_ADMIN: "audit",
}


def front(request: HttpRequest) -> HttpResponse:
    """Who comes decides what they see."""
    actor: Any = request.actor  # type: ignore[attr-defined]
    if not actor.posts and not request.user.is_authenticated:
        return HttpResponseRedirect(reverse("first-run" if steps.next_step() else "public-report"))
    if not actor.posts:
        return HttpResponseRedirect(reverse("me"))  # it says who gives posts
    if administrators := [post.role for post in actor.posts if post.role in PAGES]:
        return HttpResponseRedirect(reverse(PAGES[administrators[0]]))
    return today(request) if is_head(actor) else desk.front(request)
