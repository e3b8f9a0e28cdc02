"""Who is told what: the level above when it has to decide, the project's own people when it has."""

from django.utils.translation import gettext as _

from gongzhi.kit.journal.models import Entry
from gongzhi.town.areas.tree import tree
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.queries import holders, serving_in
from gongzhi.work.secretary_projects.models import Call, Level, Project
from gongzhi.work.secretary_projects.rules import JUDGES, OWNERS, SECRETARIES


def _send(entry: Entry, project: Project, users: list[int], title: str) -> None:
    tell(
        users, kind=f"project.{entry.verb}", title=title % project.title[:60],
        url=f"/secretary-projects/{project.pk}/", once=str(entry.pk),
    )  # fmt: skip


def tell_secretaries(entry: Entry) -> None:
    """A call was published: the secretaries of the levels that it asks, in its area."""
    call = Call.objects.get(pk=entry.subject_id)
    users: list[int] = []
    for level in call.levels:
        areas = [card.id for card in tree().under(call.area_id, level)]
        rows = holders(area_ids=areas, roles=[SECRETARIES[Level(level)]])
        users += rows.values_list("user_id", flat=True)
    tell(
        users, kind="project.publish", title=_("书记项目开始申报：%s") % call.title[:60],
        url=f"/secretary-projects/calls/{call.pk}/", once=str(entry.pk),
    )  # fmt: skip


def tell_above(entry: Entry) -> None:
    """Studied, or acceptance asked: the leaders of the level above."""
    project = Project.objects.get(pk=entry.subject_id)
    areas = sorted(tree().reach(project.above_area_id))
    users = list(holders(area_ids=areas, roles=list(JUDGES)).values_list("user_id", flat=True))
    words = {"study": _("书记项目待评审、立项：%s"), "ask_acceptance": _("书记项目待验收：%s")}
    _send(entry, project, users, words[entry.verb])


def tell_owner(entry: Entry) -> None:
    """Decided above: whoever put it forward hears of it."""
    project = Project.objects.get(pk=entry.subject_id)
    words = {
        "approve": _("已立项：%s"), "hand_back": _("退回修改：%s"), "reject": _("不予立项：%s"),
        "extend": _("已同意延期：%s"), "accept": _("验收通过：%s"), "send_back": _("验收退回：%s"), "stop": _("已终止：%s"),
    }  # fmt: skip
    _send(entry, project, serving_in([project.organisation_id], *OWNERS), words[entry.verb])
