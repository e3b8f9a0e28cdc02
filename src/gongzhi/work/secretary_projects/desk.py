"""What of secretary projects is mine now: to go on with, to decide; one statement."""

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.matching import could_hold
from gongzhi.kit.web.desks import DeskRow, DeskStep
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.access.actor import Actor
from gongzhi.town.organisations.directory import directory
from gongzhi.work.secretary_projects.models import Project
from gongzhi.work.secretary_projects.rules import JUDGE, OWN, PROJECT, rule
from gongzhi.work.tasks.desk import due_moment

MOST = 100
P = Project.Stage


def face(project: Any) -> ClockFace | None:
    """The clock of a project that runs: its next milestone, or its end."""
    if project.stage not in (P.APPROVED, P.RUNNING):
        return None
    day, verb = (project.next_due_on, _("节点")) if project.next_due_on else (project.due_on, _("完成"))
    return ClockFace(due_moment(day), clock.now(), clock.Unit.DAYS, verb=verb)


def mine(actor: Actor) -> dict[Any, Q]:
    """What is mine now, by model: each condition counts only what its reader may see."""
    near = clock.today() + timedelta(days=rule("remind_days"))
    waits = Q(stage__in=(P.DRAFTED, P.RETURNED, P.DECLARED, P.APPROVED))
    waits |= Q(stage=P.RUNNING) & (Q(next_due_on__lte=near) | Q(next_due_on=None) | Q(due_on__lte=near))
    judged = Q(stage__in=(P.STUDIED, P.REVIEWED, P.ACCEPTANCE_ASKED))
    return {Project: (waits & OWN(actor)) | (judged & JUDGE(actor))}


def rows(actor: Actor) -> list[DeskRow]:
    """To write on, study, start, reach; to review, decide, accept."""
    if not (could_hold(OWN(actor)) or could_hold(JUDGE(actor))):
        return []
    found = PROJECT.with_steps(actor, Project.objects.filter(mine(actor)[Project]))
    return [_row(one) for one in found.order_by("due_on", "id")[:MOST]]


def _row(project: Any) -> DeskRow:
    url = f"/secretary-projects/{project.pk}/"
    kind = "project_judge" if project.stage in (P.STUDIED, P.REVIEWED, P.ACCEPTANCE_ASKED) else "project"
    line = f"{project.get_stage_display()}·{directory().name(project.organisation_id)}"
    main = [step for step in PROJECT.open_on(project) if step.main]
    steps = [DeskStep(step.label, f"{url}?do={step.verb}#do-{step.verb}") for step in main]
    return DeskRow(kind, project.title[:60], url, line, face(project), steps[:2])
