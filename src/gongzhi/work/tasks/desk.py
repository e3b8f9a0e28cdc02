"""What of tasks is mine now; open instructions head the desk. One statement."""

from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import Q

from gongzhi.kit import clock
from gongzhi.kit.web.desks import DeskRow, DeskStep
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.access.actor import Actor
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.rules import DOER, FLOW, SETTER

MOST = 100


def due_moment(day: Any) -> datetime:
    """A day's limit ends with the day."""
    return datetime.combine(day + timedelta(days=1), time(), clock.zone()) - timedelta(minutes=1)


def clock_of(task: Any) -> ClockFace | None:
    if task.stage != Task.Stage.ASSIGNED:
        return None
    return ClockFace(due_moment(task.due_on), clock.now(), clock.Unit.HOURS)


def rows(actor: Actor) -> list[DeskRow]:
    """What my organisation has to do, and what I set and was answered."""
    mine = (Q(stage=Task.Stage.ASSIGNED) & DOER(actor)) | (Q(stage=Task.Stage.REPORTED) & SETTER(actor))
    found = FLOW.with_steps(actor, Task.objects.filter(mine)).order_by("due_on", "id")[:MOST]
    return [_row(task) for task in found]


def _row(task: Any) -> DeskRow:
    steps = [
        DeskStep(s.label, f"/tasks/{task.pk}/?do={s.verb}#do-{s.verb}")
        for s in FLOW.open_on(task)
        if s.verb in ("answer", "close", "return_")
    ]
    instruction = task.kind == Task.Kind.INSTRUCTION and task.stage == Task.Stage.ASSIGNED
    kind = "close" if task.stage == Task.Stage.REPORTED else "instruction" if instruction else "task"
    line = f"{task.get_kind_display()}·{task.setter_label[:1]}*"
    return DeskRow(
        kind, task.text[:60], f"/tasks/{task.pk}/", line, clock_of(task), steps[:2], first=instruction
    )
