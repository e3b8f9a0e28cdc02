"""单位: the directory as a spreadsheet."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.chinese import sort_key
from gongzhi.kit.reference import bump
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Progress, Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.kit.registers.storing import Stored, store
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.areas.registers import ESTATE_CODE, synthetic
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.organisations.models import Kind as OrganisationKind
from gongzhi.town.organisations.models import Organisation

EXAMPLE = "JD-001"
FIELDS = (
    "code", "name", "short_name", "kind", "area_id", "estate_id", "phone", "duty_phone", "credit_code",
    "basis", "valid_from", "valid_to", "synthetic",
)  # fmt: skip


def areas(codes: set[str]) -> dict[str, int]:
    """Areas of any level down to the grid by code."""
    return {code: card.id for code in codes if (card := tree().by_code(code))}


def by_code(codes: set[str]) -> dict[str, int]:
    return {code: card.id for code in codes if (card := directory().by_code(code))}


def _review(_actor: Any, rows: list[Row]) -> None:
    ranks = _ranks(rows)
    for row in rows:
        if row.values["parent_code"] and not _parent_known(row, ranks):
            row.refuse("parent_code", _("没有这个单位编码，名录和这份文件里都没有"))
        elif ranks[row.values["code"]] > len(rows):
            row.refuse("parent_code", _("上级单位绕成了一圈"))
        values = row.values
        if values["kind"] == OrganisationKind.TASK_FORCE and not (values["basis"] and values["valid_to"]):
            row.refuse("basis", _("专班要有依据和结束日期"))
        if values["valid_to"] and values["valid_to"] <= values["valid_from"]:
            row.refuse("valid_to", _("撤销日期要晚于成立日期"))


def _parent_known(row: Row, ranks: dict[str, int]) -> bool:
    above = row.values["parent_code"]
    return above in ranks or directory().by_code(above) is not None


def _ranks(rows: list[Row]) -> dict[str, int]:
    """How far each organisation stands below one that needs nobody of this file; more than all of them in a ring."""
    above = {row.values["code"]: row.values["parent_code"] for row in rows}
    ranks = {}
    for code, parent in above.items():
        rank, one = 0, parent
        while one in above and rank <= len(rows):
            rank, one = rank + 1, above[one]
        ranks[code] = rank
    return ranks


def _write(_actor: Any, rows: list[Row], _mode: str, _progress: Progress) -> Stored:
    """Parents first: an organisation and the teams below it may come in one file."""
    total, ranks = Stored(), _ranks(rows)
    for rank in sorted(set(ranks.values())):
        part = [row for row in rows if ranks[row.values["code"]] == rank]
        wanted = {row.values["parent_code"] for row in part}
        ids = dict(Organisation.objects.filter(code__in=wanted).values_list("code", "id"))
        done = store(Organisation, ("code",), [_columns(row.values, ids) for row in part])
        total.created += done.created
        total.changed += done.changed
        total.unchanged += done.unchanged
    return total


def _columns(values: dict[str, Any], ids: dict[str, int]) -> dict[str, Any]:
    made = {name: values[name] for name in FIELDS if name in values}
    return {**made, "parent_id": ids.get(values["parent_code"]), "pinyin": sort_key(values["name"])}


REGISTER = registry.register(
    Register(
        name="organisations",
        title=gettext_lazy("单位"),
        model=Organisation,
        columns=(
            Column("code", gettext_lazy("单位编码"), required=True, kind=Kind.CODE, longest=32, example=EXAMPLE),
            Column("name", gettext_lazy("单位名称"), required=True, longest=120, example="某某街道办事处"),
            Column("short_name", gettext_lazy("简称"), longest=40, example="某某街道"),
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
                "parent_code", gettext_lazy("上级单位编码"), kind=Kind.CODE, longest=32, path="parent__code",
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
        review=_review,
        write=_write,
        after=partial(bump, "organisations"),
    )
)  # fmt: skip
