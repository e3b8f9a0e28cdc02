"""How times, spans, names and numbers are said. Chinese is the source; English comes from the catalogue."""

import re
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gongzhi.kit import clock

MONTHS = (
    gettext_lazy("1月"),
    gettext_lazy("2月"),
    gettext_lazy("3月"),
    gettext_lazy("4月"),
    gettext_lazy("5月"),
    gettext_lazy("6月"),
    gettext_lazy("7月"),
    gettext_lazy("8月"),
    gettext_lazy("9月"),
    gettext_lazy("10月"),
    gettext_lazy("11月"),
    gettext_lazy("12月"),
)
COMPOUND_SURNAMES = frozenset(
    re.findall("..", "欧阳司马上官诸葛司徒令狐皇甫尉迟公孙慕容长孙宇文东方夏侯南宫")
)
LAST_LATIN = "\u024f"


def day(value: date | datetime | None) -> str:
    """11月22日; with the year when it is another year than today's. Empty for None."""
    if value is None:
        return ""
    on = clock.local(value).date() if isinstance(value, datetime) else value
    parts = {"year": on.year, "month": MONTHS[on.month - 1], "day": on.day}
    if on.year == clock.today().year:
        return _("%(month)s%(day)d日") % parts
    return _("%(year)d年%(month)s%(day)d日") % parts


def moment(value: datetime | None) -> str:
    """今天 14:30, 明天 09:00, 昨天 20:05, else 11月22日 14:30, with the year when another. Empty for None."""
    if value is None:
        return ""
    local = clock.local(value)
    time = f"{local:%H:%M}"
    apart = (local.date() - clock.today()).days
    near = {-1: _("昨天 %(time)s"), 0: _("今天 %(time)s"), 1: _("明天 %(time)s")}
    if apart in near:
        return near[apart] % {"time": time}
    return _("%(day)s %(time)s") % {"day": day(local), "time": time}


def stamp(value: datetime | None) -> str:
    """The moment without 今天 and 明天, for what is kept or printed: 11月24日 10:20. Empty for None."""
    if value is None:
        return ""
    return _("%(day)s %(time)s") % {"day": day(value), "time": f"{clock.local(value):%H:%M}"}


def long_day(value: date | datetime | None) -> str:
    """2026年11月24日, always with the year, for letters. Empty for None."""
    if value is None:
        return ""
    on = clock.local(value).date() if isinstance(value, datetime) else value
    return _("%(year)d年%(month)s%(day)d日") % {"year": on.year, "month": MONTHS[on.month - 1], "day": on.day}


def span(length: timedelta | int) -> str:
    """A wall duration (timedelta or minutes) in words: 48分, 9小时 45分, 3天 2小时."""
    minutes = abs(_minutes(length))
    if minutes < 1:
        return _("不到1分")
    days, rest = divmod(minutes, 1440) if minutes >= 2880 else (0, minutes)
    hours, left = divmod(rest, 60)
    return _join(
        ngettext("%(n)d天", "%(n)d天", days) % {"n": days} if days else "",
        ngettext("%(n)d小时", "%(n)d小时", hours) % {"n": hours} if hours else "",
        _("%(n)d分") % {"n": left} if left and not days else "",
    )


def working_span(minutes: int, day_minutes: int) -> str:
    """Working minutes in words: 40分, 3工作时 10分, 1工作日 1工作时; ``day_minutes`` is one working day."""
    minutes = abs(minutes)
    if minutes < 1:
        return _("不到1分")
    days, rest = divmod(minutes, day_minutes)
    hours, left = divmod(rest, 60)
    return _join(
        ngettext("%(n)d工作日", "%(n)d工作日", days) % {"n": days} if days else "",
        ngettext("%(n)d工作时", "%(n)d工作时", hours) % {"n": hours} if hours else "",
        _("%(n)d分") % {"n": left} if left and not days else "",
    )


def _minutes(length: timedelta | int) -> int:
    return int(length.total_seconds() // 60) if isinstance(length, timedelta) else int(length)


def _join(*parts: str) -> str:
    return " ".join(part for part in parts if part)


def masked(name: str | None) -> str:
    """李某 -> 李*, 刘某某 -> 刘**, 欧阳某 -> 欧阳*; a Latin name keeps its first word: Zhao Ming -> Zhao*."""
    name = (name or "").strip()
    if not name:
        return ""
    if name[0] <= LAST_LATIN:
        first, *rest = name.split()
        return f"{first}*" if rest else f"{first[0]}*"
    kept = 2 if name[:2] in COMPOUND_SURNAMES and len(name) > 2 else 1
    return name[:kept] + "*" * min(max(len(name) - kept, 1), 2)


def phone_masked(number: str | None) -> str:
    """13812345678 -> 138****5678; a landline hides its last four; 12345 and the like stay."""
    number = (number or "").strip()
    digits = sum(character.isdigit() for character in number)
    if digits <= 5:
        return number
    if digits == 11 and number.isdigit() and number.startswith("1"):
        return f"{number[:3]}****{number[-4:]}"
    return f"{number[:-4]}****"


def thousands(value: float | int | None) -> str:
    """8214 -> 8,214; None -> —."""
    return "—" if value is None else f"{value:,}"


def here_words() -> str:
    """The name of the trail of links above a title."""
    return _("所在位置")
