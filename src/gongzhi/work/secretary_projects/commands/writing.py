"""The proposal: written, its effects and milestones, and put forward by the secretary."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import lineage
from gongzhi.work.secretary_projects.commands.calling import said
from gongzhi.work.secretary_projects.models import Call, Effect, Milestone, Project
from gongzhi.work.secretary_projects.queries import SOURCES
from gongzhi.work.secretary_projects.rules import PROJECT, obstacles, own_post

MOST = 20  # effects or milestones of one project


@founding("draft_project")
def draft_project(
    actor: Actor, *, call_id: UUID, title: str, problem: str, obstacle: str, measures: str, starts_on: date, ends_on: date,
) -> Project:  # fmt: skip
    """起草项目: for the actor's own organisation, in answer to a call that is open."""
    call = Call.objects.filter(pk=call_id).first()
    post = own_post(actor, call) if call else None
    if call is None or post is None:
        raise NotYours(_("这份通知没有请您这一级申报，或者您没有这样的岗位。"))
    _open(call)
    areas = lineage(post.area_id)
    words = _words(title, problem, obstacle, measures, starts_on, ends_on)
    return Project(
        id=new_id(), call=call, year=call.year, level=post.level, organisation_id=post.organisation_id,
        area_id=post.area_id, lineage=list(areas), above_ids=list(areas[:-1]), above_area_id=areas[-2],
        drafter_id=actor.user_id, drafted_at=clock.now(), due_on=ends_on, **words,
    )  # fmt: skip


def _open(call: Call) -> None:
    if call.stage != Call.Stage.OPEN or not call.opens_on <= clock.today() <= call.closes_on:
        raise Refused(_("通知不在申报期内，不能申报。"), field="call_id")


def _words(
    title: str, problem: str, obstacle: str, measures: str, starts_on: date, ends_on: date
) -> dict[str, object]:
    if obstacle not in dict(obstacles()):
        raise Refused(_("请选动的是什么。"), field="obstacle")
    if ends_on <= starts_on:
        raise Refused(_("完成日期要晚于开始日期。"), field="ends_on")
    return {
        "title": said(title, "title", _("请写项目名称。"), 120), "obstacle": obstacle,
        "problem": said(problem, "problem", _("请写要破解什么难题。")),
        "measures": said(measures, "measures", _("请写措施。"), 2000), "starts_on": starts_on, "ends_on": ends_on,
    }  # fmt: skip


@step(PROJECT)
def write(
    _actor: Actor, project: Project, *, title: str, problem: str, obstacle: str, measures: str, starts_on: date,
    ends_on: date,
) -> None:  # fmt: skip
    """改申报书: until it is put forward, and again when it was handed back."""
    for name, value in _words(title, problem, obstacle, measures, starts_on, ends_on).items():
        setattr(project, name, value)
    project.due_on = ends_on


@step(PROJECT)
def add_effect(
    _actor: Actor, project: Project, *, name: str, how: str, unit: str, better: str, baseline: Decimal,
    baseline_on: date, target: Decimal, target_on: date, source: str = "",
) -> None:  # fmt: skip
    """加预期成效: a figure with baseline and target; it must be a change, and how it is counted must be said."""
    if source and source not in SOURCES:
        raise Refused(_("没有这个系统数。"), field="source")
    if better not in Effect.Better.values:
        raise Refused(_("请选越高越好还是越低越好。"), field="better")
    if (target <= baseline) if better == Effect.Better.UP else (target >= baseline):
        raise Refused(_("目标要比基线好，请核对方向和两个数。"), field="target")
    if target_on <= baseline_on:
        raise Refused(_("目标日期要晚于基线日期。"), field="target_on")
    _room(project.effects.count())
    Effect.objects.create(
        project=project, name=said(name, "name", _("请写成效指标。"), 120), source=source,
        how=said(how, "how", _("请写怎么数、凭什么核实。"), 300), unit=unit.strip()[:20], better=better,
        baseline=baseline, baseline_on=baseline_on, target=target, target_on=target_on,
    )  # fmt: skip


def _room(count: int) -> None:
    if count >= MOST:
        raise Refused(_("最多写 %d 条，请合并。") % MOST)


@step(PROJECT)
def drop_effect(_actor: Actor, project: Project, *, effect_id: int) -> None:
    """删预期成效: before it is put forward."""
    if not project.effects.filter(pk=effect_id, measurements=None).delete()[0]:
        raise Refused(_("没有找到这一条。"), field="effect_id")


@step(PROJECT)
def add_milestone(_actor: Actor, project: Project, *, what: str, due_on: date) -> None:
    """加节点: what is to be done by when, within the project's days."""
    if not project.starts_on <= due_on <= project.due_on:
        raise Refused(_("节点要在项目的开始和完成日期之间。"), field="due_on")
    _room(project.milestones.count())
    Milestone.objects.create(project=project, what=said(what, "what", _("请写做什么。"), 200), due_on=due_on)


@step(PROJECT)
def drop_milestone(_actor: Actor, project: Project, *, milestone_id: int) -> None:
    """删节点: before it is put forward."""
    if not project.milestones.filter(pk=milestone_id, done_on=None).delete()[0]:
        raise Refused(_("没有找到这一条。"), field="milestone_id")


@step(PROJECT)
def declare(actor: Actor, project: Project) -> None:
    """申报: by the secretary; with an effect and a milestone at least. A project that was handed back may come after the day."""
    if project.stage == Project.Stage.DRAFTED:
        _open(project.call)
    if not project.effects.exists():
        raise Refused(_("请先写预期成效：基线、目标、怎么数。"))
    days = list(project.milestones.values_list("due_on", flat=True))
    if not days:
        raise Refused(_("请先写节点。"))
    if not all(project.starts_on <= day <= project.due_on for day in days):
        raise Refused(_("有节点不在项目的开始和完成日期之间，请改。"))
    if project.stage == Project.Stage.RETURNED:
        project.round += 1
    project.secretary_id, project.secretary_label = actor.user_id, actor.label
    project.declared_at, project.reason = clock.now(), ""
