"""The regulation of policies: who issues, who takes note, who hands down, and on which day something is due."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Flow, Step
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE, among, belonging, either, over, where
from gongzhi.town.areas.tree import lineage
from gongzhi.town.organisations.models import Kind
from gongzhi.town.people.models import ADMINISTRATORS
from gongzhi.work.policies.models import Acknowledgement, PolicySet, Requirement, Term

P, R, A, T = PolicySet.Stage, Requirement.Stage, Acknowledgement.Stage, Term.Stage
CITY = ("city_leader", "city_dispatcher")
ABOVE = (*CITY, "district_leader", "district_dispatcher")
OFFICE = (*ABOVE, "street_leader", "street_clerk", "department_leader", "department_clerk")
RECEIVING = (*OFFICE, "community_secretary", "community_worker", "liaison")


def in_service(actor: Actor) -> Q:
    """Everybody in service; the three administrators keep the house, not its business."""
    return Q(pk__isnull=False) if any(post.role not in ADMINISTRATORS for post in actor.posts) else NONE


def city_office(actor: Actor) -> Q:
    """Whoever leads or dispatches for the whole city."""
    return Q(pk__isnull=False) if actor.serves(*CITY) else NONE


def reached(actor: Actor) -> Q:
    """The sets that hold where the actor's post is, and that its organisation has not yet taken note of."""
    post = actor.post
    if post is None or post.role not in RECEIVING:
        return NONE
    around = {one for area in post.reach for one in (*lineage(area), area)}
    here = Q(area_id__isnull=True) | Q(area_id__in=sorted(around))
    return here & ~Q(acknowledged_ids__overlap=[post.organisation_id])


ISSUER = either(belonging("issuer_id", *OFFICE), where(Q(issuer_id__isnull=True), city_office))
OUT = where(Q(stage__in=[P.IN_FORCE, P.REPEALED]), in_service)
RECEIVER = belonging("organisation_id", *RECEIVING)
SET_SEEN = either(OUT, ISSUER)
REQUIREMENT_SEEN = either(
    belonging("issuer_id"),
    where(~Q(stage=R.PLANNED), either(among("addressee_ids"), over(*ABOVE))),
)
ACKNOWLEDGEMENT_SEEN = either(belonging("organisation_id"), ISSUER)
REPEATED = where(Q(cycle__in=["month", "quarter", "year"]), belonging("issuer_id", *OFFICE))
SETTER = belonging("issuer_id", *OFFICE)

# fmt: off
SET = Flow(PolicySet, SET_SEEN, (
    #    verb            label              from                   to           who
    Step("enact_set",    _("启用"),         (P.DRAFT,),            P.IN_FORCE,  ISSUER, main=True),
    Step("add_paper",    _("加一份文件"),   (P.DRAFT,),            None,        ISSUER),
    Step("drop_paper",   _("去掉一份"),     (P.DRAFT,),            None,        ISSUER),
    Step("name_paper",   _("填上文件"),     (P.DRAFT, P.IN_FORCE), None,        ISSUER),
    Step("acknowledge",  _("知悉"),         (P.IN_FORCE,),         None,        reached, main=True),
    Step("repeal_set",   _("废止"),         (P.IN_FORCE,),         P.REPEALED,  ISSUER),
))
REQUIREMENT = Flow(Requirement, REQUIREMENT_SEEN, (
    Step("issue_requirement",    _("下达"),         (R.PLANNED,),           R.ISSUED,    SETTER, main=True),
    Step("issue_again",          _("下达下一期"),   (R.ISSUED,),            None,        REPEATED),
    Step("finish_requirement",   _("办结"),         (R.ISSUED,),            R.DONE,      SETTER, main=True),
    Step("withdraw_requirement", _("撤回要求"),     (R.PLANNED, R.ISSUED),  R.WITHDRAWN, SETTER),
))
ACKNOWLEDGEMENT = Flow(Acknowledgement, ACKNOWLEDGEMENT_SEEN, (
    Step("ask_issuer",       _("提疑问"),   (A.NOTED, A.ANSWERED), A.ASKED,     RECEIVER, main=True),
    Step("answer_question",  _("解答"),     (A.ASKED,),            A.ANSWERED,  ISSUER, main=True),
), trunk="policy_set")
TERM = Flow(Term, in_service, (
    Step("define_term",    _("写明含义"),   (T.OPEN,),     T.DEFINED,   city_office, main=True),
    Step("redefine_term",  _("改含义"),     (T.DEFINED,),  None,        city_office),
))
# fmt: on

KINDS: dict[str, tuple[str, ...]] = {
    "city": (Kind.DEPARTMENT, Kind.UTILITY),
    "district": (Kind.LEADING_BODY,),
    "street": (Kind.STREET_OFFICE,),
    "community": (Kind.COMMUNITY,),
}
MONTHS = {Requirement.Cycle.MONTH: 1, Requirement.Cycle.QUARTER: 3, Requirement.Cycle.YEAR: 12}


def issues(actor: Actor) -> bool:
    """Whether the actor's post drafts sets and plans requirements."""
    return actor.post is not None and actor.post.role in OFFICE


def keeps(actor: Actor, policy_set: PolicySet) -> bool:
    """Whether the actor speaks for whoever issued the set."""
    return SET.lets(ISSUER(actor), policy_set)


def working_day(day: date) -> date:
    """The day itself, or the first working day after it: nothing is due on a day off."""
    calendar = clock.calendar()
    while not calendar.is_working(day):
        day += timedelta(days=1)
    return day


def next_due(day: date, cycle: str) -> date:
    """The same day of the month one cycle later; the month's last where it has no such day."""
    count = day.year * 12 + day.month - 1 + MONTHS[Requirement.Cycle(cycle)]
    year, month = divmod(count, 12)
    following = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))


def words_of(requirement: Any) -> str:
    """The requirement as a task says it: with its round where there are several."""
    if requirement.cycle == Requirement.Cycle.ONCE:
        return requirement.text
    return str(_("%(text)s（第%(n)d期）") % {"text": requirement.text, "n": requirement.round})[:1000]
