"""The regulation of enforcement: who delegates and takes back, who files, tells, reviews and decides, and until when.

《行政处罚法》: 第二十四条 (下放), 第四十二条 (two officers), 第四十四、四十五条 (告知、陈述申辩), 第五十八条 (法制审核), 第六十条 (九十日).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.flow import Flow, NotNow, Step
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE, belonging, clock_itself, either, serving, where
from gongzhi.town.areas.tree import lineage, tree
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Mode, Officer

S, P = EnforcementFile.Stage, DelegatedPower.Stage
DISTRICT_ROLES = ("district_dispatcher", "district_leader")
CITY_ROLES = ("city_dispatcher", "city_leader")
STREET_ROLES = ("street_clerk", "street_leader")
DEPARTMENT_ROLES = ("department_clerk", "department_leader")
LEAST_OFFICERS = 2  # 《行政处罚法》第四十二条第一款; no record may lower it
DAY = timedelta(days=1)


def acting(actor: Actor) -> Q:
    """Whoever is one of the file's officers, by the account that the register of officers names."""
    if not actor.user_id or not actor.posts:
        return NONE
    return Q(acting_user_ids__overlap=[actor.user_id])


DISTRICT = serving(*DISTRICT_ROLES)
ABOVE = serving(*DISTRICT_ROLES, *CITY_ROLES)
STREET = serving(*STREET_ROLES)
LEADER = serving("street_leader")
DEPARTMENT = belonging("department_id", *DEPARTMENT_ROLES)
HANDS = either(serving("street_clerk"), LEADER, acting)
NOT_OWN = Q(mode__in=[str(Mode.ENTRUSTED), str(Mode.STATIONED)])
DECIDER = either(LEADER, where(NOT_OWN, belonging("department_id", "department_leader")))
RECEIVER = belonging("transferred_to_id", *DEPARTMENT_ROLES)
OPEN = (S.CLUE, S.FILED, S.EVIDENCE, S.TOLD, S.REVIEWED)
RUNNING = (S.FILED, S.EVIDENCE, S.TOLD, S.REVIEWED)
ENDED = (S.DONE, S.TRANSFERRED, S.DROPPED)

# fmt: off
POWER = Flow(DelegatedPower, either(ABOVE, STREET, DEPARTMENT), (
    #    verb                label                     from                      to             who
    Step("assess",           gettext_lazy("承接评估"), (P.DRAFT, P.ASSESSED),    P.ASSESSED,    DISTRICT, main=True),
    Step("give_opinion",     gettext_lazy("街道意见"), (P.DRAFT, P.ASSESSED),    None,          STREET),
    Step("bring_into_force", gettext_lazy("下放"),     (P.ASSESSED,),            P.IN_FORCE,    DISTRICT, main=True),
    Step("review_power",     gettext_lazy("复评"),     (P.IN_FORCE,),            None,          DISTRICT),
    Step("take_back",        gettext_lazy("收回"),     (P.IN_FORCE,),            P.TAKEN_BACK,  DISTRICT),
))
# fmt: on


class FileFlow(Flow):
    """The flow of a file; what is missing before a decision is said by name."""

    def refusal(self, step: Step, thing: Any) -> NotNow:
        """Why not now: before a decision come telling, the party's answer, and a review by other eyes."""
        why = _missing(step.verb, thing)
        return NotNow(why) if why else super().refusal(step, thing)


def _missing(verb: str, file: Any) -> str:
    if verb == "decide" and file.stage in (S.CLUE, S.FILED, S.EVIDENCE):
        return _("还没有告知当事人，不能决定。请先“告知”，记下当事人的意见。")
    if verb == "decide" and file.stage == S.TOLD:
        return _("还没有法制审核，不能决定。请先由办案人员以外的人审核。")
    if verb == "review" and file.stage in (S.CLUE, S.FILED, S.EVIDENCE):
        return _("还没有告知当事人，不能审核。请先“告知”。")
    return ""


# fmt: off
FILE = FileFlow(EnforcementFile, either(STREET, ABOVE, DEPARTMENT, RECEIVER, acting, clock_itself), (
    #    verb               label                          from                             to             who
    Step("name_party",      gettext_lazy("记当事人"),      (S.CLUE, S.FILED, S.EVIDENCE),   None,          HANDS, private=("party",)),
    Step("open_file",       gettext_lazy("立案"),          (S.CLUE,),                       S.FILED,       LEADER, main=True),
    Step("gather",          gettext_lazy("调查取证"),      (S.FILED, S.EVIDENCE),           S.EVIDENCE,    HANDS),
    Step("tell",            gettext_lazy("告知"),          (S.EVIDENCE,),                   S.TOLD,        HANDS, main=True),
    Step("hear",            gettext_lazy("记当事人意见"),  (S.TOLD,),                       None,          HANDS, private=("said",)),
    Step("review",          gettext_lazy("法制审核"),      (S.TOLD,),                       S.REVIEWED,    STREET),
    Step("decide",          gettext_lazy("决定"),          (S.REVIEWED,),                   S.DECIDED,     DECIDER, main=True),
    Step("extend",          gettext_lazy("延期"),          RUNNING,                         None,          LEADER),
    Step("change_officers", gettext_lazy("换办案人员"),    RUNNING,                         None,          LEADER),
    Step("conclude",        gettext_lazy("结案"),          (S.DECIDED,),                    S.DONE,        HANDS, main=True),
    Step("transfer",        gettext_lazy("移送"),          OPEN,                            S.TRANSFERRED, LEADER),
    Step("drop",            gettext_lazy("不予处罚或撤销"), OPEN,                           S.DROPPED,     LEADER),
    Step("reveal",          gettext_lazy("看当事人"),      (*OPEN, S.DECIDED, *ENDED),      None,          HANDS),
    Step("press",           gettext_lazy("期限提醒"),      RUNNING,                         None,          clock_itself, door=False),
    Step("purge",           gettext_lazy("到期删除"),      ENDED,                           None,          clock_itself, door=False),
))
# fmt: on


def keeps_squads(actor: Any) -> bool:
    """Street staff keep their own street's squad, the district all of its streets'; the command line everything."""
    return actor.kind == "system" or bool(actor.serves(*STREET_ROLES, *DISTRICT_ROLES))


def delegates(actor: Any) -> bool:
    """Whoever may enter a power: the district for its streets, and the command line."""
    return actor.kind == "system" or bool(actor.serves(*DISTRICT_ROLES))


def over(actor: Any, street_id: int, *roles: str) -> bool:
    """Whether the actor holds one of ``roles`` over this street or the district above it."""
    if actor.kind == "system":
        return True
    above = set(lineage(street_id))
    return any(above & set(post.reach) for post in actor.serves(*roles))


def streets_of(street_id: int) -> set[int]:
    """A street with those whose place it took and those that took its place: a power outlives a merger of streets."""
    return {*tree().reach(street_id), *(card.id for card in tree().today_of(street_id))}


@dataclass(frozen=True)
class Presses:
    """The days before the limit (below zero: after it) on which somebody is reminded, level by level."""

    days: tuple[int, ...]

    def next(self, limit: date, level: int) -> date | None:
        """When the reminder after ``level`` is due; None after the last."""
        return limit - self.days[level] * DAY if level < len(self.days) else None


def presses(street_id: int) -> Presses:
    return Presses(tuple(records.value("enforcement.press_days", lineage(street_id))))


def limit_of(filed: datetime, street_id: int) -> date:
    """The last day for a decision: ninety days from filing (《行政处罚法》第六十条), by the record in force on that day."""
    value = records.value("enforcement.limit", lineage(street_id), clock.local(filed).date())
    return clock.local(clock.Limit(value["amount"], clock.Unit(value["unit"])).after(filed)).date()


def longest_extension(limit: date, street_id: int) -> date:
    """The day to which a limit may be put off at most."""
    return limit + records.value("enforcement.extend_days", lineage(street_id)) * DAY


def hearing_ends(told: date, street_id: int) -> date:
    """The last day on which a hearing can be asked for: five working days (《行政处罚法》第六十四条第一项、第八十五条)."""
    value = records.value("enforcement.hearing", lineage(street_id), told)
    noon = datetime.combine(told, time(12), clock.zone())
    return clock.local(clock.Limit(value["amount"], clock.Unit(value["unit"])).after(noon)).date()


def why_not_held(power: DelegatedPower | None, street_id: int, day: date) -> str:
    """Why the street may not exercise the power on a day, in words; "" if it may."""
    if power is None or power.street_id not in streets_of(street_id):
        return _("这一项没有下放给本街道。请移送有权的部门，或先由区里办理下放。")
    if power.stage == P.TAKEN_BACK:
        return _("这一项已经收回，街道不能再办。请移送原来的部门。")
    if not power.holds_on(day):
        return _("这一项今天没有下放给本街道：还没有生效，或已经到期。")
    return ""


def why_not_certified(officers: Iterable[Officer], day: date) -> str:
    """Why these officers may not act on a day: fewer than two, or a lapsed certificate; "" if they may."""
    found = list(officers)
    if len({officer.pk for officer in found}) < LEAST_OFFICERS:
        return _("执法人员不得少于两人。请再选一名有执法证的人员。")
    lapsed = [officer.name for officer in found if not officer.certified_on(day)]
    if lapsed:
        return _("执法证过期或已离队：%s。请换人，或先换证。") % _("、").join(lapsed)
    return ""


def certified_until(officers: Iterable[Officer]) -> date:
    """Until which day all of them hold a certificate."""
    return min(officer.expires_on for officer in officers)
