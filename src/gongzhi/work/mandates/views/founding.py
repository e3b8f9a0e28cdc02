"""A page whose form founds something: the words are kept when it is refused, and the refusal stands above them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongzhi.kit.flow import Refused, Stopped
from gongzhi.kit.identity import new_id


@dataclass(frozen=True)
class Sheet:
    """What stands around the form: its title, a line below, and the list it belongs to."""

    title: Any
    sub: Any
    above: Any
    above_url: str
    button: Any = ""


def founded(
    request: Any, form: Any, command: Callable[..., Any], sheet: Sheet, to: Callable[[Any], str] | None = None
) -> HttpResponse:
    """The form, or after it the page of what was made (``to``, or the list with its number)."""
    status = 200
    wrong: Stopped | None = None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = command(request.actor, key=request.POST.get("key") or None, **form.cleaned_data)
                return HttpResponseRedirect(to(made) if to else f"{sheet.above_url}{made.pk}/")
            except Refused as refused:
                if refused.field in form.fields:
                    form.add_error(refused.field, refused.message)
                else:
                    wrong = refused
            except Stopped as stopped:
                wrong, status = stopped, stopped.status
    context = {"form": form, "wrong": wrong, "key": new_id(), "sheet": sheet}
    return render(request, "mandates/founding.html", context, status=status)
