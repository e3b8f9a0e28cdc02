"""责任状 as a workbook: what streets have signed already, recorded for the clean-up."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import Role
from gongzhi.work.mandates.commands.letters import records_for
from gongzhi.work.mandates.models import ResponsibilityLetter
from gongzhi.work.mandates.registers.items import EXAMPLE, areas, organisations
from gongzhi.work.mandates.rules import LETTER

KEEPERS = (Role.STREET_CLERK, Role.STREET_LEADER, Role.DISTRICT_DISPATCHER, Role.CITY_DISPATCHER)
KEY = ("issuer_id", "street_id", "title")
OPEN = (
    "veto",
    "basis",
    "signed_on",
    "valid_to",
)  # what a workbook may still change of a letter nobody has reviewed


def keeps(actor: Any) -> bool:
    """Streets for themselves, district and city for theirs, and the command line."""
    return actor.kind == "system" or bool(actor.serves(*KEEPERS))


def _review(actor: Any, rows: list[Row]) -> None:
    """Own streets only; issuers that stand over the street; nothing that was decided or newly signed."""
    wanted = [row.values["street_id"] for row in rows]
    fixed = ResponsibilityLetter.objects.filter(street_id__in=wanted).exclude(stage="live", inherited=True)
    known = {tuple(one[name] for name in KEY): one for one in fixed.values(*KEY, *OPEN)}
    for row in rows:
        given = row.values
        card, issuer = tree().card(given["street_id"]), directory().get(given["issuer_id"])
        if card.level != Level.STREET or not records_for(actor, card.id):
            row.refuse("street_code", _("不是街道，或者不在您的辖区"))
        if issuer is None or issuer.area_id not in card.lineage:
            row.refuse("issuer_code", _("这个单位不管这个街道"))
        if given["signed_on"] > clock.today():
            row.refuse("signed_on", _("这里登记已经签了的，日期不能晚于今天"))
        if given["valid_to"] and given["valid_to"] < given["signed_on"]:
            row.refuse("valid_to", _("最后一天不能早于签状日期"))
        there = known.get(tuple(given[name] for name in KEY))
        if there and any(there[name] != given[name] for name in OPEN):
            row.refuse("title", _("这一份已经在复核、处理过或者是新签的，不能用表格改"))


def _derive(values: dict[str, Any]) -> dict[str, Any]:
    district = tree().above(values["street_id"], Level.DISTRICT)
    issuer = directory().get(values["issuer_id"])
    return {
        **{name: values[name] for name in (*KEY, *OPEN, "synthetic")},
        "district_id": district.id if district else None,
        "issuer_level": tree().card(issuer.area_id).level if issuer else "",
    }


def _narrow(actor: Any, rows: QuerySet) -> QuerySet:
    return rows if actor.kind == "system" else rows.filter(LETTER.seen(actor))


LETTERS = registry.register(
    Register(
        name="letters",
        title=gettext_lazy("责任状台账"),
        model=ResponsibilityLetter,
        columns=(
            Column(
                "issuer_code", gettext_lazy("发状单位编码"), required=True, kind=Kind.CODE, longest=32, example=EXAMPLE,
                lookup=organisations, into="issuer_id", path="issuer__code", missing=gettext_lazy("没有这个单位编码"),
            ),
            Column(
                "street_code", gettext_lazy("签状街道编码"), required=True, kind=Kind.CODE, longest=32, example="220103009",
                lookup=areas, into="street_id", path="street__code", missing=gettext_lazy("没有这个区域编码"),
            ),
            Column("title", gettext_lazy("名称"), required=True, longest=120, example="某某工作责任状"),
            Column("veto", gettext_lazy("一票否决"), kind=Kind.YESNO, empty=False, example=False),
            Column("basis", gettext_lazy("依据"), longest=200, example="待确认"),
            Column("signed_on", gettext_lazy("签状日期"), required=True, kind=Kind.DAY, example="2026-01-05"),
            Column("valid_to", gettext_lazy("最后一天"), kind=Kind.DAY, empty=None, example="2026-12-31"),
            Column("synthetic", gettext_lazy("虚构数据"), kind=Kind.YESNO, empty=False, example=False),
        ),
        key=KEY,
        may=keeps,
        derive=_derive,
        review=_review,
        narrow=_narrow,
    )
)  # fmt: skip
