"""节假日与办公时间: which days are worked and when; entered by the system administrator, seen by all in service."""

from collections.abc import Iterable
from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.town.administration.doors import only_for
from gongzhi.town.administration.forms import day, refused
from gongzhi.town.calendar import commands
from gongzhi.town.calendar.models import Day, Hours
from gongzhi.town.calendar.working import known_until
from gongzhi.town.people.models import Role

KEEPER = Role.SYSTEM_ADMIN
EVERYBODY = tuple(Role)
LONGEST = 60  # days entered at once


def moment(label: Any) -> forms.TimeField:
    return forms.TimeField(label=label, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))


class Days(forms.Form):
    """Some days in a row, off or worked, from one notice."""

    first = day(gettext_lazy("从哪天"))
    last = day(gettext_lazy("到哪天"))
    working = forms.TypedChoiceField(
        label=gettext_lazy("这几天"), choices=[("0", gettext_lazy("放假")), ("1", gettext_lazy("调休上班"))],
        coerce=lambda value: value == "1", widget=forms.RadioSelect,
    )  # fmt: skip
    name = forms.CharField(label=gettext_lazy("名称"), max_length=40, help_text=gettext_lazy("例如：元旦。"))
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("国务院办公厅当年的放假通知和文号。"),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        first, last = given.get("first"), given.get("last")
        if first and last and not first <= last < first + timedelta(days=LONGEST):
            self.add_error("last", _("要在开始那天以后，最多 60 天。"))
        return given

    def rows(self) -> Iterable[tuple[date, bool, str]]:
        given = self.cleaned_data
        count = (given["last"] - given["first"]).days + 1
        return [(given["first"] + timedelta(days=n), given["working"], given["name"]) for n in range(count)]


class OfficeHours(forms.Form):
    """The morning and the afternoon, from a day on."""

    valid_from = day(gettext_lazy("从哪天起"))
    morning_from = moment(gettext_lazy("上午起"))
    morning_to = moment(gettext_lazy("上午止"))
    afternoon_from = moment(gettext_lazy("下午起"))
    afternoon_to = moment(gettext_lazy("下午止"))
    basis = forms.CharField(label=gettext_lazy("依据"), max_length=200)

    def spans(self) -> dict[str, tuple[time, time]]:
        given = self.cleaned_data
        return {name: (given[f"{name}_from"], given[f"{name}_to"]) for name in ("morning", "afternoon")}


def runs_out(until: date | None) -> bool:
    """Whether next year's days should have been entered by now: the notice comes out in November."""
    today = clock.today()
    return until is None or until.year < today.year or (until.year == today.year and today.month >= 11)


def spans(days: Iterable[Day]) -> list[dict[str, Any]]:
    """Days of one name, in a row, as one line."""
    found: list[dict[str, Any]] = []
    for row in days:
        last = found[-1] if found else None
        same = last and (last["name"], last["working"], last["basis"]) == (row.name, row.working, row.basis)
        if last and same and row.day == last["last"] + timedelta(days=1):
            last["last"], last["n"] = row.day, last["n"] + 1
        else:
            found.append(
                {
                    "first": row.day,
                    "last": row.day,
                    "n": 1,
                    "name": row.name,
                    "working": row.working,
                    "basis": row.basis,
                }
            )
    return found


def page(request: Any, status: int = 200, **forms_: Any) -> HttpResponse:
    """A year's special days in their order, the hours, and the forms for whoever may enter them."""
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdigit() and 2000 <= int(asked) <= 2100 else clock.today().year
    until = known_until()
    context = {
        "year": year, "spans": spans(Day.objects.filter(day__year=year)),
        "hours": list(Hours.objects.order_by("-valid_from")), "until": until, "short": runs_out(until),
        "keeps": bool(request.actor.serves(KEEPER)), "days_form": forms_.get("days") or Days(),
        "hours_form": forms_.get("hours") or OfficeHours(), "today": clock.today(),
    }  # fmt: skip
    return render(request, "town/calendar.html", context, status=status)


@only_for(*EVERYBODY)
def show(request: Any) -> HttpResponse:
    return page(request)


@only_for(KEEPER)
@require_POST
def enter_days(request: Any) -> HttpResponse:
    """录入节假日."""
    form = Days(request.POST)
    if form.is_valid():
        try:
            commands.enter_days(request.actor, days=list(form.rows()), basis=form.cleaned_data["basis"])
            return HttpResponseRedirect(f"/town/calendar/?year={form.cleaned_data['first'].year}")
        except Stopped as wrong:
            refused(form, wrong)
    return page(request, 422, days=form)


@only_for(KEEPER)
@require_POST
def set_hours(request: Any) -> HttpResponse:
    """改办公时间."""
    form = OfficeHours(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            commands.set_hours(
                request.actor, valid_from=given["valid_from"], basis=given["basis"], **form.spans()
            )
            return HttpResponseRedirect("/town/calendar/")
        except Stopped as wrong:
            refused(form, wrong)
    return page(request, 422, hours=form)
