"""How a whistle and its report-ins look: letter number, summon cards with their clocks, sentences. No statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.web import words
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.whistles.models import Dispute, Kind, ReportIn, Whistle

PERCENT = {ReportIn.Stage.CALLED: 20, ReportIn.Stage.PRESENT: 55}
SHORT_KIND = {
    Kind.UNSOLVED: gettext_lazy("群众反映哨"),
    Kind.ENFORCEMENT: gettext_lazy("综合执法哨"),
    Kind.EMERGENCY: gettext_lazy("应急哨"),
}


@dataclass
class Card:
    """A summon card, as ``web/parts/summon.html`` draws it."""

    name: str
    lead: bool
    stage: str
    percent: int
    clock: ClockFace | None
    text: str = ""
    ruling: str = ""
    disputed: bool = False
    steps: list[Any] = field(default_factory=list)
    url: str = ""


def letter_number(street_id: int | None, serial: int | None, at: datetime) -> str:
    """柳吹〔2026〕112 号; before it is sounded the number is left open."""
    name = tree().name(street_id)
    mark = f"{name[:1]}{_('吹')}" if name else _("吹")
    year = clock.local(at).year
    return _("%(mark)s〔%(year)d〕%(n)s 号") % {"mark": mark, "year": year, "n": serial if serial else "＿＿"}


def number_of(whistle: Whistle) -> str:
    return letter_number(whistle.street_id, whistle.serial, whistle.proposed_at)


def clock_of(row: Mapping[str, Any], now: datetime | None = None) -> ClockFace | None:
    """The clock that matters now: arrival until they are there, finishing until they are done, then the time used."""
    at, stage = now or clock.now(), row["stage"]
    if stage == ReportIn.Stage.CALLED:
        unit = row["unit"] if row["unit"] == clock.Unit.HOURS else clock.Unit.WORKING_HOURS
        return ClockFace(row["arrive_by"], at, unit, verb=_("到场"))
    if stage == ReportIn.Stage.PRESENT:
        return ClockFace(row["due_at"], at, row["unit"], verb=_("办结"))
    if stage == ReportIn.Stage.FINISHED:
        start = row["arrived_at"] or row["called_at"]
        return ClockFace(row["due_at"], at, row["unit"], done_at=row["finished_at"], started_at=start)
    return None


def arrival_words(row: ReportIn) -> str:
    """应 09:00 到，早 10 分."""
    if row.arrived_at is None:
        return ""
    due = _("应 %s 到") % words.moment(row.arrive_by)
    apart = words.span(abs(row.arrive_by - row.arrived_at))
    early = row.arrived_at <= row.arrive_by
    return _("%(due)s，%(apart)s") % {"due": due, "apart": (_("早 %s") if early else _("晚 %s")) % apart}


def sentence(row: ReportIn) -> str:
    """What is true of a report-in now, in one or two plain sentences."""
    parts: list[str] = []
    if row.arrived_at:
        who = row.attending
        parts.append(_("%(who)s %(at)s 到场。") % {"who": who, "at": words.moment(row.arrived_at)})
        if row.claimed_arrival_at and not row.arrival_confirmed:
            parts.append(_("称 %s 已到，等街道认。") % words.moment(row.claimed_arrival_at))
    else:
        parts.append(_("还没到场。"))
    if row.finished_at:
        parts.append(_("%s 办完。") % words.moment(row.finished_at))
    if row.more_time_reason and not row.extended:
        parts.append(_("申请延期：%s") % row.more_time_reason)
    if row.extended:
        parts.append(_("已延期一次。"))
    if row.finished_at and row.street_mark:
        parts.append(_("街道评：%s。") % row.get_street_mark_display())
    return "".join(parts).strip()


def ruling(about: Dispute | None) -> str:
    """Where a dispute stands, for the card."""
    if about is None:
        return ""
    if about.stage == Dispute.Stage.RAISED:
        return _("区指挥中心 %s 前裁定，时钟照走") % words.moment(about.decide_by)
    return f"{about.get_stage_display()}" + (f"{_('：')}{about.decision}" if about.decision else "")


def dispute_of(row: ReportIn) -> Dispute | None:
    """The dispute of a report-in that was read with it."""
    return getattr(row, "dispute", None) if row.disputed else None


def card(row: ReportIn, steps: list[Any]) -> Card:
    """A called department on the case page."""
    about = dispute_of(row)
    open_dispute = about is not None and about.stage == Dispute.Stage.RAISED
    return Card(
        name=directory().name(row.organisation_id),
        lead=row.lead,
        stage=str(row.get_stage_display()),
        percent=PERCENT.get(ReportIn.Stage(row.stage), 100),
        clock=clock_of(vars(row)),
        text=sentence(row),
        ruling=ruling(about),
        disputed=open_dispute,
        steps=steps,
        url=f"/whistles/in/{row.pk}/",
    )


def stand_words(row: ReportIn, silent: bool) -> str:
    """What a helper says of the lead's reply."""
    if row.countersign == ReportIn.Countersign.NONE and silent:
        return _("未表态，视为无异议")
    return str(row.get_countersign_display())
