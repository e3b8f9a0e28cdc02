"""楼门二维码: printable sheets for the doors of a community's buildings and units, for whoever works there."""

from dataclasses import dataclass

import segno
from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kit.flow import NotYours, Unseen
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.places import place_of
from gongzhi.town.areas.tree import tree
from gongzhi.town.people.models import HEADS, Role

ROLES = (*HEADS, Role.COMMUNITY_WORKER, Role.COMMUNITY_SECRETARY, Role.STREET_CLERK, Role.STREET_LEADER)
DOORS = (Level.BUILDING, Level.UNIT)
MOST = 600


@dataclass(frozen=True)
class Sticker:
    """One code to stick at a door: the code as a drawing, and what stands beside it."""

    title: str
    under: str
    code: str
    drawing: SafeString


@login_required
@require_GET
def codes(request: HttpRequest) -> HttpResponse:
    """Which sheets there are: the grids of my communities, with how many doors each has."""
    known, groups = tree(), []
    for community_id in _communities(_may(request)):
        grids = [(grid, _doors([grid.id]).count()) for grid in known.children(community_id)]
        groups.append((known.card(community_id), known.full_name(community_id), grids))
    return render(request, "config/codes.html", {"groups": groups})


@login_required
@require_GET
def sheet(request: HttpRequest, area_id: int) -> HttpResponse:
    """The sheet of a community, a grid or one building; ``?size=big`` prints one to a page."""
    actor = _may(request)
    if not _within(actor, area_id):
        raise Unseen(_("没有找到这个地方，也可能不归您管。"))
    card = tree().get(area_id)
    grids = (
        [one.id for one in tree().children(area_id)] if card and card.level == Level.COMMUNITY else [area_id]
    )
    rows = _doors(grids) if card else Area.objects.filter(Q(pk=area_id) | Q(parent_id=area_id), valid_to=None)
    rows = rows.select_related("estate", "parent", "parent__estate").order_by("code")
    stickers = [_sticker(request, row) for row in rows[:MOST]]
    size = "big" if request.GET.get("size") == "big" else "small"
    title = card.name if card else Area.objects.get(pk=area_id).name
    return render(request, "config/codes_sheet.html", {"stickers": stickers, "size": size, "title": title})


def _may(request: HttpRequest) -> Actor:
    actor: Actor = request.actor  # type: ignore[attr-defined]
    if not actor.serves(*ROLES):
        raise NotYours(_("二维码由社区和街道打印。"))
    return actor


def _communities(actor: Actor) -> list[int]:
    """The communities of my posts, in the order of their codes."""
    known, found = tree(), {}
    for post in actor.serves(*ROLES):
        place = place_of(post.area_id)
        top = place.community_id or post.area_id
        for card in known.under(top, Level.COMMUNITY):
            found[card.id] = card.code
    return sorted(found, key=lambda one: found[one])


def _within(actor: Actor, area_id: int) -> bool:
    """Whether an area lies in one of my posts', or in the community of one as a head."""
    place = place_of(area_id)
    here = {place.street_id, place.community_id, place.grid_id, place.building_id, place.unit_id}
    return any(post.reach & here for post in actor.serves(*ROLES))


def _doors(grid_ids: list[int]) -> QuerySet[Area]:
    """Buildings and units of some grids. Where a building has units, its own door has a code as well."""
    buildings = Q(level=Level.BUILDING, parent_id__in=grid_ids)
    return Area.objects.filter(buildings | Q(level=Level.UNIT, parent__parent_id__in=grid_ids), valid_to=None)


def _sticker(request: HttpRequest, row: Area) -> Sticker:
    """Whose ``parent`` and estates were read with it: no statement."""
    building, unit = (row.parent, row.name) if row.level == Level.UNIT else (row, "")
    assert building is not None  # the database refuses a unit without a parent
    estate = building.estate.name if building.estate else ""
    community = tree().above(building.parent_id or 0, Level.COMMUNITY)
    address = request.build_absolute_uri(reverse("public-door", args=[row.code]))
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        omitsize=True, svgclass="qr-code", lineclass=None
    )
    return Sticker(
        f"{estate}{building.name}{unit}", community.name if community else "", row.code, mark_safe(drawn)
    )
