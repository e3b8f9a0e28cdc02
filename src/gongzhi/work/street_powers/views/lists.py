"""The lists, the figures and the catalogue."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.web import table_answers
from gongzhi.town.access.actor import Actor
from gongzhi.work.street_powers import counts, queries, tables
from gongzhi.work.street_powers.models import Procedure
from gongzhi.work.street_powers.rules import asking_post, street_post


def may_write(actor: Actor) -> dict[str, bool]:
    """Which new things this actor may begin: what is drawn above the lists."""
    street = street_post(actor)
    return {
        "may_draft": street is not None, "may_ask": asking_post(actor) is not None,
        "may_order": street is not None, "may_write": street is not None and street.role == "street_leader",
    }  # fmt: skip


@login_required
def uses(request: Any) -> HttpResponse:
    """权力行使."""
    return table_answers.answer(
        request, tables.uses(request.actor), lambda: queries.uses_listed(request.actor),
        "street_powers/uses.html", may_write(request.actor),
    )  # fmt: skip


@login_required
def orders(request: Any) -> HttpResponse:
    """调度令."""
    return table_answers.answer(
        request, tables.orders(request.actor), lambda: queries.orders_listed(request.actor),
        "street_powers/orders.html", may_write(request.actor),
    )  # fmt: skip


@login_required
def opinions(request: Any) -> HttpResponse:
    """年度意见."""
    return table_answers.answer(
        request, tables.opinions(request.actor), lambda: queries.opinions_listed(request.actor),
        "street_powers/opinions.html", may_write(request.actor),
    )  # fmt: skip


@login_required
def count(request: Any, by: str) -> HttpResponse:
    """统计: the figures by power, street, organisation or team."""
    table = counts.table(by, request.actor, request.GET)
    ways = [(counts.COUNTS[name].label, f"/powers/counts/{name}/", name == by) for name in counts.COUNTS]
    return table_answers.answer(
        request,
        table,
        lambda: counts.COUNTS[by].rows(request.actor),
        "street_powers/counts.html",
        {"ways": ways},
    )


@login_required
def catalogue(request: Any) -> HttpResponse:
    """权力目录: what the records say today, each with its basis."""
    if not request.actor.posts:
        raise NotYours
    post = street_post(request.actor)
    rows = [
        {
            "power": one,
            "procedure": Procedure(one.procedure).label,
            "limit": tables.limit_words(one.answer),
            "kinds": tables.kind_words(one.counterpart),
        }
        for one in queries.catalogue(post.area_id if post else None)
    ]
    return render(request, "street_powers/catalogue.html", {"rows": rows, "now": clock.now()})
