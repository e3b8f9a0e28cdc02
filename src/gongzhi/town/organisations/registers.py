"""单位: the directory as a spreadsheet."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.chinese import sort_key
from gongzhi.kit.reference import bump
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.areas.registers import ESTATE_CODE, synthetic
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.organisations.models import Kind as OrganisationKind
from gongzhi.town.organisations.models import Organisation

EXAMPLE = "CC-LY-JD"
FIELDS = (
    "code", "name", "short_name", "kind", "area_id", "parent_id", "estate_id", "phone", "duty_phone", "credit_code",
    "basis", "valid_from", "valid_to", "synthetic",
)  # fmt: skip


def areas(codes: set[str]) -> dict[str, int]:
    """Areas of any level down to the grid by code."""
    return {code: card.id for code in codes if (card := tree().by_code(code))}


def by_code(codes: set[str]) -> dict[str, int]:
    return {code: card.id for code in codes if (card := directory().by_code(code))}


def _review(_actor: Any, rows: list[Row]) -> None:
    for row in rows:
        values = row.values
        if values["kind"] == OrganisationKind.TASK_FORCE and not (values["basis"] and values["valid_to"]):
            row.refuse("basis", _("专班要有依据和结束日期"))
        if values["valid_to"] and values["valid_to"] <= values["valid_from"]:
            row.refuse("valid_to", _("撤销日期要晚于成立日期"))


REGISTER = registry.register(
    Register(
        name="organisations",
        title=gettext_lazy("单位"),
        model=Organisation,
        columns=(
            Column("code", gettext_lazy("单位编码"), required=True, kind=Kind.CODE, longest=32, example=EXAMPLE),
            Column("name", gettext_lazy("单位名称"), required=True, longest=120, example="柳影街道办事处"),
            Column("short_name", gettext_lazy("简称"), longest=40, example="柳影街道"),
            Column(
                "kind", gettext_lazy("类别"), required=True, kind=Kind.CHOICE, choices=dict(OrganisationKind.choices),
                example=OrganisationKind.STREET_OFFICE,
            ),
            Column(
                "area_code", gettext_lazy("服务区域编码"), required=True, kind=Kind.CODE, longest=32,
                example="220103009",
                lookup=areas, into="area_id", path="area__code", missing=gettext_lazy("没有这个区域编码"),
            ),
            Column(
                "parent_code", gettext_lazy("上级单位编码"), kind=Kind.CODE, longest=32, lookup=by_code,
                into="parent_id", path="parent__code", missing=gettext_lazy("没有这个单位编码，请先导入上级单位"),
            ),
            ESTATE_CODE,
            Column("phone", gettext_lazy("公开电话"), kind=Kind.CODE, longest=40, example="0431-12345"),
            Column("duty_phone", gettext_lazy("值班电话"), kind=Kind.CODE, longest=40, example="0431-12345"),
            Column("credit_code", gettext_lazy("统一社会信用代码"), kind=Kind.CODE, longest=18),
            Column("basis", gettext_lazy("依据"), longest=200, example="待确认"),
            Column("valid_from", gettext_lazy("成立日期"), required=True, kind=Kind.DAY, example="2020-01-01"),
            Column("valid_to", gettext_lazy("撤销日期"), kind=Kind.DAY, empty=None),
            synthetic(),
        ),
        key=("code",),
        may=keeps_registers,
        derive=lambda values: {**{name: values[name] for name in FIELDS}, "pinyin": sort_key(values["name"])},
        review=_review,
        after=partial(bump, "organisations"),
    )
)  # fmt: skip
