"""The API of certificates: the kinds a community must not issue, and who asked for them."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema
from pydantic import Field

from gongzhi.kit.flow import Unseen
from gongzhi.kit.web.api import PLAIN, PROBLEMS, AreaId, Given, Id, Key, Paged, answer, need
from gongzhi.kit.web.cursor import Order, window
from gongzhi.town.certificates import commands, queries
from gongzhi.town.certificates.models import CertificateAsking

certificates = Router()
Text = Annotated[str, Field(max_length=80, pattern=PLAIN)]


class CertificateKindOut(Schema):
    """A kind that must not be issued, and the agency to turn to."""

    code: str
    name: str
    agency: str
    way: str
    basis: str
    valid_from: date
    valid_to: date | None


class AskingOut(Schema):
    """One entry: who asked, for which kind, at which counter; nothing about the resident."""

    id: str
    kind: str
    area_id: int
    asker_id: int | None
    asker_name: str
    purpose: str
    agency: str
    recorded_at: datetime
    withdrawn_at: datetime | None
    withdrawn_why: str


class AskingPage(Schema):
    items: list[AskingOut]
    next: str | None


class AskerOut(Schema):
    """This year's entries of one asker: how many, of how many kinds, at how many counters."""

    asker_name: str
    count: int
    kinds: int
    places: int


class NewAsking(Given):
    kind: Annotated[str, Field(min_length=1, max_length=32, pattern=PLAIN)]
    area_id: AreaId
    asker_id: AreaId | None = None
    asker_name: Text = ""
    purpose: Annotated[str, Field(max_length=100, pattern=PLAIN)] = ""


class TakenBack(Given):
    reason: Annotated[str, Field(min_length=2, max_length=200, pattern=PLAIN)]


@certificates.get(
    "/kinds",
    operation_id="certificates.kinds",
    summary="不出具的证明",
    response={200: list[CertificateKindOut], **PROBLEMS},
)
def kinds(request: Any) -> HttpResponse:
    """The kinds in force today."""
    need(request, "certificates:read")
    fields = CertificateKindOut.model_fields
    return answer([{name: getattr(one, name) for name in fields} for one in queries.kinds()])


@certificates.get(
    "/askings",
    operation_id="certificates.askings",
    summary="索要记录",
    response={200: AskingPage, **PROBLEMS},
)
def askings(request: Any, chosen: Query[Paged]) -> HttpResponse:
    """The entries that the caller's posts reach, newest first."""
    need(request, "certificates:read")
    order = Order("id", down=True, nullable=False)
    page = window(queries.listed(request.actor), order, chosen.limit, chosen.cursor)
    items = [{**row, "kind": row["kind__code"]} for row in page.rows]
    return answer({
        "items": [{name: row[name] for name in AskingOut.model_fields} for row in items],
        "next": page.next or None,
    })  # fmt: skip


@certificates.get(
    "/askers",
    operation_id="certificates.askers",
    summary="谁在要",
    response={200: list[AskerOut], **PROBLEMS},
)
def askers(request: Any) -> HttpResponse:
    """The figures of this year by asker."""
    need(request, "certificates:read")
    return answer(queries.by_asker(request.actor))


@certificates.post(
    "/askings",
    operation_id="certificates.record_asking",
    summary="登记谁要的",
    response={201: AskingOut, **PROBLEMS},
)
def record_asking(request: Any, data: NewAsking, idempotency_key: Key = None) -> HttpResponse:
    """Who asked for a kind, at a counter that the caller keeps."""
    need(request, "certificates:write")
    made = commands.record_asking(request.actor, key=idempotency_key, **data.dict())
    return answer(_out(made), 201)


@certificates.post(
    "/askings/{pk}/withdraw",
    operation_id="certificates.withdraw_asking",
    summary="作废登记",
    response={200: AskingOut, **PROBLEMS},
)
def withdraw_asking(request: Any, pk: Path[Id], data: TakenBack, idempotency_key: Key = None) -> HttpResponse:
    """An entry made by mistake counts no more."""
    need(request, "certificates:write")
    thing = queries.one(request.actor, pk)
    if thing is None:
        raise Unseen(_("没有这条登记。"))
    return answer(_out(commands.withdraw_asking(request.actor, thing, key=idempotency_key, **data.dict())))


def _out(thing: CertificateAsking) -> dict[str, Any]:
    row = {name: getattr(thing, name, None) for name in AskingOut.model_fields}
    return {**row, "id": str(thing.pk), "kind": thing.kind.code}
