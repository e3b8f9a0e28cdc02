"""不出具的证明 as a spreadsheet."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.reference import bump
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.certificates.models import CertificateKind
from gongzhi.town.people.models import Role


def administers(actor: Any) -> bool:
    return actor.kind == "system" or bool(actor.serves(Role.SYSTEM_ADMIN))


def _in_order(_actor: Any, rows: list[Row]) -> None:
    for row in rows:
        given = row.values
        if given["valid_to"] and given["valid_to"] < given["valid_from"]:
            row.refuse("valid_to", _("最后一天不能早于开始"))


KINDS = registry.register(
    Register(
        name="certificate_kinds",
        title=gettext_lazy("不出具的证明"),
        model=CertificateKind,
        columns=(
            Column("code", gettext_lazy("编码"), required=True, kind=Kind.CODE, longest=32, example="ZM-01"),
            Column("name", gettext_lazy("证明"), required=True, longest=60, example="亲属关系证明"),
            Column("agency", gettext_lazy("找哪里"), required=True, longest=80, example="公安派出所"),
            Column("way", gettext_lazy("怎么办"), longest=300, example="凭户口簿或者到派出所查询"),
            Column("basis", gettext_lazy("依据"), longest=200, example="待确认", empty="待确认"),
            Column("valid_from", gettext_lazy("起"), required=True, kind=Kind.DAY, example="2020-05-01"),
            Column("valid_to", gettext_lazy("最后一天"), kind=Kind.DAY, empty=None),
        ),
        key=("code",),
        may=administers,
        review=_in_order,
        after=partial(bump, "certificates"),
    )
)
