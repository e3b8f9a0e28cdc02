"""What a clock shows: the time left in words, the moment due, and which of five states it is in."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kit import clock
from gongzhi.kit.clock import Unit
from gongzhi.kit.web import words

SOON_MINUTES = 120
ONE_MINUTE = timedelta(minutes=1)
AHEAD = 4  # days that an open page can count on by itself
ICONS = {"ok": "clock", "soon": "clock-exclamation", "over": "alarm", "wait": "clock-pause", "done": "check"}
WORKING = frozenset({Unit.WORKING_HOURS, Unit.WORKING_DAYS})


@dataclass(frozen=True)
class ClockFace:
    """A clock as it is drawn.

    ``left_minutes`` and ``used_minutes`` are in the clock's own time (working minutes for a working unit);
    when absent they are reckoned from the calendar. ``day_minutes`` is the length of a working day.
    ``paused_note`` says why the clock stands (等居民，停表; 挂账). ``verb`` is what is due (到场, 办结);
    ``note`` replaces the whole line beneath.
    """

    due: datetime | None
    now: datetime
    unit: str = Unit.HOURS
    paused_note: str = ""
    done_at: datetime | None = None
    started_at: datetime | None = None
    left_minutes: int | None = None
    used_minutes: int | None = None
    day_minutes: int | None = None
    verb: str = ""
    note: str = ""

    @property
    def state(self) -> str:
        """One of done, wait, over, soon, ok."""
        if self.done_at:
            return "done"
        if self.paused_note or self.due is None:
            return "wait"
        if self.due < self.now:
            return "over"
        return "soon" if self._left() <= SOON_MINUTES else "ok"

    @property
    def icon(self) -> str:
        return ICONS[self.state]

    @property
    def text(self) -> str:
        """The words of the chip: 剩 9小时 45分, 逾期 1工作时 20分, 用时 48分."""
        state = self.state
        if state == "done":
            return self._done_text()
        if state == "wait":
            return self.paused_note or _("不计时")
        if state == "over":
            return _("逾期 %(span)s") % {"span": self._words(self._left())}
        return _("剩 %(span)s") % {"span": self._words(self._left())}

    @property
    def line(self) -> str:
        """The words beneath or beside it: 今天 14:30 到期, 今天 20:05 前办结, 早 18分."""
        if self.note or self.due is None:
            return self.note
        if self.done_at:
            return self._kept_line(self.done_at, self.due)
        if self.paused_note:
            return ""
        said = words.moment(self.due)
        if self.verb and self.state == "over":
            return _("应 %(moment)s %(verb)s") % {"moment": said, "verb": self.verb}
        if self.verb:
            return _("%(moment)s 前%(verb)s") % {"moment": said, "verb": self.verb}
        return _("%(moment)s 到期") % {"moment": said}

    @property
    def ticks(self) -> bool:
        """Whether it runs: pages count it on by themselves (``static/gz/clock.js``)."""
        return self.state in ("ok", "soon", "over")

    @property
    def counted(self) -> str:
        """By what it is counted: ``work`` (working minutes) or ``wall``."""
        return "work" if self.unit in WORKING else "wall"

    @property
    def minutes(self) -> int:
        """Minutes left in its own time, below zero when it is past its moment."""
        return -self._left() if self.state == "over" else self._left()

    @property
    def day_length(self) -> int:
        return self.day_minutes or self._day_minutes()

    @property
    def late_line(self) -> str:
        """The line beneath once the moment has passed, where it differs."""
        return (
            replace(self, now=self.due + ONE_MINUTE).line if self.verb and self.due and not self.note else ""
        )

    @property
    def open_hours(self) -> str:
        """The working time of the days to come, as pairs of minutes since 1970, for a page that stays open."""
        if self.counted != "work":
            return ""
        today = clock.local(self.now).date()
        days = [today + timedelta(days=n) for n in range(AHEAD)]
        return " ".join(
            f"{_minute(day, opens)}-{_minute(day, closes)}"
            for day in days
            for opens, closes in clock.calendar().hours(day)
        )

    def _kept_line(self, done: datetime, due: datetime) -> str:
        apart = self._between(done, due) if done <= due else self._between(due, done)
        if done <= due:
            return _("早 %(span)s") % {"span": self._words(apart)}
        return _("晚 %(span)s") % {"span": self._words(apart)}

    def _done_text(self) -> str:
        used = self.used_minutes
        if used is None and self.started_at and self.done_at:
            used = self._between(self.started_at, self.done_at)
        return _("办完") if used is None else _("用时 %(span)s") % {"span": self._words(used)}

    def _left(self) -> int:
        """Minutes to the moment due, or past it, never negative."""
        if self.left_minutes is not None:
            return abs(self.left_minutes)
        assert self.due is not None
        return self._between(*sorted((self.due, self.now)))

    def _between(self, start: datetime, end: datetime) -> int:
        if self.unit in WORKING:
            return clock.calendar().minutes_between(start, end)
        return int((end - start).total_seconds() // 60)

    def _words(self, minutes: int) -> str:
        if self.unit not in WORKING:
            return words.span(minutes)
        return words.working_span(minutes, self.day_length)

    def _day_minutes(self) -> int:
        """The length of the working day on which it falls due, 8 hours if that is no working day."""
        hours = clock.calendar().hours(clock.local(self.due or self.now).date())
        minutes = sum((b.hour - a.hour) * 60 + b.minute - a.minute for a, b in hours)
        return minutes or 480


def _minute(day: date, at: time) -> int:
    return int(datetime.combine(day, at, clock.zone()).timestamp() // 60)


def spoken() -> dict[str, Any]:
    """The words of running clocks, for pages that count them on: N and SPAN stand for what is put in."""
    return {
        "left": _("剩 %(span)s") % {"span": "SPAN"},
        "over": _("逾期 %(span)s") % {"span": "SPAN"},
        "none": words.span(0),
        "days": _forms(lambda n: ngettext("%(n)d天", "%(n)d天", n)),
        "hours": _forms(lambda n: ngettext("%(n)d小时", "%(n)d小时", n)),
        "minutes": _forms(lambda _n: _("%(n)d分")),
        "work_days": _forms(lambda n: ngettext("%(n)d工作日", "%(n)d工作日", n)),
        "work_hours": _forms(lambda n: ngettext("%(n)d工作时", "%(n)d工作时", n)),
        "passed": _("到期了：%(what)s") % {"what": "WHAT"},
        "several": _("%(n)s 件到期了") % {"n": "N"},
    }


def _forms(said: Callable[[int], str]) -> list[str]:
    """For one, and for several."""
    return [said(n).replace("%(n)d", "N") for n in (1, 2)]
