"""What may be done to several calls at once (town.batches): reminded, countersigned, a line of progress."""

from django.db.models import QuerySet
from django.http import QueryDict

from gongzhi.town.access.actor import Actor
from gongzhi.town.batches.kinds import Kind, Verb
from gongzhi.work.whistles import commands
from gongzhi.work.whistles.queries import calls_listed
from gongzhi.work.whistles.rules import REPORT_IN
from gongzhi.work.whistles.tables import calls, department_words


def found(actor: Actor, query: QueryDict) -> QuerySet:
    return calls().ordered(lambda: calls_listed(actor), query)


CALLS = Kind(
    "calls",
    REPORT_IN,
    commands,
    "/whistles/in/",
    (Verb("agree"), Verb("progress", "text", needed=True), Verb("remind")),
    found,
    title=lambda row: f"{row.case.title} {department_words(vars(row))}",
    back="/whistles/calls/",
    with_=("case",),
)
