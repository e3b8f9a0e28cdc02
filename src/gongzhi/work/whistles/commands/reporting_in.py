"""Reporting in: a department arrives, tells of progress, finishes; the lead's reply is countersigned."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import held, step
from gongzhi.kit.flow import Refused
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases import rules as case_rules
from gongzhi.work.cases.commands.proof import hang
from gongzhi.work.cases.models import Case
from gongzhi.work.whistles import rules
from gongzhi.work.whistles.models import ReportIn
from gongzhi.work.whistles.rules import REPORT_IN


@step(REPORT_IN)
def report_in(
    actor: Actor, mine: ReportIn, *, attending: str = "", bring: str = "", arrived_at: datetime | None = None
) -> None:
    """报到: on the spot, by the server's time. An earlier time is a claim that the whistler's side may confirm."""
    now = clock.now()
    if arrived_at is not None and not mine.called_at <= arrived_at <= now:
        raise Refused(_("到场时间要在吹哨以后、现在以前。"), field="arrived_at")
    mine.arrived_at, mine.claimed_arrival_at, mine.holder_id = now, arrived_at, actor.user_id
    mine.attending, mine.press_level, mine.stage = attending[:120], 0, ReportIn.Stage.PRESENT
    mine.act_at = rules.next_press(mine)


@step(REPORT_IN)
def confirm_arrival(_actor: Actor, theirs: ReportIn) -> None:
    """认到场: the whistler's side saw them; a claimed earlier time counts from now on."""
    theirs.arrival_confirmed = True
    if theirs.claimed_arrival_at is not None:
        theirs.arrived_at = theirs.claimed_arrival_at


@step(REPORT_IN)
def progress(actor: Actor, mine: ReportIn, *, text: str, photos: Sequence[str] = ()) -> None:
    """记进展: a line that the street and the resident's trace can show; photos stay with the service."""
    if len(text.strip()) < 2:
        raise Refused(_("请写一句进展。"), field="text")
    hang(actor, mine.case_id, photos)


@step(REPORT_IN)
def finish(
    actor: Actor, mine: ReportIn, *, measures: str, spoken_with: str = "", done_on: str = "",
    photos: Sequence[str] = (),
) -> None:  # fmt: skip
    """办结: this department's part is done. The last one to finish resolves the case; nobody has to remember to."""
    reply = {
        "measures": measures,
        "spoken_with": spoken_with,
        "done_on": done_on or clock.today().isoformat(),
    }
    reply["taken_up"] = clock.local(mine.arrived_at).isoformat(timespec="minutes") if mine.arrived_at else ""
    level = "department" if mine.lead else "helper"
    if missing := case_rules.reply_missing(level, reply):
        words = {"measures": _("采取的措施"), "spoken_with": _("和谁沟通过")}
        raise Refused(_("答复还缺：%s。") % "、".join(words.get(m, m) for m in missing), field=missing[0])
    if left := case_rules.placeholders_left(measures):
        raise Refused(_("模板里还有没填的地方：%s") % "、".join(left), field="measures")
    hang(actor, mine.case_id, photos)
    mine.reply, mine.finished_at, mine.act_at = reply, clock.now(), None
    others = [
        row
        for row in ReportIn.objects.filter(whistle_id=mine.whistle_id).exclude(pk=mine.pk)
        if row.stage != "stood_down"
    ]
    if all(row.stage == ReportIn.Stage.FINISHED for row in others):
        lead = mine if mine.lead else next(row for row in others if row.lead)
        cases.all_finished(actor, held(Case, mine.case_id), reply=lead.reply)
    if mine.lead and others:  # silence of the helpers until then is no objection, and shown as such
        four_hours = clock.Limit(records.value("countersign.working_hours"), clock.Unit.WORKING_HOURS)
        mine.countersign_by = four_hours.after(clock.now())


def take_up_again(actor: Actor, case: Case) -> None:
    """退回重办 (the port of cases): the same hands; the lead's report-in is open again, on the same clock."""
    lead = ReportIn.objects.filter(case=case, lead=True, stage=ReportIn.Stage.FINISHED).first()
    if lead is not None and case.resolved_desk == "department":
        again(actor, lead)


@step(REPORT_IN, verb="take_up_again")
def again(_actor: Actor, lead: ReportIn) -> None:
    """退回重办: open again in the same hands."""
    lead.finished_at, lead.countersign_by, lead.stage = None, None, ReportIn.Stage.PRESENT
    lead.act_at = rules.next_press(lead)
    ReportIn.objects.filter(whistle_id=lead.whistle_id, countersign="agreed").update(countersign="")
