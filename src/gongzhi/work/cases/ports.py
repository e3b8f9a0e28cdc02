"""Ports of the room: what rooms above fill at start-up, because a lower room never imports them."""

from collections.abc import Callable
from typing import Any

from gongzhi.work.cases.models import Case

Told = Callable[[Any, Case], None]

#: Called when a case that departments finished is sent back or reopened: the same hands take it up again.
RETURNED: list[Told] = []
