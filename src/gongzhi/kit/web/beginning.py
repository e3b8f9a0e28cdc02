"""The page of a form that begins something: shown, refused with everything that was typed kept, or gone on from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongzhi.kit.flow import Refused, Stopped
from gongzhi.kit.identity import new_id


def begin(
    request: Any, form: forms.Form, command: Callable[..., Any], template: str, to: Callable[[Any], str], **context: Any
) -> HttpResponse:  # fmt: skip
    """Show the form, or take the command and go to what it made.

    :param form: bound to what was posted; its ``details``, or else its cleaned data, is what the command is told.
    :param to: of the thing made, the address to go to.

    A refusal stands at its field; one that names no field of the form is ``wrong``, above it. The status says which
    (422, 403, 409). The template also has ``form`` and ``key``, which makes a double press one.
    """
    status, wrong = 200, None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            details = getattr(form, "details", form.cleaned_data)
            try:
                return HttpResponseRedirect(
                    to(command(request.actor, key=request.POST.get("key") or None, **details))
                )
            except Stopped as stop:
                if isinstance(stop, Refused) and stop.field in form.fields:
                    form.add_error(stop.field, stop.message)
                else:
                    wrong, status = stop, stop.status
    known = {"form": form, "wrong": wrong, "key": request.POST.get("key") or new_id()}
    return render(request, template, known | context, status=status)
