"""我的楼: the grids, buildings and units a head heads; 记过的: what they recorded."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongzhi.kit.flow import Unseen
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.places import place_of
from gongzhi.work.cases.faces import clock_of, percent
from gongzhi.work.cases.head_views import mine
from gongzhi.work.cases.head_views.today import record_box, title_of, waiting_in
from gongzhi.work.cases.models import OPEN, Stage, number
from gongzhi.work.cases.public_views.where import number as whole
from gongzhi.work.cases.queries import listed

PAGE = 40


@dataclass(frozen=True)
class Headed:
    """One grid, building or unit, with how much runs in it."""

    id: int
    code: str
    name: str
    level: str
    running: int


@never_cache
@require_GET
def areas(request: HttpRequest) -> HttpResponse:
    """What I head, the buildings of a grid beneath it."""
    actor = mine.must_be_head(request)
    groups = [(title_of(post.area_id), _headed(post.area_id)) for post in mine.heads(actor)]
    return render(request, "cases/head/areas.html", {"groups": groups, "record": record_box(request, actor)})


def _headed(area_id: int) -> list[Headed]:
    """The area itself, its buildings and their units: two statements."""
    rows = list(
        Area.objects.filter(
            Q(pk=area_id) | Q(parent_id=area_id) | Q(parent__parent_id=area_id), valid_to=None
        )
    )
    rows = [row for row in rows if row.level in (Level.GRID, Level.BUILDING, Level.UNIT)]
    ids = [row.pk for row in rows]
    counts: dict[int, int] = {}
    for column in ("grid_id", "building_id", "unit_id"):
        found = waiting_in(Q(**{f"{column}__in": ids})).values(column).annotate(n=Count("pk")).order_by()
        counts |= {row[column]: row["n"] for row in found}
    rows.sort(key=lambda row: (row.code if row.level != Level.GRID else "", row.level))
    return [Headed(row.pk, row.code, _named(row, rows), row.level, counts.get(row.pk, 0)) for row in rows]


def _named(row: Area, rows: list[Area]) -> str:
    above = next((one.name for one in rows if one.pk == row.parent_id), "")
    return f"{above} {row.name}" if row.level == Level.UNIT and above else row.name


@never_cache
@require_GET
def noted(request: HttpRequest) -> HttpResponse:
    """What I recorded, or with ``?area=`` what runs in a place that I head; newest first."""
    actor = mine.must_be_head(request)
    area = whole(request.GET.get("area"))
    rows, title = (
        _running(actor, area) if area else (listed(actor).filter(author_id=actor.user_id), _("记过的"))
    )
    if before := _uuid(request.GET.get("before", "")):
        rows = rows.filter(pk__lt=before)
    found = list(rows.order_by("-id")[: PAGE + 1])
    context = {
        "rows": [_row(row) for row in found[:PAGE]], "title": title, "area": area, "record": record_box(request, actor),
        "older": found[PAGE - 1]["id"] if len(found) > PAGE else None,
    }  # fmt: skip
    return render(request, "cases/head/noted.html", context)


def _running(actor: Actor, area: int) -> tuple[Any, str]:
    place = place_of(area)
    if not mine.holds(actor, place):
        raise Unseen(_("没有找到这个地方，也可能不归您管。"))
    level = "unit" if place.unit_id else "building" if place.building_id else "grid"
    rows = listed(actor).filter(**{f"{level}_id": area}, stage__in=(*OPEN, Stage.RESOLVED))
    return rows, title_of(area)


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "url": f"/today/{row['id']}/", "title": row["title"], "number": number(row["reported_at"], row["serial"]),
        "at": row["reported_at"], "stage": Stage(row["stage"]).label, "percent": percent(row["stage"]),
        "clock": clock_of(row) if row["stage"] in OPEN else None,
    }  # fmt: skip


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
