"""议事机构 and 席位 as spreadsheets."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.areas.registers import synthetic
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.registers import areas, by_code
from gongzhi.work.meetings.models import Body, Seat

TEXTS = {
    "area_code",
    "secretariat_code",
    "body_code",
    "organisation_code",
}  # as typed; their ids stand beside them


def _columns(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in TEXTS}


def _with_lineage(values: dict[str, Any]) -> dict[str, Any]:
    return {**_columns(values), "lineage": list(tree().card(values["area_id"]).lineage)}


def _days(_actor: Any, rows: list[Row]) -> None:
    for row in rows:
        if row.values["valid_to"] and row.values["valid_to"] < row.values["valid_from"]:
            row.refuse("valid_to", _("结束不能早于开始"))


def _bodies(codes: set[str]) -> dict[str, int]:
    return dict(Body.objects.filter(code__in=codes).values_list("code", "id"))


def organisation(field: str, heading: Any, into: str, path: str) -> Column:
    return Column(
        field, heading, required=True, kind=Kind.CODE, longest=32, example="JD-001", lookup=by_code, into=into,
        path=path, missing=gettext_lazy("没有这个单位编码"),
    )  # fmt: skip


BODIES = registry.register(
    Register(
        name="meeting_bodies",
        title=gettext_lazy("议事机构"),
        model=Body,
        columns=(
            Column("code", gettext_lazy("机构编码"), required=True, kind=Kind.CODE, longest=32, example="LDXZ-01"),
            Column("name", gettext_lazy("机构名称"), required=True, longest=120, example="某某区基层治理领导小组"),
            Column(
                "kind", gettext_lazy("种类"), required=True, kind=Kind.CHOICE, choices=dict(Body.Kind.choices),
                example=Body.Kind.LEADING_GROUP,
            ),
            Column(
                "area_code", gettext_lazy("区域编码"), required=True, kind=Kind.CODE, longest=32, example="220103",
                lookup=areas, into="area_id", path="area__code", missing=gettext_lazy("没有这个区域编码"),
            ),
            organisation("secretariat_code", gettext_lazy("办公室单位编码"), "secretariat_id", "secretariat__code"),
            Column("every_weeks", gettext_lazy("至少几周开一次"), kind=Kind.WHOLE, least=1, most=104, empty=None),
            Column("quorum", gettext_lazy("到会最低比例(%)"), kind=Kind.WHOLE, least=1, most=100, empty=None),
            Column("basis", gettext_lazy("依据"), longest=200, example="待确认", empty="待确认"),
            Column("valid_from", gettext_lazy("成立日期"), required=True, kind=Kind.DAY, example="2020-01-01"),
            Column("valid_to", gettext_lazy("撤销日期"), kind=Kind.DAY, empty=None),
            synthetic(),
        ),
        key=("code",),
        may=keeps_registers,
        derive=_with_lineage,
        review=_days,
    )
)  # fmt: skip

SEATS = registry.register(
    Register(
        name="meeting_seats",
        title=gettext_lazy("议事机构席位"),
        model=Seat,
        columns=(
            Column(
                "body_code", gettext_lazy("机构编码"), required=True, kind=Kind.CODE, longest=32, example="LDXZ-01",
                lookup=_bodies, into="body_id", path="body__code", missing=gettext_lazy("没有这个机构编码"),
            ),
            organisation("organisation_code", gettext_lazy("成员单位编码"), "organisation_id", "organisation__code"),
            Column(
                "part", gettext_lazy("身份"), required=True, kind=Kind.CHOICE, choices=dict(Seat.Part.choices),
                example=Seat.Part.MEMBER,
            ),
            Column("person", gettext_lazy("谁参加(职务)"), longest=60, example="副局长"),
            Column("alternate", gettext_lazy("替会人(职务)"), longest=60),
            Column("liaison", gettext_lazy("联络员(职务)"), longest=60),
            Column("valid_from", gettext_lazy("起"), required=True, kind=Kind.DAY, example="2020-01-01"),
            Column("valid_to", gettext_lazy("止"), kind=Kind.DAY, empty=None),
        ),
        key=("body_id", "organisation_id", "valid_from"),
        may=keeps_registers,
        derive=_columns,
        review=_days,
    )
)  # fmt: skip
