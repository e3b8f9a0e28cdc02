"""The outlines of areas for staff maps: within the reach of one's posts, level by level, and buildings close up."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.views.decorators.http import require_GET

from gongzhi.kit.web import packed
from gongzhi.town.access.grounds import grounds
from gongzhi.town.areas import geo, nearby
from gongzhi.town.areas.outlines import LEVELS, outlines


@login_required
@require_GET
def level(request: Any, level: str) -> HttpResponse:
    """One level as GeoJSON in the map's degrees; from memory, and 304 while nothing has changed."""
    if level not in LEVELS:
        raise Http404("no such level")
    return packed.answer(request, outlines().packed(level, grounds(request.actor)))


@login_required
@require_GET
def buildings(request: Any) -> HttpResponse:
    """The buildings in a small box: name and point, one statement."""
    box = geo.box(request.GET.get("box", ""))
    return packed.fleeting(request, nearby.collection(box))
