"""The phone without signal: who a page belongs to, what its worker may keep, and the wiping of a lost one.

The worker (``static/gz/phone/``) sends what it kept through the ordinary doors with three headers: ``X-Gongzhi-Phone``
(answer a redirect in words), ``X-Gongzhi-Person`` (whose record it is) and ``X-Gongzhi-At`` (when it was written).
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.town.people.models import SignIn

KEPT = re.compile(r"^/($|today/|cases/new/$|cases/[0-9a-f-]{36}/$|me/queue/$)")
SHELL = (
    "gz/tokens.css", "gz/app.css", "gz/desk.css", "gz/phone.css", "gz/public.css", "gz/print.css", "gz/icons.svg",
    "gz/mark.svg", "gz/app.js", "gz/clock.js", "gz/desk.js", "gz/live.js", "gz/public.js", "gz/phone/main.js", "gz/phone/store.js",
    "gz/phone/send.js", "gz/phone/page.js", "vendor/htmx-2.0.11/htmx.min.js", "vendor/tabler-1.6.1/tabler.min.css",
)  # fmt: skip
WORKER = ("gz/phone/worker.js", "gz/phone/store.js", "gz/phone/send.js")
WIPE = "X-Gongzhi-Wipe"
Answer = Callable[[HttpRequest], HttpResponse]


def person(user: Any) -> str:
    """An opaque name of an account, for what a phone keeps; empty for nobody."""
    return keyed_hash(str(user.pk), "phone")[:32] if getattr(user, "pk", None) else ""


def short(session_key: str) -> str:
    """A session's name on pages: its key itself is never shown."""
    return keyed_hash(session_key, "session")[:16]


@cache
def version() -> str:
    """Of the worker: changes with any file it keeps."""
    held = []
    for name in sorted({*SHELL, *WORKER}):
        with open(str(finders.find(name)), "rb") as file:
            held.append(file.read())
    return salted_hmac("gongzhi.phone", b"\x00".join(held), secret="files").hexdigest()[:12]


@require_GET
def worker(_request: HttpRequest) -> HttpResponse:
    """The service worker, at the root so that it serves the whole staff face."""
    files = ", ".join(f'"{static(name)}"' for name in SHELL)
    text = f'import {{ start }} from "{static("gz/phone/worker.js")}";\nstart("{version()}", [{files}]);\n'
    answer = HttpResponse(text, content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/"
    return answer


@require_GET
def manifest(_request: HttpRequest) -> JsonResponse:
    """The installable staff face."""
    icons = [
        {"src": static(f"gz/phone/icon-{size}{kind}.png"), "sizes": f"{size}x{size}", "type": "image/png",
         "purpose": "maskable" if kind else "any"}
        for size in (192, 512) for kind in ("", "-maskable")
    ]  # fmt: skip
    said = {"id": "/", "name": _("共治"), "short_name": _("共治"), "start_url": "/", "scope": "/", "display": "standalone",
            "background_color": "#ffffff", "theme_color": "#ffffff", "lang": "zh-Hans", "icons": icons}  # fmt: skip
    return JsonResponse(said, content_type="application/manifest+json")


@require_GET
def without(request: HttpRequest) -> HttpResponse:
    """What stands for a page that this phone has not seen before, without signal. Names nobody."""
    return render(request, "people/without_signal.html")


@never_cache
@require_GET
def contact(request: Any) -> JsonResponse:
    """Who is signed in here, and a fresh form token: asked before a kept record is sent. 401 for nobody."""
    if not request.user.is_authenticated:
        return JsonResponse({}, status=401)
    return JsonResponse({"person": person(request.user), "csrf": get_token(request)})


class Phones:
    """Middleware around every page; reads nothing of its own unless a session cookie leads nowhere."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        whose = request.headers.get("X-Gongzhi-Person")
        if whose and whose != person(request.user):
            return self.wiped(request, JsonResponse({}, status=401))
        answer = self.get_response(request)
        keepable = request.method == "GET" and answer.status_code == 200 and KEPT.match(request.path)
        if keepable and request.user.is_authenticated:
            answer["X-Gongzhi-Keep"] = person(request.user)
        if "X-Gongzhi-Phone" in request.headers and answer.status_code in (301, 302, 303):
            answer = self.told(answer)
        return self.wiped(request, answer)

    def told(self, answer: HttpResponse) -> HttpResponse:
        """A redirect in words: a worker may not follow one for a page."""
        if answer["Location"].startswith(settings.LOGIN_URL):
            return HttpResponse(status=401)
        said = HttpResponse(status=204, headers={"X-Gongzhi-Next": answer["Location"]})
        said.cookies = answer.cookies
        return said

    def wiped(self, request: Any, answer: HttpResponse) -> HttpResponse:
        """A phone reported lost is told to forget everything, at whatever it asks."""
        key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
        stale = key and request.session.accessed and request.session.is_empty()
        if stale and SignIn.objects.filter(session_key=key, lost_at__isnull=False).exists():
            answer[WIPE] = "1"
            answer["Clear-Site-Data"] = '"cache", "storage"'
        return answer
