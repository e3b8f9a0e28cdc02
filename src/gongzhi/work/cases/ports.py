"""Ports of the room: what rooms above fill at start-up, because a lower room never imports them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from gongzhi.work.cases.models import Case

Told = Callable[[Any, Case], None]

#: Called when a case that departments finished is sent back or reopened: the same hands take it up again.
RETURNED: list[Told] = []

#: Called when a pause ends, with the time that was waited: the clocks of called departments waited too.
WAITED: list[Callable[[Case, timedelta], None]] = []
