"""Who may set rules: the town says so at start-up; until then only the machine's operator may."""

from collections.abc import Callable
from typing import Any

_may: Callable[[Any], bool] | None = None


def let_set(may: Callable[[Any], bool]) -> None:
    """Filled by ``town.areas`` at start-up."""
    global _may
    _may = may


def may_set(actor: Any) -> bool:
    return _may(actor) if _may else actor.kind == "system"
