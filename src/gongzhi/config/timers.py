"""What the clock calls, in every room; each call is a command of its own transaction."""

import logging
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from django.conf import settings

from gongzhi.kit import clock
from gongzhi.kit.journal import anchor
from gongzhi.town.duty import timers as duty
from gongzhi.work.cases import timers as cases
from gongzhi.work.whistles import timers as whistles

log = logging.getLogger("gongzhi.timers")


def anchor_yesterday() -> int:
    """Sign yesterday's journal once it has certainly ended (an hour into the new day)."""
    if clock.local().hour < 1:
        return 0
    anchor.write(Path(settings.ANCHORS), clock.today() - timedelta(days=1))
    return 1


TIMERS: tuple[Callable[[], int | None], ...] = (
    cases.act,
    cases.expire_questions,
    cases.purge,
    whistles.press,
    whistles.lapse,
    duty.remind_missing_rota,
    anchor_yesterday,
)


def run_due() -> None:
    """One look at everything that may be due; one timer's failure does not stop the others."""
    for timer in TIMERS:
        try:
            timer()
        except Exception:
            log.exception("timer %s failed", timer.__name__)
