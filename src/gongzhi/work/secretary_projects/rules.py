"""The regulation of secretary projects: who calls, who puts forward, who reviews, and that nobody judges their own."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.flow import Flow, Step, by_rooms
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor, PostCard
from gongzhi.town.access.who import NONE, at_desk, belonging, but_not, either, over, where
from gongzhi.town.areas.tree import lineage
from gongzhi.work.secretary_projects.models import Call, Effect, Level, Measurement, Project

C, P = Call.Stage, Project.Stage
ISSUERS = ("city_leader", "city_dispatcher", "district_leader")
SECRETARIES = {
    Level.DISTRICT: "district_leader",
    Level.STREET: "street_leader",
    Level.COMMUNITY: "community_secretary",
}
DESKS = {Level.DISTRICT: "", Level.STREET: "street_clerk", Level.COMMUNITY: "community_worker"}
OWNERS = ("district_leader", "street_leader", "street_clerk", "community_secretary", "community_worker")
JUDGES = ("street_leader", "district_leader", "city_leader")
REVIEWERS = (*JUDGES, "street_clerk", "district_dispatcher", "city_dispatcher")
READERS = (*OWNERS, "district_dispatcher", "city_leader", "city_dispatcher")
PREFIX = "secretary_project."

# fmt: off
BEFORE = (P.DECLARED, P.STUDIED, P.REVIEWED)
WRITTEN = (P.DRAFTED, P.RETURNED)
LIVE = (P.APPROVED, P.RUNNING)
CLAIMED = (P.APPROVED, P.RUNNING, P.ACCEPTANCE_ASKED, P.ACCEPTED)
# fmt: on


def reached(actor: Actor) -> Q:
    """The calls of the areas that one serves, and of all above them."""
    areas = {one for post in actor.serves(*READERS) for one in (*lineage(post.area_id), *post.reach)}
    return Q(area_id__in=sorted(areas)) if areas else NONE


ISSUER = belonging("issuer_id", *ISSUERS)
CALL_SEEN = either(ISSUER, where(~Q(stage=C.DRAFTED), either(reached, over(*READERS))))
OWN = belonging("organisation_id", *OWNERS)
SECRETARY = belonging("organisation_id", *SECRETARIES.values())
ABOVE = over(*REVIEWERS, lineage="above_ids")
REVIEWER = but_not(ABOVE, "drafter_id", "secretary_id")
JUDGE = but_not(at_desk(*JUDGES, desk="above_area_id"), "drafter_id", "secretary_id")
SEEN = either(OWN, where(~Q(stage=P.DRAFTED), either(over(*READERS), ABOVE)))
STOPPER = either(where(~Q(stage__in=LIVE), SECRETARY), where(Q(stage__in=LIVE), JUDGE))
LINKING = (P.DRAFTED, P.RETURNED, *BEFORE, *LIVE)

# fmt: off
CALL = Flow(Call, CALL_SEEN, (
    #    verb               label               from                     to                who
    Step("publish",         _("下发通知"),      (C.DRAFTED,),            C.OPEN,           ISSUER, main=True),
    Step("close_call",      _("提前截止"),      (C.OPEN,),               C.CLOSED,         ISSUER),
    Step("run_out",         _("到期截止"),      (C.OPEN,),               C.CLOSED,         by_rooms, door=False),
))
PROJECT = Flow(Project, SEEN, (
    Step("write",           _("改申报书"),      WRITTEN,                 None,             OWN),
    Step("add_effect",      _("加预期成效"),    WRITTEN,                 None,             OWN),
    Step("drop_effect",     _("删预期成效"),    WRITTEN,                 None,             OWN),
    Step("add_milestone",   _("加节点"),        WRITTEN,                 None,             OWN),
    Step("drop_milestone",  _("删节点"),        WRITTEN,                 None,             OWN),
    Step("declare",         _("申报"),          WRITTEN,                 P.DECLARED,       SECRETARY, main=True),
    Step("study",           _("记集体研究"),    (P.DECLARED,),           P.STUDIED,        OWN, main=True),
    Step("review",          _("写评审意见"),    (P.STUDIED, P.REVIEWED), P.REVIEWED,       REVIEWER, main=True),
    Step("approve",         _("立项"),          (P.REVIEWED,),           P.APPROVED,       JUDGE, main=True),
    Step("hand_back",       _("退回修改"),      (P.STUDIED, P.REVIEWED), P.RETURNED,       JUDGE),
    Step("reject",          _("不予立项"),      (P.REVIEWED,),           P.REJECTED,       JUDGE),
    Step("start",           _("启动实施"),      (P.APPROVED,),           P.RUNNING,        OWN, main=True),
    Step("reach",           _("记节点完成"),    (P.RUNNING,),            None,             OWN, main=True),
    Step("measure",         _("记成效的数"),    (P.RUNNING,),            None,             OWN),
    Step("verify",          _("核实数"),        (P.RUNNING, P.ACCEPTANCE_ASKED), None,     REVIEWER),
    Step("record_midterm",  _("记中期"),        (P.RUNNING,),            None,             OWN),
    Step("extend",          _("同意延期"),      (P.RUNNING,),            None,             JUDGE),
    Step("ask_acceptance",  _("申请验收"),      (P.RUNNING,),            P.ACCEPTANCE_ASKED, SECRETARY),
    Step("accept",          _("验收通过"),      (P.ACCEPTANCE_ASKED,),   P.ACCEPTED,       JUDGE, main=True),
    Step("send_back",       _("验收退回"),      (P.ACCEPTANCE_ASKED,),   P.RUNNING,        JUDGE),
    Step("stop",            _("终止"),          (*WRITTEN, *BEFORE, *LIVE), P.STOPPED,     STOPPER),
    Step("link_case",       _("关联事项"),      LINKING,                 None,             OWN),
    Step("unlink_case",     _("取消关联"),      LINKING,                 None,             OWN),
    Step("link_topic",      _("关联议题"),      LINKING,                 None,             OWN),
))
# fmt: on


def issuing_post(actor: Actor) -> PostCard | None:
    """The post of the city or a district that this actor calls under."""
    return _chosen(actor, [post for post in actor.serves(*ISSUERS) if post.level in ("city", "district")])


def own_post(actor: Actor, call: Call) -> PostCard | None:
    """The post under which this actor may answer a call: of a level that is asked, in its area, below its issuer."""
    found = [
        post for post in actor.serves(*OWNERS)
        if post.level in call.levels and post.role in (SECRETARIES[Level(post.level)], DESKS[Level(post.level)])
        and call.area_id in lineage(post.area_id) and post.organisation_id != call.issuer_id
    ]  # fmt: skip
    return _chosen(actor, found)


def _chosen(actor: Actor, held: list[PostCard]) -> PostCard | None:
    return next((post for post in held if post.id == actor.acting_as), held[0] if held else None)


def rule(key: str, areas: tuple[int, ...] | list[int] = ()) -> int:
    """A number by its record: ``least_opinions``, ``most_extensions``, ``remind_days``."""
    return int(records.value(PREFIX + key, tuple(areas)))


def obstacles(on: date | None = None) -> list[tuple[str, str]]:
    """Which obstacles a project may move, by the record of that day: key and name."""
    tongue = (get_language() or "zh")[:2]
    rows = records.value(f"{PREFIX}obstacles", (), on)
    return [(row["key"], row["name"].get(tongue) or row["name"]["zh"]) for row in rows]


def level_kinds() -> dict[str, list[str]]:
    """Which kinds of organisations are asked at each level: the denominator of the claim rate."""
    return dict(records.value(f"{PREFIX}levels"))


def reached_target(effect: Effect, value: object) -> bool:
    """Whether a value is as good as the target or better."""
    return value >= effect.target if effect.better == Effect.Better.UP else value <= effect.target  # type: ignore[operator]


def latest(rows: Iterable[Measurement], phase: str) -> Measurement | None:
    """The last measurement of a phase that was not found untrue; verified before waiting."""
    good = [one for one in rows if one.phase == phase and one.verdict != Measurement.Verdict.NOT_SO]
    checked = [one for one in good if one.verdict == Measurement.Verdict.VERIFIED]
    return max(checked or good, key=lambda one: one.pk, default=None)
