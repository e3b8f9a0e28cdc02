"""The API of tasks."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from gongzhi.kit.web.api import PLAIN, PROBLEMS, AreaId, Given, Id, Key, Resource, answer, need
from gongzhi.work.tasks import commands
from gongzhi.work.tasks.forms import FORMS
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.queries import ROW, listed
from gongzhi.work.tasks.rules import FLOW

router = Router()


def out(_actor: Any, task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in ROW}


class TaskOut(Schema):
    """A task: who set what for whom, until which day, and what came of it."""

    id: str
    kind: str
    stage: str
    text: str
    setter_label: str
    organisation_id: int
    due_on: date
    subject_kind: str
    subject_id: str
    set_at: datetime
    result: str


class NewTask(Given):
    text: Annotated[str, Field(min_length=2, max_length=1000, pattern=PLAIN)]
    organisation_id: AreaId
    due_on: date
    basis: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""
    kind: Annotated[str, Field(pattern="^(order|inspection|material|requirement)$")] = "order"
    matter_id: Id | None = None


@router.post("/", operation_id="tasks.assign", summary="交办 assign", response={201: TaskOut, **PROBLEMS})
def assign(request: Any, data: NewTask, idempotency_key: Key = None) -> HttpResponse:
    """A task for an organisation; downward work is refused unless the gate admits it."""
    need(request, "tasks:write")
    task = commands.assign(request.actor, **data.dict(), key=idempotency_key)
    return answer(out(request.actor, task), 201)


Resource("tasks", FLOW, commands, out, FORMS, "tasks", rows=listed, shape=TaskOut).mount(router)
