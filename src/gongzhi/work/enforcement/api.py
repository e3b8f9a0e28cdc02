"""The API of enforcement: files and powers by their flows; squads and officers by their keepers' commands."""

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router, Schema

from gongzhi.kit.flow import Unseen
from gongzhi.kit.web.api import PROBLEMS, AreaId, Key, Paged, Resource, answer, body_of, need, spoken
from gongzhi.kit.web.cursor import Order, window
from gongzhi.work.enforcement import commands, forms
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Officer, Squad
from gongzhi.work.enforcement.queries import (
    FILE_ROW,
    OFFICER_ROW,
    POWER_ROW,
    SQUADS,
    files,
    officers,
    powers,
    squads,
)
from gongzhi.work.enforcement.rules import FILE, POWER

SCOPE = "enforcement"
file_router, power_router, squad_router = Router(), Router(), Router()


class FileOut(Schema):
    """A file: the party only masked; money in fen; days are the city's."""

    id: str
    serial: int
    stage: str
    street_id: int
    case_id: str | None
    matter: str
    address: str
    clue_at: datetime
    party_masked: str
    mode: str
    filed_on: date | None
    due_on: date | None
    extended_to: date | None
    outcome: str
    decision_no: str
    fine_fen: int | None
    paid_fen: int | None
    decided_on: date | None
    ended_at: datetime | None
    synthetic: bool


class DelegatedPowerOut(Schema):
    """A delegated power: whose, in whose name, from when to when, and what was said of the street's fitness."""

    id: str
    stage: str
    street_id: int
    code: str
    item: str
    kind: str
    mode: str
    decision_no: str
    basis: str
    department_id: int
    scope: str
    valid_from: date | None
    valid_to: date | None
    fitness: str
    assessed_on: date | None
    assessed_by: str
    street_fitness: str
    review_due: date | None
    reviewed_on: date | None
    review_fitness: str
    taken_back_on: date | None
    synthetic: bool


class OfficerOut(Schema):
    """An officer and the certificate's term."""

    id: int
    squad_id: int
    street_id: int
    name: str
    certificate_no: str
    issued_on: date
    expires_on: date
    left_on: date | None
    synthetic: bool


class SquadOut(Schema):
    id: int
    code: str
    name: str
    street_id: int
    phone: str
    basis: str


class OfficerPage(Schema):
    items: list[OfficerOut]
    next: str | None


NewClue, NewPower = body_of(forms.NewClue, "NewClue"), body_of(forms.NewPower, "NewPower")
NewSquad, NewOfficer = body_of(forms.NewSquad, "NewSquad"), body_of(forms.NewOfficer, "NewOfficer")
Renewed = body_of(forms.Renew, "RenewedCertificate")


def file_out(_actor: Any, file: EnforcementFile) -> dict[str, Any]:
    return {name: getattr(file, name) for name in FILE_ROW}


def file_row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in FILE_ROW}


def power_out(_actor: Any, power: DelegatedPower) -> dict[str, Any]:
    return {name: getattr(power, name) for name in POWER_ROW}


def out(row: Any, shape: type[Schema]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.model_fields}


@file_router.post(
    "/",
    operation_id="enforcement.open_clue",
    summary="登记线索 open_clue",
    response={201: FileOut, **PROBLEMS},
)
def open_clue(request: Any, data: NewClue, idempotency_key: Key = None) -> HttpResponse:  # type: ignore[valid-type]
    """A clue of the caller's street, on its own or from a case that the caller sees."""
    need(request, f"{SCOPE}:write")
    made = commands.open_clue(
        request.actor, key=idempotency_key, **spoken(forms.NewClue, None, data.dict())  # type: ignore[attr-defined]
    )  # fmt: skip
    return answer(file_out(request.actor, made), 201)


@power_router.post(
    "/",
    operation_id="delegated_powers.draft_power",
    summary="拟下放 draft_power",
    response={201: DelegatedPowerOut, **PROBLEMS},
)
def draft_power(request: Any, data: NewPower, idempotency_key: Key = None) -> HttpResponse:  # type: ignore[valid-type]
    """A matter to be delegated to a street of the caller's district."""
    need(request, f"{SCOPE}:write")
    made = commands.draft_power(
        request.actor, key=idempotency_key, **spoken(forms.NewPower, None, data.dict())  # type: ignore[attr-defined]
    )  # fmt: skip
    return answer(power_out(request.actor, made), 201)


Resource(
    "enforcement", FILE, commands, file_out, forms.FILE_FORMS, SCOPE, rows=files, row=file_row, shape=FileOut
).mount(file_router)
Resource(
    "delegated_powers",
    POWER,
    commands,
    power_out,
    forms.POWER_FORMS,
    SCOPE,
    rows=powers,
    shape=DelegatedPowerOut,
).mount(power_router)


@squad_router.get(
    "/", operation_id="squads.list", summary="执法中队", response={200: list[SquadOut], **PROBLEMS}
)
def squad_list(request: Any) -> HttpResponse:
    """The squads of the caller's streets, at most two hundred."""
    need(request, f"{SCOPE}:read")
    return answer([out(row, SquadOut) for row in squads(request.actor)[:200]])


@squad_router.post(
    "/", operation_id="squads.set_up_squad", summary="建中队", response={201: SquadOut, **PROBLEMS}
)
def set_up_squad(request: Any, data: NewSquad, idempotency_key: Key = None) -> HttpResponse:  # type: ignore[valid-type]
    """The squad of one of the caller's streets."""
    need(request, f"{SCOPE}:write")
    made = commands.set_up_squad(
        request.actor, key=idempotency_key, **spoken(forms.NewSquad, None, data.dict())  # type: ignore[attr-defined]
    )  # fmt: skip
    return answer(out(made, SquadOut), 201)


@squad_router.get(
    "/officers", operation_id="squads.officers", summary="执法人员", response={200: OfficerPage, **PROBLEMS}
)
def officer_list(request: Any, chosen: Query[Paged]) -> HttpResponse:
    """A page of the officers of the caller's streets."""
    need(request, f"{SCOPE}:read")
    page = window(
        officers(request.actor), Order("id", down=True, nullable=False), chosen.limit, chosen.cursor
    )
    rows = [{name: row[name] for name in OFFICER_ROW} for row in page.rows]
    return answer({"items": rows, "next": page.next or None})


@squad_router.post(
    "/{pk}/officers",
    operation_id="squads.enrol_officer",
    summary="登记执法人员",
    response={201: OfficerOut, **PROBLEMS},
)
def enrol_officer(
    request: Any,
    pk: Path[AreaId],
    data: NewOfficer,  # type: ignore[valid-type]
    idempotency_key: Key = None,
) -> HttpResponse:
    """A person with a certificate."""
    need(request, f"{SCOPE}:write")
    given = spoken(forms.NewOfficer, None, data.dict())  # type: ignore[attr-defined]
    made = commands.enrol_officer(
        request.actor, _found(request.actor, Squad, pk), key=idempotency_key, **given
    )
    return answer(out(made, OfficerOut), 201)


@squad_router.post(
    "/officers/{pk}/renew",
    operation_id="squads.renew_certificate",
    summary="换证",
    response={200: OfficerOut, **PROBLEMS},
)
def renew(request: Any, pk: Path[AreaId], data: Renewed, idempotency_key: Key = None) -> HttpResponse:  # type: ignore[valid-type]
    """A new term of the certificate."""
    need(request, f"{SCOPE}:write")
    given = spoken(forms.Renew, None, data.dict())  # type: ignore[attr-defined]
    row = commands.renew_certificate(
        request.actor, _found(request.actor, Officer, pk), key=idempotency_key, **given
    )
    return answer(out(row, OfficerOut))


@squad_router.post(
    "/officers/{pk}/leave",
    operation_id="squads.leave_squad",
    summary="离队",
    response={200: OfficerOut, **PROBLEMS},
)
def leave(request: Any, pk: Path[AreaId], idempotency_key: Key = None) -> HttpResponse:
    """This person acts in no file from today."""
    need(request, f"{SCOPE}:write")
    row = commands.leave_squad(request.actor, _found(request.actor, Officer, pk), key=idempotency_key)
    return answer(out(row, OfficerOut))


def _found(actor: Any, model: Any, pk: int) -> Any:
    row = model.objects.filter(SQUADS(actor), pk=pk).first()
    if row is None:
        raise Unseen(_("没有找到。"))
    return row
