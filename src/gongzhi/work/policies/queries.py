"""Reads of policies: lists as plain values, the papers of a set, how far a requirement is."""

from typing import Any

from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.work.policies.models import PolicyPaper, PolicySet, Requirement, RequirementTask, Term
from gongzhi.work.policies.rules import ABOVE, ACKNOWLEDGEMENT, KINDS, REQUIREMENT, SET, TERM
from gongzhi.work.tasks.models import Task

SET_ROW = (
    "id", "code", "version", "stage", "title", "number", "issuer", "issuer_id", "area_id", "issued_on", "in_force_on",
    "repealed_on", "basis",
)  # fmt: skip
REQUIREMENT_ROW = (
    "id", "stage", "level", "text", "due_on", "cycle", "round", "clause_id", "issuer_id", "area_id", "planned_at",
    "issued_at", "policy_set_id",
)  # fmt: skip
ACKNOWLEDGEMENT_ROW = (
    "id", "stage", "organisation_id", "at", "question", "answer", "policy_set_id",
)  # fmt: skip
TERM_ROW = ("id", "stage", "word", "said_in", "meaning", "basis", "clause_id")
LEFT = (Task.Stage.ASSIGNED, Task.Stage.REPORTED)


def policy_sets(actor: Actor) -> QuerySet:
    return SET.seen_by(actor).values(*SET_ROW)


def requirements(actor: Actor) -> QuerySet:
    """With how many tasks of its rounds are open, and how many there are."""
    rows = REQUIREMENT.seen_by(actor).annotate(
        handed_count=_handed(), left=_handed(task__stage__in=LEFT), set_title=F("policy_set__title")
    )
    return rows.values(*REQUIREMENT_ROW, "handed_count", "left", "set_title")


def _handed(**which: Any) -> Coalesce:
    rows = RequirementTask.objects.filter(requirement=OuterRef("pk"), **which).order_by()
    return Coalesce(Subquery(rows.values("requirement").annotate(n=Count("pk")).values("n")), 0)


def acknowledgements(actor: Actor) -> QuerySet:
    return ACKNOWLEDGEMENT.seen_by(actor).values(
        *ACKNOWLEDGEMENT_ROW, set_title=F("policy_set__title"), version=F("policy_set__version")
    )


def terms(actor: Actor) -> QuerySet:
    return TERM.seen_by(actor).values(*TERM_ROW)


def of_level(area_id: int, level: str) -> list[OrganisationCard]:
    """Today's organisations of a level in an area; for a district without a government its dispatch centre."""
    found = [card for card in directory().within(area_id, *KINDS[level]) if _stands_at(card, level)]
    if found or level != "district":
        return found
    return [card for card in directory().within(area_id, "dispatch_centre") if _stands_at(card, level)]


def _stands_at(card: OrganisationCard, level: str) -> bool:
    area = tree().get(card.area_id)
    return area is not None and area.level == level


def papers(policy_set: PolicySet) -> list[PolicyPaper]:
    """The main document first, then the supporting ones in their places."""
    return list(policy_set.papers.select_related("document").order_by("position"))


def versions(policy_set: PolicySet, actor: Actor) -> list[dict[str, Any]]:
    """Every version that the actor may read, the newest first."""
    rows = SET.seen_by(actor).filter(code=policy_set.code).order_by("-version")
    return list(rows.values("id", "version", "stage", "in_force_on", "repealed_on", "reason"))


def handed(requirement: Requirement) -> list[dict[str, Any]]:
    """The tasks of every round, the latest round first, each with its state."""
    rows: QuerySet = requirement.handed.order_by("-round", "organisation_id").values(
        "round", "organisation_id", "task_id", stage=F("task__stage"), due_on=F("task__due_on"), result=F("task__result")
    )  # fmt: skip
    return list(rows)


def handed_to(actor: Actor, requirement: Requirement) -> list[dict[str, Any]]:
    """The same as this actor may know it: the issuer and those above see every organisation, others their own."""
    rows = handed(requirement)
    ours = {post.organisation_id for post in actor.posts}
    if requirement.issuer_id in ours or _above(actor, requirement):
        return rows
    return [row for row in rows if row["organisation_id"] in ours]


def _above(actor: Actor, requirement: Requirement) -> bool:
    areas = {area for post in actor.serves(*ABOVE) for area in post.reach}
    return not areas.isdisjoint(requirement.lineage)


def term(word: str) -> Term | None:
    return Term.objects.filter(word=word).first()
