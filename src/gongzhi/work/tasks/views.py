"""督办台账: the list, one task, and a new one; the gate's refusal is shown as its sentence."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused, Stopped
from gongzhi.kit.identity import new_id
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.doors import Door
from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.kit.web.words import day, masked
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.tasks import commands
from gongzhi.work.tasks.desk import clock_of
from gongzhi.work.tasks.forms import FORMS
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.queries import listed
from gongzhi.work.tasks.rules import FLOW

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


def title_cell(row: dict[str, Any]) -> Any:
    line = f"{Task.Kind(row['kind']).label}·{masked(row['setter_label'])}·{day(row['set_at'])}"
    return format_html(
        '<a class="ttl" href="/tasks/{}/">{}</a><span class="l2">{}</span>', row["id"], row["text"][:80], line
    )


def late(rows: Any, value: str) -> Any:
    overdue = Q(stage=Task.Stage.ASSIGNED, due_on__lt=clock.today())
    return (
        rows.filter(overdue) if value == "over" else rows.filter(stage=Task.Stage.ASSIGNED).exclude(overdue)
    )


def table() -> Table:
    return Table(
        label=_("督办台账"),
        columns=(
            Column("due_on", _("期限"), sort="due_on", nullable=False),
            Column("text", _("要求"), cell=title_cell),
            Column(
                "to",
                _("交给"),
                cell=lambda r: directory().name(r["organisation_id"]),
                value=lambda r: directory().name(r["organisation_id"]),
            ),
            Column(
                "stage",
                _("阶段"),
                cell=lambda r: Task.Stage(r["stage"]).label,
                value=lambda r: str(Task.Stage(r["stage"]).label),
                sort="stage",
                nullable=False,
            ),
            Column("result", _("结果"), optional=True),
        ),
        filters=(
            Filter(
                "stage", _("阶段"), lambda rows, v: rows.filter(stage=v), choices=lambda: Task.Stage.choices
            ),
            Filter("kind", _("种类"), lambda rows, v: rows.filter(kind=v), choices=lambda: Task.Kind.choices),
            Filter("clock", _("时钟"), late, choices=lambda: [("over", _("已逾期")), ("open", _("没到期"))]),
        ),
        order="due_on",
        empty_title=_("台账里还没有任务"),
        empty_text=_("批示和交办会列在这里，由交办的人销号。市、区给街道社区派工作，要先经过事项准入。"),
    )


@login_required
def listing(request: Any) -> HttpResponse:
    return table_answers.answer(
        request, table(), lambda: listed(request.actor), "tasks/list.html", {"now": clock.now()}
    )


def context(request: Any, task: Task) -> dict[str, Any]:
    about = f"/cases/{task.subject_id}/" if task.subject_kind == "cases.case" else ""
    return {
        "task": task,
        "now": clock.now(),
        "clock": clock_of(task),
        "to": directory().name(task.organisation_id),
        "about": about,
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
    icons={"answer": "check", "close": "circle-check", "return_": "arrow-back-up", "withdraw": "x"},
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

    def __init__(self, actor: Any, data: Any = None):
        super().__init__(data)
        self.fields["organisation_id"].choices = [("", "—"), *near(actor)]  # type: ignore[attr-defined]


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
    form, status = Assign(request.actor, request.POST or None), 200
    wrong: Stopped | None = None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                task = commands.assign(
                    request.actor, key=request.POST.get("key") or None, **form.cleaned_data
                )
                return HttpResponseRedirect(f"/tasks/{task.pk}/")
            except Refused as refused:
                if refused.field in form.fields:
                    form.add_error(refused.field, refused.message)
                else:
                    wrong = refused
            except Stopped as stopped:
                wrong, status = stopped, stopped.status
    return render(request, "tasks/new.html", {"form": form, "wrong": wrong, "key": new_id()}, status=status)
