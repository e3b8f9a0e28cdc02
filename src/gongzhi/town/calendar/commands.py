"""The calendar changed: the State Council's yearly notice entered, office hours from a day on."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding
from gongzhi.kit.flow import Refused
from gongzhi.kit.reference import bump
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.calendar.models import Day, Hours


@founding("enter_days", may=keeps_registers)
def enter_days(_actor: Any, *, days: Iterable[tuple[date, bool, str]], basis: str) -> Day:
    """录入节假日: (day, worked, name) from one notice; a day already known is corrected. Returns the first of them.

    Days gone by are refused: what was computed with them stands.
    """
    rows = [Day(day=day, working=working, name=name, basis=basis.strip()) for day, working, name in days]
    if not basis.strip():
        raise Refused(_("请写明依据，例如国务院办公厅的放假通知。"), field="basis")
    if not rows or any(row.day < clock.today() for row in rows):
        raise Refused(_("已经过去的日子不能再改，期限已按原来的日历计算。"), field="days")
    Day.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["day"], update_fields=["working", "name", "basis"]
    )
    bump("calendar")
    return rows[0]


@founding("set_hours", may=keeps_registers)
def set_hours(
    _actor: Any, *, valid_from: date, morning: tuple[time, time], afternoon: tuple[time, time], basis: str
) -> Hours:
    """改办公时间: from a day to come; the past keeps its hours."""
    if not basis.strip():
        raise Refused(_("请写明依据；不知道的写“待确认”。"), field="basis")
    if valid_from <= clock.today():
        raise Refused(_("办公时间只能从明天起改。"), field="valid_from")
    if not morning[0] < morning[1] <= afternoon[0] < afternoon[1]:
        raise Refused(_("办公时间要按先后填写：上午起、上午止、下午起、下午止。"), field="morning")
    hours, _made = Hours.objects.update_or_create(
        valid_from=valid_from,
        defaults={
            "morning_from": morning[0],
            "morning_to": morning[1],
            "afternoon_from": afternoon[0],
            "afternoon_to": afternoon[1],
            "basis": basis.strip(),
        },
    )
    bump("calendar")
    return hours
