"""Who my grid, building and unit heads are: role and call button; a name and a number of their own only with consent."""

from dataclasses import dataclass
from typing import Any

from django.db.models import F

from gongzhi.kit.privacy.seal import unseal
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.tree import AreaCard, tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import HEADS, Post, Role
from gongzhi.town.people.queries import in_force


@dataclass(frozen=True)
class Head:
    """One seat: whom to call; ``own`` says whether the number is the head's or the community's, ``acting`` whether
    somebody stands in. A stand-in has not agreed to be shown, and the holder is away: the community's number it is.
    """

    role: str
    where: str
    name: str
    phone: str
    own: bool
    vacant: bool
    acting: bool = False


def seats(community: AreaCard, area: Area | None) -> list[Head]:
    """The seats of the way from the grid down to the scanned area; for a community, its grids' seats."""
    if area is not None and area.level != Level.COMMUNITY:
        way = Area.objects.filter(pk__in=area.lineage, level__in=(Level.GRID, Level.BUILDING, Level.UNIT))
        places = sorted(way, key=lambda one: len(one.lineage))
        names = {one.pk: (one.name, one.level) for one in places}
    else:
        names = {card.id: (card.name, card.level) for card in tree().children(community.id)}
    posts = Post.objects.filter(in_force(), area_id__in=names, role__in=HEADS, user__is_active=True)
    rows = list(posts.select_related("user").order_by(F("stands_in_for").asc(nulls_last=True), "id"))
    numbers = dict(zip([row.pk for row in rows], unseal([row.phone_shown for row in rows]), strict=True))
    public = counter_phone(community)
    return [
        _seat(name, level, [row for row in rows if row.area_id == pk], numbers, public)
        for pk, (name, level) in names.items()
    ]


def _seat(where: str, level: str, posts: list[Post], numbers: dict[Any, str | None], public: str) -> Head:
    held = posts[0] if posts else None
    own = (numbers.get(held.pk) or "") if held else ""
    return Head(
        role=str(Role(held.role if held else f"{level}_head").label), where=where,
        name=held.user.name if held and held.name_shown else "", phone=own or public, own=bool(own),
        vacant=held is None, acting=held is not None and held.stands_in_for_id is not None,
    )  # fmt: skip


def counter_phone(area: AreaCard) -> str:
    """The public number of the community's office, else of the street's."""
    for one in reversed(area.lineage):
        for card in directory().of_kind("community", "street_office", area_id=one):
            if card.phone:
                return card.phone
    return ""
