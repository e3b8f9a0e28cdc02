"""Small pages of the face kit: the type size, and what is said when something cannot be shown."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gongzhi.kit import clock

log = logging.getLogger(__name__)
TYPE_COOKIE = "gz_type"
MOST_LATE = timedelta(days=30)
YEAR_SECONDS = 365 * 86400
SAID = frozenset({403, 404, 409, 422})  # statuses with a page of words


def is_large(request: HttpRequest) -> bool:
    """Whether this reader asked for large type; for ``shell.large``."""
    return request.COOKIES.get(TYPE_COOKIE) == "large"


def back(request: HttpRequest, address: str | None) -> str:
    """``address`` if it is one of ours, else the front page."""
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
    return address if address and ours else "/"


@require_GET
def type_size(request: HttpRequest, size: str) -> HttpResponse:
    """大字 on (``large``) or off (anything else), then back to ``next``. A link: it needs no script."""
    answer = HttpResponseRedirect(back(request, request.GET.get("next")))
    if size == "large":
        answer.set_cookie(TYPE_COOKIE, "large", max_age=YEAR_SECONDS, samesite="Lax", httponly=True)
    else:
        answer.delete_cookie(TYPE_COOKIE)
    return answer


def claimed_at(request: HttpRequest) -> datetime | None:
    """When a phone without signal says this was written; None if it was sent at once or says what can't be."""
    try:
        said = datetime.fromisoformat(request.headers.get("X-Gongzhi-At", ""))
    except ValueError:
        return None
    if said.tzinfo is None or not timedelta(0) <= clock.now() - said <= MOST_LATE:
        return None
    return said


def shell_for(request: HttpRequest) -> str:
    """Staff see problems in the desk shell, everyone else in the phone shell."""
    user = getattr(request, "user", None)
    return "web/desk.html" if user is not None and user.is_authenticated else "web/phone.html"


def problem(request: HttpRequest, status: int, message: str = "", **more: Any) -> HttpResponse:
    """A page that says what could not be done, why, and what to do; each status has its template."""
    context = {"status": status, "message": message, "parent": shell_for(request), **more}
    return render(request, f"web/{status}.html", context, status=status)


def csrf_refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that came without its token: the page stood open too long, or cookies are off."""
    log.info("csrf refused: %s", reason)
    context = {"status": 403, "parent": "web/phone.html"}
    answer = render(request, "web/csrf.html", context, status=403)
    answer["X-Gongzhi-Csrf"] = "refused"
    return answer


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 403, str(exception or ""))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return problem(request, 404)


def broken(request: HttpRequest) -> HttpResponse:
    """500. Nothing is asked of the database or the shell here: they may be what broke."""
    text = _("这一步没有做成。错误已经记下，请过几分钟再试。急事请打 12345。")
    words = {"title": _("系统出了错"), "text": text}
    return HttpResponse(render_to_string("web/500.html", words), status=500)
