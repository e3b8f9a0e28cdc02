"""The resident, by number and code: answer a question, add a sentence, urge, withdraw."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import locked, step
from gongzhi.kit.flow import Refused
from gongzhi.kit.search import bigrams
from gongzhi.work.cases.clockface import end_waiting, must_be_open, resume
from gongzhi.work.cases.models import Case, Report, Stage
from gongzhi.work.cases.rules import FLOW


@step(FLOW)
def answer(actor: Any, case: Case, *, text: str) -> None:
    """回答: the answer lands in the case and its clock goes on."""
    waiting = case.questions.filter(report_id=actor.report_id, answered_at=None, expires_at__gt=clock.now())
    rows = locked(waiting)
    question = must_be_open(rows[0] if rows else None)
    if not text.strip():
        raise Refused(_("请选一个，或写一句。"), field="text")
    question.answer, question.answered_at = text.strip()[:1000], clock.now()
    question.delivered_at = question.delivered_at or clock.now()
    if question.paused and case.paused_at:
        resume(case)


@step(FLOW)
def supplement(actor: Any, case: Case, *, text: str) -> None:
    """补一句: the resident's own words grow; nothing else changes."""
    report = _own(actor, case)
    if not text.strip():
        raise Refused(_("请写一句。"), field="text")
    if len(report.text) + len(text) > 6000:
        raise Refused(_("已经写了很多，请打电话说。"), field="text")
    report.text = f"{report.text}\n[{clock.today():%Y-%m-%d}] {text.strip()}"
    report.pairs = bigrams(case.title, report.text, case.address)


@step(FLOW)
def urge(actor: Any, case: Case) -> None:
    """催办: once a stage; whoever holds it and their street are told."""
    report, mark = _own(actor, case), f"{case.stage}:{case.round}"
    if mark in report.urged:
        raise Refused(_("这一步已经催过一次，办的人和街道都收到了。"))
    report.urged = [*report.urged, mark]


@step(FLOW)
def withdraw(actor: Any, case: Case, *, reason: str = "") -> None:
    """撤回: the reporter takes it back before departments are called; with others in it, only their own report."""
    report = _own(actor, case)
    report.withdrawn_at = clock.now()
    case.reporters -= 1
    if not case.reports.filter(withdrawn_at=None).exclude(pk=report.pk).exists():
        end_waiting(case)
        case.stage, case.closed_at, case.act_at, case.reporters = Stage.WITHDRAWN, clock.now(), None, 0


def _own(actor: Any, case: Case) -> Report:
    rows = locked(case.reports.filter(pk=actor.report_id, withdrawn_at=None))
    if not rows:
        raise Refused(_("这一件您已经撤回了。"))
    return rows[0]
