"""Topics: raised, put on an agenda or declined, decided with who does what by when, or put off."""

from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.organisations.directory import directory
from gongzhi.work.meetings import ports, rules
from gongzhi.work.meetings.models import Body, Meeting, Resolution, Topic
from gongzhi.work.meetings.queries import member_ids
from gongzhi.work.meetings.rules import TOPIC
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task


@founding("raise_topic")
def raise_topic(
    actor: Actor, body: Body, *, title: str, text: str, subject_kind: str = "", subject_id: str = ""
) -> Topic:
    """提议题: a member (or the room that owns the thing) asks the body to talk about it."""
    members = member_ids(body)
    if not subject_kind and not rules.raises_in(actor, body, members):
        raise NotYours(_("只有成员单位和办公室能向“%s”提议题。") % body.name)
    if len(title.strip()) < 2:
        raise Refused(_("请写议题。"), field="title")
    if len(text.strip()) < 2:
        raise Refused(_("请写清楚要议什么。"), field="text")
    open_ones = (Topic.Stage.RAISED, Topic.Stage.ON_AGENDA)
    if (
        subject_id
        and Topic.objects.filter(
            subject_kind=subject_kind, subject_id=subject_id, stage__in=open_ones
        ).exists()
    ):
        raise Refused(_("这件事已经在议题里了。"))
    return Topic(
        id=new_id(), body=body, title=title.strip()[:120], text=text.strip(), organisation_id=actor.organisation_id,
        raiser_id=actor.user_id, raiser_label=actor.label, raised_at=clock.now(), subject_kind=subject_kind,
        subject_id=subject_id, lineage=body.lineage, secretariat_id=body.secretariat_id, member_ids=members,
    )  # fmt: skip


@step(TOPIC)
def adopt(_actor: Actor, topic: Topic, *, meeting_id: UUID) -> None:
    """列入议程: of a meeting of the same body that has not been held."""
    meeting = Meeting.objects.filter(pk=meeting_id, body_id=topic.body_id, stage__in=rules.BEFORE).first()
    if meeting is None:
        raise Refused(_("请选这个机构还没开的一次会。"), field="meeting_id")
    topic.meeting, topic.reason = meeting, ""


@step(TOPIC)
def decline_topic(_actor: Actor, topic: Topic, *, reason: str) -> None:
    """不列入: with the reason, which whoever raised it reads."""
    _said(reason, _("请写明为什么不列入。"))
    if topic.subject_kind:
        raise Refused(_("依规要上会的事不能不列入，只能缓议。"))
    topic.reason = reason.strip()[:600]


@step(TOPIC)
def withdraw_topic(_actor: Actor, topic: Topic, *, reason: str = "") -> None:
    """撤题: whoever raised it takes it back."""
    if topic.subject_kind:
        raise Refused(_("这件事要上会议定，请到它自己的页面撤回。"))
    topic.reason = reason.strip()[:600]


@step(TOPIC)
def decide(
    actor: Actor,
    topic: Topic,
    *,
    outcome: str,
    decision: str,
    resolutions: list[dict[str, Any]] | None = None,
) -> None:
    """议定: agreed or not, in words; each resolution names an owner and a day and becomes a task at once."""
    meeting = topic.meeting
    if meeting is None or meeting.stage not in (Meeting.Stage.HELD, Meeting.Stage.MINUTED):
        raise Refused(_("会还没开，不能议定。请先在会议页面记下到会。"))
    if outcome not in Topic.Outcome.values:
        raise Refused(_("请选同意还是不同意。"), field="outcome")
    _said(decision, _("请写议定意见。"), "decision")
    topic.outcome, topic.decision, topic.decided_at = outcome, decision.strip(), clock.now()
    Resolution.objects.bulk_create([_resolve(actor, topic, row) for row in resolutions or ()])
    ports.tell_decided(actor, topic)


def _resolve(actor: Actor, topic: Topic, row: dict[str, Any]) -> Resolution:
    """One resolution and its task. What reaches a street or community passes the gate in ``tasks.assign``."""
    text, owner, due = str(row.get("text") or "").strip(), row.get("organisation_id"), row.get("due_on")
    if not text or not owner or not due or directory().get(int(owner)) is None:
        raise Refused(_("每条决议都要写明做什么、谁负责、哪天完成。"), field="resolutions")
    day = due if isinstance(due, date) else date.fromisoformat(str(due))
    task = tasks.assign(
        actor, text=text, organisation_id=int(owner), due_on=day, kind=Task.Kind.RESOLUTION, basis=topic.body.name,
        subject_kind="meetings.topic", subject_id=str(topic.pk), matter_id=row.get("matter_id") or None,
    )  # fmt: skip
    return Resolution(
        topic=topic,
        meeting=topic.meeting,
        text=text[:600],
        organisation_id=int(owner),
        due_on=day,
        task_id=task.pk,
    )


@step(TOPIC)
def add_resolution(
    actor: Actor,
    topic: Topic,
    *,
    text: str,
    organisation_id: int,
    due_on: date,
    matter_id: UUID | None = None,
) -> None:
    """补决议: one more owner and day for a decided topic, until the minutes are out."""
    if topic.meeting is None or topic.meeting.stage != Meeting.Stage.HELD:
        raise Refused(_("纪要已经出了，不能再补决议。新的事请提新议题。"))
    row = {"text": text, "organisation_id": organisation_id, "due_on": due_on, "matter_id": matter_id}
    Resolution.objects.bulk_create([_resolve(actor, topic, row)])


@step(TOPIC)
def postpone(_actor: Actor, topic: Topic, *, reason: str) -> None:
    """缓议: it waits for another meeting of the body."""
    _said(reason, _("请写明为什么缓议。"))
    topic.meeting, topic.reason, topic.postponed = None, reason.strip()[:600], topic.postponed + 1


def _said(text: str, what: str, field: str = "reason") -> None:
    if len(text.strip()) < 2:
        raise Refused(what, field=field)
