"""Choosing a point on the map, for residents and for staff: the map is offered, and a door says what lies at a point."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongzhi.kit.web import maps, packed
from gongzhi.town.areas import geo, nearby
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.outlines import LEVELS, outlines
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases.public_views.where import Whereabouts, of_point, pressed

OPEN_LEVELS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)


def offered(at: Whereabouts, *, home: int | None = None) -> str:
    """What the map of a form must be told, opening at the chosen place or at ``home``; empty where there is no map."""
    if not (outlines() or settings.MAP_TILES):
        return ""
    resident = home is None
    place = at.place
    said: dict[str, Any] = {
        "levels": OPEN_LEVELS if resident else LEVELS,
        "outlines": "/r/map/outlines/" if resident else "/town/outlines/",
    }
    if place and place.lon is not None and place.lat is not None:
        lon, lat = geo.shown(place.lon, place.lat)
        said["at"] = {"lon": lon, "lat": lat}
    known = [place.grid_id or place.community_id or place.street_id or place.district_id] if place else [home]
    said["box"] = outlines().box(one for one in known if one)
    return maps.ground(**said)


def for_residents(at: Whereabouts) -> str:
    """The same for the public page, unless the city does not offer maps there."""
    return offered(at) if settings.MAP_RESIDENTS else ""


def at_point(request: HttpRequest, template: str) -> HttpResponse:
    """What lies at a point of the map: grid, community, street, the buildings around. 400 for a point that is none."""
    point = pressed(request.GET)
    if point is None:
        return HttpResponse(status=400)
    return render(request, template, {"where": of_point(*point, how="map")})


def _open() -> None:
    if not settings.MAP_RESIDENTS:
        raise Http404("no map for residents")


@never_cache
@require_GET
def at(request: HttpRequest) -> HttpResponse:
    """What lies at a point, for a resident."""
    _open()
    return at_point(request, "cases/public/at_part.html")


@require_GET
def level(request: HttpRequest, level: str) -> HttpResponse:
    """The outlines of a level of the whole city, down to the community."""
    _open()
    if level not in OPEN_LEVELS:
        raise Http404("no such level")
    return packed.answer(request, outlines().packed(level, frozenset({tree().city().id})))


@require_GET
def buildings(request: HttpRequest) -> HttpResponse:
    """The buildings in a small box, as they stand in the list of places."""
    _open()
    return packed.fleeting(request, nearby.collection(geo.box(request.GET.get("box", ""))))
