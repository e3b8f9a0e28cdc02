"""下放权力, 执法中队 and 执法人员 as spreadsheets. A power comes in as a draft; what is in force changes by its steps only."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import User
from gongzhi.work.enforcement.models import DelegatedPower, Mode, Officer, Squad
from gongzhi.work.enforcement.queries import SQUADS
from gongzhi.work.enforcement.rules import (
    DISTRICT_ROLES,
    POWER,
    STREET_ROLES,
    P,
    delegates,
    keeps_squads,
    over,
)

Values = dict[str, Any]


def streets(codes: set[str]) -> dict[str, int]:
    found = {code: tree().by_code(code) for code in codes}
    return {code: card.id for code, card in found.items() if card and card.level == Level.STREET}


def organisations(codes: set[str]) -> dict[str, int]:
    return {code: card.id for code in codes if (card := directory().by_code(code))}


def squads(codes: set[str]) -> dict[str, int]:
    return dict(Squad.objects.filter(code__in=codes).values_list("code", "id"))


def accounts(names: set[str]) -> dict[str, int]:
    return dict(User.objects.filter(username__in=names, is_active=True).values_list("username", "id"))


def district_of(street_id: int) -> int:
    card = tree().above(street_id, Level.DISTRICT)
    return card.id if card else 0


def _power(values: Values) -> Values:
    made = {name: value for name, value in values.items() if name not in ("street_code", "department_code")}
    return {**made, "district_id": district_of(values["street_id"])}


def _powers(actor: Any, rows: list[Row]) -> None:
    """Only one's own district's streets, days in order, and nothing that is past its draft."""
    codes = {row.values["code"] for row in rows}
    fixed: dict[tuple[int, str], Values] = {
        (power.street_id, power.code): vars(power)
        for power in DelegatedPower.objects.filter(code__in=codes, stage__in=[P.ASSESSED, P.IN_FORCE])
    }
    for row in rows:
        given = row.values
        if not over(actor, given["street_id"], *DISTRICT_ROLES):
            row.refuse("street_code", _("不是本区的街道"))
        if given["valid_from"] and given["valid_to"] and given["valid_to"] < given["valid_from"]:
            row.refuse("valid_to", _("最后一天不能早于开始"))
        known = fixed.get((given["street_id"], given["code"]))
        if known and any(known[name] != value for name, value in _power(given).items()):
            row.refuse("code", _("这一项已经评估或下放，不能再用表格改，请在页面上办"))


def _squad(values: Values) -> Values:
    made = {name: value for name, value in values.items() if name != "street_code"}
    return {**made, "district_id": district_of(values["street_id"])}


def _squads(actor: Any, rows: list[Row]) -> None:
    for row in rows:
        if not over(actor, row.values["street_id"], *STREET_ROLES, *DISTRICT_ROLES):
            row.refuse("street_code", _("不是本街道（本区）的队伍"))


def _officer(values: Values) -> Values:
    made = {name: value for name, value in values.items() if name not in ("squad_code", "username")}
    return {
        **made, "account_id": values.get("account_id") or None, "district_id": district_of(values["street_id"]),
    }  # fmt: skip


def _officers(actor: Any, rows: list[Row]) -> None:
    """Only one's own squads; the street comes from the squad; a certificate elsewhere stays there."""
    where = dict(
        Squad.objects.filter(pk__in={row.values["squad_id"] for row in rows}).values_list("pk", "street_id")
    )
    numbers = [row.values["certificate_no"] for row in rows]
    there = dict(
        Officer.objects.filter(certificate_no__in=numbers).values_list("certificate_no", "street_id")
    )
    for row in rows:
        given = row.values
        given["street_id"] = where[given["squad_id"]]
        if not over(actor, given["street_id"], *STREET_ROLES, *DISTRICT_ROLES):
            row.refuse("squad_code", _("不是本街道（本区）的队伍"))
        known = there.get(given["certificate_no"])
        if known and not over(actor, known, *STREET_ROLES, *DISTRICT_ROLES):
            row.refuse("certificate_no", _("这个执法证号登记在别的街道"))
        if given["expires_on"] <= given["issued_on"]:
            row.refuse("expires_on", _("有效期要晚于发证日期"))


def _seen_powers(actor: Any, rows: QuerySet) -> QuerySet:
    return rows if actor.kind == "system" else rows.filter(POWER.seen(actor))


def _seen_squads(actor: Any, rows: QuerySet) -> QuerySet:
    return rows if actor.kind == "system" else rows.filter(SQUADS(actor))


def _street() -> Column:
    return Column(
        "street_code", gettext_lazy("街道编码"), required=True, kind=Kind.CODE, longest=32, example="220103009",
        lookup=streets, into="street_id", path="street__code", missing=gettext_lazy("没有这个街道编码"),
    )  # fmt: skip


BASIS = Column("basis", gettext_lazy("依据"), longest=200, example="待确认", empty="待确认")
SYNTHETIC = Column("synthetic", gettext_lazy("虚构数据"), kind=Kind.YESNO, empty=False, example=False)

POWERS = registry.register(
    Register(
        name="powers",
        title=gettext_lazy("下放权力"),
        model=DelegatedPower,
        columns=(
            _street(),
            Column("code", gettext_lazy("编码"), required=True, kind=Kind.CODE, longest=40, example="CG-001"),
            Column("item", gettext_lazy("事项"), required=True, longest=200, example="对擅自占用道路摆摊设点的处罚"),
            Column(
                "kind", gettext_lazy("种类"), required=True, kind=Kind.CHOICE,
                choices=dict(DelegatedPower.Kind.choices), example="penalty",
            ),
            Column("mode", gettext_lazy("方式"), required=True, kind=Kind.CHOICE, choices=dict(Mode.choices), example="entrusted"),
            Column(
                "department_code", gettext_lazy("原来的部门编码"), required=True, kind=Kind.CODE, longest=32,
                example="JD-001", lookup=organisations, into="department_id", path="department__code",
                missing=gettext_lazy("没有这个单位编码"),
            ),
            Column("decision_no", gettext_lazy("省级决定文号"), longest=120, example="待确认"),
            BASIS,
            Column("scope", gettext_lazy("范围"), longest=300, example="本街道辖区"),
            Column("valid_from", gettext_lazy("起"), kind=Kind.DAY, example="2026-01-01", empty=None),
            Column("valid_to", gettext_lazy("最后一天"), kind=Kind.DAY, example="2030-12-31", empty=None),
            SYNTHETIC,
        ),
        key=("street_id", "code"),
        may=delegates,
        sees=lambda actor: delegates(actor) or bool(actor.serves(*STREET_ROLES)),
        derive=_power,
        review=_powers,
        narrow=_seen_powers,
        live={"stage__in": [P.DRAFT, P.ASSESSED, P.IN_FORCE]},
    )
)  # fmt: skip
SQUAD_BOOK = registry.register(
    Register(
        name="squads",
        title=gettext_lazy("执法中队"),
        model=Squad,
        columns=(
            Column("code", gettext_lazy("编码"), required=True, kind=Kind.CODE, longest=40, example="ZD-001"),
            Column("name", gettext_lazy("名称"), required=True, longest=80, example="某某街道综合执法中队"),
            _street(),
            Column("phone", gettext_lazy("公开电话"), kind=Kind.CODE, longest=40, example="0431-12345"),
            BASIS, SYNTHETIC,
        ),
        key=("code",),
        may=keeps_squads,
        derive=_squad,
        review=_squads,
        narrow=_seen_squads,
    )
)  # fmt: skip
OFFICERS = registry.register(
    Register(
        name="officers",
        title=gettext_lazy("执法人员"),
        model=Officer,
        columns=(
            Column("certificate_no", gettext_lazy("执法证号"), required=True, kind=Kind.CODE, longest=40, example="ZF-0001"),
            Column("name", gettext_lazy("姓名"), required=True, longest=40, example="某某"),
            Column(
                "squad_code", gettext_lazy("中队编码"), required=True, kind=Kind.CODE, longest=40, example="ZD-001",
                lookup=squads, into="squad_id", path="squad__code", missing=gettext_lazy("没有这个中队编码"),
            ),
            Column("issued_on", gettext_lazy("发证日期"), required=True, kind=Kind.DAY, example="2026-01-01"),
            Column("expires_on", gettext_lazy("有效期最后一天"), required=True, kind=Kind.DAY, example="2031-01-01"),
            Column(
                "username", gettext_lazy("账号"), kind=Kind.CODE, longest=40, example="clerk", lookup=accounts,
                into="account_id", path="account__username", empty="", missing=gettext_lazy("没有这个账号"),
            ),
            Column("left_on", gettext_lazy("离队日期"), kind=Kind.DAY, empty=None),
            SYNTHETIC,
        ),
        key=("certificate_no",),
        may=keeps_squads,
        derive=_officer,
        review=_officers,
        narrow=_seen_squads,
    )
)  # fmt: skip
