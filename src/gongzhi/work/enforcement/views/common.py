"""What the new-form pages share: a form, a command, and what was typed kept when it is refused."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gongzhi.kit.flow import Refused, Stopped
from gongzhi.kit.identity import new_id
from gongzhi.kit.web.doors import StepFace, Words


def one_first(faces: list[StepFace]) -> list[StepFace]:
    """The likeliest step on top, and no second red one."""
    faces = sorted(faces, key=lambda face: not face.first)
    for face in faces[1:]:
        face.first = False
    return faces


def new_page(
    request: Any,
    template: str,
    form: Words,
    command: Callable[..., Any],
    address: Callable[[Any], str],
    **context: Any,
) -> HttpResponse:
    """Show the form, or begin the thing and go to its page."""
    status = 200
    wrong: Stopped | None = None
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = command(request.actor, key=request.POST.get("key") or None, **form.details)
                return HttpResponseRedirect(address(made))
            except Refused as refused:
                if refused.field in form.fields:
                    form.add_error(refused.field, refused.message)
                else:
                    wrong = refused
            except Stopped as stopped:
                wrong, status = stopped, stopped.status
    key = request.POST.get("key") or new_id()
    return render(request, template, {"form": form, "wrong": wrong, "key": key, **context}, status=status)
