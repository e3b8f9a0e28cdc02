"""What stands beside a list's rows: the views people keep of it, and a batch of steps that still waits.

``config/lists.py`` says which addresses are lists, and what they are called; ``town.saved_views`` keeps the views.
A list asks here and imports neither. A batch is named by the address (``batch=ID``) and drawn by its own room.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest, QueryDict

from gongzhi.kit.web.address import CURSORS, canonical

VIEW, BATCH = "view", "batch"
SHOWN = 5  # views beside the filters; the others are folded


@dataclass(frozen=True)
class ViewFace:
    """A kept view as a list draws it: its name, where it leads, whether it is shown now, and shared with whom."""

    id: int
    name: str
    url: str
    here: bool
    shared: str = ""
    own: bool = True
    first: bool = False


@dataclass(frozen=True)
class Beside:
    """The views of a list for one reader, and what its form of keeping one sends."""

    address: str
    query: str
    rows: list[ViewFace] = field(default_factory=list)
    shares_with: str = ""

    @property
    def here(self) -> ViewFace | None:
        """The view whose filters, sort and columns these are."""
        return next((row for row in self.rows if row.here), None)

    @property
    def shown(self) -> list[ViewFace]:
        return self.rows[:SHOWN]

    @property
    def folded(self) -> list[ViewFace]:
        return self.rows[SHOWN:]


Keeper = Callable[[HttpRequest, str], Beside | None]
_names: dict[str, Any] = {}
_keeper: Keeper | None = None


def fill(names: Mapping[str, Any]) -> None:
    """Which addresses are lists, each with its name; filled by ``config`` at start-up."""
    _names.update(names)


def keep_by(keeper: Keeper) -> None:
    """Filled by ``town.saved_views`` at start-up."""
    global _keeper
    _keeper = keeper


def names() -> dict[str, Any]:
    """Every list, address to name."""
    return dict(_names)


def beside(request: Any) -> Beside | None:
    """The views of the list at this address, for this reader; one statement. None where nobody keeps any."""
    if _keeper is None or request.path not in _names or not getattr(request.user, "is_authenticated", False):
        return None
    return _keeper(request, canonical(request.GET))


def first_of(request: Any, found: Beside | None) -> str:
    """Where a list that was opened without any filter goes first: its reader's own first view, or nowhere ("")."""
    if found is None or request.GET:
        return ""
    return next((row.url for row in found.rows if row.first), "")


def batch_of(query: QueryDict) -> UUID | None:
    """The batch that the address names."""
    try:
        return UUID(query.get(BATCH, ""))
    except ValueError:
        return None


def placed(query: QueryDict) -> bool:
    """Whether the address names a place in the list (a page after the first)."""
    return any(query.get(name) for name in CURSORS)
