"""What of meetings is mine now: to convene, to answer, to decide, to minute. Two statements."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.desks import DeskRow, DeskStep
from gongzhi.kit.web.faces import ClockFace
from gongzhi.kit.web.words import stamp
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE
from gongzhi.work.meetings.models import Meeting, Topic
from gongzhi.work.meetings.rules import CONVENER, MEETING, MEMBER, TOPIC

MOST = 50
MINE = (Meeting.Stage.CALLED, Meeting.Stage.AGENDA_SET, Meeting.Stage.INVITED, Meeting.Stage.HELD)


def rows(actor: Actor) -> list[DeskRow]:
    """Meetings that the secretariat must move on, invitations to answer, and topics that wait for it."""
    convening, invited = CONVENER(actor), MEMBER(actor)
    if convening == NONE and invited == NONE:
        return []
    asked = [post.organisation_id for post in actor.posts]
    unanswered = Q(attendances__organisation_id__in=asked, attendances__state="invited")
    mine = (Q(stage__in=MINE) & convening) | (Q(stage=Meeting.Stage.INVITED) & invited & unanswered)
    found = MEETING.with_steps(actor, Meeting.objects.filter(mine)).order_by("held_at").distinct()[:MOST]
    made = [_meeting(row) for row in found]
    topics = Topic.objects.filter(convening, stage=Topic.Stage.RAISED).order_by("raised_at")[:MOST]
    return made + [_topic(row) for row in TOPIC.with_steps(actor, topics)] if convening != NONE else made


def _meeting(meeting: Any) -> DeskRow:
    verbs = ("set_agenda", "invite", "open_", "minute", "reply")
    steps = [
        DeskStep(step.label, f"/meetings/{meeting.pk}/?do={step.verb}#do-{step.verb}")
        for step in MEETING.open_on(meeting)
        if step.verb in verbs
    ]
    line = f"{stamp(meeting.held_at)}·{meeting.place}"
    return DeskRow(
        "meeting", meeting.title[:60], f"/meetings/{meeting.pk}/", line, clock_of(meeting), steps[:2]
    )


def _topic(topic: Any) -> DeskRow:
    url = f"/meetings/topics/{topic.pk}/"
    steps = [
        DeskStep(step.label, f"{url}?do={step.verb}#do-{step.verb}")
        for step in TOPIC.open_on(topic)
        if step.verb in ("adopt", "decline_topic")
    ]
    return DeskRow("topic", topic.title[:60], url, _("待列入议程"), None, steps)


def clock_of(meeting: Any) -> ClockFace | None:
    """Until the topics are due, then until the meeting; nothing once it was held."""
    if meeting.stage == Meeting.Stage.CALLED:
        end = datetime.combine(meeting.topics_until + timedelta(days=1), time(), clock.zone())
        return ClockFace(end - timedelta(minutes=1), clock.now(), clock.Unit.HOURS)
    if meeting.stage in (Meeting.Stage.AGENDA_SET, Meeting.Stage.INVITED):
        return ClockFace(meeting.held_at, clock.now(), clock.Unit.HOURS)
    return None
