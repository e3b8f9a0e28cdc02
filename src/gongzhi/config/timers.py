"""What the clock calls, in every room; each call is a command of its own transaction."""

import logging
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path

from django.conf import settings

from gongzhi.config import slow
from gongzhi.kit import clock
from gongzhi.kit.journal import anchor
from gongzhi.town.batches import carrying
from gongzhi.town.duty import timers as duty
from gongzhi.town.files import timers as files
from gongzhi.town.notices import letters
from gongzhi.town.people import timers as people
from gongzhi.work.admission import timers as admission
from gongzhi.work.cases import photos
from gongzhi.work.cases import timers as cases
from gongzhi.work.enforcement import timers as enforcement
from gongzhi.work.filings import timers as filings
from gongzhi.work.meetings import timers as meetings
from gongzhi.work.secretary_projects import timers as projects
from gongzhi.work.street_powers import timers as powers
from gongzhi.work.whistles import timers as whistles

log = logging.getLogger("gongzhi.timers")


def anchor_yesterday() -> int:
    """Sign yesterday's journal once it has certainly ended (an hour into the new day)."""
    if clock.local().hour < 1:
        return 0
    anchor.write(Path(settings.ANCHORS), clock.today() - timedelta(days=1))
    return 1


FOUR = time(16)  # 值班: who has nobody for tonight is told while there is still time to find somebody
AN_HOUR = timedelta(hours=1)
_told: dict[str, date] = {}
_swept: dict[str, datetime] = {}


def remind_of_tonight() -> int:
    """16:00, once a day: the notices themselves know whom they told, should the worker start anew."""
    if clock.local().time() < FOUR or _told.get("rota") == clock.today():
        return 0
    told = duty.remind_missing_rota()
    _told["rota"] = clock.today()
    return told


def remind_of_enforcement() -> int:
    """Once a day: certificates that end and powers to review; the notices themselves know whom they told."""
    if _told.get("enforcement") == clock.today():
        return 0
    told = enforcement.remind_certificates() + enforcement.remind_reviews()
    _told["enforcement"] = clock.today()
    return told


def remind_of_filings() -> int:
    """Once a day, from nine: sheets that are soon due or late; the notices themselves know whom they told."""
    if clock.local().hour < filings.MORNING or _told.get("filings") == clock.today():
        return 0
    told = filings.remind()
    _told["filings"] = clock.today()
    return told


def sweep() -> int:
    """Once an hour: forms that nobody sent, bytes that no file uses, uploads of a day, jobs, batches and deliveries of a
    month; and what is still public of posts that have ended.
    """
    last = _swept.get("all")
    if last is not None and timedelta() <= clock.now() - last < AN_HOUR:
        return 0
    _swept["all"] = clock.now()
    swept = photos.sweep() + files.sweep() + slow.sweep() + carrying.sweep() + letters.sweep()
    return swept + people.hide_ended()


TIMERS: tuple[Callable[[], int | None], ...] = (
    cases.act,
    cases.expire_questions,
    cases.purge,
    cases.sweep_drafts,
    whistles.press,
    whistles.lapse,
    admission.lapse,
    admission.expire,
    meetings.remind_conveners,
    enforcement.press,
    enforcement.purge,
    remind_of_enforcement,
    powers.act,
    powers.press_orders,
    filings.go_on,
    remind_of_filings,
    projects.close_calls,
    projects.remind,
    remind_of_tonight,
    sweep,
    anchor_yesterday,
)


def run_due() -> None:
    """One look at everything that may be due; one timer's failure does not stop the others."""
    for timer in TIMERS:
        try:
            timer()
        except Exception:
            log.exception("timer %s failed", timer.__name__)
