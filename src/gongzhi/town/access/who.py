"""Who may: each function takes the words of a rule and returns ``who(actor) -> Q`` over the thing acted on."""

from collections.abc import Callable
from typing import Any

from django.db.models import Q

from gongzhi.kit.flow import Who
from gongzhi.town.access.actor import Actor, PostCard

NONE = Q(pk__in=[])


def anyone(_actor: Actor) -> Q:
    """Everybody."""
    return Q(pk__isnull=False)


def nobody(_actor: Actor) -> Q:
    return NONE


def staff(actor: Actor) -> Q:
    """Whoever holds a post."""
    return Q(pk__isnull=False) if actor.posts else NONE


def clock_itself(actor: Actor) -> Q:
    """The clock and other systems acting for the city."""
    return Q(pk__isnull=False) if actor.kind in ("clock", "system") else NONE


def within(post: PostCard, prefix: str = "") -> Q:
    """The things that lie in the area of a post, by the snapshot of their place."""
    if post.level == "city":
        return Q(pk__isnull=False)
    if post.level == "unit":
        return Q(**{f"{prefix}unit_id": post.area_id})
    return Q(**{f"{prefix}{post.level}_id__in": sorted(post.reach)})


def serving(*roles: str, prefix: str = "") -> Who:
    """Whoever holds one of ``roles`` over an area that contains the thing."""
    return _any_post(roles, lambda post: within(post, prefix))


def at_desk(*roles: str, desk: str = "desk_id") -> Who:
    """Whoever holds one of ``roles`` at exactly this desk: not above it, not below it."""
    return _any_post(roles, lambda post: Q(**{f"{desk}__in": sorted(post.reach)}))


def over(*roles: str, lineage: str = "lineage") -> Who:
    """Whoever holds one of ``roles`` over an area that the thing lies in, by the array of areas it keeps (city first)."""

    def who(actor: Actor) -> Q:
        areas = {area for post in actor.serves(*roles) for area in post.reach}
        return Q(**{f"{lineage}__overlap": sorted(areas)}) if areas else NONE

    return who


def belonging(field: str, *roles: str) -> Who:
    """Whoever holds a post (with one of ``roles``, if given) in the organisation the thing points at."""

    def who(actor: Actor) -> Q:
        ours = {post.organisation_id for post in actor.posts if not roles or post.role in roles}
        return Q(**{f"{field}__in": sorted(ours)}) if ours else NONE

    return who


def among(field: str, *roles: str) -> Who:
    """The same where the thing keeps an array of organisations."""

    def who(actor: Actor) -> Q:
        ours = {post.organisation_id for post in actor.posts if not roles or post.role in roles}
        return Q(**{f"{field}__overlap": sorted(ours)}) if ours else NONE

    return who


def named(field: str) -> Who:
    """The one person the thing names by account id."""
    return lambda actor: Q(**{field: actor.user_id}) if actor.user_id else NONE


def either(*whos: Who) -> Who:
    """One of several."""

    def who(actor: Actor) -> Q:
        parts = [q for one in whos if (q := one(actor)) != NONE]
        if not parts:
            return NONE
        joined = parts[0]
        for part in parts[1:]:
            joined |= part
        return joined

    return who


def but_not(who: Who, *fields: str) -> Who:
    """The same without whoever one of ``fields`` names: nobody judges their own work."""

    def narrowed(actor: Actor) -> Q:
        q = who(actor)
        for field in fields:
            q &= ~Q(**{field: actor.user_id}) | Q(**{f"{field}__isnull": True})
        return q

    return narrowed


def where(condition: Q, who: Who) -> Who:
    """The same, for things of which ``condition`` holds."""

    def narrowed(actor: Actor) -> Q:
        q = who(actor)
        return q if q == NONE else q & condition

    return narrowed


def _any_post(roles: tuple[str, ...], over: Callable[[PostCard], Q]) -> Who:
    def who(actor: Any) -> Q:
        parts = [over(post) for post in actor.posts if post.role in roles]
        if not parts:
            return NONE
        joined = parts[0]
        for part in parts[1:]:
            joined |= part
        return joined

    return who
