"""Who is on duty: one statement, for one organisation or for many."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import QuerySet

from gongzhi.kit.clock import now
from gongzhi.town.duty.models import Shift

SHOWN = ("leader", "clerk")


def on_duty(organisation_id: int, moment: datetime | None = None) -> Shift | None:
    """The shift of an organisation at a moment (now), with its leader and clerk; ``None`` when nobody is entered."""
    return on_duty_many([organisation_id], moment).get(organisation_id)


def on_duty_many(organisation_ids: Collection[int], moment: datetime | None = None) -> dict[int, Shift]:
    """The shifts of several organisations at a moment (now), by organisation id; one statement."""
    at = moment or now()
    rows = Shift.objects.filter(organisation_id__in=organisation_ids, starts_at__lte=at, ends_at__gt=at)
    return {shift.organisation_id: shift for shift in rows.select_related(*SHOWN)}


def between(organisation_ids: Collection[int], start: datetime, end: datetime) -> QuerySet[Shift]:
    """The shifts that touch a span, in order of time."""
    rows = Shift.objects.filter(organisation_id__in=organisation_ids, starts_at__lt=end, ends_at__gt=start)
    return rows.select_related(*SHOWN).order_by("organisation_id", "starts_at")


def duties_of(user_id: int, moment: datetime | None = None) -> QuerySet[Shift]:
    """The shifts in which a person is on duty at a moment (now), as leader or clerk."""
    at = moment or now()
    rows = Shift.objects.filter(starts_at__lte=at, ends_at__gt=at)
    return (rows.filter(leader_id=user_id) | rows.filter(clerk_id=user_id)).select_related("organisation")
