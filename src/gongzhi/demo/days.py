"""Thirty days of the demo city's life. (Being written.)"""

from collections.abc import Callable
from datetime import timedelta

from gongzhi.town.areas.cards import AreaCard


def live(
    scale: str, streets: tuple[AreaCard, ...], say: Callable[[int, int, str], object], *,
    hear: Callable[[], object], tick: Callable[[], object], span: timedelta,
) -> None:  # fmt: skip
    """Nothing yet."""
