"""文件 and 条款: what rule records cite."""

from functools import partial
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.reference import bump
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.columns import Column, Kind
from gongzhi.kit.registers.register import Register
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.documents.models import Clause, Document

EXAMPLE = "WJ-2026-001"


def _review(_actor: Any, rows: list[Row]) -> None:
    for row in rows:
        issued, repealed = row.values["issued_on"], row.values["repealed_on"]
        if issued and repealed and repealed < issued:
            row.refuse("repealed_on", _("废止日期不能早于发文日期"))
        if row.values["status"] == Document.Status.CONFIRMED and not row.values["source"]:
            row.refuse("source", _("已确认的文件要写明来源"))


def _documents(codes: set[str]) -> dict[str, int]:
    return dict(Document.objects.filter(code__in=codes).values_list("code", "id"))


DOCUMENTS = registry.register(
    Register(
        name="documents",
        title=gettext_lazy("文件"),
        model=Document,
        columns=(
            Column("code", gettext_lazy("编号"), required=True, kind=Kind.CODE, longest=60, example=EXAMPLE),
            Column("title", gettext_lazy("标题"), required=True, longest=200, example="某某实施意见"),
            Column("number", gettext_lazy("文号"), longest=80),
            Column("issuer", gettext_lazy("发文机关"), longest=120),
            Column("issued_on", gettext_lazy("发文日期"), kind=Kind.DAY, empty=None),
            Column("repealed_on", gettext_lazy("废止日期"), kind=Kind.DAY, empty=None),
            Column(
                "status", gettext_lazy("状态"), kind=Kind.CHOICE, choices=dict(Document.Status.choices),
                empty=Document.Status.UNCONFIRMED, example=Document.Status.UNCONFIRMED,
            ),
            Column("source", gettext_lazy("来源"), longest=300),
        ),
        key=("code",),
        may=keeps_registers,
        review=_review,
        after=partial(bump, "documents"),
    )
)  # fmt: skip
CLAUSES = registry.register(
    Register(
        name="clauses",
        title=gettext_lazy("条款"),
        model=Clause,
        columns=(
            Column(
                "document_code", gettext_lazy("文件编号"), required=True, kind=Kind.CODE, longest=60, example=EXAMPLE,
                lookup=_documents, into="document_id", path="document__code",
                missing=gettext_lazy("没有这个文件编号，请先导入文件"),
            ),
            Column("number", gettext_lazy("条款"), required=True, kind=Kind.CODE, longest=40, example="第一条"),
            Column("text", gettext_lazy("内容"), longest=5000, lines=True),
        ),
        key=("document_id", "number"),
        may=keeps_registers,
        derive=lambda values: {name: values[name] for name in ("document_id", "number", "text")},
        after=partial(bump, "documents"),
    )
)  # fmt: skip
