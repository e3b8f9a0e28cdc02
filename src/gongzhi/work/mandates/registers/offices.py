"""内设机构 and 剥离的职能 as workbooks."""

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.work.mandates.commands.letters import records_for
from gongzhi.work.mandates.models import InternalOffice, StrippedFunction
from gongzhi.work.mandates.queries.offices import streets
from gongzhi.work.mandates.registers.items import areas
from gongzhi.work.mandates.registers.letters import keeps

PLACES = {str(n): str(n) for n in range(1, 6)}


def _own(actor: Any, rows: list[Row]) -> None:
    for row in rows:
        card = tree().card(row.values["street_id"])
        if card.level != Level.STREET or not records_for(actor, card.id):
            row.refuse("street_code", _("不是街道，或者不在您的辖区"))


def _offices(actor: Any, rows: list[Row]) -> None:
    """Own streets only; no two offices in one fixed place on a day, in the file or in the book."""
    _own(actor, rows)
    taken: dict[tuple[int, int], list[tuple[Any, Any, str, Any]]] = {}
    known = InternalOffice.objects.filter(
        street_id__in=[r.values["street_id"] for r in rows], place__isnull=False
    )
    for one in known:
        key = (one.street_id, one.place or 0)
        taken.setdefault(key, []).append((one.valid_from, one.valid_to, one.name, one.valid_from))
    for row in rows:
        given = row.values
        if given["valid_to"] and given["valid_to"] < given["valid_from"]:
            row.refuse("valid_to", _("最后一天不能早于设立日期"))
            continue
        if not given["place"]:
            continue
        spans = taken.setdefault((given["street_id"], int(given["place"])), [])
        mark = (given["name"], given["valid_from"])
        for start, end, name, begun in spans:
            apart = (end and end < given["valid_from"]) or (given["valid_to"] and given["valid_to"] < start)
            if not apart and (name, begun) != mark:
                row.refuse("place", _("这个固定位置同一天已经有“%s”") % name)
        spans.append((given["valid_from"], given["valid_to"], *mark))


def _narrow(actor: Any, rows: QuerySet) -> QuerySet:
    if actor.kind == "system":
        return rows
    return rows.filter(Q(street_id__in=[card.id for card in streets(actor)]))


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name != "street_code"}


def _office(values: dict[str, Any]) -> dict[str, Any]:
    return {**_plain(values), "place": int(values["place"]) if values["place"] else None}


STREET = Column(
    "street_code", gettext_lazy("街道编码"), required=True, kind=Kind.CODE, longest=32, example="220103009", lookup=areas,
    into="street_id", path="street__code", missing=gettext_lazy("没有这个区域编码"),
)  # fmt: skip
SYNTHETIC = Column("synthetic", gettext_lazy("虚构数据"), kind=Kind.YESNO, empty=False, example=False)

OFFICES = registry.register(
    Register(
        name="internal_offices",
        title=gettext_lazy("内设机构"),
        model=InternalOffice,
        columns=(
            STREET,
            Column("name", gettext_lazy("机构名称"), required=True, longest=60, example="某某办公室"),
            Column(
                "place", gettext_lazy("固定机构序号"), kind=Kind.CHOICE, choices=PLACES, empty=None,
                note=gettext_lazy("5 个固定机构填 1 到 5；另设的（X）不填"), show=lambda value: "" if value is None else str(value),
            ),
            Column("does", gettext_lazy("主要做什么"), longest=300),
            Column("basis", gettext_lazy("依据"), longest=200, example="待确认", empty="待确认"),
            Column("valid_from", gettext_lazy("设立日期"), required=True, kind=Kind.DAY, example="2026-01-01"),
            Column("valid_to", gettext_lazy("最后一天"), kind=Kind.DAY, empty=None),
            SYNTHETIC,
        ),
        key=("street_id", "name", "valid_from"),
        may=keeps,
        derive=_office,
        review=_offices,
        narrow=_narrow,
    )
)  # fmt: skip
STRIPPED = registry.register(
    Register(
        name="stripped_functions",
        title=gettext_lazy("剥离的职能"),
        model=StrippedFunction,
        columns=(
            STREET,
            Column("what", gettext_lazy("剥离的职能"), required=True, longest=200, example="某某职能"),
            Column("to_whom", gettext_lazy("交给谁"), required=True, longest=120, example="某某局"),
            Column("document", gettext_lazy("文件"), longest=200, example="待确认", empty="待确认"),
            Column("stripped_on", gettext_lazy("剥离日期"), required=True, kind=Kind.DAY, example="2020-01-01"),
            Column("still", gettext_lazy("现在还派来什么"), longest=300),
            SYNTHETIC,
        ),
        key=("street_id", "what"),
        may=keeps,
        derive=_plain,
        review=_own,
        narrow=_narrow,
    )
)  # fmt: skip
