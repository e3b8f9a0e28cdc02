"""The API of meetings and topics."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from gongzhi.kit.flow import Unseen
from gongzhi.kit.web.api import PLAIN, PROBLEMS, AreaId, Given, Key, Resource, answer, need
from gongzhi.work.meetings import commands
from gongzhi.work.meetings import queries as reads
from gongzhi.work.meetings.forms import MEETING_API_FORMS, TOPIC_API_FORMS
from gongzhi.work.meetings.models import Body, Meeting, Topic
from gongzhi.work.meetings.rules import MEETING, TOPIC

meetings, topics = Router(), Router()
SCOPE = "meetings"


class MeetingOut(Schema):
    """A sitting of a body."""

    id: str
    title: str
    stage: str
    held_at: datetime
    place: str
    topics_until: date
    body_id: int
    secretariat_id: int | None


class TopicOut(Schema):
    """A topic: who raised it for which body, and what was decided."""

    id: str
    title: str
    stage: str
    outcome: str
    decision: str
    organisation_id: int | None
    raised_at: datetime
    decided_at: datetime | None
    postponed: int
    body_id: int
    meeting_id: str | None
    subject_kind: str
    subject_id: str


class NewMeeting(Given):
    body_id: AreaId
    held_at: datetime
    place: Annotated[str, Field(min_length=2, max_length=120, pattern=PLAIN)]
    title: Annotated[str, Field(max_length=120, pattern=PLAIN)] = ""
    topics_until: date | None = None


class NewTopic(Given):
    body_id: AreaId
    title: Annotated[str, Field(min_length=2, max_length=120, pattern=PLAIN)]
    text: Annotated[str, Field(min_length=2, max_length=2000, pattern=PLAIN)]


def meeting_out(_actor: Any, meeting: Meeting) -> dict[str, Any]:
    return {name: getattr(meeting, name) for name in reads.MEETING_ROW}


def topic_out(_actor: Any, topic: Topic) -> dict[str, Any]:
    return {name: getattr(topic, name) for name in reads.TOPIC_ROW}


def _body(actor: Any, pk: int) -> Body:
    found = reads.bodies(actor).filter(pk=pk).first()
    if found is None:
        raise Unseen
    return found


def _row(row: dict[str, Any]) -> dict[str, Any]:
    row.pop("body_name", None)
    return row


@meetings.post("/", operation_id="meetings.call", summary="召集 call", response={201: MeetingOut, **PROBLEMS})
def call(request: Any, data: NewMeeting, idempotency_key: Key = None) -> HttpResponse:
    """A meeting of a body, called by its secretariat."""
    need(request, f"{SCOPE}:write")
    given = data.dict()
    body = _body(request.actor, given.pop("body_id"))
    return answer(
        meeting_out(request.actor, commands.call_meeting(request.actor, body, key=idempotency_key, **given)),
        201,
    )


@topics.post("/", operation_id="topics.raise", summary="提议题 raise", response={201: TopicOut, **PROBLEMS})
def raise_topic(request: Any, data: NewTopic, idempotency_key: Key = None) -> HttpResponse:
    """A topic for a body, raised by a member or the secretariat."""
    need(request, f"{SCOPE}:write")
    given = data.dict()
    body = _body(request.actor, given.pop("body_id"))
    return answer(
        topic_out(request.actor, commands.raise_topic(request.actor, body, key=idempotency_key, **given)), 201
    )


@meetings.get(
    "/bodies/{pk}", operation_id="meetings.body", summary="机构 body", response={200: dict, **PROBLEMS}
)
def body(request: Any, pk: Path[AreaId]) -> HttpResponse:
    """A body with its seats."""
    need(request, f"{SCOPE}:read")
    found = _body(request.actor, pk)
    seats = [{"organisation_id": seat.organisation_id, "part": seat.part} for seat in reads.seats_of(found)]
    facts = {
        name: getattr(found, name) for name in ("id", "code", "name", "kind", "area_id", "secretariat_id")
    }
    return answer({**facts, "seats": seats})


Resource(
    "meetings",
    MEETING,
    commands,
    meeting_out,
    MEETING_API_FORMS,
    SCOPE,
    rows=reads.meetings,
    row=_row,
    shape=MeetingOut,
).mount(meetings)
Resource(
    "topics", TOPIC, commands, topic_out, TOPIC_API_FORMS, SCOPE, rows=reads.topics, row=_row, shape=TopicOut
).mount(topics)
