"""Channels: the ways by which a notice reaches a person. The app is the first; others come by ``add``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable
from uuid import UUID

from gongzhi.town.notices.models import Notice


class Channel(Protocol):
    """One way. ``send`` gets notices that are stored already, and must not fail the work that they tell of."""

    name: str

    def send(self, notices: Sequence[Notice]) -> None: ...


@dataclass(frozen=True)
class Letter:
    """What goes out at once to one address: lines of (title, address in the house), or a code to confirm it by."""

    id: UUID
    to: str
    language: str
    lines: tuple[tuple[str, str], ...] = ()
    urgent: bool = False
    code: str = ""


class NotSent(Exception):
    """It certainly did not go out. ``for_good``: this address is refused, trying again is of no use."""

    def __init__(self, reason: str, *, for_good: bool = False, everybody: bool = False):
        super().__init__(reason)
        self.for_good, self.everybody = for_good, everybody


class Unsure(Exception):
    """It may have gone out: the other side fell silent after it had everything. It is not sent again."""


@runtime_checkable
class Outside(Protocol):
    """A way outside the app. ``deliver`` raises NotSent (``everybody``: nothing can be handed over now) or Unsure."""

    name: str
    label: Any
    asks_for: Any

    def send(self, notices: Sequence[Notice]) -> None: ...

    def fits(self, address: str) -> bool: ...

    def masked(self, address: str) -> str: ...

    def deliver(self, letter: Letter) -> None: ...


class InApp:
    """The bell on the page reads the table: what is stored has arrived."""

    name = "app"

    def send(self, notices: Sequence[Notice]) -> None:
        """Nothing more to do."""


_channels: list[Channel] = [InApp()]


def add(channel: Channel) -> None:
    """Add a way (e-mail, SMS, WeChat, DingTalk); called at start-up by its gateway."""
    if channel.name not in [known.name for known in _channels]:
        _channels.append(channel)


def all_channels() -> tuple[Channel, ...]:
    return tuple(_channels)


def outside() -> list[Outside]:
    """The ways outside the app that this house has."""
    return [one for one in _channels if isinstance(one, Outside)]


def outside_named(name: str) -> Outside | None:
    return next((one for one in outside() if one.name == name), None)
