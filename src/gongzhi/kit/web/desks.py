"""我的待办: rows that every room brings, put in one order by their clock."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.faces import ClockFace

GROUPS = ("first", "over", "today", "tomorrow", "later", "untimed")


@dataclass(frozen=True)
class DeskStep:
    """A small button of a row. ``post``: one press does it; otherwise the address has the form open."""

    label: Any
    url: str
    post: bool = False
    icon: str = ""


@dataclass
class DeskRow:
    """One thing that is mine now. ``kind`` is a code of ``config.desk.KINDS``; ``first`` heads the list (批示)."""

    kind: str
    title: str
    url: str
    line: str
    clock: ClockFace | None
    steps: list[DeskStep] = field(default_factory=list)
    first: bool = False

    @property
    def over(self) -> bool:
        return self.clock is not None and self.clock.state == "over"

    @property
    def group(self) -> str:
        """Which part of the list it stands in."""
        if self.first:
            return "first"
        if self.clock is None or self.clock.due is None or self.clock.state in ("done", "wait"):
            return "untimed"
        if self.over:
            return "over"
        apart = (clock.local(self.clock.due).date() - clock.today()).days
        return "today" if apart <= 0 else "tomorrow" if apart == 1 else "later"


@dataclass
class Waited:
    """One thing that somebody else owes me."""

    who: str
    what: str
    url: str
    state: str
    clock: ClockFace | None


def titles() -> dict[str, str]:
    return {
        "first": _("批示"),
        "over": _("已逾期"),
        "today": _("今天到期"),
        "tomorrow": _("明天到期"),
        "later": _("以后"),
        "untimed": _("不计时"),
    }


def grouped(rows: Iterable[DeskRow]) -> list[dict[str, Any]]:
    """The rows in their groups, each by the moment due."""
    said, found = titles(), {code: [] for code in GROUPS}  # type: ignore[var-annotated]
    for row in rows:
        found[row.group].append(row)
    return [
        {"code": code, "title": said[code], "rows": sorted(found[code], key=_by_due)}
        for code in GROUPS
        if found[code]
    ]


def _by_due(row: DeskRow) -> tuple[bool, float]:
    due = row.clock.due if row.clock else None
    return due is None, due.timestamp() if due else 0.0
