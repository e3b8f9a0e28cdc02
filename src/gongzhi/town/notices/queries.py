"""Reads of notices: a person's own and nobody else's."""

from django.db.models import QuerySet

from gongzhi.town.notices.models import Notice


def of(user_id: int) -> QuerySet[Notice]:
    """A person's notices, newest first."""
    return Notice.objects.filter(user_id=user_id).order_by("-id")


def unseen(user_id: int) -> QuerySet[Notice]:
    """What the bell counts."""
    return Notice.objects.filter(user_id=user_id, seen_at=None).order_by("-urgent", "-id")
