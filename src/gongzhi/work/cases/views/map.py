"""地图: the cases of the list as points, under the same filters and for the same eyes; and the choosing of a point."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongzhi.kit import clock
from gongzhi.kit.web import packed
from gongzhi.kit.web.address import changed_query
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.grounds import grounds
from gongzhi.town.areas import geo
from gongzhi.town.areas.outlines import LEVELS, outlines
from gongzhi.work.cases import spots
from gongzhi.work.cases.public_views import pointing
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.cases.tables import source, table_for

OWN = ("at", "box", "as", "after", "before")  # of the address: the map's own, not the list's


@login_required
@require_GET
def page(request: Any) -> HttpResponse:
    """The page: filters, the ground, and beside it in words what is in sight. One statement more for ``at``."""
    table = table_for(request.actor)
    at = focus(request.actor, request.GET.get("at", ""))
    asked = changed_query(request.GET, dict.fromkeys(OWN))
    context = {
        "page": {
            "filters": [table._face(one, request.GET) for one in table.filters],
            "cleared": table._cleared(request.GET),
        },
        "now": clock.now(),
        "asked": asked if asked != "?" else "",
        "at": at,
        "box": outlines().box(grounds(request.actor)),
        "levels": LEVELS,
    }
    return render(request, "cases/map.html", context)


def focus(actor: Actor, pk: str) -> dict[str, Any] | None:
    """The case in whose middle the map opens, if it is seen and lies somewhere."""
    try:
        rows = FLOW.seen_by(actor).filter(pk=UUID(pk))
    except ValueError:
        return None
    row = rows.values("id", "title", "lon", "lat", "grid_id", "community_id", "street_id").first()
    spot = spots.spot(row) if row else None
    if row is None or spot is None:
        return None
    lon, lat = geo.shown(spot.lon, spot.lat)
    return {"id": row["id"], "title": row["title"], "lon": lon, "lat": lat, "near": spot.near}


@login_required
@require_GET
def points(request: Any) -> HttpResponse:
    """The points of the list that the address describes, in the map's degrees."""
    rows = table_for(request.actor).narrowed(source(request.actor, request.GET), request.GET)
    return packed.fleeting(request, spots.collection(spots.inside(rows, geo.box(request.GET.get("box", "")))))


@never_cache
@login_required
@require_GET
def chosen_point(request: Any) -> HttpResponse:
    """What lies at a point pressed on the map of a staff form."""
    return pointing.at_point(request, "cases/at_part.html")
