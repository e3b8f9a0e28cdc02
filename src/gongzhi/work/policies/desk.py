"""What of policies is mine now: to enact, to take note of, to hand down, to finish, to answer. Three statements at most.

What is required of my own organisation is a task and stands there.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.desks import DeskRow, DeskStep
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.access.actor import Actor
from gongzhi.town.organisations.directory import directory
from gongzhi.work.policies.models import Acknowledgement, PolicySet, Requirement, RequirementTask
from gongzhi.work.policies.queries import LEFT
from gongzhi.work.policies.rules import ACKNOWLEDGEMENT, ISSUER, OFFICE, REQUIREMENT, SET, SETTER, reached
from gongzhi.work.tasks.desk import due_moment

MOST = 50
TELLING = ("community_secretary", "street_leader", "department_leader", "district_leader")
SHOWN = (
    "enact_set",
    "acknowledge",
    "issue_requirement",
    "finish_requirement",
    "issue_again",
    "answer_question",
)


def rows(actor: Actor) -> list[DeskRow]:
    """Heads of an organisation are shown what it has not taken note of; issuers what they have begun."""
    issuing, heading = bool(actor.serves(*OFFICE)), bool(actor.serves(*TELLING))
    found: list[DeskRow] = []
    if issuing or heading:
        found += _sets(actor, issuing, heading)
    if issuing:
        found += _requirements(actor) + _questions(actor)
    return found


def _sets(actor: Actor, issuing: bool, heading: bool) -> list[DeskRow]:
    mine = Q(pk__in=[])
    if issuing:
        mine |= Q(stage=PolicySet.Stage.DRAFT) & ISSUER(actor)
    if heading:  # what was in force before this house asks nobody
        own = Q(issuer_id__in=[post.organisation_id for post in actor.posts])
        mine |= Q(stage=PolicySet.Stage.IN_FORCE, issuer_id__isnull=False) & reached(actor) & ~own
    rows = SET.with_steps(actor, PolicySet.objects.filter(mine)).order_by("-drafted_at")[:MOST]
    return [_set(row) for row in rows]


def _set(row: Any) -> DeskRow:
    url = f"/policies/{row.pk}/"
    draft = row.stage == PolicySet.Stage.DRAFT
    line = _("起草中") if draft else row.issuer
    return DeskRow("policy" if draft else "note", row.title[:60], url, line, None, _steps(SET, row, url))


def _requirements(actor: Actor) -> list[DeskRow]:
    """Planned ones, and those of which nothing is open any more."""
    tasks = RequirementTask.objects.filter(requirement=OuterRef("pk"), task__stage__in=LEFT)
    waits = Q(stage=Requirement.Stage.PLANNED) | (Q(stage=Requirement.Stage.ISSUED) & ~Exists(tasks))
    rows = REQUIREMENT.with_steps(actor, Requirement.objects.filter(waits, SETTER(actor)))
    return [_requirement(row) for row in rows.order_by("due_on", "id")[:MOST]]


def _requirement(row: Any) -> DeskRow:
    url = f"/policies/requirements/{row.pk}/"
    planned = row.stage == Requirement.Stage.PLANNED
    line = _("待下达") if planned else _("都销号了，待办结")
    face = ClockFace(due_moment(row.due_on), clock.now(), clock.Unit.HOURS) if planned else None
    return DeskRow("requirement", row.text[:60], url, line, face, _steps(REQUIREMENT, row, url))


def _questions(actor: Actor) -> list[DeskRow]:
    rows = Acknowledgement.objects.filter(ISSUER(actor), stage=Acknowledgement.Stage.ASKED)
    found = ACKNOWLEDGEMENT.with_steps(actor, rows).order_by("asked_at")[:MOST]
    return [_question(row) for row in found]


def _question(row: Any) -> DeskRow:
    url = f"/policies/acknowledgements/{row.pk}/"
    line = directory().name(row.organisation_id)
    return DeskRow("question", row.question[:60], url, line, None, _steps(ACKNOWLEDGEMENT, row, url))


def _steps(flow: Any, row: Any, url: str) -> list[DeskStep]:
    open_ones = [step for step in flow.open_on(row) if step.verb in SHOWN]
    return [DeskStep(step.label, f"{url}?do={step.verb}#do-{step.verb}") for step in open_ones][:2]
