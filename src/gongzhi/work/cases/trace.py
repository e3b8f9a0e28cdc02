"""The resident's trace: like a parcel's, in plain words; their own text only, nobody's name but the office's."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Case, Ground, Question, Rating, Report, Stage
from gongzhi.work.cases.queries import story

WORDS = {
    "report": _("您报了这件事"), "accept": _("有人接手了"), "raise_up": _("交给了上一级"), "hand_down": _("交给了下一级"),
    "sign": _("街道吹哨，叫来部门"), "sound_at_once": _("街道应急吹哨，叫来部门"), "report_in": _("部门到场"),
    "progress": _("在修"), "finish": _("部门办完自己那一份"), "all_finished": _("部门都办完了"), "resolve": _("办完了，请人核验"),
    "verify": _("核验过了，请您评价"), "send_back": _("核验没有通过，退回重办"), "rate": _("您评价了"), "reopen": _("重新办理"),
    "ask": _("问了您一个问题"), "answer": _("您回答了"), "urge": _("您催了一次"), "supplement": _("您补了一句"),
    "shelve": _("现在办不了，先挂账，到期复查"), "return_to_score": _("恢复办理"), "refuse": _("不予受理"),
    "merge": _("和同一件事并在一起办"), "absorb": _("又有人报了同一件事"), "join": _("又有人报了同一件事"),
    "withdraw": _("您撤回了"), "close_unrated": _("已办结"), "press": _("超过时限，已督办"), "place": _("找到了地点"),
    "extend": _("批准延期"),
}  # fmt: skip
TOGETHER = {
    "report": _("有人先报了这件事"), "ask": _("问了报告人一个问题"), "answer": _("报告人回答了"),
    "urge": _("有人催了一次"), "supplement": _("有人补了一句"), "rate": _("有人评价了"),
    "withdraw": _("有人撤回了自己那一份"), "reopen": _("有人说没办好，重新办理"),
}  # fmt: skip
LONG_TITLE = 20
NEXT = {
    Stage.REPORTED: _("等接手的人受理。"), Stage.ACCEPTED: _("接手的人正在办，办完会请人核验。"),
    Stage.CALLED: _("叫来的部门正在办，全部办完后请人核验。"), Stage.RESOLVED: _("请没有经手的人去看是不是真办好了。"),
    Stage.VERIFIED: _("请您说说办得怎么样；七天没有回音就按未评价办结。"), Stage.CLOSED: _("办结了。没修好可以重开。"),
    Stage.SHELVED: _("到复查日期会重新办。"),
}  # fmt: skip


def holder(case: Case) -> tuple[Any, str]:
    """Who holds it now: the name of an office and its public telephone."""
    if case.stage == Stage.CALLED and case.called_ids:
        card = directory().get(case.called_ids[0])
        return (card.name, card.duty_phone or card.phone) if card else ("", "")
    if case.desk_id is None:
        return "", ""
    level = tree().card(case.desk_id).level
    office = (
        directory().street_office(case.desk_id)
        if level == "street"
        else directory().community_office(case.community_id)
    )
    name = (
        tree().full_name(case.desk_id, after="street")
        if level in ("grid", "community")
        else office.name
        if office
        else _("市级分拣台")
    )
    return name, office.phone if office else ""


def parcel(report: Report) -> dict[str, Any]:
    """What the holder of the number and code sees: plain data for page and API."""
    case = report.case
    name, phone = holder(case)
    running = case.stage in (Stage.REPORTED, Stage.ACCEPTED, Stage.CALLED)
    shown: dict[str, Any] = {
        "number": report.number, "title": title(report), "category": catalogue().get(case.category_id).full_name,
        "address": case.address, "stage": case.stage, "stage_label": case.get_stage_display(), "holder": name,
        "holder_phone": phone, "since": case.held_since, "due_at": case.due_at if running else None,
        "paused": case.paused_at is not None, "unit": case.limit_unit, "next": str(NEXT.get(Stage(case.stage), "")),
        "others": max(0, case.reporters - 1), "text": report.text, "outcome": case.outcome if not running else "",
        "withdrawn": report.withdrawn_at is not None, "closed_at": case.closed_at, "round": case.round,
    }  # fmt: skip
    shown["question"] = open_question(report)
    shown["rated"] = rated(report)
    shown["may"] = may(report, shown["question"], shown["rated"])
    alone = not case.reports.exclude(pk=report.pk).exists()
    shown["story"] = [line for entry in story(case.pk) if (line := _line(entry, report, alone))]
    if "rate" in shown["may"]:
        shown["next"] = str(NEXT[Stage.VERIFIED])
    shown["turn_to"] = (
        Ground.objects.filter(pk=case.ground).values_list("turn_to", flat=True).first() if case.ground else ""
    )
    return shown


def title(report: Report) -> str:
    """A case is named by its first reporter's words; whoever joined later reads its category instead."""
    case = report.case
    if report.serial != case.serial:
        return catalogue().get(case.category_id).full_name
    sentence = re.split(r"[。！？；\n]", case.title)[0]
    return sentence if len(sentence) <= LONG_TITLE else sentence.split("，")[0]


def may(report: Report, question: Any, rated: bool) -> list[str]:
    """The steps open to the reporter now."""
    case = report.case
    steps: list[str] = []
    if report.withdrawn_at is not None:
        return steps
    if question:
        steps.append("answer")
    if not rated and (
        case.stage == Stage.VERIFIED or (case.stage == Stage.RESOLVED and case.eyes == "reporter")
    ):
        steps.append("rate")
    if case.stage in (Stage.REPORTED, Stage.ACCEPTED, Stage.CALLED):
        steps += ["supplement"] + ([] if f"{case.stage}:{case.round}" in report.urged else ["urge"])
    if case.stage in (Stage.REPORTED, Stage.ACCEPTED):
        steps.append("withdraw")
    return [*steps, "reopen"] if case.stage in (Stage.VERIFIED, Stage.CLOSED) else steps


def rated(report: Report) -> bool:
    """Whether they have said what they think of this round."""
    return Rating.objects.filter(report=report, round=report.case.round).exists()


def open_question(report: Report) -> dict[str, Any] | None:
    """The question that waits for this reporter."""
    row = (
        Question.objects.filter(report=report, answered_at=None, expires_at__gt=clock.now())
        .order_by("-id")
        .first()
    )
    return (
        {"text": row.text, "options": row.options, "by": row.asked_by, "until": row.expires_at}
        if row
        else None
    )


def _line(entry: Any, report: Report, alone: bool) -> dict[str, Any] | None:
    """One line of the story in a resident's words; what staff say among themselves is not in it."""
    if entry.verb not in WORDS:
        return None
    what = WORDS[entry.verb]
    if entry.verb == "join" and entry.subject_id == str(report.pk):
        what = _("您也报了这件事，加在一起办")
    elif not alone and not (entry.verb == "report" and report.serial == report.case.serial):
        what = TOGETHER.get(entry.verb, what)
    text = entry.details.get("text", "") if entry.verb == "progress" else entry.details.get("measures", "")
    by = directory().name(entry.organisation_id) if entry.organisation_id else ""
    return {
        "at": entry.at,
        "what": str(what),
        "by": by,
        "text": text,
        "whistle": entry.verb in ("sign", "sound_at_once"),
    }
