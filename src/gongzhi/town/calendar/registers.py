"""节假日: the yearly notice as a spreadsheet."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.reference import bump
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.calendar.models import Day


def _review(_actor: Any, rows: list[Row]) -> None:
    """The past stays: what was computed with it stands."""
    past = [row for row in rows if row.values["day"] < clock.today()]
    known = dict(
        Day.objects.filter(day__in=[row.values["day"] for row in past]).values_list("day", "working")
    )
    for row in past:
        if known.get(row.values["day"]) != row.values["working"]:
            row.refuse("day", _("已经过去的日子不能再改"))


REGISTER = registry.register(
    Register(
        name="calendar",
        title=gettext_lazy("节假日"),
        model=Day,
        columns=(
            Column("day", gettext_lazy("日期"), required=True, kind=Kind.DAY, example="2027-01-01"),
            Column("working", gettext_lazy("上班"), required=True, kind=Kind.YESNO, example=False),
            Column("name", gettext_lazy("名称"), required=True, longest=40, example="元旦"),
            Column(
                "basis", gettext_lazy("依据"), required=True, longest=200, example="待确认",
                note=gettext_lazy("国务院办公厅当年的放假通知和文号"),
            ),
        ),
        key=("day",),
        may=keeps_registers,
        review=_review,
        after=partial(bump, "calendar"),
    )
)  # fmt: skip
