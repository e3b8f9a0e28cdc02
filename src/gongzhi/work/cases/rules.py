"""The regulation of a case: who may take which step, when it is due, whose eyes verify it, what a reply must say."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Flow, Step, by_rooms
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import (
    NONE,
    among,
    anyone,
    at_desk,
    belonging,
    but_not,
    clock_itself,
    either,
    named,
    serving,
    where,
)  # fmt: skip
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases.models import OPEN, CallBack, Case, Report, Stage

S = Stage
WORKING = (S.REPORTED, S.ACCEPTED)
DESK_ROLES = ("grid_head", "community_worker", "community_secretary", "street_clerk", "street_leader")
COMMUNITY_ROLES = ("community_worker", "community_secretary")
STREET_ROLES = ("street_clerk", "street_leader")
DEPARTMENT_ROLES = ("department_clerk", "department_leader")
ABOVE = {"grid": "community", "community": "street"}
BELOW = {"street": "community", "community": "grid"}


def holding_the_code(actor: Actor) -> Q:
    """The resident who holds the number and code of one of the case's reports."""
    if actor.report_id is None:
        return NONE
    if actor.case_id is not None:
        return Q(pk=actor.case_id)
    return Q(pk__in=Report.objects.filter(pk=actor.report_id).values("case_id"))


def calling_back(actor: Actor) -> Q:
    """A caller, for the cases drawn for their organisation."""
    ours = [post.organisation_id for post in actor.serves("caller")]
    if not ours:
        return NONE
    drawn = CallBack.objects.filter(organisation_id__in=ours, stage=CallBack.Stage.DRAWN)
    return Q(pk__in=drawn.values("case_id"))


def authored(actor: Actor) -> Q:
    """Whoever filed it, where their posts do not let them see by area anyway: heads, community, liaisons, contact points."""
    by_area = any(
        post.role in (*STREET_ROLES, *DEPARTMENT_ROLES) or post.level == "city" for post in actor.posts
    )
    return NONE if by_area or not actor.posts else named("author_id")(actor)


# Desks: whose turn it is. Heads of buildings and units report; the grid's head has the first desk.
DESK = at_desk(*DESK_ROLES)
LOWER_DESK = at_desk("grid_head", *COMMUNITY_ROLES)
UPPER_DESK = at_desk(*COMMUNITY_ROLES, *STREET_ROLES)
SORTING = at_desk("city_dispatcher")
STREET = serving(*STREET_ROLES)
SIGNER = serving("street_leader")
COMMUNITY = serving(*COMMUNITY_ROLES)
HEADS = serving("grid_head", "building_head", "unit_head")
LEADERS = serving("street_leader", "district_leader", "city_leader")
CALLED = among("called_ids", *DEPARTMENT_ROLES)
ABOVE_STREET = serving("district_dispatcher", "district_leader", "city_dispatcher", "city_leader")
OPENLY = where(Q(secret=False), either(HEADS, COMMUNITY))
RESIDENT = holding_the_code
# What a desk holds lies in its area, so DESK need not stand here: each further OR costs the list its index.
SEEN = either(STREET, OPENLY, CALLED, SORTING, ABOVE_STREET, authored, calling_back, RESIDENT, clock_itself)
EYES = but_not(
    either(
        where(Q(eyes="grid"), either(serving("grid_head"), where(~Q(resolved_desk="community"), COMMUNITY))),
        where(Q(eyes="community"), COMMUNITY),
        where(Q(eyes="street"), STREET),
    ),
    "resolved_by",
)
RATER = either(RESIDENT, calling_back)

# fmt: off
FLOW = Flow(Case, SEEN, (
    #    verb               label            from                                  to           who
    Step("place",           _("定位"),       (S.REPORTED,),                        None,        SORTING, main=True, private=("at",)),
    Step("accept",          _("受理"),       (S.REPORTED,),                        S.ACCEPTED,  DESK),
    Step("resolve",         _("办结"),       WORKING,                              S.RESOLVED,  DESK, main=True),
    Step("raise_up",        _("上报"),       WORKING,                              None,        LOWER_DESK),
    Step("hand_down",       _("下派"),       WORKING,                              None,        UPPER_DESK),
    Step("sound",           _("吹哨"),       WORKING,                              S.CALLED,    by_rooms, door=False),
    Step("stand_down",      _("收哨"),       (S.CALLED,),                          S.ACCEPTED,  by_rooms, door=False),
    Step("call_more",       _("加叫"),       (S.CALLED,),                          None,        by_rooms, door=False),
    Step("all_finished",    _("部门办结"),   (S.CALLED,),                          S.RESOLVED,  by_rooms, door=False),
    Step("send_back_by_helper", _("会签退回"), (S.RESOLVED,),                      S.CALLED,    by_rooms, door=False),
    Step("verify",          _("核验"),       (S.RESOLVED,),                        S.VERIFIED,  EYES, main=True),
    Step("send_back",       _("退回"),       (S.RESOLVED,),                        S.ACCEPTED,  EYES),
    Step("rate",            _("评价"),       (S.RESOLVED, S.VERIFIED),             None,        RATER, main=True, private=("comment",)),
    Step("close_unrated",   _("未评价办结"), (S.RESOLVED, S.VERIFIED),             S.CLOSED,    clock_itself, door=False),
    Step("reopen",          _("重开"),       (S.VERIFIED, S.CLOSED),               S.ACCEPTED,  either(RESIDENT, STREET), private=("text",)),
    Step("ask",             _("问居民"),     OPEN,                                 None,        either(DESK, CALLED, STREET)),
    Step("deliver",         _("已问到"),     OPEN,                                 None,        either(DESK, CALLED, STREET)),
    Step("answer",          _("回答"),       OPEN,                                 None,        RESIDENT, private=("text",)),
    Step("expire_question", _("等答到期"),   OPEN,                                 None,        clock_itself, door=False),
    Step("supplement",      _("补一句"),     OPEN,                                 None,        RESIDENT, private=("text",)),
    Step("urge",            _("催办"),       (*OPEN, S.RESOLVED),                  None,        RESIDENT),
    Step("withdraw",        _("撤回"),       WORKING,                              None,        RESIDENT),
    Step("shelve",          _("挂账"),       WORKING,                              S.SHELVED,   SIGNER),
    Step("return_to_score", _("恢复办理"),   (S.SHELVED,),                         S.ACCEPTED,  either(clock_itself, STREET)),
    Step("refuse",          _("不予受理"),   WORKING,                              S.REFUSED,   UPPER_DESK),
    Step("extend",          _("延期"),       WORKING,                              None,        either(SIGNER, serving("district_dispatcher"))),
    Step("recategorise",    _("改类别"),     WORKING,                              None,        either(DESK, SORTING)),
    Step("recategorise_called", _("改类别"), (S.CALLED,),                          None,        but_not(either(SIGNER, serving("district_dispatcher")), "holder_id")),
    Step("merge",           _("并案"),       OPEN,                                 S.MERGED,    either(STREET, COMMUNITY)),
    Step("absorb",          _("并入"),       OPEN,                                 None,        by_rooms, door=False),
    Step("split",           _("拆分"),       WORKING,                              None,        either(STREET, DESK)),
    Step("instruct",        _("批示"),       (*OPEN, S.RESOLVED, S.SHELVED),       None,        LEADERS),
    Step("press",           _("督办"),       OPEN,                                 None,        clock_itself, door=False),
    Step("remark",          _("记一条"),     (*OPEN, S.RESOLVED, S.VERIFIED, S.SHELVED), None,  either(DESK, STREET, COMMUNITY, HEADS, CALLED)),
    Step("reveal",          _("看联系方式"), (*OPEN, S.RESOLVED, S.VERIFIED, S.SHELVED, S.REFUSED, S.CLOSED), None, either(STREET, where(Q(secret=False), either(DESK, COMMUNITY)), SORTING)),
    Step("look",            _("抽看"),       (S.NOTED,),                           None,        COMMUNITY),
    Step("widen_eyes",      _("换人核验"),   (S.RESOLVED,),                        None,        clock_itself, door=False),
    Step("draw_call_back",  _("抽取回访"),   (S.VERIFIED,),                        None,        clock_itself, door=False),
    Step("purge",           _("到期删除"),   (),                                   None,        clock_itself, door=False),
))
# fmt: on

TELLING = Flow(Case, anyone, (Step("join", _("加入"), OPEN, None, anyone, door=False, private=("telling",)),))

CALLBACKS = Flow(
    CallBack,
    belonging("organisation_id", "caller"),
    (
        Step(
            "dial",
            _("看号码"),
            (CallBack.Stage.DRAWN,),
            None,
            belonging("organisation_id", "caller"),
            main=True,
        ),
        Step("tried", _("未接通"), (CallBack.Stage.DRAWN,), None, belonging("organisation_id", "caller")),
        Step("reached", _("已回访"), (CallBack.Stage.DRAWN,), CallBack.Stage.REACHED, by_rooms, door=False),
        Step("drop", _("不再回访"), (CallBack.Stage.DRAWN,), CallBack.Stage.DROPPED, by_rooms, door=False),
    ),
    trunk="case",
)


@dataclass(frozen=True)
class CaseLimit:
    """The limit of a case: its record's kind, the time, and the words of where it comes from."""

    kind: str
    limit: clock.Limit
    basis: str


def limit_for(kind: str, lineage: tuple[int, ...]) -> CaseLimit:
    """The limit record of a kind where the case lies (emergency, utilities, ordinary, complex)."""
    rule = records.find(f"limit.{kind}", lineage)
    return CaseLimit(kind, clock.Limit(rule.value["amount"], clock.Unit(rule.value["unit"])), rule.basis)


def first_desk(starts_at: str, channel: str, place: dict[str, int | None]) -> int:
    """The area whose desk takes the case first: the place names it; nowhere known is the city's sorting desk.

    Urgent categories and cases of the hotline start at the street.
    """
    levels = ("street",) if starts_at == "street" or channel == "hotline" else ("grid", "community", "street")
    for level in levels:
        if place.get(f"{level}_id"):
            return place[f"{level}_id"]  # type: ignore[return-value]
    return tree().city().id


def eyes_for(category_eyes: str, resolved_desk: str, *, secret: bool = False) -> str:
    """Whose eyes verify: the reporter's rating where the grid did it itself, else the category's (grid, community,
    street). A 举报 is not shown to the community: the street verifies.
    """
    if secret:
        return "street"
    if resolved_desk == "grid":
        return "reporter"
    return "street" if resolved_desk == category_eyes == "community" else category_eyes


def pressed_at(due_at: datetime, unit: str, level: int) -> datetime:
    """When the next press falls, in the unit of the clock it presses: at the due moment remind the hands, then tell
    their leader, the district and the city, each one step of the unit later (one hour, working hour or working day).
    """
    step = {
        "days": clock.Limit(1, clock.Unit.WORKING_DAYS),
        "working_days": clock.Limit(1, clock.Unit.WORKING_DAYS),
    }
    one = step.get(unit, clock.Limit(1, clock.Unit(unit)))
    moment = due_at
    for _again in range(level):
        moment = one.after(moment)
    return moment


def placeholders_left(text: str) -> list[str]:
    """The {placeholders} that were not filled in: no answer leaves with one."""
    return re.findall(r"\{[^{}\n]{0,40}\}|【[^】\n]{0,20}】待填|_{3,}", text)


def reply_missing(desk_level: str, reply: dict[str, str]) -> list[str]:
    """Which of the reply's four elements are missing that the record asks of this level."""
    asked = records.value(f"reply.{desk_level}")
    return [element for element in asked if not reply.get(element, "").strip()]


def unsolved(round_: int) -> bool:
    """From the third round on a case goes to the desk above by itself."""
    return round_ >= 3
