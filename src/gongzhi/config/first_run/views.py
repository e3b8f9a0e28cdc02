"""The guide's pages. They exist only while the house has nobody in service, and only for who has the console's code."""

import tempfile
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongzhi.config.first_run import forms, steps
from gongzhi.kit import throttle
from gongzhi.kit.flow import Stopped
from gongzhi.kit.registers import registry
from gongzhi.kit.web.table_answers import XLSX
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people.models import Role

SESSION = "first-run"
TRIES, MINUTES = 10, 10
SHOWN_WRONG = 12
FORMS: dict[str, Any] = {
    steps.CITY: forms.City,
    steps.ORGANISATIONS: forms.Workbook,
    steps.PEOPLE: forms.Administrators,
}


@never_cache
def guide(request: Any) -> HttpResponse:
    """The step that comes next; a file is looked at whole and brought in, or comes back with its reasons."""
    step = steps.next_step()
    if not step:
        raise Http404
    if not _has_code(request):
        return _ask_for_code(request)
    form = FORMS[step](request.POST or None, request.FILES or None)
    if request.method == "POST":
        if request.POST.get("step") != step:  # two windows: what was sent belongs to a step that is done
            return HttpResponseRedirect(reverse("first-run"))
        if form.is_valid():
            answer = _people(request, form) if step == steps.PEOPLE else _file(request, step, form)
            if answer is not None:
                return answer
    return _page(request, step, form, 422 if request.method == "POST" else 200)


@never_cache
def template(request: Any, name: str) -> Any:
    """The empty workbook of a step."""
    if not steps.next_step() or not _has_code(request) or name not in steps.REGISTERS.values():
        raise Http404
    with tempfile.TemporaryDirectory(prefix="gongzhi-template-") as place:
        path = Path(place) / "template.xlsx"
        register = registry.get(name)
        register.template(path)
        named = f"{register.title}-{_('模板')}.xlsx"
        return FileResponse(path.open("rb"), as_attachment=True, filename=named, content_type=XLSX)


def _has_code(request: Any) -> bool:
    return steps.is_code(request.session.get(SESSION, ""))


def _ask_for_code(request: Any) -> HttpResponse:
    """The code from the console, typed or in the link that the console shows."""
    form = forms.Key(request.POST or None, initial={"code": request.GET.get("code", "")})
    if request.method == "POST" and form.is_valid():
        try:
            throttle.check_and_count("first-run", TRIES, MINUTES)
        except Stopped as wrong:
            form.add_error("code", wrong.message)
        else:
            if steps.is_code(form.cleaned_data["code"].strip()):
                request.session[SESSION] = form.cleaned_data["code"].strip()
                return HttpResponseRedirect(reverse("first-run"))
            form.add_error(
                "code", _("不是这台机器的启动码。它在启动时的窗口里，也在数据文件夹的 start-code 文件里。")
            )
    status = 422 if form.errors else 200
    return render(request, "start/code.html", {"form": form}, status=status)


def _file(request: Any, step: str, form: Any) -> HttpResponse | None:
    """Bring the file in; None where the form now says what is wrong."""
    given = form.cleaned_data["file"]
    with tempfile.TemporaryDirectory(prefix="gongzhi-first-") as place:
        path = Path(place) / f"in{Path(given.name).suffix.lower()}"
        with path.open("wb") as held:
            for part in given.chunks():
                held.write(part)
        try:
            outcome = steps.brought(step, path)
        except Stopped as wrong:
            form.add_error("file", wrong.message)
            return None
    if outcome.rejected:
        wrong_rows = [row for row in outcome.rows if row.wrong]
        for row in wrong_rows[:SHOWN_WRONG]:
            reasons = "；".join(row.wrong.values())
            form.add_error("file", _("第 %(n)d 行：%(why)s") % {"n": row.number, "why": reasons})
        if len(wrong_rows) > SHOWN_WRONG:
            form.add_error(
                "file",
                _("还有 %d 行有误。改好后整份再传，没有写入任何一行。") % (len(wrong_rows) - SHOWN_WRONG),
            )
        return None
    if not outcome.created:
        form.add_error("file", _("文件里没有可用的行。"))
        return None
    if step == steps.CITY:
        steps.called(form.words())
    return HttpResponseRedirect(reverse("first-run"))


def _people(request: Any, form: Any) -> HttpResponse | None:
    """The three accounts, and their initial passwords shown once."""
    try:
        made = steps.opened(form.accounts(), form.chosen())
    except Stopped as wrong:
        form.add_error(None, wrong.message)
        return None
    request.session.pop(SESSION, None)
    accounts = [(Role(role).label, username, password) for role, username, password in made]
    return render(request, "start/done.html", {"accounts": accounts, "counts": _counts()})


def _page(request: Any, step: str, form: Any, status: int) -> HttpResponse:
    place = steps.ORDER.index(step) + 1
    context = {
        "step": step, "place": place, "total": len(steps.ORDER), "form": form, "counts": _counts(),
        "register": steps.REGISTERS.get(step, ""), "levels": [f"level_{level}" for level in Level.values],
    }  # fmt: skip
    return render(request, "start/step.html", context, status=status)


def _counts() -> list[tuple[str, int]]:
    """What is there already, by level, and how many organisations."""
    found = Area.objects.filter(valid_to=None).values_list("level", flat=True)
    levels = list(found)
    said = [(str(level.label), levels.count(level)) for level in Level if level in levels]
    organisations = Organisation.objects.count()
    return [*said, (_("单位"), organisations)] if organisations else said
