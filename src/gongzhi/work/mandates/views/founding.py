"""A page whose form founds something: the words are kept when it is refused, and the refusal stands above them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from gongzhi.kit.web.beginning import begin


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
    return begin(
        request, form, command, "mandates/founding.html", to or (lambda made: f"{sheet.above_url}{made.pk}/"), sheet=sheet
    )  # fmt: skip
