"""Requirements: planned under a set, handed down through the gate to all addressed or to none, finished, withdrawn."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import lineage
from gongzhi.town.documents.queries import cite, clause
from gongzhi.town.organisations.directory import directory
from gongzhi.work.policies import queries, rules
from gongzhi.work.policies.commands.sets import said
from gongzhi.work.policies.models import PolicySet, Requirement, RequirementTask
from gongzhi.work.policies.rules import REQUIREMENT
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.ports import NotAdmitted

OPEN = (Task.Stage.ASSIGNED, Task.Stage.REPORTED)


@founding("plan_requirement")
def plan_requirement(
    actor: Actor, policy_set: PolicySet, *, level: str, text: str, due_on: date, cycle: str = "once",
    organisation_ids: Sequence[int] = (), clause_id: int | None = None,
) -> Requirement:  # fmt: skip
    """拟要求: what the set asks of a level in one's own area; nobody is told until it is handed down.

    :param organisation_ids: only these; without them every organisation of the level in the area.
    """
    if not rules.issues(actor) or actor.post is None or actor.organisation_id is None:
        raise NotYours(_("您的岗位不下达要求。"))
    if policy_set.stage != PolicySet.Stage.IN_FORCE:
        raise Refused(_("只能按在用的制度提要求。"))
    said(text, _("请写清楚要做什么。"), "text")
    if due_on < clock.today():
        raise Refused(_("期限不能早于今天。"), field="due_on")
    if clause_id is not None and clause(clause_id) is None:
        raise Refused(_("没有这一条，请先在“文件与条款”录入。"), field="clause_id")
    card = directory().get(actor.organisation_id)
    area = card.area_id if card else actor.post.area_id
    return Requirement(
        id=new_id(), policy_set=policy_set, level=level, text=text.strip(), due_on=due_on, cycle=cycle, clause_id=clause_id,
        area_id=area, lineage=list(lineage(area)), issuer_id=actor.organisation_id, planned_at=clock.now(),
        addressee_ids=_addressees(actor.organisation_id, area, level, organisation_ids),
    )  # fmt: skip


def _addressees(own: int, area: int, level: str, only: Sequence[int]) -> list[int]:
    if level not in Requirement.Level.values:
        raise Refused(_("请选对哪一级。"), field="level")
    if not only:
        found = [card.id for card in queries.of_level(area, level) if card.id != own]
        if not found:
            raise Refused(_("您的区域里没有这一级的单位。"), field="level")
        return sorted(found)
    here = {card.id for card in directory().within(area)}
    if not set(only) <= here - {own}:
        raise Refused(_("只能对自己区域里的别的单位提要求。"), field="organisation_ids")
    return sorted(set(only))


@step(REQUIREMENT)
def issue_requirement(actor: Actor, requirement: Requirement, *, matter_id: UUID | None = None) -> None:
    """下达: a task for each organisation addressed; where the gate stops one, nobody gets any, and it says whom and why."""
    _hand_down(actor, requirement, requirement.due_on, matter_id)


@step(REQUIREMENT)
def issue_again(actor: Actor, requirement: Requirement, *, matter_id: UUID | None = None) -> None:
    """下达下一期: the next round of what comes again, once this one's day has come."""
    if clock.today() < requirement.due_on:
        raise Refused(_("这一期%s到期，到期后再下达下一期。") % requirement.due_on)
    due = rules.next_due(requirement.due_on, requirement.cycle)
    while due < clock.today():
        due = rules.next_due(due, requirement.cycle)
    _hand_down(actor, requirement, due, matter_id)


def _hand_down(actor: Actor, requirement: Requirement, due_on: date, matter_id: UUID | None) -> None:
    """One more round: the set still in force (under its lock), the day a working day, every task through ``assign``."""
    (policy_set,) = locked(PolicySet.objects.filter(pk=requirement.policy_set_id))
    if policy_set.stage != PolicySet.Stage.IN_FORCE:
        raise Refused(_("“%s”已经废止，不能再下达。") % policy_set.title)
    if actor.organisation_id != requirement.issuer_id:
        raise Refused(_("请先换到下达单位的岗位再下达。"))
    if due_on < clock.today():
        raise Refused(_("期限已经过了，请撤回后重新提。"))
    requirement.due_on, requirement.round = due_on, requirement.round + 1
    requirement.issued_at = clock.now()
    rows = [_one(actor, requirement, policy_set, to, matter_id) for to in requirement.addressee_ids]
    RequirementTask.objects.bulk_create(rows)


def _one(
    actor: Actor, requirement: Requirement, policy_set: PolicySet, to: int, matter_id: UUID | None
) -> RequirementTask:
    """The task of one organisation; the gate's refusal is said with its name, and still put on record."""
    try:
        task = tasks.assign(
            actor, text=rules.words_of(requirement), organisation_id=to, due_on=rules.working_day(requirement.due_on),
            kind=Task.Kind.REQUIREMENT, basis=cite(requirement.clause_id, policy_set.title)[:200], matter_id=matter_id,
            subject_kind="policies.requirement", subject_id=str(requirement.pk),
        )  # fmt: skip
    except NotAdmitted as stop:
        named = NotAdmitted(
            _("%(who)s：%(why)s") % {"who": directory().name(to), "why": stop.message}, field="matter_id"
        )
        named.afterwards = stop.afterwards
        raise named from stop
    return RequirementTask(
        requirement=requirement, round=requirement.round, organisation_id=to, task_id=task.pk
    )


@step(REQUIREMENT)
def finish_requirement(_actor: Actor, requirement: Requirement) -> None:
    """办结: when no task of it is open any more."""
    left = RequirementTask.objects.filter(requirement=requirement, task__stage__in=OPEN).values_list(
        "organisation_id", flat=True
    )
    if left:
        names = _("、").join(directory().name(one) for one in left[:5])
        raise Refused(_("还有单位没办完或没销号：%s。") % names)
    requirement.done_at = clock.now()


@step(REQUIREMENT)
def withdraw_requirement(actor: Actor, requirement: Requirement, *, reason: str) -> None:
    """撤回要求: with the reason; the tasks that nobody has answered yet are withdrawn with it."""
    said(reason, _("请写明为什么撤回。"))
    rows = RequirementTask.objects.filter(requirement=requirement, task__stage__in=OPEN)
    for pk, stage, setter in rows.values_list("task_id", "task__stage", "task__setter_id"):
        if stage == Task.Stage.REPORTED:
            raise Refused(_("有单位已经报了结果，请先销号或退回，再撤回要求。"))
        if setter != actor.user_id:
            raise Refused(_("这些任务是您单位另一位同事下达的，请由下达的人撤回。"))
        tasks.withdraw(actor, pk, reason=reason)
    requirement.reason = reason.strip()[:300]
