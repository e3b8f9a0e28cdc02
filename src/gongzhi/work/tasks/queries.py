"""Reads of tasks."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.rules import DOER, FLOW, SETTER

ROW = (
    "id",
    "kind",
    "stage",
    "text",
    "setter_label",
    "organisation_id",
    "due_on",
    "subject_kind",
    "subject_id",
    "set_at",
    "result",
)


def listed(actor: Actor) -> QuerySet:
    """The rows of lists: plain values."""
    return FLOW.seen_by(actor).values(*ROW)


def set_locally(days: int = 30) -> Q:
    """What a street set for its own communities in so many days: under no admitted matter, on no resident's case."""
    since = clock.now() - timedelta(days=days)
    return Q(set_at__gte=since, matter_id=None) & ~Q(subject_kind="cases.case")


def open_for(actor: Actor) -> QuerySet:
    """What this actor's organisations have to do: instructions head the list."""
    return Task.objects.filter(DOER(actor), stage=Task.Stage.ASSIGNED).order_by("due_on", "id")


def to_close(actor: Actor) -> QuerySet:
    """What this actor set and others have answered."""
    return Task.objects.filter(SETTER(actor), stage=Task.Stage.REPORTED).order_by("due_on", "id")
