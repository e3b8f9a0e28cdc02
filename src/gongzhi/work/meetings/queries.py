"""Reads of meetings: lists as plain values, what stands open, and the shares of a body."""

from datetime import date
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.work.meetings.models import Attendance, Body, Meeting, Resolution, Seat, Topic
from gongzhi.work.meetings.rules import CONVENERS, LEADERS, MEETING, TOPIC
from gongzhi.work.tasks.models import Task

MEETING_ROW = ("id", "title", "stage", "held_at", "place", "topics_until", "body_id", "secretariat_id")
TOPIC_ROW = (
    "id", "title", "stage", "outcome", "decision", "organisation_id", "raised_at", "decided_at", "postponed", "body_id",
    "meeting_id", "subject_kind", "subject_id",
)  # fmt: skip


def meetings(actor: Actor) -> QuerySet:
    return MEETING.seen_by(actor).values(*MEETING_ROW, body_name=F("body__name"))


def topics(actor: Actor) -> QuerySet:
    return TOPIC.seen_by(actor).values(*TOPIC_ROW, body_name=F("body__name"))


def resolutions(actor: Actor) -> QuerySet:
    """The resolutions of the meetings that this actor sees, with the state of their tasks."""
    seen = MEETING.seen_by(actor).values("id")
    return (
        Resolution.objects.filter(meeting__in=seen)
        .annotate(task_stage=_of_task("stage"))
        .values(
            "id", "text", "organisation_id", "due_on", "task_id", "task_stage", "meeting_id",
            title=F("topic__title"), body_id=F("meeting__body_id"), body_name=F("meeting__body__name"),
        )
    )  # fmt: skip


def _of_task(field: str) -> Any:
    from django.db.models import OuterRef, Subquery

    return Subquery(Task.objects.filter(pk=OuterRef("task_id")).values(field)[:1])


def bodies(actor: Actor) -> QuerySet:
    """The bodies of the actor's areas, those above them, and those that they sit in; ended ones are left out."""
    areas = {area for post in actor.posts for area in post.reach}
    ours = {post.organisation_id for post in actor.serves(*CONVENERS, "liaison")}
    mine = Q(secretariat_id__in=sorted(ours)) | Q(seats__organisation_id__in=sorted(ours))
    over = {area for post in actor.serves(*LEADERS, "street_leader", "street_clerk") for area in post.reach}
    mine |= Q(lineage__overlap=sorted(over)) | Q(area_id__in=sorted(areas))
    known = Body.objects.filter(mine, pk__in=Body.objects.filter(in_force(clock.today()))).values("id")
    return Body.objects.filter(pk__in=known)


def counted(rows: QuerySet) -> QuerySet:
    """Bodies with their last sitting, their topics and their resolutions: every figure has a list behind it."""
    held = Q(meetings__stage__in=[Meeting.Stage.HELD, Meeting.Stage.MINUTED])
    adopted = Q(topics__stage__in=[Topic.Stage.ON_AGENDA, Topic.Stage.DECIDED])
    return rows.annotate(
        last_at=Max("meetings__opened_at", filter=held),
        topic_count=Count("topics", distinct=True),
        adopted_count=Count("topics", filter=adopted, distinct=True),
        seat_count=Count("seats", filter=Q(seats__valid_to=None), distinct=True),
    )


def in_force(day: date) -> Q:
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def seats_of(body: Body) -> list[Seat]:
    """Today's seats, the chair first."""
    order: dict[str, int] = {Seat.Part.CHAIR: 0, Seat.Part.VICE: 1, Seat.Part.MEMBER: 2}
    rows = body.seats.filter(in_force(clock.today())).select_related("organisation")
    return sorted(rows, key=lambda seat: (order[seat.part], seat.organisation.pinyin))


def member_ids(body: Body) -> list[int]:
    return sorted({seat.organisation_id for seat in seats_of(body)})


def attendances(meeting: Meeting) -> list[Attendance]:
    return list(meeting.attendances.order_by("id"))


def overdue_before(meeting: Meeting) -> list[dict[str, Any]]:
    """What the body resolved earlier and nobody has finished: the next agenda opens with it."""
    late = Task.objects.filter(stage=Task.Stage.ASSIGNED, due_on__lt=clock.today()).values("id")
    rows: QuerySet = Resolution.objects.filter(meeting__body_id=meeting.body_id, task_id__in=late)
    return list(rows.order_by("due_on").values("text", "organisation_id", "due_on", "task_id")[:50])


def resolutions_done(body_ids: list[int]) -> dict[int, tuple[int, int]]:
    """Of each body: how many resolutions are closed, and how many there are."""
    closed = Task.objects.filter(stage=Task.Stage.CLOSED).values("id")
    rows = (
        Resolution.objects.filter(meeting__body_id__in=body_ids)
        .values("meeting__body_id")
        .annotate(all=Count("id"), done=Count("id", filter=Q(task_id__in=closed)))
    )
    return {row["meeting__body_id"]: (row["done"], row["all"]) for row in rows}


def topic_of(kind: str, pk: Any) -> Topic | None:
    """The open topic about a thing, or the last one."""
    rows = Topic.objects.filter(subject_kind=kind, subject_id=str(pk)).select_related("meeting", "body")
    return rows.order_by("-raised_at").first()
