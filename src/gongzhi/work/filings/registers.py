"""报表字段 as a spreadsheet: one row for each fact, with its one source of truth."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.areas.registers import synthetic
from gongzhi.town.organisations.registers import by_code
from gongzhi.work.filings.models import Field, Source


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "holder_code"}


def _sound(_actor: Any, rows: list[Row]) -> None:
    """What the database refuses, too, said with its row."""
    for row in rows:
        given = row.values
        if given["source"] and given["holder_id"]:
            row.refuse("holder_code", _("一个字段只有一个来源：系统，或一个掌握单位"))
        elif given["source"] and given["kind"] != Field.Kind.NUMBER:
            row.refuse("kind", _("系统来源的字段是数字"))
        elif (given["kind"] == Field.Kind.CHOICE) != bool(given["choices"]):
            row.refuse("choices", _("选项类型要写选项，别的类型不写"))
        elif given["valid_to"] and given["valid_to"] < given["valid_from"]:
            row.refuse("valid_to", _("停用日期不能早于启用日期"))


FIELDS = registry.register(
    Register(
        name="filing_fields",
        title=gettext_lazy("报表字段"),
        model=Field,
        columns=(
            Column("code", gettext_lazy("字段编码"), required=True, kind=Kind.CODE, longest=32, example="HS"),
            Column("name", gettext_lazy("字段名称"), required=True, longest=80, example="户数"),
            Column(
                "kind", gettext_lazy("类型"), required=True, kind=Kind.CHOICE, choices=dict(Field.Kind.choices),
                example=Field.Kind.NUMBER,
            ),
            Column("unit", gettext_lazy("单位"), longest=16, example="户"),
            Column("choices", gettext_lazy("选项(用、隔开)"), longest=300),
            Column(
                "source", gettext_lazy("系统来源"), kind=Kind.CHOICE, choices=dict(Source.choices), example=Source.HOUSEHOLDS,
            ),
            Column(
                "holder_code", gettext_lazy("掌握单位编码"), kind=Kind.CODE, longest=32, lookup=by_code, into="holder_id",
                path="holder__code", missing=gettext_lazy("没有这个单位编码"), empty=None,
            ),
            Column("basis", gettext_lazy("依据"), longest=200, example="待确认", empty="待确认"),
            Column("valid_from", gettext_lazy("启用日期"), required=True, kind=Kind.DAY, example="2020-01-01"),
            Column("valid_to", gettext_lazy("停用日期"), kind=Kind.DAY, empty=None),
            synthetic(),
        ),
        key=("code",),
        may=keeps_registers,
        derive=_columns,
        review=_sound,
    )
)  # fmt: skip
