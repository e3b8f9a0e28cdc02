"""四级联动: one page of a body, with what came down to it and those beneath it, and what they raised."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Unseen
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.work.policies import levels, queries

BELOW = {"city": "district", "district": "street", "street": "community"}


@login_required
def own(request: Any) -> HttpResponse:
    """The page of one's own organisation."""
    if request.actor.organisation_id is None:
        raise NotYours(_("四级联动给在职人员看。"))
    return HttpResponseRedirect(f"/levels/{request.actor.organisation_id}/")


@login_required
def page(request: Any, pk: int) -> HttpResponse:
    card = directory().get(pk)
    if card is None or not levels.may_see(request.actor, card):
        raise Unseen(_("没有找到。"))
    cards = levels.beneath(card)
    context = {
        "card": card,
        "where": tree().full_name(card.area_id) or tree().name(card.area_id),
        "down": levels.came_down(cards),
        "required": levels.required(request.actor, cards),
        "up": levels.went_up(request.actor, card, cards),
        "ways": _ways(request, card),
        "today": clock.today(),
        "now": clock.now(),
    }
    return render(request, "policies/levels.html", context)


def _ways(request: Any, card: OrganisationCard) -> list[OrganisationCard]:
    """The bodies right above and right below that this actor may open."""
    area = tree().get(card.area_id)
    if area is None:
        return []
    above = [
        one for level in ("city", "district", "street") for one in _heads(tree().above(area.id, level), level)
    ]
    below = BELOW.get(area.level)
    children = tree().children(area.id) if below else ()
    under = [one for child in children for one in _heads(child, below or "")]
    return [one for one in (*above, *under) if one.id != card.id and levels.may_see(request.actor, one)]


def _heads(area: Any, level: str) -> list[OrganisationCard]:
    if area is None:
        return []
    if level == "city":
        return list(directory().of_kind("leading_body", area_id=area.id))[:1]
    return queries.of_level(area.id, level)[:1]
