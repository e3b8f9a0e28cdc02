"""Groups of notices: what a person chooses by. ``config/notice_kinds.py`` says which kind belongs to which group."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

GROUPS: dict[str, Any] = {
    "turn": _("轮到我的：报来、要核验、要签发、要到场、交办"),
    "press": _("催办和督办"),
    "back": _("退回和重开"),
    "news": _("进展和结果：回答、裁定、评价、没有吹响"),
    "duty": _("值班"),
}
FIRST = ("turn", "press", "back", "duty")  # what a confirmed address gets until its person chooses otherwise


@dataclass(frozen=True)
class KindCard:
    """A kind of notice. ``outside``: what is said of it outside the house, where its title quotes somebody's words."""

    group: str
    outside: Any = ""


_kinds: dict[str, KindCard] = {}


def fill(kinds: Mapping[str, KindCard]) -> None:
    """Filled at start-up."""
    _kinds.update(kinds)


def known() -> set[str]:
    return set(_kinds)


def group_of(kind: str) -> str:
    """The group of a kind; what nobody has placed is news."""
    return _kinds[kind].group if kind in _kinds else "news"


def said_outside(kind: str, title: str) -> str:
    """What leaves the house: the title, or what stands for it where it quotes somebody."""
    card = _kinds.get(kind)
    return str(card.outside) if card and card.outside else title
