"""户: doors with their area and use; no persons."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.registers import BUILDING, MANY, UNIT, in_database, synthetic
from gongzhi.town.dwellings.models import Dwelling

SQUARE_METRE = 10_000  # square centimetres
FIELDS = ("building_id", "unit_id", "door", "use", "synthetic")


def _derive(values: dict[str, Any]) -> dict[str, Any]:
    return {**{name: values[name] for name in FIELDS}, "square_centimetres": values["square_metres"]}


def _review(_actor: Any, rows: list[Row]) -> None:
    """A unit lies in its building."""
    units = {row.values["unit_id"] for row in rows} - {None}
    found = Area.objects.filter(pk__in=units) if len(units) < MANY else Area.objects.filter(level=Level.UNIT)
    building = dict(found.values_list("pk", "parent_id"))
    for row in rows:
        unit = row.values["unit_id"]
        if unit is not None and building.get(unit) != row.values["building_id"]:
            row.refuse("unit_code", _("这个单元不在这栋楼里"))


DWELLINGS = registry.register(
    Register(
        name="dwellings",
        title=gettext_lazy("户"),
        model=Dwelling,
        columns=(
            Column(
                "building_code", gettext_lazy("楼栋编码"), required=True, kind=Kind.CODE, longest=32, example=BUILDING,
                lookup=in_database(Level.BUILDING), into="building_id", path="building__code",
                missing=gettext_lazy("没有这个楼栋编码，请先导入楼栋"),
            ),
            Column(
                "unit_code", gettext_lazy("单元编码"), kind=Kind.CODE, longest=32, example=UNIT,
                lookup=in_database(Level.UNIT), into="unit_id", path="unit__code",
                missing=gettext_lazy("没有这个单元编码，请先导入单元"),
            ),
            Column("door", gettext_lazy("门牌"), required=True, kind=Kind.CODE, longest=20, example="301"),
            Column(
                "square_metres", gettext_lazy("面积(平方米)"), kind=Kind.NUMBER, empty=0, example=86.5, most=100_000,
                parse=lambda metres: round(metres * SQUARE_METRE), path="square_centimetres",
                show=lambda value: value / SQUARE_METRE,
            ),
            Column(
                "use", gettext_lazy("用途"), kind=Kind.CHOICE, choices=dict(Dwelling.Use.choices),
                empty=Dwelling.Use.HOME, example=Dwelling.Use.HOME,
            ),
            synthetic(),
        ),
        key=("building_id", "unit_id", "door"),
        may=keeps_registers,
        derive=_derive,
        review=_review,
    )
)  # fmt: skip
