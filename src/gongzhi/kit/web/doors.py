"""The page door of a room: ``<pk>/`` shows a thing with its open steps, ``<pk>/<verb>/`` takes one step.

Made from the flow, its commands and one form for each verb that needs words. The same forms speak for the API
(``kit.web.api``). A step that is refused redraws the panel in its true state; what was typed stays.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit.flow import Flow, Refused, Step, Stopped, Unseen
from gongzhi.kit.identity import new_id
from gongzhi.kit.web import views

FORM_KEY = "key"


@dataclass
class StepFace:
    """A step as a page draws it: its words, its address, its form, and the key that makes a double press one.

    ``rare`` ones are folded under 更多; ``keeps``: a phone without signal may keep it and send it later.
    """

    verb: str
    label: Any
    url: str
    form: django_forms.Form | None = None
    first: bool = False
    icon: str = ""
    key: str = ""
    link: str = ""
    rare: bool = False
    keeps: bool = False


@dataclass(frozen=True)
class Door:
    """A room's page: where it stands, what it draws with, and what its steps need to be told.

    ``context(request, thing)`` gives the page's further facts. ``forms`` may hold a class, or a function of
    ``(thing, data, files)`` that makes one. ``links`` are steps that have a page of their own: verb -> function
    of the thing to its address. Where a step was taken from a list (``next``), the list follows and says what was
    done; ``stays`` are the steps after which one wants to see the thing all the same.
    """

    name: str
    flow: Flow
    commands: ModuleType
    template: str
    context: Callable[[HttpRequest, Any], dict[str, Any]] = lambda _request, _thing: {}
    forms: Mapping[str, Callable[..., django_forms.Form]] = field(default_factory=dict)
    links: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    icons: Mapping[str, str] = field(default_factory=dict)
    base: str = ""
    keeps: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    rows: Callable[[Any], models.QuerySet] | None = None
    after: Callable[[HttpRequest, Any, Any, str], HttpResponse | None] = lambda *_args: None

    def get(self, request: Any, pk: Any) -> Any:
        """The thing with its open steps; what the actor may not see does not exist."""
        rows = self.rows(request.actor) if self.rows else self.flow.seen_by(request.actor)
        thing = rows.filter(pk=pk).first()
        if thing is None:
            raise Unseen(_("没有找到这一件，也可能您看不到它。"))
        for step in self.flow.open_to(request.actor, thing):
            setattr(thing, f"may_{step.verb}", True)
        thing.looker = request.actor  # other rooms' steps and kept photos belong to the same eyes
        return thing

    def address(self, thing: Any) -> str:
        return f"{self.base}{thing.pk}/"

    def faces(self, thing: Any, bound: tuple[str, django_forms.Form] | None = None) -> list[StepFace]:
        """The buttons, the likeliest first; ``bound`` is a refused form to draw again."""
        faces = [self._face(step, thing, bound) for step in self.flow.open_on(thing)]
        for face in faces:
            face.first = self.flow.steps[face.verb].main
        return sorted(faces, key=lambda face: not face.first)

    def _face(self, step: Step, thing: Any, bound: tuple[str, django_forms.Form] | None) -> StepFace:
        url = f"{self.address(thing)}{step.verb}/"
        if step.verb in self.links:
            return StepFace(
                step.verb,
                step.label,
                url,
                link=self.links[step.verb](thing),
                icon=self.icons.get(step.verb, ""),
            )
        refused = bound[1] if bound and bound[0] == step.verb else None
        form = refused if refused is not None else self._form(step.verb, thing)
        return StepFace(
            step.verb,
            step.label,
            url,
            form,
            icon=self.icons.get(step.verb, ""),
            key=(refused.data.get(FORM_KEY) if refused is not None else "") or str(new_id()),
            keeps=step.verb in self.keeps,
        )

    def _form(self, verb: str, thing: Any, data: Any = None, files: Any = None) -> django_forms.Form | None:
        return self.forms[verb](thing, data, files) if verb in self.forms else None

    def show(
        self, request: Any, pk: Any, status: int = 200, bound: Any = None, wrong: Stopped | None = None
    ) -> HttpResponse:
        """The page, or for htmx its panel alone."""
        thing = self.get(request, pk)
        context = {"thing": thing, "door": self, "steps": self.faces(thing, bound), "wrong": wrong}
        context |= self.context(request, thing)
        name = self.template
        if request.headers.get("HX-Request") == "true" and not request.headers.get("HX-Boosted"):
            name = name.replace(".html", "_panel.html")
        return render(request, name, context, status=status)

    def take(self, request: Any, pk: Any, verb: str) -> HttpResponse:
        """One step. Afterwards the page again, in its new state."""
        thing = self.get(request, pk)
        form = self._form(verb, thing, request.POST, request.FILES)
        if form is not None and not form.is_valid():
            return self.show(request, pk, 422, (verb, form))
        details = getattr(form, "details", form.cleaned_data) if form is not None else {}
        try:
            made = getattr(self.commands, verb)(
                request.actor,
                thing.pk,
                key=request.POST.get(FORM_KEY) or None,
                claimed_at=views.claimed_at(request),
                **details,
            )
        except Refused as wrong:
            if form is not None:
                form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
                return self.show(request, pk, 422, (verb, form))
            return self.show(request, pk, 422, wrong=wrong)
        except Stopped as wrong:
            if isinstance(wrong, Unseen):
                raise
            return self.show(request, pk, wrong.status, wrong=wrong)
        return self.after(request, thing, made, verb) or self._next(request, pk, verb)

    def _next(self, request: Any, pk: Any, verb: str) -> HttpResponse:
        if request.headers.get("HX-Request") == "true":
            return self.show(request, pk)
        if not request.POST.get("next") or verb in self.stays:
            return HttpResponseRedirect(f"{self.base}{pk}/")
        messages.success(request, _("已记下：%(step)s。") % {"step": self.flow.steps[verb].label})
        return HttpResponseRedirect(views.back(request, request.POST["next"]))

    def urls(self, *, converter: str = "uuid", prefix: str = "") -> list[URLPattern]:
        """The addresses of the door: one to look, one for each step."""
        take = login_required(require_POST(self.take))
        show = login_required(self.show)
        verbs = [step.verb for step in self.flow.at_door() if step.verb not in self.links]
        return [
            path(f"{prefix}<{converter}:pk>/", show, name=self.name),
            *(
                path(f"{prefix}<{converter}:pk>/{verb}/", take, {"verb": verb}, name=f"{self.name}-{verb}")
                for verb in verbs
            ),
        ]


class Words(django_forms.Form):
    """A form of a step: made with the thing it speaks of, so that choices can depend on it."""

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(data, files, **more)
        self.thing = thing

    @property
    def details(self) -> dict[str, Any]:
        """What the command is told."""
        return self.cleaned_data


def lines(label: Any, rows: int = 3, **more: Any) -> django_forms.CharField:
    """A text of several lines."""
    more.setdefault("max_length", 1000)
    return django_forms.CharField(label=label, widget=django_forms.Textarea(attrs={"rows": rows}), **more)


def day(label: Any, **more: Any) -> django_forms.DateField:
    """A date, by the browser's own control."""
    widget = django_forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return django_forms.DateField(label=label, widget=widget, **more)


def moment(label: Any, **more: Any) -> django_forms.DateTimeField:
    """A date and a time of day, by the browser's own control."""
    widget = django_forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return django_forms.DateTimeField(label=label, widget=widget, **more)


class Reason(Words):
    """The commonest form: why."""

    reason = django_forms.CharField(
        label=gettext_lazy("理由"), max_length=1000, widget=django_forms.Textarea(attrs={"rows": 3})
    )
