"""The clock of one case: pause, resume, and when something next happens by itself. Pure but for the records read."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused
from gongzhi.kit.records import rules as records
from gongzhi.work.cases import ports, rules
from gongzhi.work.cases.models import OPEN, Case, Question, Stage

HIGHEST_PRESS = 4


def pause(case: Case, question: Question) -> None:
    """The clock waits for a delivered question: at most twice a case, at most three days each (records)."""
    question.delivered_at = clock.now()
    question.expires_at = clock.now() + timedelta(days=records.value("ask.days"))
    if case.pauses >= records.value("ask.pauses"):
        return
    question.paused, case.pauses, case.paused_at = True, case.pauses + 1, clock.now()
    case.act_at = None


def resume(case: Case) -> None:
    """The clock goes on where it stopped, and the clocks of called departments with it."""
    end_waiting(case)
    case.act_at = next_act(case, case.stage)


def end_waiting(case: Case) -> None:
    """No longer paused: what was waited is added to the moment due, here and for the called departments."""
    if case.paused_at is None:
        return
    due, case.due_at, case.paused_at = case.due_at, due_now(case), None
    for waited in ports.WAITED:
        waited(case, (case.due_at - due) if case.due_at and due else timedelta())


def due_now(case: Case) -> datetime | None:
    """When a paused case is due if its clock goes on now: what was left, measured in the clock's own unit."""
    if case.paused_at is None or case.due_at is None:
        return case.due_at
    if case.due_at <= case.paused_at:
        return case.due_at
    if case.limit_unit in (clock.Unit.WORKING_HOURS, clock.Unit.WORKING_DAYS):
        left = clock.calendar().minutes_between(case.paused_at, case.due_at)
        return clock.calendar().add_hours(clock.now(), left / 60)
    return case.due_at + (clock.now() - case.paused_at)


def next_act(case: Case, stage: str) -> datetime | None:
    """When the clock next does something with a case of this stage: press, widen the eyes, close, re-check."""
    if stage in OPEN:
        if case.paused_at or case.due_at is None or case.press_level >= HIGHEST_PRESS:
            return None
        return rules.pressed_at(case.due_at, case.limit_unit, case.press_level)
    if stage == Stage.VERIFIED or (stage == Stage.RESOLVED and case.eyes == "reporter"):
        return clock.now() + timedelta(days=records.value("rate.days"))
    if stage == Stage.RESOLVED:
        return clock.Limit(records.value("verify.working_days"), clock.Unit.WORKING_DAYS).after(clock.now())
    if stage == Stage.SHELVED and case.recheck_on:
        return datetime.combine(case.recheck_on, time(8, 30), clock.zone())
    return None


def must_be_open(question: Question | None) -> Question:
    """The question that still waits; raises Refused otherwise."""
    if question is None:
        raise Refused(_("现在没有等您回答的问题。"))
    return question
