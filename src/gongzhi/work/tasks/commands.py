"""The verbs of a task."""

from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.organisations.directory import directory
from gongzhi.work.tasks import ports
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.rules import FLOW, downward


@founding("assign")
def assign(
    actor: Actor, *, text: str, organisation_id: int, due_on: date, kind: str = Task.Kind.ORDER, basis: str = "",
    matter_id: UUID | None = None, subject_kind: str = "", subject_id: str = "", on_resident_case: bool = False,
) -> Task:  # fmt: skip
    """交办: a task for an organisation. Downward work asks the gate first; what hangs on a resident's case never does.

    :param matter_id: the admitted matter under which downward work passes.
    """
    if not actor.posts:
        raise NotYours(_("您的岗位不能交办任务。"))
    if len(text.strip()) < 2:
        raise Refused(_("请写清楚要做什么。"), field="text")
    if due_on < clock.today():
        raise Refused(_("期限不能早于今天。"), field="due_on")
    card = directory().get(organisation_id)
    if card is None:
        raise Refused(_("请从单位名录里选。"), field="organisation_id")
    task = Task(
        id=new_id(), kind=kind, text=text.strip(), setter_id=actor.user_id, setter_label=actor.label,
        from_organisation_id=actor.organisation_id, organisation_id=organisation_id, due_on=due_on, basis=basis, matter_id=matter_id,
        subject_kind=subject_kind, subject_id=subject_id, set_at=clock.now(),
    )  # fmt: skip
    if not on_resident_case and downward(directory().get(actor.organisation_id), card):
        ports.ask(actor, _order(task))
    return task


def _order(task: Task) -> ports.Order:
    return ports.Order(
        task.kind,
        task.text,
        task.organisation_id,
        task.due_on,
        task._meta.label_lower,
        str(task.pk),
        task.matter_id,
    )


@step(FLOW)
def answer(_actor: Actor, task: Task, *, result: str) -> None:
    """报结果: what was done, by the organisation that was asked."""
    if len(result.strip()) < 2:
        raise Refused(_("请写明做了什么。"), field="result")
    task.result, task.reported_at = result.strip(), clock.now()


@step(FLOW)
def close(_actor: Actor, task: Task) -> None:
    """销号: closed by the one who set it."""
    task.closed_at = clock.now()


@step(FLOW)
def return_(_actor: Actor, task: Task, *, reason: str) -> None:
    """退回: not what was asked for; the task is open again."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写明还差什么。"), field="reason")


@step(FLOW)
def withdraw(_actor: Actor, task: Task, *, reason: str = "") -> None:
    """撤回: no longer wanted."""
    task.closed_at = clock.now()


@step(FLOW)
def refuse(actor: Actor, task: Task) -> None:
    """拒收: what its admitted matter no longer covers is not done; the gate judges and counts it against the sender."""
    ports.refuse(actor, task)
    task.closed_at = clock.now()


@step(FLOW)
def put_back(_actor: Actor, task: Task) -> None:
    """应当承接: the district ruled against the refusal; the task is open again."""
    task.closed_at = None
