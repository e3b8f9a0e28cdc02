"""The guide's pages. Public: nobody signs in, nothing is written; who is signed in gets their own shell and links."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.config.help import finding, pages
from gongzhi.config.navigation import may_follow
from gongzhi.kit.flow import Refused, Unseen
from gongzhi.kit.web.views import shell_for

LONGEST = 60


def _shell(request: Any) -> str:
    return "help/desk.html" if shell_for(request) == "web/desk.html" else "help/phone.html"


@require_safe
def index(request: Any) -> HttpResponse:
    """帮助: one's own tour first, then all tours and topics; with ``q`` what was found."""
    query, wrong, found = request.GET.get("q", "").strip()[:LONGEST], "", []
    try:
        found = finding.found(query) if query else []
    except Refused as short:
        wrong = short.message
    actor = request.actor
    context = {
        "parent": _shell(request), "query": query, "wrong": wrong, "found": found,
        "own": pages.page(pages.slug_of(actor)) if actor.posts or not request.user.is_authenticated else None,
        "tours": pages.every(pages.TOURS), "topics": pages.every(pages.TOPICS),
    }  # fmt: skip
    return render(request, "help/index.html", context)


@require_safe
def page(request: Any, slug: str) -> HttpResponse:
    """One page; a link to a live page only for who may open it."""
    found = pages.page(slug)
    if found is None:
        raise Unseen(_("帮助里没有这一页，可能改名了。"))
    steps = [(step, [way for way in step.ways if may_follow(request.actor, way.url)]) for step in found.steps]
    around = pages.every(pages.TOURS if found.is_tour else pages.TOPICS)
    context = {"parent": _shell(request), "page": found, "steps": steps, "around": around}
    return render(request, "help/page.html", context)
