"""The API of tasks."""

from datetime import date
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Header, Router, Schema
from pydantic import Field

from gongzhi.kit.web.api import PLAIN, PROBLEMS, Resource, answer, key_of, need
from gongzhi.work.tasks import commands
from gongzhi.work.tasks.forms import FORMS
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.queries import ROW, listed
from gongzhi.work.tasks.rules import FLOW

router = Router()


def out(_actor: Any, task: Task) -> dict[str, Any]:
    return {name: getattr(task, name) for name in ROW}


class NewTask(Schema):
    text: Annotated[str, Field(min_length=2, max_length=1000, pattern=PLAIN)]
    organisation_id: Annotated[int, Field(ge=1, le=2**62)]
    due_on: date
    basis: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""


@router.post("/", operation_id="tasks.assign", summary="交办 assign", response={201: dict[str, Any], **PROBLEMS})
def assign(request: Any, data: NewTask, idempotency_key: Header[str | None] = None) -> HttpResponse:
    """A task for an organisation; downward work is refused unless the gate admits it."""
    need(request, "tasks:write")
    task = commands.assign(request.actor, **data.dict(), key=key_of(idempotency_key))
    return answer(out(request.actor, task), 201)


Resource("tasks", FLOW, commands, out, FORMS, "tasks", rows=listed).mount(router)
