"""Documents and clauses entered."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit.command import founding
from gongzhi.kit.flow import Refused
from gongzhi.kit.reference import bump
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.documents.models import Clause, Document


@founding("enter_document", may=keeps_registers)
def enter_document(
    _actor: Any, *, code: str, title: str, number: str = "", issuer: str = "", issued_on: date | None = None,
    status: str = Document.Status.UNCONFIRMED, source: str = "",
) -> Document:  # fmt: skip
    """录入文件: 待确认 unless its text has been seen; a confirmed one names its source."""
    if not code.strip() or not title.strip():
        raise Refused(_("请填写文件的编号和标题。"), field="title")
    if status == Document.Status.CONFIRMED and not source.strip():
        raise Refused(_("已确认的文件要写明来源。"), field="source")
    if Document.objects.filter(code=code.strip()).exists():
        raise Refused(_("编号“%s”已经在用。") % code, field="code")
    made = Document.objects.create(
        code=code.strip(), title=title.strip(), number=number, issuer=issuer, issued_on=issued_on, status=status,
        source=source,
    )  # fmt: skip
    bump("documents")
    return made


@founding("enter_clause", may=keeps_registers)
def enter_clause(_actor: Any, document: Document, *, number: str, text: str = "") -> Clause:
    """录入条款: one clause of a document, once."""
    if Clause.objects.filter(document=document, number=number.strip()).exists():
        raise Refused(_("这一条已经录入。"), field="number")
    made = Clause.objects.create(document=document, number=number.strip(), text=text.strip())
    bump("documents")
    return made


@founding("repeal_document", may=keeps_registers)
def repeal(_actor: Any, document: Document, *, on: date) -> Document:
    """废止: what was decided by it before that day stays decided by it."""
    if document.issued_on and on < document.issued_on:
        raise Refused(_("废止日期不能早于发文日期。"), field="on")
    document.repealed_on = on
    document.save(update_fields=["repealed_on"])
    bump("documents")
    return document
