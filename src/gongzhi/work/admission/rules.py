"""The regulation of the gate: who asks, who reviews, who decides, what covers a piece of work, and who refuses."""

from datetime import date, datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Flow, Step, Who, by_rooms
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE, belonging, either, over, where
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.admission.models import Matter, Objection, Push
from gongzhi.work.tasks import rules as tasks

M, P, O = Matter.Stage, Push.Stage, Objection.Stage  # noqa: E741 -- the letters of the tables below
DEPARTMENT_ROLES = ("department_clerk", "department_leader")
ABOVE_ROLES = ("district_dispatcher", "district_leader", "city_dispatcher", "city_leader")
ASKING = (*DEPARTMENT_ROLES, *ABOVE_ROLES)
HEADS = ("grid_head", "building_head", "unit_head")  # they read the tasks of their community's office
LOCAL_ROLES = tasks.LOCAL_ROLES  # whom the gate protects, and who refuses
REVIEWING = ("district_dispatcher", "city_dispatcher")


def bound(*roles: str) -> Who:
    """Whoever holds one of ``roles`` in a street or community that the matter is for: it is open to whom it binds."""

    def who(actor: Actor) -> Q:
        found = Q()
        for post in actor.serves(*roles):
            office = directory().get(post.organisation_id)
            card = tree().get(post.area_id) or (tree().get(office.area_id) if office else None)
            if card is not None:
                lineage = sorted(card.lineage)
                found |= Q(scope_id__in=lineage) & (Q(area_ids=[]) | Q(area_ids__overlap=lineage))
        return found if found.children else NONE

    return who


ASKER = belonging("organisation_id", *ASKING)
REVIEWER = over(*REVIEWING)  # the dispatch centre of the district, or the city's
SEEN = either(
    ASKER,
    over(*ABOVE_ROLES),
    where(~Q(stage__in=[M.ASKED, M.SENT_BACK, M.WITHDRAWN]), bound(*LOCAL_ROLES, *HEADS)),
)
PUSHED = belonging("organisation_id", *LOCAL_ROLES)
PUSHER = belonging("from_organisation_id", *ASKING)
PUSH_SEEN = either(PUSHED, PUSHER, over(*ABOVE_ROLES, "street_leader", "street_clerk"))
OBJECTOR = belonging("organisation_id", *LOCAL_ROLES)

# fmt: off
FLOW = Flow(Matter, SEEN, (
    #    verb             label               from                      to            who
    Step("send_back",     _("退补"),          (M.ASKED,),               M.SENT_BACK,  REVIEWER),
    Step("complete",      _("补齐再报"),      (M.SENT_BACK,),           M.ASKED,      ASKER, main=True),
    Step("review",        _("审查通过，上会"), (M.ASKED,),              M.REVIEWED,   REVIEWER, main=True),
    Step("pass_by_record", _("依规直接准入"), (M.ASKED,),               M.ADMITTED,   where(~Q(ground="ordinary"), REVIEWER)),
    Step("refuse_matter", _("不予准入"),      (M.ASKED,),               M.REFUSED,    REVIEWER),
    Step("admit",         _("准入"),          (M.REVIEWED,),            M.ADMITTED,   by_rooms, door=False),
    Step("turn_down",     _("会上未通过"),    (M.REVIEWED,),            M.REFUSED,    by_rooms, door=False),
    Step("go_ahead",      _("应急先行"),      (M.ASKED,),               M.ADMITTED,   where(Q(bypass=""), ASKER)),
    Step("review_after",  _("补审应急"),      (M.ADMITTED,),            None,         where(Q(bypass="running"), REVIEWER), main=True),
    Step("lapse_bypass",  _("应急失效"),      (M.ADMITTED,),            M.EXPIRED,    by_rooms, door=False),
    Step("expire",        _("到期"),          (M.ADMITTED,),            M.EXPIRED,    by_rooms, door=False),
    Step("exit_",         _("退出准入"),      (M.ADMITTED,),            M.EXITED,     REVIEWER),
    Step("withdraw_matter", _("撤回申请"),    (M.ASKED, M.SENT_BACK),   M.WITHDRAWN,  ASKER),
    Step("object_to",     _("提异议"),        (M.ADMITTED,),            None,         bound(*LOCAL_ROLES)),
))
PUSH = Flow(Push, PUSH_SEEN, (
    Step("own_up",        _("认了，撤回"),    (P.REFUSED, P.STOPPED),   P.ANSWERED,   PUSHER, main=True),
    Step("contest",       _("不认，请裁定"),  (P.REFUSED,),             P.CONTESTED,  PUSHER),
    Step("uphold_refusal", _("拒收成立"),     (P.CONTESTED,),           P.UPHELD,     over(*REVIEWING), main=True),
    Step("overrule",      _("应当承接"),      (P.CONTESTED,),           P.OVERRULED,  over(*REVIEWING)),
))
OBJECTION = Flow(Objection, either(OBJECTOR, over(*ABOVE_ROLES)), (
    Step("keep",          _("维持准入"),      (O.RAISED,),              O.KEPT,       over(*REVIEWING)),
    Step("uphold_objection", _("异议成立"),   (O.RAISED,),              O.UPHELD,     over(*REVIEWING), main=True),
), trunk="matter")
# fmt: on


def limit(key: str, areas: tuple[int, ...]) -> clock.Limit:
    rule = records.value(key, areas)
    return clock.Limit(rule["amount"], clock.Unit(rule["unit"]))


def earliest(areas: tuple[int, ...], asked: datetime) -> date:
    """The first day on which a matter asked for now may begin (``admission.ahead``)."""
    return clock.local(limit("admission.ahead", areas).after(asked)).date()


def covers(matter: Matter, lineage: tuple[int, ...]) -> bool:
    """Whether a matter is for a place: it lies in its area, and in one of those named if any are."""
    if matter.scope_id not in lineage:
        return False
    return not matter.area_ids or not set(matter.area_ids).isdisjoint(lineage)
