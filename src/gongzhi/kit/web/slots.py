"""Slots: named places on a page that rooms above fill. The page asks by name; ``config`` fills them at start-up.

So a lower room's page shows what an upper room knows, and never imports it.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from typing import Any

Part = Callable[..., Any]
_slots: dict[str, tuple[Part, ...]] = defaultdict(tuple)


def fill(parts: Mapping[str, Sequence[Part]]) -> None:
    """Set what stands in each slot; a second start-up in one process changes nothing."""
    _slots.update({name: tuple(given) for name, given in parts.items()})


def of(name: str, *args: Any) -> list[Any]:
    """What the parts of a slot have to show, in their order; lists are joined, nothing is left out."""
    found: list[Any] = []
    for part in _slots[name]:
        shown = part(*args)
        if isinstance(shown, list):
            found.extend(shown)
        elif shown is not None:
            found.append(shown)
    return found
