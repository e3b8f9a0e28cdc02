"""开放时间 and 办事指南 as spreadsheets."""

import re
from datetime import time
from functools import partial
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.reference import bump
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.tree import tree
from gongzhi.town.counters.commands import GUIDED, KEEPERS, LEVELS, keeps, keeps_area
from gongzhi.town.counters.models import Days, Guide, Opening
from gongzhi.town.people.models import Role

MOMENT = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")


class Clock(Column):
    """A time of day: written as 08:30, or a cell with a time's format (a fraction of a day)."""

    def read(self, cell: Any) -> Any:
        if isinstance(cell, time):
            return cell.replace(second=0, microsecond=0)
        if isinstance(cell, float) and 0 <= cell < 1:
            minutes = round(cell * 24 * 60)
            return time(minutes // 60 % 24, minutes % 60)
        return super().read(cell)


def moment_of(text: str) -> time:
    found = MOMENT.fullmatch(text.strip())
    if not found:
        raise ValueError(_("要填时间，例如 08:30"))
    return time(int(found[1]), int(found[2]))


def by_code(codes: set[str]) -> dict[str, int]:
    return {code: card.id for code in codes if (card := tree().by_code(code))}


def _hours(actor: Any, rows: list[Row]) -> None:
    """Only one's own streets and communities; in order; shut for a time only until a day."""
    for row in rows:
        given = row.values
        _own(actor, row, LEVELS, _("开放时间按街道或社区填写"))
        if given["closes"] <= given["opens"]:
            row.refuse("closes", _("关的时间要晚于开的时间"))
        if given["days"] == Days.CLOSED and not given["valid_to"]:
            row.refuse("valid_to", _("临时不开要写到哪一天"))


def _guides(actor: Any, rows: list[Row]) -> None:
    """Only one's own, and no code that is another's guide."""
    codes = [row.values["code"] for row in rows]
    known = dict(Guide.objects.filter(code__in=codes).values_list("code", "area_id"))
    for row in rows:
        _own(actor, row, GUIDED, _("办事指南按社区、街道或以上填写"))
        there = known.get(row.values["code"])
        if there is not None and not keeps_area(actor, there):
            row.refuse("code", _("这个编码是别处的指南，请换一个编码"))


def _own(actor: Any, row: Row, levels: tuple[str, ...], otherwise: str) -> None:
    area, given = row.values["area_id"], row.values
    if not keeps_area(actor, area):
        row.refuse("area_code", _("不在您的街道、社区"))
    if (card := tree().get(area)) and card.level not in levels:
        row.refuse("area_code", otherwise)
    if given["valid_to"] and given["valid_to"] < given["valid_from"]:
        row.refuse("valid_to", _("最后一天不能早于开始"))


def _narrow(actor: Any, rows: QuerySet) -> QuerySet:
    if actor.kind == "system" or actor.serves(Role.SYSTEM_ADMIN):
        return rows
    reach = sorted({one for post in actor.serves(*KEEPERS) for one in post.reach})
    return rows.filter(area__lineage__overlap=reach)


def _area(heading: Any) -> Column:
    return Column(
        "area_code", heading, required=True, kind=Kind.CODE, longest=32, example="220103009004", lookup=by_code,
        into="area_id", path="area__code", missing=gettext_lazy("没有这个区域编码"),
    )  # fmt: skip


BASIS = Column("basis", gettext_lazy("依据"), longest=200, example="待确认", empty="待确认")
FROM = Column("valid_from", gettext_lazy("起"), required=True, kind=Kind.DAY, example="2026-01-01")
TO = Column("valid_to", gettext_lazy("最后一天"), kind=Kind.DAY, empty=None)


def _time(field: str, heading: Any, example: str) -> Column:
    return Clock(
        field, heading, required=True, kind=Kind.CODE, longest=8, example=example, parse=moment_of,
        show=lambda value: f"{value:%H:%M}",
    )  # fmt: skip


OPENINGS = registry.register(
    Register(
        name="openings",
        title=gettext_lazy("开放时间"),
        model=Opening,
        columns=(
            _area(gettext_lazy("社区或街道编码")),
            Column("days", gettext_lazy("哪些天"), required=True, kind=Kind.CHOICE, choices=dict(Days.choices), example=Days.WORKING),
            _time("opens", gettext_lazy("开"), "08:30"),
            _time("closes", gettext_lazy("关"), "17:00"),
            Column("note", gettext_lazy("说明"), longest=60, example="延时服务请先打电话"),
            BASIS, FROM, TO,
        ),
        key=("area_id", "days", "opens", "valid_from"),
        may=keeps,
        derive=lambda values: {name: value for name, value in values.items() if name != "area_code"},
        review=_hours,
        narrow=_narrow,
        after=partial(bump, "counters"),
    )
)  # fmt: skip
GUIDES = registry.register(
    Register(
        name="guides",
        title=gettext_lazy("办事指南"),
        model=Guide,
        columns=(
            Column("code", gettext_lazy("编码"), required=True, kind=Kind.CODE, longest=32, example="ZN-001"),
            _area(gettext_lazy("适用区域编码")),
            Column("matter", gettext_lazy("事项"), required=True, longest=60, example="老年人优待证"),
            Column("papers", gettext_lazy("要带什么"), longest=600, example="身份证、一寸照片", note=gettext_lazy("用、隔开")),
            Column("fee", gettext_lazy("收费"), longest=60, example="不收费"),
            Column("takes", gettext_lazy("多久办好"), longest=60, example="当场"),
            Column("elsewhere", gettext_lazy("还能在哪办"), longest=200, example="街道便民服务中心"),
            BASIS, FROM, TO,
            Column("synthetic", gettext_lazy("虚构数据"), kind=Kind.YESNO, empty=False, example=False),
        ),
        key=("code",),
        may=keeps,
        derive=lambda values: {name: value for name, value in values.items() if name != "area_code"},
        review=_guides,
        narrow=_narrow,
        after=partial(bump, "counters"),
    )
)  # fmt: skip
