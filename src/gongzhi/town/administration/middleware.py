"""An initial password is changed before anything else: somebody else knew it."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

OPEN = ("/account/", "/i18n/", "/type/", "/r/", "/static/", "/events")


class OwnPassword:
    """Sends an account with ``must_change`` to the form; asks nothing where nobody is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: Any, _view: Any, _args: Any, _more: Any) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or request.path.startswith(OPEN):
            return None
        if request.user.is_authenticated and request.user.must_change:
            return HttpResponseRedirect("/account/password/change/")
        return None
