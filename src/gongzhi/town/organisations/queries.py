"""Reads about organisations that the directory in memory does not hold: who is a member of what."""

from datetime import date

from django.db.models import Q, QuerySet

from gongzhi.kit import clock
from gongzhi.town.organisations.models import Membership


def _holds(on: date | None) -> Q:
    day = on or clock.today()
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


def members(body_id: int, on: date | None = None) -> QuerySet[Membership]:
    """The members of a task force, alliance or association on a day (today)."""
    return (
        Membership.objects.filter(_holds(on), body_id=body_id)
        .select_related("member")
        .order_by("member__pinyin")
    )


def bodies_of(organisation_id: int, on: date | None = None) -> QuerySet[Membership]:
    """The task forces, alliances and associations that an organisation is in on a day (today)."""
    return (
        Membership.objects.filter(_holds(on), member_id=organisation_id)
        .select_related("body")
        .order_by("body__pinyin")
    )
