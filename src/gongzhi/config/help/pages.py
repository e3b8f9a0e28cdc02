"""The pages of the guide: read once from ``zh/*.md`` and ``en/*.md``, cut into steps, rendered.

A page is ``# title``, a paragraph that says what it is for, and ``## `` steps. A paragraph that is only a picture
(``![words](name-in-docs-screens)``) or only a link into the house is taken out of the words: the picture stands beside
them, the link is drawn for those who may follow it (``ways``).
"""

import struct
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from markdown_it import MarkdownIt
from markdown_it.token import Token

from gongzhi.town.access.actor import Actor
from gongzhi.town.people.models import HEADS, Role

FOLDER = Path(__file__).parent
TOURS: dict[str, tuple[str, ...]] = {
    "resident": (),
    "head": HEADS,
    "community": (Role.COMMUNITY_WORKER, Role.COMMUNITY_SECRETARY),
    "street-clerk": (Role.STREET_CLERK,),
    "street-leader": (Role.STREET_LEADER,),
    "department": (Role.DEPARTMENT_CLERK, Role.DEPARTMENT_LEADER),
    "dispatch-centre": (Role.DISTRICT_DISPATCHER,),
    "leaders": (Role.DISTRICT_LEADER, Role.CITY_LEADER),
    "caller": (Role.CALLER,),
    "liaison": (Role.LIAISON, Role.CONTACT_POINT),
    "sorter": (Role.CITY_DISPATCHER,),
    "system-admin": (Role.SYSTEM_ADMIN,),
    "security-admin": (Role.SECURITY_ADMIN,),
    "audit-admin": (Role.AUDIT_ADMIN,),
}
TOPICS = (
    "whistle",
    "gate",
    "meetings",
    "policies",
    "mandates",
    "enforcement",
    "street-powers",
    "filings",
    "secretary-projects",
    "clocks",
    "without-signal",
    "tables",
    "privacy",
    "registers",
    "first-run",
)
LANGUAGES = ("zh", "en")
MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


@dataclass(frozen=True)
class Picture:
    """A kept screenshot: its file below /static/, what it shows, how large it is."""

    name: str
    words: str
    width: int
    height: int

    @property
    def file(self) -> str:
        return f"screens/{self.name}.png"

    @property
    def tall(self) -> bool:
        return self.height > self.width


@dataclass(frozen=True)
class Way:
    """A link to a live page."""

    label: str
    url: str


@dataclass(frozen=True)
class Step:
    """One heading with its words, pictures and links."""

    title: str
    html: SafeString
    plain: str
    pictures: tuple[Picture, ...]
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Page:
    """A tour or a topic in one language."""

    slug: str
    title: str
    html: SafeString
    plain: str
    steps: tuple[Step, ...]

    @property
    def roles(self) -> list[str]:
        """For whom, in the city's own words."""
        return [str(Role(role).label) for role in TOURS.get(self.slug, ())]

    @property
    def is_tour(self) -> bool:
        return self.slug in TOURS

    @property
    def url(self) -> str:
        return f"/help/{self.slug}/"


def slug_of(actor: Actor | None) -> str:
    """The tour of the post that somebody acts under; a resident's for who is not in service."""
    role = actor.post.role if actor and actor.post else ""
    return next((slug for slug, roles in TOURS.items() if role in roles), "resident")


def language() -> str:
    return "en" if (get_language() or "").startswith("en") else "zh"


def page(slug: str) -> Page | None:
    """A page in the reader's language; None where there is none of that name."""
    return read(language(), slug) if slug in TOURS or slug in TOPICS else None


def every(within: Any = None) -> list[Page]:
    """The pages of these names (all, tours first) in the reader's language."""
    return [read(language(), slug) for slug in (within or (*TOURS, *TOPICS))]


@cache
def read(tongue: str, slug: str) -> Page:
    """A page from its file."""
    return made(slug, (FOLDER / tongue / f"{slug}.md").read_text(encoding="utf-8"))


def made(slug: str, text: str) -> Page:
    """A page from its text."""
    title = ""
    before: list[Token] = []
    parts: list[tuple[str, list[Token]]] = []
    tokens = MARKDOWN.parse(text)
    at = 0
    while at < len(tokens):
        token = tokens[at]
        if token.type == "heading_open":
            words = tokens[at + 1].content
            at += 3
            if token.tag == "h1":
                title = words
            else:
                parts.append((words, []))
            continue
        (parts[-1][1] if parts else before).append(token)
        at += 1
    html, plain, _pictures, _ways = _cut(before)
    return Page(slug, title, html, plain, tuple(Step(words, *_cut(inside)) for words, inside in parts))


def _cut(tokens: list[Token]) -> tuple[SafeString, str, tuple[Picture, ...], tuple[Way, ...]]:
    """Words as HTML and as plain text, and what stands apart from them: pictures and links of their own."""
    kept: list[Token] = []
    pictures: list[Picture] = []
    ways: list[Way] = []
    at = 0
    while at < len(tokens):
        alone = _alone(tokens, at)
        if isinstance(alone, Way):
            ways.append(alone)
        elif alone is not None:
            pictures += [found] if (found := measured(*alone)) else []
        else:
            kept.append(tokens[at])
            at += 1
            continue
        at += 3
    html = MARKDOWN.renderer.render(kept, MARKDOWN.options, {})
    plain = " ".join(_plain(token) for token in kept if token.type == "inline")
    return mark_safe(html), plain, tuple(pictures), tuple(ways)  # our own files, HTML in them is off


def _plain(token: Token) -> str:
    return "".join(one.content for one in token.children or ())


def _alone(tokens: list[Token], at: int) -> Way | tuple[str, str] | None:
    """The link or picture that is a whole paragraph."""
    if tokens[at].type != "paragraph_open" or tokens[at].level:
        return None
    inside = tokens[at + 1].children or []
    if len(inside) == 1 and inside[0].type == "image":
        return str(inside[0].attrs["src"]), inside[0].content
    if len(inside) == 3 and inside[0].type == "link_open":
        return Way(inside[1].content, str(inside[0].attrs["href"]))
    return None


def measured(name: str, words: str) -> Picture | None:
    """The kept screenshot of this name; None while it is being taken anew."""
    path = Path(settings.SCREENS) / f"{name}.png"
    if not path.exists():
        return None
    with path.open("rb") as file:
        width, height = struct.unpack(">II", file.read(24)[16:])
    return Picture(name, words, width, height)
