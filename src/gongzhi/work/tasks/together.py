"""What may be done to several tasks at once (town.batches): struck off or taken back by whoever set them."""

from django.db.models import QuerySet
from django.http import QueryDict

from gongzhi.town.access.actor import Actor
from gongzhi.town.batches.kinds import Kind, Verb
from gongzhi.work.tasks import commands
from gongzhi.work.tasks.queries import listed
from gongzhi.work.tasks.rules import FLOW
from gongzhi.work.tasks.tables import table


def found(actor: Actor, query: QueryDict) -> QuerySet:
    return table().ordered(lambda: listed(actor), query)


TASKS = Kind(
    "tasks",
    FLOW,
    commands,
    "/tasks/",
    (
        Verb("close"),
        Verb("return_", "reason", needed=True),
        Verb("withdraw", "reason"),
        Verb("answer", "result", needed=True),
    ),
    found,
    title=lambda task: task.text[:60],
)
