"""Reads of secretary projects: the lists, the figures by level with the rows behind each, what is linked."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.town.organisations.models import Organisation
from gongzhi.work.cases.models import Case, Stage
from gongzhi.work.cases.queries import by_number
from gongzhi.work.cases.queries import listed as cases_listed
from gongzhi.work.cases.rules import FLOW as CASES
from gongzhi.work.meetings.rules import TOPIC
from gongzhi.work.secretary_projects.models import Effect, LinkedCase, LinkedTopic, Measurement, Project
from gongzhi.work.secretary_projects.rules import CALL, CLAIMED, PROJECT, READERS, level_kinds

P = Project.Stage
CALL_ROW = (
    "id", "stage", "year", "title", "text", "basis", "levels", "issuer_id", "area_id", "opens_on", "closes_on", "published_at",
)  # fmt: skip
PROJECT_ROW = (
    "id", "call_id", "year", "level", "stage", "organisation_id", "area_id", "title", "problem", "obstacle", "measures",
    "starts_on", "ends_on", "due_on", "declared_at", "studied_on", "decided_at", "decision", "next_due_on", "midterm_on",
    "extensions", "asked_on", "sent_back", "accepted_at", "acceptance", "effect_verified",
)  # fmt: skip
HANGS = "secretary_projects"  # by which name organisations know their projects
SOLVED = (Stage.VERIFIED, Stage.CLOSED, Stage.ARCHIVED)

DECLARED = ~Q(stage=P.DRAFTED)
#: name -> (label, which projects it counts): the figure, its link and its list are this one filter.
FIGURES: dict[str, tuple[Any, Callable[[], Q]]] = {
    "declared": (_("申报"), lambda: DECLARED),
    "claimed": (_("立项"), lambda: Q(stage__in=CLAIMED)),
    "running": (_("在实施"), lambda: Q(stage__in=(P.APPROVED, P.RUNNING))),
    "late": (_("逾期未完"), lambda: Q(stage__in=(P.APPROVED, P.RUNNING), due_on__lt=clock.today())),
    "accepted": (_("已验收"), lambda: Q(stage=P.ACCEPTED)),
    "on_time": (_("按时申请验收并通过"), lambda: Q(stage=P.ACCEPTED, asked_on__lte=F("due_on"))),
    "verified": (_("成效有核实的数"), lambda: Q(stage__in=CLAIMED, effect_verified=True)),
    "extended": (_("延过期"), lambda: Q(extensions__gt=0)),
    "rejected": (_("不予立项"), lambda: Q(stage=P.REJECTED)),
    "stopped": (_("已终止"), lambda: Q(stage=P.STOPPED)),
}


def calls_listed(actor: Actor) -> QuerySet:
    return CALL.seen_by(actor).values(*CALL_ROW)


def projects_listed(actor: Actor) -> QuerySet:
    return PROJECT.seen_by(actor).values(*PROJECT_ROW)


def asked_organisations(actor: Actor) -> QuerySet:
    """The organisations of the levels that are asked, of the areas that this actor serves."""
    day = clock.today()
    kinds = Q(pk__in=[])
    for level, names in level_kinds().items():
        kinds |= Q(area__level=level, kind__in=names)
    areas = sorted({area for post in actor.serves(*READERS) for area in post.reach})
    return Organisation.objects.filter(
        kinds, Q(valid_to=None) | Q(valid_to__gt=day), valid_from__lte=day, area__lineage__overlap=areas
    )


def _hung(condition: Any) -> Any:
    """A condition on projects, said of the organisations that they belong to."""
    if isinstance(condition, Q):
        made = Q(_connector=condition.connector, _negated=condition.negated)
        made.children = [_hung(child) for child in condition.children]
        return made
    name, value = condition
    return f"{HANGS}__{name}", F(f"{HANGS}__{value.name}") if isinstance(value, F) else value  # type: ignore[attr-defined]


def counted(actor: Actor, year: int) -> QuerySet:
    """For each level: the organisations asked, those with an approved project of the year, and the projects' figures."""
    of_year = Q(secretary_projects__year=year)
    figures = {
        name: Count("secretary_projects", filter=of_year & _hung(rows()), distinct=True)
        for name, (_label, rows) in FIGURES.items()
    }
    claiming = Count("id", filter=of_year & _hung(FIGURES["claimed"][1]()), distinct=True)
    return (
        asked_organisations(actor).values(level=F("area__level"))
        .annotate(organisations=Count("id", distinct=True), claiming=claiming, **figures)
    )  # fmt: skip


def effects_of(project: Project) -> list[Effect]:
    """The effects of a project with their measurements, by two statements."""
    rows = Prefetch("measurements", Measurement.objects.order_by("pk"))
    return list(project.effects.order_by("pk").prefetch_related(rows))


def linked_closed(project: Project) -> int:
    """How many of the linked cases have been solved: counted by the system."""
    return LinkedCase.objects.filter(project=project, case__stage__in=SOLVED).count()


#: What the system counts itself, so that nobody types it.
SOURCES: dict[str, tuple[Any, Callable[[Project], int]]] = {
    "linked_closed": (_("系统数：关联事项办结数"), linked_closed),
}


def case_of(actor: Actor, number: str) -> Any:
    """The id of the case of this number, if the actor sees it; None otherwise."""
    found = by_number(number)
    return found if found is not None and cases_listed(actor).filter(pk=found).exists() else None


def cases_linked(actor: Actor, project: Project) -> tuple[list[Case], int]:
    """The linked cases that this actor may open, and how many others there are."""
    ids = list(LinkedCase.objects.filter(project=project).values_list("case_id", flat=True))
    seen = list(CASES.seen_by(actor).filter(pk__in=ids).order_by("pk")) if ids else []
    return seen, len(ids) - len(seen)


def topics_linked(actor: Actor, project: Project) -> list[dict[str, Any]]:
    """The linked topics that this actor sees."""
    ids = LinkedTopic.objects.filter(project=project).values("topic_id")
    return list(TOPIC.seen_by(actor).filter(pk__in=ids).values("id", "title", "stage"))


def part_of(actor: Actor, number: str) -> Q:
    """The projects that the case of a number is part of, if the actor sees the case."""
    found = case_of(actor, number)
    return Q(linked_cases__case_id=found) if found else Q(pk__in=[])


def of_case(actor: Actor, case_id: UUID) -> QuerySet:
    """The projects that a case is part of, as far as the actor sees case and project."""
    if not cases_listed(actor).filter(pk=case_id).exists():
        return Project.objects.none()
    return PROJECT.seen_by(actor).filter(linked_cases__case_id=case_id).order_by("-id")
