"""会议: the lists, a body with its seats and shares, a meeting, a topic, and the papers."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Unseen
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.beginning import begin
from gongzhi.kit.web.doors import Door
from gongzhi.town.organisations.directory import directory
from gongzhi.work.meetings import commands, paper, ports, rules
from gongzhi.work.meetings import queries as reads
from gongzhi.work.meetings.forms import MEETING_FORMS, TOPIC_FORMS, Call, Raise
from gongzhi.work.meetings.models import Body, Meeting, Topic
from gongzhi.work.meetings.rules import MEETING, TOPIC
from gongzhi.work.meetings.tables import meeting_table, resolution_table, topic_table

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@login_required
def listing(request: Any) -> HttpResponse:
    _staff(request)
    return table_answers.answer(
        request, meeting_table(), lambda: reads.meetings(request.actor), "meetings/list.html"
    )


@login_required
def topics(request: Any) -> HttpResponse:
    _staff(request)
    return table_answers.answer(
        request, topic_table(), lambda: reads.topics(request.actor), "meetings/topics.html"
    )


@login_required
def resolutions(request: Any) -> HttpResponse:
    _staff(request)
    return table_answers.answer(
        request, resolution_table(), lambda: reads.resolutions(request.actor), "meetings/resolutions.html"
    )


def _staff(request: Any) -> None:
    if not request.actor.posts:
        raise NotYours(_("会议给在职人员看。"))


@login_required
def bodies(request: Any) -> HttpResponse:
    """Every body with when it met last, by when it must, and its shares; each figure opens its list."""
    _staff(request)
    found = list(reads.counted(reads.bodies(request.actor)).select_related("secretariat").order_by("code"))
    done = reads.resolutions_done([body.pk for body in found])
    today = clock.today()
    for body in found:
        last = clock.local(body.last_at).date() if body.last_at else None
        body.meet_by = rules.meet_by(body, last)
        body.late = body.meet_by < today
        body.done, body.resolved = done.get(body.pk, (0, 0))
    return render(request, "meetings/bodies.html", {"bodies": found, "now": clock.now()})


def _body(request: Any, pk: int) -> Body:
    body = reads.bodies(request.actor).filter(pk=pk).select_related("secretariat").first()
    if body is None:
        raise Unseen(_("没有找到。"))
    return body


@login_required
def body_page(request: Any, pk: int) -> HttpResponse:
    body = _body(request, pk)
    seats = reads.seats_of(body)
    context = {
        "body": body,
        "seats": seats,
        "meetings": reads.meetings(request.actor).filter(body_id=pk).order_by("-held_at")[:20],
        "topics": reads.topics(request.actor).filter(body_id=pk, stage=Topic.Stage.RAISED).order_by("raised_at")[:50],
        "convenes": rules.convenes(request.actor, body),
        "raises": rules.raises_in(request.actor, body, [seat.organisation_id for seat in seats]),
        "weeks": rules.every_weeks(body),
        "now": clock.now(),
    }  # fmt: skip
    return render(request, "meetings/body.html", context)


@login_required
def call(request: Any, pk: int) -> HttpResponse:
    """召集会议: the form, and what is said where it does not go."""
    body = _body(request, pk)
    if not rules.convenes(request.actor, body):
        raise NotYours(_("由“%s”的办公室召集。") % body.name)
    return _new(request, body, Call, commands.call_meeting, "meetings/call.html", "/meetings/")


@login_required
def raise_topic(request: Any, pk: int) -> HttpResponse:
    body = _body(request, pk)
    if not rules.raises_in(request.actor, body, reads.member_ids(body)):
        raise NotYours(_("只有成员单位和办公室能向“%s”提议题。") % body.name)
    return _new(request, body, Raise, commands.raise_topic, "meetings/raise.html", "/meetings/topics/")


def _new(request: Any, body: Body, form_class: Any, command: Any, template: str, base: str) -> HttpResponse:
    form = form_class(request.POST or None)
    return begin(
        request,
        form,
        lambda actor, **details: command(actor, body, **details),
        template,
        lambda made: f"{base}{made.pk}/",
        body=body,
    )


def meeting_context(_request: Any, meeting: Meeting) -> dict[str, Any]:
    agenda = meeting.topics.order_by("raised_at").prefetch_related("resolutions")
    rows = reads.attendances(meeting)
    for row in rows:
        row.name = directory().name(row.organisation_id)  # type: ignore[attr-defined]
    return {
        "meeting": meeting,
        "agenda": agenda,
        "attendances": rows,
        "overdue": reads.overdue_before(meeting) if meeting.stage in rules.BEFORE else [],
        "waiting": Topic.objects.filter(body_id=meeting.body_id, stage=Topic.Stage.RAISED).order_by(
            "raised_at"
        )[:50],
        "papers": meeting.stage in (Meeting.Stage.HELD, Meeting.Stage.MINUTED),
        "secretariat": directory().name(meeting.secretariat_id),
        "now": clock.now(),
        "do": _request.GET.get("do", ""),
    }


def topic_context(request: Any, topic: Topic) -> dict[str, Any]:
    rows = list(topic.resolutions.all())
    for row in rows:
        row.owner = directory().name(row.organisation_id)  # type: ignore[attr-defined]
    return {
        "topic": topic,
        "resolutions": rows,
        "by": directory().name(topic.organisation_id),
        "about": ports.address_of(topic.subject_kind, topic.subject_id, request.actor),
        "now": clock.now(),
        "do": request.GET.get("do", ""),
    }


MEETING_DOOR = Door(
    "meeting", MEETING, commands, "meetings/meeting.html", context=meeting_context, forms=MEETING_FORMS,
    base="/meetings/",
    rows=lambda actor: MEETING.seen_by(actor).select_related("body"),
    icons={"set_agenda": "list", "invite": "send", "reply": "check", "open_": "users-group", "minute": "file-text",
           "reschedule": "clock", "cancel": "x"},
)  # fmt: skip
TOPIC_DOOR = Door(
    "topic", TOPIC, commands, "meetings/topic.html", context=topic_context, forms=TOPIC_FORMS,
    base="/meetings/topics/",
    rows=lambda actor: TOPIC.seen_by(actor).select_related("body", "meeting"),
    icons={"adopt": "plus", "decline_topic": "x", "withdraw_topic": "arrow-back-up", "decide": "check",
           "add_resolution": "plus", "postpone": "clock-pause"},
)  # fmt: skip


@login_required
def invitation(request: Any, pk: Any) -> HttpResponse:
    """.ics"""
    meeting = MEETING_DOOR.get(request, pk)
    answer = HttpResponse(paper.calendar(meeting), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="meeting.ics"'
    return answer


@login_required
def minutes(request: Any, pk: Any) -> HttpResponse:
    """.docx, from when the meeting was held."""
    meeting = MEETING_DOOR.get(request, pk)
    if meeting.stage not in (Meeting.Stage.HELD, Meeting.Stage.MINUTED):
        raise Unseen(_("会还没开，没有纪要。"))
    answer = HttpResponse(paper.minutes(meeting), content_type=DOCX)
    answer["Content-Disposition"] = 'attachment; filename="minutes.docx"'
    return answer
