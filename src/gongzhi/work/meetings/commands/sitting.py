"""The meeting itself: called, its agenda set, invited, held, minuted; put off or cancelled."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.work.meetings import rules
from gongzhi.work.meetings.models import Attendance, Body, Meeting, Topic
from gongzhi.work.meetings.queries import member_ids, overdue_before, seats_of
from gongzhi.work.meetings.rules import MEETING

State = Attendance.State


@founding("call_meeting")
def call_meeting(
    actor: Actor,
    body: Body,
    *,
    held_at: datetime,
    place: str,
    title: str = "",
    topics_until: date | None = None,
) -> Meeting:
    """召集: a meeting of a body on a day to come; its members are asked for topics until a day before it."""
    if not rules.convenes(actor, body):
        raise NotYours(_("由“%s”的办公室召集。") % body.name)
    if len(place.strip()) < 2:
        raise Refused(_("请写在哪里开。"), field="place")
    until = topics_until or clock.local(held_at).date() - timedelta(days=rules.topics_ahead(body))
    _ahead(held_at, until)
    named = title.strip() or f"{body.name}（{clock.local(held_at):%Y-%m-%d}）"
    return Meeting(
        id=new_id(), body=body, title=named[:120], held_at=held_at, place=place.strip(), topics_until=until,
        called_at=clock.now(), lineage=body.lineage, secretariat_id=body.secretariat_id, member_ids=member_ids(body),
    )  # fmt: skip


def _ahead(held_at: datetime, until: date) -> None:
    if held_at <= clock.now():
        raise Refused(_("开会时间已经过去，请选以后的时间。"), field="held_at")
    if until > clock.local(held_at).date():
        raise Refused(_("议题要在开会之前报，请把征集截止改早。"), field="topics_until")


@step(MEETING)
def set_agenda(_actor: Actor, meeting: Meeting) -> None:
    """定议程: what was adopted, and first of all what is overdue from earlier meetings."""
    if not meeting.topics.filter(stage=Topic.Stage.ON_AGENDA).exists() and not overdue_before(meeting):
        raise Refused(_("议程还是空的：请先把议题列入议程。"))


@step(MEETING)
def invite(_actor: Actor, meeting: Meeting) -> None:
    """发通知: every seat of today is invited, with the agenda."""
    if meeting.held_at <= clock.now():
        raise Refused(_("开会时间已经过去，请先改期。"))
    seats = seats_of(meeting.body)
    if not seats:
        raise Refused(_("这个机构还没有成员，请先登记席位。"))
    meeting.member_ids = sorted({seat.organisation_id for seat in seats})
    Attendance.objects.bulk_create(
        [Attendance(meeting=meeting, organisation_id=pk) for pk in meeting.member_ids], ignore_conflicts=True
    )


@step(MEETING)
def reply(actor: Actor, meeting: Meeting, *, coming: bool, who: str = "", reason: str = "") -> None:
    """回复参会: whether the organisation comes, and who; leave needs a reason."""
    ours = {post.organisation_id for post in actor.posts}
    rows = locked(Attendance.objects.filter(meeting=meeting, organisation_id__in=sorted(ours)))
    if not rows:
        raise NotYours(_("您的单位不在这次会议的通知里。"))
    if not coming and len(reason.strip()) < 2:
        raise Refused(_("请假请写理由。"), field="reason")
    for row in rows:
        row.state = State.COMING if coming else State.LEAVE
        row.who, row.reason = who.strip()[:60], "" if coming else reason.strip()[:200]


@step(MEETING)
def open_(_actor: Actor, meeting: Meeting, *, present: Sequence[int]) -> None:
    """开会: who is there is written down; without the quorum of the body nothing is decided."""
    rows = locked(Attendance.objects.filter(meeting=meeting))
    wanted = set(present)
    if not wanted <= {row.organisation_id for row in rows}:
        raise Refused(_("到会的只能是通知了的单位。"), field="present")
    if not wanted:
        raise Refused(_("请勾选到会的单位。"), field="present")
    if not rules.enough(meeting.body, len(wanted), len(rows)):
        raise Refused(
            _("到会%(there)d家，不到这个机构规定的%(quorum)d%%，会开不成。请改期。")
            % {"there": len(wanted), "quorum": meeting.body.quorum}, field="present",
        )  # fmt: skip
    for row in rows:
        if row.organisation_id in wanted:
            row.state = State.PRESENT
        elif row.state != State.LEAVE:
            row.state = State.ABSENT
    meeting.opened_at = clock.now()


@step(MEETING)
def minute(_actor: Actor, meeting: Meeting, *, minutes: str) -> None:
    """出纪要: when every topic is decided or put off; the minutes go to all seats."""
    left = meeting.topics.filter(stage=Topic.Stage.ON_AGENDA).values_list("title", flat=True)
    if left:
        raise Refused(_("还有议题没有议定也没有缓议：%s。") % _("、").join(left))
    if len(minutes.strip()) < 2:
        raise Refused(_("请写纪要。"), field="minutes")
    meeting.minutes, meeting.minuted_at = minutes.strip(), clock.now()


@step(MEETING)
def reschedule(_actor: Actor, meeting: Meeting, *, held_at: datetime, place: str = "") -> None:
    """改期: another time; those who were invited are asked again."""
    _ahead(held_at, min(meeting.topics_until, clock.local(held_at).date()))
    meeting.held_at, meeting.place = held_at, place.strip() or meeting.place
    meeting.topics_until = min(meeting.topics_until, clock.local(held_at).date())
    for row in locked(Attendance.objects.filter(meeting=meeting)):
        row.state, row.who, row.reason = State.INVITED, "", ""


@step(MEETING)
def cancel(_actor: Actor, meeting: Meeting, *, reason: str) -> None:
    """取消会议: with the reason; its topics wait for the next one."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明为什么取消。"), field="reason")
    meeting.reason = reason.strip()[:300]
    for topic in locked(Topic.objects.filter(meeting=meeting, stage=Topic.Stage.ON_AGENDA)):
        topic.stage, topic.meeting_id = Topic.Stage.RAISED, None
