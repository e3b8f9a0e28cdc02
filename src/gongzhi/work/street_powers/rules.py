"""The regulation of the street's powers: who uses one, who must answer, who rules, and whom a street may command."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Flow, Step, by_rooms
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor, PostCard
from gongzhi.town.access.who import belonging, either, named, serving, where
from gongzhi.work.cases.rules import DEPARTMENT_ROLES, STREET_ROLES, pressed_at
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, Procedure, YearlyOpinion

U, C, Y = PowerUse.Stage, CommandOrder.Stage, YearlyOpinion.Stage
ANSWERING_ROLES = (*DEPARTMENT_ROLES, "liaison")
HIGHEST = 3  # 1 the hands, 2 their leader, 3 the district

STREET = serving(*STREET_ROLES)
LEADER = serving("street_leader")
DISTRICT = serving("district_dispatcher", "district_leader")
ABOVE = serving("district_dispatcher", "district_leader", "city_dispatcher", "city_leader")
SENT = Q(sent_at__isnull=False)  # the other side hears of it once it is signed
OTHER_SIDE = where(SENT, belonging("organisation_id", *ANSWERING_ROLES))
ASKER = where(Q(procedure=Procedure.CONSENT), belonging("organisation_id", *DEPARTMENT_ROLES))
TEAM = belonging("team_id", *DEPARTMENT_ROLES)
HOME = belonging("department_id", *DEPARTMENT_ROLES)
THE_PERSON = named("person_id")
UNCONFIRMED = Q(arrival_confirmed=False, claimed_arrival_at__isnull=False)
UNMARKED = Q(team_mark__isnull=True)
WITHDRAWER = either(
    where(Q(stage=U.DRAFTED), STREET), where(Q(stage=U.SIGNED), LEADER), where(Q(stage=U.ASKED), ASKER)
)

# fmt: off
USE = Flow(PowerUse, either(STREET, OTHER_SIDE, where(SENT, ABOVE)), (
    #    verb                label              from                              to             who
    Step("sign",             _("签发"),         (U.DRAFTED,),                     U.SIGNED,      LEADER, main=True),
    Step("decline",          _("不签发"),       (U.DRAFTED,),                     U.DECLINED,    LEADER),
    Step("withdraw",         _("撤回"),         (U.DRAFTED, U.SIGNED, U.ASKED),   U.WITHDRAWN,   WITHDRAWER),
    Step("answer",           _("答复"),         (U.SIGNED,),                      U.ANSWERED,    OTHER_SIDE, main=True),
    Step("accept",           _("认可答复"),     (U.ANSWERED,),                    U.ACCEPTED,    LEADER, main=True),
    Step("insist",           _("坚持意见"),     (U.ANSWERED,),                    U.INSISTED,    LEADER),
    Step("rule_on",          _("裁定"),         (U.INSISTED,),                    U.RULED,       DISTRICT, main=True),
    Step("consent",          _("同意"),         (U.ASKED,),                       U.CONSENTED,   LEADER, main=True),
    Step("object",           _("不同意"),       (U.ASKED,),                       U.OBJECTED,    LEADER),
    Step("take_as_consent",  _("视为同意"),     (U.ASKED,),                       U.CONSENTED,   by_rooms, door=False),
    Step("carry_out",        _("记执行"),       (U.CONSENTED,),                   U.CARRIED_OUT, ASKER, main=True),
    Step("press",            _("督办"),         (U.SIGNED, U.ASKED, U.INSISTED),  None,          by_rooms, door=False),
))
ORDER = Flow(CommandOrder, either(STREET, TEAM, HOME, ABOVE), (
    Step("arrive",           _("到场"),         (C.ORDERED,),                     C.ARRIVED,     TEAM, main=True),
    Step("confirm_arrival",  _("认到场"),       (C.ARRIVED, C.DONE),              None,          where(UNCONFIRMED, STREET)),
    Step("finish",           _("办完"),         (C.ARRIVED,),                     C.DONE,        TEAM, main=True),
    Step("refuse",           _("拒绝执行"),     (C.ORDERED,),                     C.REFUSED,     TEAM),
    Step("cancel",           _("取消"),         (C.ORDERED, C.ARRIVED),           C.CANCELLED,   STREET),
    Step("mark",             _("评队伍"),       (C.DONE,),                        None,          where(UNMARKED, STREET)),
    Step("press",            _("督办"),         (C.ORDERED,),                     None,          by_rooms, door=False),
))
OPINION = Flow(YearlyOpinion, either(LEADER, THE_PERSON, belonging("department_id", "department_leader")), (
    Step("reply",            _("回应"),         (Y.WRITTEN,),                     Y.REPLIED,     THE_PERSON, main=True, private=("text",)),
))
# fmt: on


def street_post(actor: Actor) -> PostCard | None:
    """The street post that this actor acts under: the chosen one, else the first; None without any."""
    held = [post for post in actor.serves(*STREET_ROLES) if post.level == "street"]
    return next((post for post in held if post.id == actor.acting_as), held[0] if held else None)


def asking_post(actor: Actor) -> PostCard | None:
    """The department post that this actor asks under."""
    held = actor.serves(*DEPARTMENT_ROLES)
    return next((post for post in held if post.id == actor.acting_as), held[0] if held else None)


def limit(key: str, lineage: tuple[int, ...]) -> clock.Limit:
    """A limit by its record, such as ``street_power.rule`` (the district's ruling) or ``command.arrive``."""
    rule = records.value(key, lineage)
    return clock.Limit(rule["amount"], clock.Unit(rule["unit"]))


def next_press(due_at: datetime | None, unit: str, level: int) -> datetime | None:
    """When the clock next speaks of something overdue, in the unit of the clock it presses; None after the district."""
    return pressed_at(due_at, unit, level) if due_at is not None and level < HIGHEST else None
