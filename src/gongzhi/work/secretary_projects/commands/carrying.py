"""While a project runs: started, milestones reached with evidence, mid-term, one extension; or stopped."""

from collections.abc import Sequence
from datetime import date

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.work.secretary_projects import evidence
from gongzhi.work.secretary_projects.commands.calling import said
from gongzhi.work.secretary_projects.models import EvidenceKind, Measurement, Milestone, Project
from gongzhi.work.secretary_projects.rules import PROJECT, rule


@step(PROJECT)
def start(_actor: Actor, _project: Project) -> None:
    """启动实施."""


@step(PROJECT)
def reach(
    actor: Actor, project: Project, *, milestone_id: int, done_on: date, kind: str, text: str, photos: Sequence[str] = ()
) -> None:  # fmt: skip
    """记节点完成: on which day, how, and what shows it; a late one stays late."""
    row = Milestone.objects.filter(project=project, pk=milestone_id, done_on=None).first()
    if row is None:
        raise Refused(_("请选还没完成的节点。"), field="milestone_id")
    if not project.starts_on <= done_on <= clock.today():
        raise Refused(_("完成日期不能早于项目开始，也不能晚于今天。"), field="done_on")
    if kind not in EvidenceKind.values:
        raise Refused(_("请选证据的种类。"), field="kind")
    words = said(text, "text", _("请写怎么完成的、凭什么看得出来。"), 600)
    Milestone.objects.filter(pk=row.pk).update(
        done_on=done_on, recorded_at=clock.now(), evidence=kind, text=words,
        file_ids=evidence.hang(actor, project.pk, photos),
    )  # fmt: skip
    left = project.milestones.filter(done_on=None).order_by("due_on")
    project.next_due_on = left.values_list("due_on", flat=True).first()


@step(PROJECT)
def record_midterm(_actor: Actor, project: Project, *, midterm: str) -> None:
    """记中期: once, with a mid-term figure of at least one effect."""
    if project.midterm_on is not None:
        raise Refused(_("中期已经记过了。"))
    figures = Measurement.objects.filter(effect__project=project, phase=Measurement.Phase.MIDTERM)
    if not figures.exists():
        raise Refused(_("中期要有数：请先记至少一项成效的中期数。"))
    project.midterm = said(midterm, "midterm", _("请写中期情况。"))
    project.midterm_on = clock.today()


@step(PROJECT)
def extend(_actor: Actor, project: Project, *, until: date, reason: str) -> None:
    """同意延期: as often as the record allows (once), by the level above, to a later day."""
    if project.extensions >= rule("most_extensions", project.lineage):
        raise Refused(_("已经延过期，不能再延。请验收或者终止。"))
    if until <= project.due_on or until <= clock.today():
        raise Refused(_("延到的日期要晚于原来的完成日期和今天。"), field="until")
    project.extend_reason = said(reason, "reason", _("请写明为什么延期。"))
    project.due_on, project.extensions = until, project.extensions + 1


@step(PROJECT)
def stop(_actor: Actor, project: Project, *, reason: str) -> None:
    """终止: by the secretary before it is approved, by the level above afterwards; with the reason, and it stays on record."""
    project.reason = said(reason, "reason", _("请写明为什么终止。"))
    project.next_due_on = None
