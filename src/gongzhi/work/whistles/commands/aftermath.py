"""What follows a call: countersigning, marks, more time, reminders, presses, and disputes with their decision."""

from datetime import timedelta
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import held, locked, step
from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases import rules as case_rules
from gongzhi.work.cases.commands.desk import lineage
from gongzhi.work.cases.models import Case
from gongzhi.work.whistles import rules
from gongzhi.work.whistles.commands.sounding import PLACE
from gongzhi.work.whistles.models import Dispute, DutyProposal, ReportIn
from gongzhi.work.whistles.rules import DISPUTE, REPORT_IN


@step(REPORT_IN)
def agree(_actor: Actor, mine: ReportIn) -> None:
    """会签同意: the helper stands by the lead's reply."""
    mine.countersign = ReportIn.Countersign.AGREED


@step(REPORT_IN)
def object(actor: Actor, mine: ReportIn, *, reason: str) -> None:
    """会签不同意: with the reason; the lead takes the matter up again."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明不同意哪一处。"), field="reason")
    case = held(Case, mine.case_id)
    if case.stage != "resolved":
        raise Refused(_("这件事已经过了会签，请和街道联系。"))
    mine.countersign = ReportIn.Countersign.OBJECTED
    cases.send_back_by_helper(actor, case, reason=reason)


@step(REPORT_IN)
def mark(actor: Actor, theirs: ReportIn, *, grade: str, reason: str = "") -> None:
    """评部门: proposer and street each say how it went; anything but good needs a reason."""
    if grade not in ReportIn.Mark.values:
        raise Refused(_("请选好、一般或差。"), field="grade")
    if grade != ReportIn.Mark.GOOD and len(reason.strip()) < 2:
        raise Refused(_("请写明哪里不好，部门会看到。"), field="reason")
    if actor.serves(*case_rules.STREET_ROLES):
        theirs.street_mark = grade
    else:
        theirs.proposer_mark = grade
    theirs.mark_reason = "；".join(part for part in (theirs.mark_reason, reason.strip()) if part)[:300]


@step(REPORT_IN)
def ask_more_time(_actor: Actor, mine: ReportIn, *, reason: str) -> None:
    """申请延期: once, with a reason; the street decides and the clock runs on."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明为什么要延期、要延到什么时候。"), field="reason")
    mine.more_time_reason = reason.strip()[:300]


@step(REPORT_IN)
def grant_more_time(_actor: Actor, theirs: ReportIn) -> None:
    """同意延期: by as much again as the limit's record; once."""
    limit = case_rules.limit_for(held(Case, theirs.case_id).limit_kind, lineage(held(Case, theirs.case_id)))
    theirs.due_at, theirs.extended, theirs.press_level = limit.limit.after(theirs.due_at), True, 0
    theirs.act_at = rules.next_press(theirs)


@step(REPORT_IN)
def remind(_actor: Actor, _theirs: ReportIn) -> None:
    """催一下: the whistler's side reminds the department."""


def waited(case: Case, span: timedelta) -> None:
    """等待顺延 (the port of cases): what was waited for the resident is added to the departments' clocks."""
    rows = ReportIn.objects.filter(case=case, stage__in=(ReportIn.Stage.CALLED, ReportIn.Stage.PRESENT))
    rows.update(due_at=F("due_at") + span, act_at=F("act_at") + span)


@step(REPORT_IN)
def press(_actor: Actor, theirs: ReportIn, *, level: int) -> None:
    """督办: late to arrive or to finish. 1 reminds the hands, 2 their leader, 3 the district, 4 the city."""
    theirs.press_level = max(theirs.press_level, level)
    theirs.act_at = rules.next_press(theirs)


@step(REPORT_IN)
def stand_down(_actor: Actor, theirs: ReportIn, *, reason: str) -> None:
    """改派: no longer called; another takes the place."""
    theirs.act_at, theirs.lead = None, False


@step(REPORT_IN)
def dispute(actor: Actor, mine: ReportIn, *, clause: str, text: str, owner_id: int | None = None) -> Dispute:
    """提异议(退单): once, citing a clause and naming the owner; the clock runs on, the district decides."""
    if len(clause.strip()) < 2:
        raise Refused(_("请引用清单或文件的条款。"), field="clause")
    if len(text.strip()) < 2:
        raise Refused(_("请写明理由。"), field="text")
    if owner_id is not None and (directory().get(owner_id) is None or owner_id == mine.organisation_id):
        raise Refused(_("请从名录里选应该由谁办。"), field="owner_id")
    mine.disputed = True
    limit = clock.Limit(records.value("dispute.working_days"), clock.Unit.WORKING_DAYS)
    return Dispute.objects.create(
        id=new_id(), case_id=mine.case_id, report_in=mine, organisation_id=mine.organisation_id, clause=clause.strip(),
        owner_id=owner_id, text=text.strip(), raised_at=clock.now(), decide_by=limit.after(clock.now()),
        **{name: getattr(mine, name) for name in PLACE},
    )  # fmt: skip


@step(DISPUTE)
def say_more(_actor: Actor, about: Dispute, *, text: str) -> None:
    """补充说明: the street's side, before the decision."""
    if len(text.strip()) < 2:
        raise Refused(_("请写明要补充什么。"), field="text")
    about.street_says = text.strip()[:600]


@step(DISPUTE)
def take_back(_actor: Actor, about: Dispute) -> None:
    """撤回异议: the department will do it after all."""
    about.decided_at = clock.now()


@step(DISPUTE)
def uphold(actor: Actor, about: Dispute, *, decision: str) -> None:
    """维持: it is theirs; lateness counts from the first clock."""
    _decided(actor, about, decision)


@step(DISPUTE)
def move(actor: Actor, about: Dispute, *, decision: str, organisation_id: int) -> None:
    """改派: another owner by the list, on the same clock."""
    _decided(actor, about, decision)
    _in_the_place_of(actor, about, organisation_id, decision)


@step(DISPUTE)
def name_fallback(actor: Actor, about: Dispute, *, decision: str, organisation_id: int) -> None:
    """指定兜底: no owner in the list, so the district names one; it becomes a proposal for the duty list."""
    _decided(actor, about, decision)
    if organisation_id != about.organisation_id:
        _in_the_place_of(actor, about, organisation_id, decision)
    case = held(Case, about.case_id)
    DutyProposal.objects.create(
        dispute=about, category_id=case.category_id, area_id=case.district_id, organisation_id=organisation_id
    )


def _decided(actor: Actor, about: Dispute, decision: str) -> None:
    if len(decision.strip()) < 2:
        raise Refused(_("请写明裁定的依据，以后照此办理。"), field="decision")
    about.decision, about.decided_at, about.decided_by = decision.strip(), clock.now(), actor.label


def _in_the_place_of(actor: Actor, about: Dispute, organisation_id: int, decision: str) -> None:
    """The named owner takes over the role and both clocks of the one who disputed."""
    card = directory().get(organisation_id)
    old = locked(ReportIn.objects.filter(pk=about.report_in_id))[0]
    if (
        card is None
        or ReportIn.objects.filter(whistle_id=old.whistle_id, organisation_id=organisation_id).exists()
    ):
        raise Refused(_("请选名录里另一个没有被叫的单位。"), field="organisation_id")
    about.decided_for_id, lead = organisation_id, old.lead
    stand_down(actor, old, reason=decision)
    old.save(update_fields=["stage", "act_at", "lead"])
    made = ReportIn.objects.create(**_successor(old, organisation_id, lead, decision))
    cases.call_more(actor, held(Case, about.case_id), organisation_ids=[made.organisation_id])


def _successor(old: ReportIn, organisation_id: int, lead: bool, reason: str) -> dict[str, Any]:
    same = ("case_id", "whistle_id", "arrive_by", "due_at", "unit", *PLACE)
    arrive = max(old.arrive_by, rules.arrival_limit("unsolved", ()).after(clock.now()))
    return {
        **{name: getattr(old, name) for name in same}, "id": new_id(), "organisation_id": organisation_id,
        "lead": lead, "reason": reason[:300], "called_at": clock.now(), "arrive_by": arrive, "act_at": arrive,
    }  # fmt: skip
