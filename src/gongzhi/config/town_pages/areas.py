"""区域与楼栋: the tree to walk, with what lies in each area and which seats of heads are vacant."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.config.town_pages.seats import WAYS, Tally, by_grid
from gongzhi.kit import clock
from gongzhi.kit.flow import Unseen
from gongzhi.kit.web import words
from gongzhi.town.administration.doors import only_for
from gongzhi.town.areas.models import LADDER, Area, Level, Succession
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import HEADS, Post, Role
from gongzhi.town.people.queries import in_force

ROLES = (
    *HEADS, Role.COMMUNITY_WORKER, Role.COMMUNITY_SECRETARY, Role.STREET_CLERK, Role.STREET_LEADER,
    Role.DISTRICT_DISPATCHER, Role.DISTRICT_LEADER, Role.CITY_DISPATCHER, Role.CITY_LEADER, Role.SYSTEM_ADMIN,
)  # fmt: skip
FOUND = 60
SEATED = {
    Level.GRID: (Level.GRID, Level.BUILDING),
    Level.BUILDING: (Level.BUILDING, Level.UNIT),
    Level.UNIT: (Level.UNIT,),
}


@only_for(*ROLES)
def start(request: Any) -> HttpResponse:
    """A search if words are given, else the area of one's own post."""
    asked = request.GET.get("q", "").strip()[:60]
    if asked:
        found = searched(asked)
        return render(
            request, "town/areas_found.html", {"q": asked, "rows": found[:FOUND], "more": len(found) > FOUND}
        )
    here = request.actor.post
    return HttpResponseRedirect(f"/town/areas/{here.area_id if here else tree().city().id}/")


def searched(asked: str) -> list[dict[str, Any]]:
    """Areas of today by a part of the name, of its pinyin, or the beginning of the code: one statement."""
    condition = Q(name__icontains=asked) | Q(code__startswith=asked)
    if asked.isascii():
        condition |= Q(pinyin__startswith=asked.lower())
    rows = (
        Area.objects.filter(condition, valid_to=None)
        .order_by("code")
        .values("id", "name", "code", "level", "lineage")
    )
    return [
        {**row, "where": _way(row["lineage"][:-1]), "label": Level(row["level"]).label}
        for row in rows[: FOUND + 1]
    ]


def _way(lineage: Sequence[int]) -> str:
    return "".join(tree().name(one) for one in lineage[1:])


@only_for(*ROLES)
def page(request: Any, pk: int) -> HttpResponse:
    """One area: what it is, what lies in it, who took whose place."""
    area = Area.objects.filter(pk=pk).first()
    if area is None:
        raise Unseen(_("没有这个区域。"))
    context: dict[str, Any] = {
        "area": area, "label": Level(area.level).label, "crumbs": crumbs(area), "now": clock.now(),
        "before": _succession("predecessor", successor_id=pk), "after": _succession("successor", predecessor_id=pk),
        "offices": offices(area),
    }  # fmt: skip
    context |= _low(area) if area.level in SEATED else _high(area)
    return render(request, "town/area.html", context)


def crumbs(area: Area) -> list[tuple[str, str]]:
    """The way down to it, each step a link; buildings are read by one statement."""
    above = area.lineage[:-1]
    named = {one: tree().name(one) for one in above}
    missing = [one for one, name in named.items() if not name]
    if missing:
        named |= dict(Area.objects.filter(pk__in=missing).values_list("pk", "name"))
    return [(named[one], f"/town/areas/{one}/") for one in above]


def offices(area: Area) -> list[Any]:
    """The organisations that serve exactly this area."""
    return [card for card in directory().within(area.pk) if card.area_id == area.pk]


def _succession(side: str, **which: int) -> list[dict[str, Any]]:
    rows = (
        Succession.objects.filter(**which)
        .order_by("on")
        .values(f"{side}_id", f"{side}__name", "kind", "on", "basis")
    )
    return [
        {
            "id": r[f"{side}_id"],
            "name": r[f"{side}__name"],
            "kind": Succession.Kind(r["kind"]).label,
            "on": r["on"],
            "basis": r["basis"],
        }
        for r in rows
    ]


def _high(area: Area) -> dict[str, Any]:
    """City to community: the areas below, each with its tally. Five statements, whatever the number of grids."""
    grids = tree().under(area.pk, Level.GRID)
    tallies = by_grid((card.id, card.households) for card in grids)
    below: list[dict[str, Any]] = [{"card": card, "tally": Tally()} for card in tree().children(area.pk)]
    at = {row["card"].id: row["tally"] for row in below}
    whole = Tally()
    for grid in grids:
        whole += tallies[grid.id]
        child = next((one for one in grid.lineage if one in at), None)
        if child is not None:
            at[child] += tallies[grid.id]
    level = LADDER[LADDER.index(area.level) + 1]
    return {
        "below": below,
        "whole": whole,
        "below_label": Level(level).label,
        "names": _count_by_level(area.pk),
    }


def _count_by_level(area_id: int) -> list[tuple[str, int]]:
    """How many districts, streets and communities lie in it, from memory."""
    levels = (Level.DISTRICT, Level.STREET, Level.COMMUNITY)
    found = [
        (str(level.label), sum(card.id != area_id for card in tree().under(area_id, level)))
        for level in levels
    ]
    return [(label, n) for label, n in found if n]


def _low(area: Area) -> dict[str, Any]:
    """Grid to unit: every seat by itself, held or vacant, in the order of codes."""
    levels = SEATED[Level(area.level)]
    rows = [area, *Area.objects.filter(parent=area, valid_to=None).order_by("code")]
    held = _holders([row.pk for row in rows])
    seats = [_seat(row, held) for row in rows if row.level in levels]
    return {
        "seats": seats,
        "vacancies": sum(not seat["holders"] for seat in seats),
        "estate": area.estate if area.estate_id else None,
    }


def _seat(area: Area, held: dict[int, list[dict[str, Any]]]) -> dict[str, Any]:
    role = WAYS[Level(area.level)][0]
    own = [one for one in held.get(area.pk, []) if one["role"] == role]
    return {"area": area, "role": role.label, "holders": own, "level": Level(area.level).label}


def _holders(area_ids: list[int]) -> dict[int, list[dict[str, Any]]]:
    """Who holds which seat, the name masked, until when."""
    posts = Post.objects.filter(in_force(), role__in=HEADS, area_id__in=area_ids, user__is_active=True)
    found: dict[int, list[dict[str, Any]]] = {}
    for row in posts.order_by("stands_in_for", "pk").values(
        "area_id", "role", "user__name", "valid_to", "stands_in_for_id"
    ):
        said = {
            "name": words.masked(row["user__name"]),
            "until": row["valid_to"],
            "substitute": row["stands_in_for_id"] is not None,
        }
        found.setdefault(row["area_id"], []).append({**said, "role": row["role"]})
    return found
