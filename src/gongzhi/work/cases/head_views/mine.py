"""What a head heads, and where they may record."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from gongzhi.kit.flow import NotYours, Refused
from gongzhi.town.access.actor import Actor, PostCard
from gongzhi.town.areas.cards import Place
from gongzhi.town.areas.models import Area
from gongzhi.town.areas.places import place_of
from gongzhi.town.people.models import HEADS

LEVELS = ("grid", "building", "unit")


def is_head(actor: Actor) -> bool:
    """Whether they act as a head now: by the post they chose, or the first."""
    return actor.post is not None and actor.post.role in HEADS


def heads(actor: Actor) -> list[PostCard]:
    """The posts as a head, the chosen one first."""
    return sorted(actor.serves(*HEADS), key=lambda post: post is not actor.post)


def must_be_head(request: Any) -> Actor:
    """The actor; raises NotYours for anybody who heads nothing."""
    if not heads(request.actor):
        raise NotYours(_("这一页是网格长、楼栋长、单元长用的。"))
    return request.actor


def holds(actor: Actor, place: Place) -> bool:
    """Whether the place lies in what they head."""
    here = {getattr(place, f"{level}_id") for level in LEVELS}
    return any(post.reach & here for post in heads(actor))


def place_for(actor: Actor, area_id: int | None) -> tuple[int, Place]:
    """Where a line is recorded: the area named, if they head it, else the area of their post."""
    chosen = area_id or heads(actor)[0].area_id
    place = place_of(chosen)
    if not holds(actor, place):
        raise Refused(_("这里不归您管，请用居民页面报。"), field="line")
    return chosen, place


def asked_area(request: HttpRequest) -> int | None:
    """The area whose code was scanned or chosen, from the address."""
    code = request.GET.get("at", "")
    return (
        Area.objects.filter(code=code, valid_to=None).values_list("pk", flat=True).first() if code else None
    )


def head_of(request: Any, area_id: int) -> bool:
    """Whether whoever scanned the code of an area is signed in and heads it."""
    return is_head(request.actor) and holds(request.actor, place_of(area_id))
