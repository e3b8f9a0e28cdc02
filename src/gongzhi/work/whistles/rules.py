"""The regulation of the whistle: who proposes, who signs, who must come, by when, and who decides a dispute."""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Flow, Step, by_rooms
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE, belonging, either, named, serving, where
from gongzhi.work.cases import rules as cases
from gongzhi.work.cases.models import Case
from gongzhi.work.whistles.models import Authority, Dispute, Kind, ReportIn, Whistle

W, R, D = Whistle.Stage, ReportIn.Stage, Dispute.Stage


def authorised(actor: Actor) -> Q:
    """Whom the leader lets sign this kind in this street, by a record in force."""
    if actor.user_id is None:
        return NONE
    given = Authority.objects.filter(
        user_id=actor.user_id,
        valid_to__gte=clock.today(),
        street_id=OuterRef("street_id"),
        kind=OuterRef("kind"),
    )
    return Q(Exists(given))


HERE = serving("grid_head", *cases.COMMUNITY_ROLES, *cases.STREET_ROLES)
STREET = serving(*cases.STREET_ROLES)
OPENLY = Q(case__secret=False)  # a 举报 stays hidden from the community, its whistles too
LOCAL = where(OPENLY, serving("grid_head", *cases.COMMUNITY_ROLES))
SIGNER = either(serving("street_leader"), authorised)
DISTRICT = serving("district_dispatcher")
ABOVE = serving("district_dispatcher", "district_leader", "city_dispatcher", "city_leader")
DEPARTMENT = belonging("organisation_id", *cases.DEPARTMENT_ROLES)
WHISTLER = either(STREET, LOCAL)
SEEN = either(STREET, LOCAL, DEPARTMENT, ABOVE)


def asked_to_countersign() -> Q:
    """A helper that has not spoken while the lead's reply waits: its silence ends with the lead's ``countersign_by``."""
    reply = ReportIn.objects.filter(
        whistle_id=OuterRef("whistle_id"), lead=True, stage=R.FINISHED, countersign_by__gt=clock.now()
    )
    return Q(Exists(reply), lead=False, countersign="")


def helper(actor: Actor) -> Q:
    """The helpers of a reply that still waits for their word."""
    ours = DEPARTMENT(actor)
    return ours if ours == NONE else ours & asked_to_countersign()


UNSIGNED = Q(signed_at=None)

# fmt: off
ON_CASE = Flow(Case, cases.SEEN, (
    #    verb             label            from            to            who
    Step("propose",       _("吹哨"),       cases.WORKING,  None,         HERE),
    Step("sound_at_once", _("应急吹哨"),   cases.WORKING,  None,         serving("street_leader")),
))
WHISTLE = Flow(Whistle, either(STREET, LOCAL, ABOVE, named("proposer_id")), (
    Step("sign",          _("签发"),       (W.PROPOSED,),  W.SOUNDED,    SIGNER, main=True),
    Step("decline",       _("不签发"),     (W.PROPOSED,),  W.DECLINED,   SIGNER),
    Step("lapse",         _("过期"),       (W.PROPOSED,),  W.LAPSED,     by_rooms, door=False),
    Step("sign_after",    _("补签"),       (W.SOUNDED,),   None,         where(UNSIGNED, SIGNER), main=True),
    Step("call_more",     _("加叫部门"),   (W.SOUNDED,),   None,         SIGNER),
    Step("recall",        _("收哨"),       (W.SOUNDED,),   W.RECALLED,   SIGNER),
), trunk="case")
REPORT_IN = Flow(ReportIn, SEEN, (
    Step("report_in",       _("报到"),       (R.CALLED,),                R.PRESENT,    DEPARTMENT, main=True),
    Step("confirm_arrival", _("认到场"),     (R.PRESENT,),               None,         where(Q(arrival_confirmed=False), WHISTLER)),
    Step("progress",        _("记进展"),     (R.PRESENT,),               None,         DEPARTMENT),
    Step("finish",          _("办结"),       (R.PRESENT,),               R.FINISHED,   DEPARTMENT, main=True),
    Step("take_up_again",   _("退回重办"),   (R.FINISHED,),              R.PRESENT,    by_rooms, door=False),
    Step("dispute",         _("提异议"),     (R.CALLED, R.PRESENT),      None,         where(Q(disputed=False), DEPARTMENT)),
    Step("ask_more_time",   _("申请延期"),   (R.CALLED, R.PRESENT),      None,         where(Q(extended=False, more_time_reason=""), DEPARTMENT)),
    Step("grant_more_time", _("同意延期"),   (R.CALLED, R.PRESENT),      None,         where(Q(extended=False) & ~Q(more_time_reason=""), STREET)),
    Step("remind",          _("催一下"),     (R.CALLED, R.PRESENT),      None,         WHISTLER),
    Step("agree",           _("会签同意"),   (R.FINISHED,),              None,         helper, main=True),
    Step("object",          _("会签不同意"), (R.FINISHED,),              None,         helper),
    Step("mark",            _("评部门"),     (R.FINISHED,),              None,         WHISTLER),
    Step("stand_down",      _("改派"),       (R.CALLED, R.PRESENT),      R.STOOD_DOWN, by_rooms, door=False),
    Step("press",           _("督办"),       (R.CALLED, R.PRESENT),      None,         by_rooms, door=False),
), trunk="case")
DISPUTE = Flow(Dispute, either(STREET, DEPARTMENT, ABOVE), (
    Step("say_more",        _("补充说明"),   (D.RAISED,),                None,         STREET),
    Step("uphold",          _("维持"),       (D.RAISED,),                D.UPHELD,     DISTRICT),
    Step("move",            _("改派"),       (D.RAISED,),                D.MOVED,      DISTRICT, main=True),
    Step("name_fallback",   _("指定兜底"),   (D.RAISED,),                D.FALLBACK,   DISTRICT),
    Step("take_back",       _("撤回异议"),   (D.RAISED,),                D.WITHDRAWN,  DEPARTMENT),
), trunk="case")
# fmt: on


def arrival_limit(kind: str, lineage: tuple[int, ...]) -> clock.Limit:
    """How soon a called department must be there: 30 minutes in an emergency, otherwise by its record."""
    rule = records.value("whistle.arrive_emergency" if kind == Kind.EMERGENCY else "whistle.arrive", lineage)
    return clock.Limit(rule["amount"], clock.Unit(rule["unit"]))


def signing_limit(lineage: tuple[int, ...]) -> clock.Limit:
    """How long the signer has before the proposer is told that it is unsigned."""
    rule = records.value("whistle.sign", lineage)
    return clock.Limit(rule["amount"], clock.Unit(rule["unit"]))


def next_press(report_in: ReportIn) -> datetime | None:
    """When the clock next speaks of this report-in: arrival first, then finishing; nothing once it is finished."""
    if report_in.stage in (R.FINISHED, R.STOOD_DOWN) or report_in.press_level >= 4:
        return None
    due = report_in.arrive_by if report_in.stage == R.CALLED else report_in.due_at
    unit = clock.Unit.WORKING_HOURS if report_in.unit not in ("hours",) else clock.Unit.HOURS
    return cases.pressed_at(due, unit, report_in.press_level)
