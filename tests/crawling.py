"""Every page that a person can reach by links from their first one, each kind of address a few times."""

import html
import re
from collections import deque

from django.test import Client

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
HREF = re.compile(r'href="(/[^"#]*)')
LEFT_OUT = ("/static/", "/i18n/", "/type/", "/account/logout/", "/api/", "/style/", "/files/")
MOST = 80  # pages a person; the walk ends before, but a mistake must not run for ever


def visitor(user=None) -> Client:
    """Somebody's browserless visit; None is nobody signed in."""
    client = Client()
    if user is not None:
        client.force_login(user, BACKEND)
    return client


def kind_of(address: str) -> str:
    """The address without what names one thing: pages of one kind look alike."""
    guide = re.sub(
        r"^/help/[a-z-]+/$", "/help/#/", address
    )  # its pages are alike, and have tests of their own
    return re.sub(r"[0-9a-f-]{36}|\d+|\?.*", "#", guide)


def walked(client: Client, start: str = "/", language: str = "zh-hans", of_a_kind: int = 2) -> dict[str, str]:
    """Address to page. Workbooks and the like are left out."""
    seen: dict[str, str] = {}
    ahead, kinds = deque([start]), {}
    while ahead and len(seen) < MOST:
        address = html.unescape(ahead.popleft())
        kind = kind_of(address)
        if address in seen or address.startswith(LEFT_OUT) or kinds.get(kind, 0) >= of_a_kind:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = client.get(address, headers={"accept-language": language}, follow=True)
        if "text/html" not in answer.get("Content-Type", ""):
            continue
        seen[address] = answer.content.decode()
        ahead.extend(HREF.findall(seen[address]))
    return seen
