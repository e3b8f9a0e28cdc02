"""Reads of notices: a person's own and nobody else's."""

from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet

from gongzhi.town.notices.models import Address, Choice, Delivery, Notice

S = Delivery.Stage


def of(user_id: int) -> QuerySet[Notice]:
    """A person's notices, newest first."""
    return Notice.objects.filter(user_id=user_id).order_by("-id")


def unseen(user_id: int) -> QuerySet[Notice]:
    """What the bell counts."""
    return Notice.objects.filter(user_id=user_id, seen_at=None).order_by("-urgent", "-id")


@dataclass(frozen=True)
class Chosen:
    """One way outside the app as its person has it."""

    address: Address | None
    choice: Choice | None
    state: dict[str, object]


def chosen(user_id: int, way: str) -> Chosen:
    """What a person chose for a way, and what waits, went out or failed there of late."""
    rows = Delivery.objects.filter(user_id=user_id, way=way)
    state = rows.aggregate(
        waiting=Count("pk", filter=Q(stage=S.WAITING)),
        next=Min("due_at", filter=Q(stage=S.WAITING)),
        last=Max("ended_at", filter=Q(stage=S.SENT)),
        unsure=Count("pk", filter=Q(stage=S.UNSURE)),
        given_up=Count("pk", filter=Q(stage=S.GIVEN_UP)),
    )
    return Chosen(
        Address.objects.filter(user_id=user_id, way=way).first(),
        Choice.objects.filter(user_id=user_id, way=way).first(),
        state,
    )
