"""What the clock calls: calls whose last day is over, and milestones that come near or are overdue."""

from datetime import timedelta

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.town.access.actor import CLOCK
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.queries import serving_in
from gongzhi.work.secretary_projects import commands
from gongzhi.work.secretary_projects.models import Call, Project
from gongzhi.work.secretary_projects.rules import OWNERS, rule

MORNING = 9  # o'clock: nobody is woken by a milestone
BATCH = 500


def close_calls() -> int:
    """到期截止."""
    rows = list(Call.objects.filter(stage=Call.Stage.OPEN, closes_on__lt=clock.today())[:BATCH])
    for row in rows:
        try:
            commands.run_out(CLOCK, row)
        except Stopped:
            continue
    return len(rows)


def remind() -> int:
    """Once before a milestone is due and once when it is overdue: the project's own people."""
    if clock.local().hour < MORNING:
        return 0
    near = clock.today() + timedelta(days=rule("remind_days"))
    found = Project.objects.filter(stage=Project.Stage.RUNNING, next_due_on__lte=near).order_by("next_due_on")
    told = 0
    for project in found[:BATCH]:
        late = project.next_due_on is not None and project.next_due_on < clock.today()
        words = _("节点过期还没完成：%s") if late else _("节点快到期：%s")
        told += tell(
            serving_in([project.organisation_id], *OWNERS), kind="project.milestone",
            title=words % project.title[:60], url=f"/secretary-projects/{project.pk}/",
            once=f"milestone:{project.pk}:{project.next_due_on}:{'late' if late else 'near'}",
        )  # fmt: skip
    return told
