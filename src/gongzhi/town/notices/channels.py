"""Channels: the ways by which a notice reaches a person. The app is the first; others come by ``add``."""

from collections.abc import Sequence
from typing import Protocol

from gongzhi.town.notices.models import Notice


class Channel(Protocol):
    """One way. ``send`` gets notices that are stored already, and must not fail the work that they tell of."""

    name: str

    def send(self, notices: Sequence[Notice]) -> None: ...


class InApp:
    """The bell on the page reads the table: what is stored has arrived."""

    name = "app"

    def send(self, notices: Sequence[Notice]) -> None:
        """Nothing more to do."""


_channels: list[Channel] = [InApp()]


def add(channel: Channel) -> None:
    """Add a way (SMS, WeChat, DingTalk); called at start-up by its gateway."""
    if channel.name not in [known.name for known in _channels]:
        _channels.append(channel)


def all_channels() -> tuple[Channel, ...]:
    return tuple(_channels)
