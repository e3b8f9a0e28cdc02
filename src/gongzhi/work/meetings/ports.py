"""What a room above brings to a table: a thing of its own as a topic, and what it does when that is decided."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Decided = Callable[[Any, Any], None]


@dataclass(frozen=True)
class Brought:
    """How a kind of thing appears on an agenda: its address, and who hears the decision (actor, topic)."""

    address: Callable[[str], str]
    decided: Decided | None = None
    seen: Callable[[Any, str], bool] = lambda _actor, _pk: True


_kinds: dict[str, Brought] = {}


def bring(kind: str, brought: Brought) -> None:
    """Filled at start-up by the room that owns ``kind`` (a model's label)."""
    _kinds[kind] = brought


def address_of(kind: str, pk: str, actor: Any) -> str:
    """Where the thing a topic speaks of is shown; nothing for a kind that no room brought, or that the actor does not see."""
    found = _kinds.get(kind)
    return found.address(pk) if found and found.seen(actor, pk) else ""


def tell_decided(actor: Any, topic: Any) -> None:
    """The owner of the topic's thing acts on the decision, in the same transaction."""
    found = _kinds.get(topic.subject_kind)
    if found and found.decided:
        found.decided(actor, topic)
