"""Who is asking: the account of the session and its posts, as ``request.user`` and ``request.actor``."""

from collections.abc import Callable
from typing import Any

from django.contrib import auth
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.utils.functional import SimpleLazyObject

from gongzhi.town.access.actor import NOBODY, Actor, from_rows
from gongzhi.town.people.models import User
from gongzhi.town.people.queries import account

ACTING_AS = "acting_as"


class SignedIn:
    """Sets ``user`` and ``actor``, both read only when somebody looks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.user = SimpleLazyObject(lambda: _user(request))
        request.actor = SimpleLazyObject(lambda: _actor(request))
        return self.get_response(request)


def _user(request: Any) -> User | AnonymousUser:
    if not hasattr(request, "_cached_user"):
        request._cached_user = _from_session(request) or AnonymousUser()
    return request._cached_user


def _from_session(request: Any) -> User | None:
    """The session's account, unless its password has changed since or it was closed."""
    session = request.session
    if auth.SESSION_KEY not in session:
        return None
    user = session.user()
    if user is None or str(user.pk) != str(session[auth.SESSION_KEY]) or not user.is_active:
        return None
    if not constant_time_compare(session.get(auth.HASH_SESSION_KEY, ""), user.get_session_auth_hash()):
        return None
    user.backend = session[auth.BACKEND_SESSION_KEY]
    return user


def _actor(request: Any) -> Actor:
    user = request.user
    if not user.is_authenticated:
        return NOBODY
    found: Any = getattr(request.session, "found", None) or account(user.username)
    return from_rows(user, found.post_rows if found else [], request.session.get(ACTING_AS))
