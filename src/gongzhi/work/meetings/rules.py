"""The regulation of meetings: who convenes, who raises a topic, who takes part, and how often a body must meet."""

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from gongzhi.kit.flow import Flow, Step
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import among, belonging, either, over
from gongzhi.work.meetings.models import Body, Meeting, Topic

M, T = Meeting.Stage, Topic.Stage
STREETS = ("street_leader", "street_clerk", "community_secretary", "community_worker")
LEADERS = ("district_leader", "district_dispatcher", "city_leader", "city_dispatcher")
CONVENERS = (*STREETS, *LEADERS, "department_leader", "department_clerk")


CONVENER = belonging("secretariat_id", *CONVENERS)
MEMBER = among("member_ids", *CONVENERS, "liaison")
RAISER = belonging("organisation_id", *CONVENERS, "liaison")
SEEN = either(CONVENER, MEMBER, over(*LEADERS, "street_leader", "street_clerk"))
TOPIC_SEEN = either(SEEN, RAISER)
BEFORE = (M.CALLED, M.AGENDA_SET, M.INVITED)

# fmt: off
MEETING = Flow(Meeting, SEEN, (
    #    verb            label            from               to             who
    Step("set_agenda",   _("定议程"),     (M.CALLED,),       M.AGENDA_SET,  CONVENER, main=True),
    Step("invite",       _("发通知"),     (M.AGENDA_SET,),   M.INVITED,     CONVENER, main=True),
    Step("reply",        _("回复参会"),   (M.INVITED,),      None,          MEMBER, main=True),
    Step("open_",        _("开会"),       (M.INVITED,),      M.HELD,        CONVENER, main=True),
    Step("minute",       _("出纪要"),     (M.HELD,),         M.MINUTED,     CONVENER, main=True),
    Step("reschedule",   _("改期"),       BEFORE,            None,          CONVENER),
    Step("cancel",       _("取消会议"),   BEFORE,            M.CANCELLED,   CONVENER),
))
TOPIC = Flow(Topic, TOPIC_SEEN, (
    Step("adopt",        _("列入议程"),   (T.RAISED,),       T.ON_AGENDA,   CONVENER, main=True),
    Step("decline_topic", _("不列入"),    (T.RAISED,),       T.DECLINED,    CONVENER),
    Step("withdraw_topic", _("撤题"),     (T.RAISED,),       T.WITHDRAWN,   RAISER),
    Step("decide",       _("议定"),       (T.ON_AGENDA,),    T.DECIDED,     CONVENER, main=True),
    Step("add_resolution", _("补一条决议"), (T.DECIDED,), None,         CONVENER),
    Step("postpone",     _("缓议"),       (T.ON_AGENDA,),    T.RAISED,      CONVENER),
))
# fmt: on


def raises_in(actor: Actor, body: Body, member_ids: list[int]) -> bool:
    """Whether the actor may raise a topic: of a member organisation, or of the secretariat."""
    ours = {post.organisation_id for post in actor.serves(*CONVENERS, "liaison")}
    return body.secretariat_id in ours or not ours.isdisjoint(member_ids)


def convenes(actor: Actor, body: Body) -> bool:
    """Whether the actor calls this body together."""
    return body.secretariat_id in {post.organisation_id for post in actor.serves(*CONVENERS)}


def every_weeks(body: Body) -> int:
    """How often the body must meet at least: its own number, or the record ``meetings.every_weeks`` of its kind."""
    if body.every_weeks:
        return body.every_weeks
    return int(records.value("meetings.every_weeks", tuple(body.lineage))[body.kind])


def meet_by(body: Body, last: date | None) -> date:
    """The last day on which the body still meets in time."""
    return (last or body.valid_from) + timedelta(weeks=every_weeks(body))


def topics_ahead(body: Body) -> int:
    """How many days before the meeting topics are due (``meetings.topics_ahead``)."""
    return int(records.value("meetings.topics_ahead", tuple(body.lineage)))


def enough(body: Body, present: int, seats: int) -> bool:
    """Whether so many of the seats may decide; without a quorum anybody may."""
    return body.quorum is None or present * 100 >= body.quorum * seats
