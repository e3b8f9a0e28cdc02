"""Cases as points on a map: where each is drawn, how it stands, and the words beside it. No statement but the rows'.

A case with a point of its own (a building, a position) stands there; one that is known only to the grid, community or
street stands in the middle of it and is marked as being somewhere there; one without any place is counted and not drawn.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kit import clock
from gongzhi.kit.web.faces import ClockFace
from gongzhi.kit.web.words import thousands
from gongzhi.town.areas import geo
from gongzhi.town.areas.outlines import outlines
from gongzhi.town.areas.places import SHAPES
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import faces
from gongzhi.work.cases.models import Channel, Stage, number
from gongzhi.work.cases.queries import ROW, bounded_count

MOST = 1_000  # points drawn at once; more are counted and said
MOST_COUNTED = 10_000
MOST_COMMUNITIES = 150  # a box over more of them narrows nothing
COLUMNS = (*ROW, "lon", "lat")
ORDER = ("over", "soon", "ok", "wait", "done")
Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Spot:
    """A point in stored degrees; ``near`` if it is only the middle of where the case is known to be."""

    lon: float
    lat: float
    near: bool = False


def spot(row: Mapping[str, Any]) -> Spot | None:
    """Where a case is drawn; None if nobody knows its place yet."""
    if row["lon"] is not None and row["lat"] is not None:
        return Spot(row["lon"], row["lat"])
    for level in ("grid_id", "community_id", "street_id"):
        if point := outlines().middle(row[level]):
            return Spot(*point, near=True)
    return None


def state(row: Mapping[str, Any], face: ClockFace | None) -> str:
    """One of the five states of a clock; what has none is done, or waits."""
    if face is not None:
        return face.state
    return "wait" if row["stage"] in (Stage.REPORTED, Stage.ACCEPTED, Stage.CALLED) else "done"


def inside(rows: QuerySet, box: Box | None) -> QuerySet:
    """The rows that may lie in a box, by the communities that it touches; all of them for a wide box."""
    if box is None:
        return rows
    grids = SHAPES.get().touching(*box)
    communities = {card.id for one in grids if (card := tree().above(one, "community"))}
    if len(communities) > MOST_COMMUNITIES:
        return rows
    west, south, east, north = box
    points = Q(lon__range=(west, east), lat__range=(south, north))
    if not communities:
        return rows.filter(points)
    reach = {one for pk in communities for one in tree().reach(pk)}
    return rows.filter(Q(community_id__in=sorted(reach)))


def collection(rows: QuerySet) -> dict[str, Any]:
    """The newest rows as GeoJSON points with what is said beside them, and what is left out in words."""
    found = list(rows.order_by("-id").values(*COLUMNS)[: MOST + 1])
    more = len(found) > MOST
    found = found[:MOST]
    now = clock.now()
    placed = [(row, where) for row in found if (where := spot(row))]
    total = bounded_count(rows, MOST_COUNTED) if more else len(found)
    return {
        "type": "FeatureCollection",
        "features": [_feature(row, where, now) for row, where in placed],
        "more": more,
        "said": said(len(placed), total, len(found) - len(placed)),
    }


def said(drawn: int, total: int, placeless: int) -> str:
    """How many are drawn, and what is left out and why."""
    words = [ngettext("图上 %(n)s 件。", "图上 %(n)s 件。", drawn) % {"n": thousands(drawn)}]
    if total > MOST_COUNTED:
        words.append(
            _("符合的有 %(n)s 件以上，只画最新的；放大地图或缩小筛选再看。") % {"n": thousands(MOST_COUNTED)}
        )
    elif total > drawn + placeless:
        words.append(_("符合的共 %(n)s 件，只画最新的；放大地图或缩小筛选再看。") % {"n": thousands(total)})
    if placeless:
        none = ngettext(
            "另有 %(n)s 件还没有定位，只在列表里。", "另有 %(n)s 件还没有定位，只在列表里。", placeless
        )
        words.append(none % {"n": thousands(placeless)})
    return "".join(words).strip()


def line(row: Mapping[str, Any]) -> str:
    """Whence it came, how many told of it, its number; where it lies stands beside it."""
    told = (
        str(Channel(row["channel"]).label),
        faces.reporters_words(row["reporters"]),
        number(row["reported_at"], row["serial"]),
    )
    return "·".join(part for part in told if part)


def _feature(row: Mapping[str, Any], where: Spot, now: Any) -> dict[str, Any]:
    face = faces.clock_of(row, now)
    point = [round(degree, 6) for degree in geo.shown(where.lon, where.lat)]
    told = {
        "id": str(row["id"]), "state": state(row, face), "title": row["title"], "stage": str(Stage(row["stage"]).label),
        "line": line(row),
        "clock": face.text if face else "", "due": face.line if face else "", "at": row["address"] or faces.area_words(row),
    }  # fmt: skip
    if where.near:
        told["near"] = 1
    return {"type": "Feature", "geometry": {"type": "Point", "coordinates": point}, "properties": told}
