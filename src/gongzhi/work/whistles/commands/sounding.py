"""Sounding: propose, sign, decline, sound at once, call more, recall."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock, rows
from gongzhi.kit.command import held, locked, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.duty.queries import on_duty
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases import rules as case_rules
from gongzhi.work.cases.commands.desk import lineage
from gongzhi.work.cases.models import Case
from gongzhi.work.whistles import rules
from gongzhi.work.whistles.models import Kind, ReportIn, Whistle
from gongzhi.work.whistles.rules import ON_CASE, WHISTLE

PLACE = ("district_id", "street_id", "community_id", "grid_id", "building_id", "unit_id", "estate_id")


@step(ON_CASE)
def propose(
    actor: Actor, case: Case, *, kind: str, call: list[dict[str, Any]], request: str, arrive_at: datetime | None = None,
) -> Whistle:  # fmt: skip
    """吹哨(提请): whoever stands before the problem asks for departments; the street signs."""
    whistle = _whistle(actor, case, kind, call, request, arrive_at)
    whistle.sign_by = rules.signing_limit(lineage(case)).after(clock.now())
    rows.insert([whistle])
    return whistle


@step(ON_CASE)
def sound_at_once(actor: Actor, case: Case, *, call: list[dict[str, Any]], request: str) -> Whistle:
    """应急吹哨: the leader on duty sounds at once; the signature follows within 24 hours."""
    office = directory().street_office(case.street_id)
    shift = on_duty(office.id, clock.now()) if office else None
    if shift is None or shift.leader_id != actor.user_id:
        raise NotYours(_("应急吹哨由当班的带班领导吹。今天的值班表上不是您，请联系值班室。"))
    whistle = _whistle(actor, case, Kind.EMERGENCY, call, request, None)
    whistle.stage, whistle.sounded_at = Whistle.Stage.SOUNDED, clock.now()
    whistle.sign_by = clock.Limit(records.value("whistle.sign_after_hours"), clock.Unit.HOURS).after(
        clock.now()
    )
    rows.insert([whistle])
    _sound(actor, whistle, case)
    return whistle


def _whistle(
    actor: Actor, case: Case, kind: str, call: list[dict[str, Any]], request: str, arrive_at: datetime | None
) -> Whistle:
    if kind not in Kind.values:
        raise Refused(_("请选一种哨：群众反映突出、综合执法、应急。"), field="kind")
    if len(request.strip()) < 2:
        raise Refused(_("请写明要部门来做什么。"), field="request")
    if case.street_id is None:
        raise Refused(_("还不知道在哪个街道，请先定位。"))
    if arrive_at is not None and arrive_at <= clock.now():
        raise Refused(_("到场时间要在现在以后。"), field="arrive_at")
    if case.whistles.filter(stage__in=(Whistle.Stage.PROPOSED, Whistle.Stage.SOUNDED)).exists():
        raise Refused(_("这件事已经有一声哨了，可以加叫部门。"))
    return Whistle(
        id=new_id(), case=case, kind=kind, request=request.strip(), proposals=_checked(call), arrive_at=arrive_at,
        proposed_at=clock.now(), proposer_id=actor.user_id, proposer_label=actor.label,
        **{name: getattr(case, name) for name in PLACE},
    )  # fmt: skip


def _checked(call: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """One lead, each organisation once, all of them in the directory and able to be called."""
    ids = [row["organisation_id"] for row in call]
    if not ids or len(set(ids)) != len(ids):
        raise Refused(_("请选至少一个部门，每个部门只选一次。"), field="call")
    if sum(bool(row.get("lead")) for row in call) != 1:
        raise Refused(_("请指定一个主办部门。"), field="call")
    for organisation_id in ids:
        card = directory().get(organisation_id)
        if card is None or card.kind not in ("department", "utility", "stationed_team", "task_force"):
            raise Refused(_("只能叫名录里的部门、公用事业单位和派驻队伍。"), field="call")
    return sorted(call, key=lambda row: not row.get("lead"))


@step(WHISTLE)
def sign(actor: Actor, whistle: Whistle, *, remark: str = "") -> None:
    """签发: the street's secretary or director signs, and signing sounds it."""
    case = held(Case, whistle.case_id)
    whistle.signed_at = whistle.sounded_at = clock.now()
    whistle.signer_id, whistle.signer_label, whistle.sign_by = actor.user_id, actor.label, None
    _sound(actor, whistle, case)


def _sound(actor: Actor, whistle: Whistle, case: Case) -> None:
    whistle.called = [_report_in(whistle, case, row) for row in whistle.proposals]  # type: ignore[attr-defined]
    rows.insert(whistle.called)  # type: ignore[attr-defined]
    cases.sound(actor, case, organisation_ids=[row["organisation_id"] for row in whistle.proposals])


def _report_in(whistle: Whistle, case: Case, row: dict[str, Any]) -> ReportIn:
    """One department's clocks, started now: arrival by the whistle's kind, finishing by the case's limit."""
    now, where = clock.now(), lineage(case)
    arrive = whistle.arrive_at if whistle.arrive_at and whistle.arrive_at > now else None
    kind = "emergency" if whistle.kind == Kind.EMERGENCY else case.limit_kind
    limit = case_rules.limit_for(kind, where).limit
    made = ReportIn(
        id=new_id(), case=case, whistle=whistle, organisation_id=row["organisation_id"], lead=bool(row.get("lead")),
        reason=row.get("reason", "")[:300], duty_id=row.get("duty_id"), called_at=now, unit=limit.unit,
        arrive_by=arrive or rules.arrival_limit(whistle.kind, where).after(now), due_at=limit.after(now),
        **{name: getattr(case, name) for name in PLACE},
    )  # fmt: skip
    made.act_at = rules.next_press(made)
    return made


@step(WHISTLE)
def decline(actor: Actor, whistle: Whistle, *, reason: str) -> None:
    """不签发: with the reason, which the proposer sees."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明为什么不签发，提请的人会看到。"), field="reason")
    whistle.reason, whistle.sign_by, whistle.signer_label = reason.strip(), None, actor.label


@step(WHISTLE)
def lapse(_actor: Actor, whistle: Whistle) -> None:
    """过期未签: the proposer is told that nobody signed within the limit."""
    whistle.reason, whistle.sign_by = _("到时限没有人签发"), None


@step(WHISTLE)
def sign_after(actor: Actor, whistle: Whistle) -> None:
    """补签: the signature that follows an emergency whistle."""
    whistle.signed_at, whistle.signer_id, whistle.signer_label = clock.now(), actor.user_id, actor.label
    whistle.sign_by = None


@step(WHISTLE)
def call_more(actor: Actor, whistle: Whistle, *, organisation_id: int, reason: str) -> ReportIn:
    """加叫部门: another helper, with a clock of its own."""
    case = held(Case, whistle.case_id)
    if (
        whistle.report_ins.filter(organisation_id=organisation_id)
        .exclude(stage=ReportIn.Stage.STOOD_DOWN)
        .exists()
    ):
        raise Refused(_("这个部门已经叫过了。"), field="organisation_id")
    row = _checked([{"organisation_id": organisation_id, "lead": True, "reason": reason}])[0]
    made = _report_in(whistle, case, {**row, "lead": False})
    made.save(force_insert=True)
    cases.call_more(actor, case, organisation_ids=[organisation_id])
    return made


@step(WHISTLE)
def recall(actor: Actor, whistle: Whistle, *, reason: str) -> None:
    """收哨: called in error or no longer needed, while nobody has finished."""
    rows = locked(ReportIn.objects.filter(whistle=whistle))
    if any(row.stage == ReportIn.Stage.FINISHED for row in rows):
        raise Refused(_("已经有部门办完了，不能收哨。"))
    if len(reason.strip()) < 2:
        raise Refused(_("请写明为什么收哨。"), field="reason")
    for row in rows:
        row.stage, row.act_at = ReportIn.Stage.STOOD_DOWN, None
    whistle.reason, whistle.sign_by = reason.strip(), None
    cases.stand_down(actor, held(Case, whistle.case_id), reason=reason)
