"""Asking as somebody: pages by a signed-in browser, the API by the same person's token."""

import html
import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.test import Client

from gongzhi.kit import clock
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.town.people.models import Token
from gongzhi.town.people.scopes import SCOPES
from tests.matrix.world import World

NOWHERE = UUID("01a00000-0000-7000-8000-000000000000")
CHANCE = re.compile(r'"[A-Za-z0-9]{64}"')
HTMX = {"HX-Request": "true"}
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass
class Said:
    """An answer: status, and all its words (of a workbook, those in its cells)."""

    status: int
    words: str
    target: str = ""


@dataclass
class Asker:
    """A person asking; None is nobody signed in."""

    person: tuple[str, str]
    client: Client
    headers: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> Said:
        return said(self.client.get(path, headers=self.headers if path.startswith("/api/") else {}))

    def get_part(self, path: str) -> Said:
        """As htmx asks: a refusal comes without the page around it."""
        return said(self.client.get(path, headers=self.headers if path.startswith("/api/") else HTMX))

    def post(self, path: str) -> Said:
        """Without words; whatever it does is undone."""
        api = path.startswith("/api/")
        media = "application/json" if api else "application/x-www-form-urlencoded"
        with transaction.atomic(), transaction.atomic(using="keys"):
            answer = self.client.post(path, "{}" if api else "", media, headers=self.headers if api else HTMX)
            told = said(answer)
            transaction.set_rollback(True)
            transaction.set_rollback(True, using="keys")
        return told


def said(answer: Any) -> Said:
    return Said(answer.status_code, words_of(answer), answer.get("Location", ""))


def as_nowhere(words: str, pk: Any) -> str:
    """A page without what differs each time (form tokens) and with the thing's id as if there were none."""
    return CHANCE.sub("", words.replace(str(pk), str(NOWHERE)))


def words_of(answer: Any) -> str:
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if body[:4] == b"PK\x03\x04":
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"\n".join(book.read(name) for name in book.namelist() if name.endswith(".xml"))
    return html.unescape(body.decode(errors="replace"))


def askers(world: World) -> list[Asker]:
    """Everybody, and somebody who is not signed in."""
    made = [Asker(("anonymous", ""), Client())]
    for person, user in world.people.items():
        client = Client()
        client.force_login(user, BACKEND)
        plain = f"gz_{user.pk}"
        Token.objects.create(
            user=user, label="matrix", hashed=keyed_hash(plain, "token"), scopes=list(SCOPES),
            expires_at=clock.now() + clock.timedelta(days=1),
        )  # fmt: skip
        made.append(Asker(person, client, {"Authorization": f"Bearer {plain}"}))
    return made


def address(path: str, pk: Any) -> str:
    return "/" + path.replace("<uuid:pk>", str(pk)).replace("<pk>", str(pk))
