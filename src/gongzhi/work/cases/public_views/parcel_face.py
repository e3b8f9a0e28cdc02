"""How a parcel is drawn: its clock, its stage in a resident's words, whose hands it is in, and the story."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.records import rules as records
from gongzhi.kit.web import words
from gongzhi.kit.web.faces import ClockFace
from gongzhi.work.cases.models import Report, Stage

STAGES = {
    Stage.REPORTED: (gettext_lazy("等人接手"), 10),
    Stage.ACCEPTED: (gettext_lazy("在办"), 40),
    Stage.CALLED: (gettext_lazy("部门在办"), 55),
    Stage.RESOLVED: (gettext_lazy("办完了，在核验"), 75),
    Stage.VERIFIED: (gettext_lazy("办完了，等您评价"), 85),
    Stage.CLOSED: (gettext_lazy("办结了"), 100),
    Stage.NOTED: (gettext_lazy("当场办好了"), 100),
    Stage.SHELVED: (gettext_lazy("先挂着"), 40),
    Stage.REFUSED: (gettext_lazy("不予受理"), 100),
    Stage.WITHDRAWN: (gettext_lazy("已撤回"), 100),
    Stage.MERGED: (gettext_lazy("并在一起办"), 40),
    Stage.ARCHIVED: (gettext_lazy("历史"), 100),
}


@dataclass(frozen=True)
class ParcelFace:
    """What the page shows at its head: ``hand`` is the big line, ``facts`` the rows beneath it."""

    stage: str
    percent: int
    hand: str
    hand_label: str
    clock: ClockFace | None
    facts: list[tuple[str, str]]
    events: list[dict[str, Any]]
    rate_until: datetime | None
    reopen_until: datetime | None


def faced(report: Report, parcel: dict[str, Any]) -> ParcelFace:
    """The face of a report's parcel."""
    case, rating = report.case, "rate" in parcel["may"]
    label, percent = STAGES[Stage(case.stage)]
    if report.withdrawn_at is not None:
        label, percent = STAGES[Stage.WITHDRAWN]
    elif rating:
        label, percent = STAGES[Stage.VERIFIED]
    until = (
        case.closed_at + timedelta(days=records.value("reopen.days"))
        if case.closed_at and case.stage == Stage.CLOSED
        else None
    )
    return ParcelFace(
        stage=str(label),
        percent=percent,
        hand=_hand(report, parcel, rating),
        hand_label=_("现在在谁手里") if parcel["due_at"] else _("现在的情况"),
        clock=_clock(report, parcel),
        facts=_facts(report, parcel, rating),
        events=events(report, parcel),
        rate_until=case.act_at if rating else None,
        reopen_until=until,
    )


def _clock(report: Report, parcel: dict[str, Any]) -> ClockFace | None:
    if parcel["due_at"] is None or report.withdrawn_at is not None:
        return None
    paused = _("等您回答，停表") if parcel["paused"] else ""
    verb = _("办好")
    return ClockFace(parcel["due_at"], clock.now(), parcel["unit"], paused, verb=verb)


def _hand(report: Report, parcel: dict[str, Any], rating: bool) -> str:
    """The big line: an office while it runs, else what has become of it."""
    if report.withdrawn_at is not None:
        return _("您已经撤回")
    if rating:
        return _("等您看看办好没有")
    said = {
        Stage.RESOLVED: _("办完了，正在请人核验"), Stage.VERIFIED: _("谢谢您的评价"), Stage.CLOSED: _("这件事办结了"),
        Stage.SHELVED: _("现在办不了，先挂着"), Stage.REFUSED: _("这件事不在这里办"), Stage.WITHDRAWN: _("已经撤回"),
        Stage.NOTED: _("当场办好了"), Stage.MERGED: _("和同一件事并在一起办"),
    }  # fmt: skip
    return said.get(Stage(report.case.stage)) or parcel["holder"]


def _facts(report: Report, parcel: dict[str, Any], rating: bool) -> list[tuple[str, str]]:
    """Term and value beneath the big line."""
    case = report.case
    if report.withdrawn_at is not None:
        return [(_("撤回时间"), words.moment(report.withdrawn_at))]
    facts = [(_("办理结果"), parcel["outcome"])] if parcel["outcome"] else []
    if rating:
        until = words.stamp(case.act_at)
        facts.append((_("您可在"), _("%(moment)s 前评价；不评，记作“未评价”，不算满意") % {"moment": until}))
        facts.append((_("下一步"), _("您说解决了就办结；没解决，退回原来的人接着办，时限照旧")))
        return facts
    if case.stage == Stage.SHELVED and case.recheck_on:
        facts.append((_("哪天再看"), words.day(case.recheck_on)))
    if parcel["turn_to"]:
        facts.append((_("可以找"), parcel["turn_to"]))
    if case.stage == Stage.CLOSED and case.closed_at:
        facts.append((_("办结时间"), words.stamp(case.closed_at)))
    if parcel["next"]:
        facts.append((_("下一步"), parcel["next"]))
    return facts


def events(report: Report, parcel: dict[str, Any]) -> list[dict[str, Any]]:
    """The story, newest first; the newest line of a running case wears the ring."""
    rows = [
        {
            "title": line["what"],
            "at": line["at"],
            "by": line["by"],
            "text": line["text"],
            "dot": "wh" if line["whistle"] else "full",
        }
        for line in parcel["story"]
    ]
    if rows and parcel["due_at"] and rows[0]["dot"] == "full":
        rows[0]["dot"] = "now"
    return rows
