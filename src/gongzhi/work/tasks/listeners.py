"""Who is told of a task: whoever does it, and whoever set it."""

from django.utils.translation import gettext as _

from gongzhi.kit.journal.models import Entry
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.queries import serving_in
from gongzhi.work.tasks.models import Task


def tell_doer(entry: Entry) -> None:
    task = Task.objects.get(pk=entry.subject_id)
    users = serving_in([task.organisation_id])
    title = f"{task.get_kind_display()}：{task.text[:40]}"
    tell(
        users,
        kind=f"task.{entry.verb}",
        title=title,
        url=f"/tasks/{task.pk}/",
        once=str(entry.pk),
        urgent=False,
    )


def tell_setter(entry: Entry) -> None:
    task = Task.objects.get(pk=entry.subject_id)
    if task.setter_id:
        title = _("已报结果：%s") % task.text[:40]
        tell(
            [task.setter_id],
            kind="task.answer",
            title=title,
            url=f"/tasks/{task.pk}/",
            once=str(entry.pk),
            urgent=False,
        )
