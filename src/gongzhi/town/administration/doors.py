"""Who may enter the three administrators' pages: exactly one role each; everybody else is told so."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from gongzhi.kit.flow import NotYours

View = Callable[..., HttpResponse]


def only_for(*roles: str) -> Callable[[View], View]:
    """The page of whoever serves in one of ``roles``; signed out: the sign-in page; others: 403."""

    def wrap(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **more: Any) -> HttpResponse:
            if not request.actor.serves(*roles):  # type: ignore[attr-defined]
                raise NotYours(_("这一页归别的岗位。"))
            return view(request, *args, **more)

        return never_cache(login_required(enter))

    return wrap
