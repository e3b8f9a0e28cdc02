"""督办台账: the list, one task, and a new one; the gate's refusal is shown as its sentence."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.web import slots, table_answers
from gongzhi.kit.web.beginning import begin
from gongzhi.kit.web.doors import Door
from gongzhi.town.areas.tree import tree
from gongzhi.town.batches.views import offer
from gongzhi.town.organisations.directory import directory
from gongzhi.work.tasks import commands, ports
from gongzhi.work.tasks.desk import clock_of
from gongzhi.work.tasks.forms import FORMS
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.queries import listed
from gongzhi.work.tasks.rules import FLOW
from gongzhi.work.tasks.tables import table

SET_BY_HAND = [
    (value, label) for value, label in Task.Kind.choices if value not in ("instruction", "resolution")
]
KINDS = (
    "community",
    "street_office",
    "department",
    "utility",
    "stationed_team",
    "task_force",
    "dispatch_centre",
    "leading_body",
)


@login_required
def listing(request: Any) -> HttpResponse:
    context = {"together": offer(request, "tasks")}
    return table_answers.answer(request, table(), lambda: listed(request.actor), "tasks/list.html", context)


def context(request: Any, task: Task) -> dict[str, Any]:
    about = f"/cases/{task.subject_id}/" if task.subject_kind == "cases.case" else ""
    return {
        "task": task,
        "now": clock.now(),
        "clock": clock_of(task),
        "to": directory().name(task.organisation_id),
        "about": about,
        "above": slots.of("task-above", request.actor, task),
        "by": directory().name(task.from_organisation_id),
        "do": request.GET.get("do", ""),
    }


DOOR = Door(
    "task",
    FLOW,
    commands,
    "tasks/task.html",
    context=context,
    forms=FORMS,
    base="/tasks/",
    icons={
        "answer": "check",
        "close": "circle-check",
        "return_": "arrow-back-up",
        "withdraw": "x",
        "refuse": "x",
    },
)


class Assign(forms.Form):
    """What, to whom, until when, on which basis."""

    text = forms.CharField(
        label=gettext_lazy("要做什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    organisation_id = forms.TypedChoiceField(label=gettext_lazy("交给"), coerce=int)
    due_on = forms.DateField(
        label=gettext_lazy("期限"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    basis = forms.CharField(label=gettext_lazy("依据"), max_length=200, required=False)
    kind = forms.TypedChoiceField(
        label=gettext_lazy("形式"),
        choices=SET_BY_HAND,
        initial=Task.Kind.ORDER,
        required=False,
        empty_value=Task.Kind.ORDER,
    )
    matter_id = forms.TypedChoiceField(
        label=gettext_lazy("准入事项"),
        coerce=UUID,
        required=False,
        empty_value=None,
        help_text=gettext_lazy("派给街道、社区的，选一个已准入的事项；没有就先申请。"),
    )

    def __init__(self, actor: Any, data: Any = None, initial: Any = None):
        super().__init__(data, initial=initial)
        self.fields["organisation_id"].choices = [("", "—"), *near(actor)]  # type: ignore[attr-defined]
        matters = ports.offered(actor)
        self.fields["matter_id"].choices = [("", "—"), *matters]  # type: ignore[attr-defined]
        if not matters:
            del self.fields["matter_id"]


def near(actor: Any) -> list[tuple[int, str]]:
    """The offices and departments within my area, and those of my district."""
    post = actor.post
    if post is None:
        return []
    above = tree().above(post.area_id, "district") if post.level not in ("building", "unit") else None
    cards = [
        *directory().within(post.area_id, *KINDS),
        *(directory().of_kind(*KINDS, area_id=above.id) if above else ()),
    ]
    return list({card.id: card.name for card in cards if card.id != post.organisation_id}.items())


@login_required
def new(request: Any) -> HttpResponse:
    """The form; a refusal of the gate stands above it, and what was typed stays."""
    if not request.actor.posts:
        raise NotYours(_("您的岗位不能交办任务。"))
    chosen = {"matter_id": request.GET.get("matter", "")}
    form = Assign(request.actor, request.POST or None, chosen)
    return begin(request, form, commands.assign, "tasks/new.html", lambda task: f"/tasks/{task.pk}/")
