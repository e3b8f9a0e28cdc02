"""What may be done to several cases of the list at once (town.batches)."""

from django.db.models import QuerySet
from django.http import QueryDict

from gongzhi.town.access.actor import Actor
from gongzhi.town.batches.kinds import Kind, Verb
from gongzhi.work.cases import commands
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.cases.tables import source, table_for


def found(actor: Actor, query: QueryDict) -> QuerySet:
    return table_for(actor).ordered(source(actor, query), query)


CASES = Kind(
    "cases",
    FLOW,
    commands,
    "/cases/",
    (
        Verb("accept"),
        Verb("raise_up", "reason", needed=True),
        Verb("hand_down", "reason", needed=True),
        Verb("remark", "text", needed=True),
        Verb("verify", "remark"),
    ),
    found,
    title=lambda case: f"{case.title} {case.number}",
)
