"""At the desk: take up, answer, pass on, ask, shelve, refuse; and the leader's instruction."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import Refused
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import Place
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases import rules
from gongzhi.work.cases.catalogue import CategoryCard, catalogue
from gongzhi.work.cases.clockface import end_waiting, next_act, pause
from gongzhi.work.cases.commands.proof import hang
from gongzhi.work.cases.models import Case, Ground, Question, Stage
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.tasks import commands as tasks


@step(FLOW)
def accept(actor: Actor, case: Case) -> None:
    """受理: somebody at the desk takes it up; the moment answers “when was it taken up?”."""
    case.accepted_at, case.holder_id = clock.now(), actor.user_id


@step(FLOW)
def place(_actor: Actor, case: Case, *, at: Place, reason: str = "") -> None:
    """定位: the city's sorting desk says where it is; the clock runs on."""
    for name in (
        "district_id",
        "street_id",
        "community_id",
        "grid_id",
        "building_id",
        "unit_id",
        "estate_id",
    ):
        setattr(case, name, getattr(at, name))
    card = catalogue().get(case.category_id)
    where = {f"{level}_id": getattr(case, f"{level}_id") for level in ("grid", "community", "street")}
    case.address = case.address or at.address
    _move(case, rules.first_desk(card.starts_at, case.channel, where))


@step(FLOW)
def raise_up(actor: Actor, case: Case, *, reason: str) -> None:
    """上报: what this desk cannot do goes to the desk above, with the reason; the clock does not restart."""
    level = tree().card(case.desk_id or 0).level
    target = getattr(case, f"{rules.ABOVE[level]}_id", None) if level in rules.ABOVE else None
    if target is None:
        raise Refused(_("上面没有可以接的一级了，请直接吹哨或办结。"))
    _said(reason)
    case.accepted_at = case.accepted_at or clock.now()
    _move(case, target)


@step(FLOW)
def hand_down(_actor: Actor, case: Case, *, reason: str) -> None:
    """下派: moves to the desk below; what hangs on a resident's case is never work pushed down."""
    level = tree().card(case.desk_id or 0).level
    target = getattr(case, f"{rules.BELOW[level]}_id", None) if level in rules.BELOW else None
    if target is None:
        raise Refused(_("这件事没有落到下一级，请先补全地点。"))
    _said(reason)
    _move(case, target)


@step(FLOW)
def resolve(
    actor: Actor, case: Case, *, measures: str, spoken_with: str = "", done_on: str = "", photos: Sequence[str] = ()
) -> None:  # fmt: skip
    """办结: done at this desk; other eyes than these verify it. The reply names what the record asks of this level."""
    level = tree().card(case.desk_id or 0).level
    resolved(actor, case, level, {"measures": measures, "spoken_with": spoken_with, "done_on": done_on})
    hang(actor, case.pk, photos)


def resolved(actor: Actor, case: Case, level: str, reply: dict[str, str]) -> None:
    """What every resolving does: check the reply's four elements, stop the clock, choose the eyes."""
    reply = {**reply, "taken_up": clock.local(case.accepted_at or clock.now()).isoformat(timespec="minutes")}
    reply["done_on"] = reply.get("done_on") or clock.today().isoformat()
    if missing := rules.reply_missing(level, reply):
        words = {"measures": _("采取的措施"), "spoken_with": _("和谁沟通过"), "done_on": _("办结日期")}
        raise Refused(_("答复还缺：%s。") % "、".join(words.get(m, m) for m in missing), field=missing[0])
    if left := rules.placeholders_left(reply["measures"]):
        raise Refused(_("模板里还有没填的地方：%s") % "、".join(left), field="measures")
    end_waiting(case)
    case.reply, case.outcome = reply, reply["measures"].strip()
    case.resolved_at, case.resolved_by, case.resolved_desk = clock.now(), actor.user_id, level
    case.eyes = rules.eyes_for(catalogue().get(case.category_id).eyes, level, secret=case.secret)
    case.act_at = next_act(case, Stage.RESOLVED)


@step(FLOW)
def ask(
    actor: Actor,
    case: Case,
    *,
    text: str,
    options: list[str] | None = None,
    report_id: Any = None,
    spoken: bool = False,
) -> None:
    """问居民: a question to one reporter; only one that was delivered pauses the clock, twice at most, three days each."""
    report = (
        case.reports.filter(withdrawn_at=None, **({"pk": report_id} if report_id else {}))
        .order_by("id")
        .first()
    )
    if report is None:
        raise Refused(_("没有可以问的人。"))
    _said(text, "text")
    if case.questions.filter(answered_at=None, expires_at__gt=clock.now()).exists():
        raise Refused(_("上一个问题还在等回答。"), field="text")
    days = records.value("ask.days")
    question = Question(
        case=case, report=report, text=text, options=options or [], asked_at=clock.now(),
        asked_by=directory().name(actor.organisation_id) or actor.label,
        expires_at=clock.now() + timedelta(days=days),
    )  # fmt: skip
    if spoken:
        pause(case, question)
    question.save(force_insert=True)


@step(FLOW)
def deliver(_actor: Actor, case: Case) -> None:
    """已问到: the question reached the resident (by telephone, in person): from now the clock waits."""
    question = case.questions.filter(answered_at=None, delivered_at=None, expires_at__gt=clock.now()).first()
    if question is None:
        raise Refused(_("没有等着送达的问题。"))
    pause(case, question)
    question.save()


@step(FLOW)
def shelve(_actor: Actor, case: Case, *, reason: str, recheck_on: date) -> None:
    """挂账: cannot be done now; approved by the street's leader, with the day on which it returns to the score."""
    _said(reason)
    if not clock.today() < recheck_on <= clock.today() + timedelta(days=records.value("shelve.longest_days")):
        raise Refused(_("复查日期要在今天以后、挂账期限以内。"), field="recheck_on")
    end_waiting(case)
    case.stage_before, case.recheck_on, case.paused_at = case.stage, recheck_on, clock.now()
    case.act_at = next_act(case, Stage.SHELVED)


@step(FLOW)
def return_to_score(_actor: Actor, case: Case, *, reason: str = "") -> None:
    """恢复办理: the day of re-check has come; the clock goes on where it stopped."""
    end_waiting(case)
    case.recheck_on = None
    case.act_at = next_act(case, Stage.ACCEPTED)


@step(FLOW)
def refuse(_actor: Actor, case: Case, *, ground: str, reason: str) -> None:
    """不予受理: only on a recorded lawful ground, which says where to turn instead."""
    if not Ground.objects.filter(pk=ground).exists():
        raise Refused(_("请从法定情形里选一条。"), field="ground")
    _said(reason)
    end_waiting(case)
    case.ground, case.outcome, case.closed_at, case.act_at = ground, reason, clock.now(), None


@step(FLOW)
def extend(_actor: Actor, case: Case, *, reason: str) -> None:
    """延期: once, by as much again as the record's limit."""
    if case.extended:
        raise Refused(_("只能延期一次，已经延过了。"))
    _said(reason)
    limit = rules.limit_for(case.limit_kind, lineage(case))
    case.due_at, case.extended = limit.limit.after(case.due_at or clock.now()), True
    case.act_at = next_act(case, case.stage)


@step(FLOW)
def recategorise(_actor: Actor, case: Case, *, category: CategoryCard, reason: str) -> None:
    """改类别: before departments are called, by the desk. The limit follows from the moment of the report."""
    _recategorise(case, category, reason)


@step(FLOW)
def recategorise_called(_actor: Actor, case: Case, *, category: CategoryCard, reason: str) -> None:
    """改类别: after dispatch, by other eyes than the handler's."""
    _recategorise(case, category, reason)


def _recategorise(case: Case, category: CategoryCard, reason: str) -> None:
    _said(reason)
    case.category_id, case.secret = category.id, case.secret or category.secret
    limit = rules.limit_for(category.limit_kind, lineage(case))
    case.limit_kind, case.limit_unit = limit.kind, limit.limit.unit
    case.due_at, case.emergency = limit.limit.after(case.reported_at), limit.kind == "emergency"
    case.act_at = next_act(case, case.stage)


@step(FLOW)
def instruct(actor: Actor, case: Case, *, text: str, organisation_id: int, due_on: date) -> None:
    """批示: a leader's words become a task of an organisation; the case keeps its stage."""
    _said(text, "text")
    tasks.assign(
        actor, text=text, organisation_id=organisation_id, due_on=due_on, kind="instruction",
        subject_kind="cases.case", subject_id=str(case.pk), on_resident_case=True,
    )  # fmt: skip


@step(FLOW)
def remark(actor: Actor, case: Case, *, text: str, photos: Sequence[str] = ()) -> None:
    """记一条: a line in the story, with photos if there are any; nothing else changes."""
    _said(text, "text")
    hang(actor, case.pk, photos)


@step(FLOW)
def reveal(_actor: Actor, case: Case, *, reason: str) -> None:
    """看联系方式: shows name and telephone once, for a reason that is journalled."""
    _said(reason)


def lineage(case: Case) -> tuple[int, ...]:
    """The areas of a case from the city down, for its rule records."""
    return tuple(i for i in (case.district_id, case.street_id, case.community_id, case.grid_id) if i)


def _move(case: Case, desk_id: int) -> None:
    case.desk_id, case.held_since, case.holder_id = desk_id, clock.now(), None


def _said(text: str, field: str = "reason") -> None:
    if len(text.strip()) < 2:
        raise Refused(_("请写清楚，至少两个字。"), field=field)
    if len(text) > 1000:
        raise Refused(_("请写在1000字以内。"), field=field)
