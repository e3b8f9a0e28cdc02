"""The API of policies."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse
from ninja import Path, Router, Schema
from pydantic import Field

from gongzhi.kit.flow import Unseen
from gongzhi.kit.web.api import PLAIN, PROBLEMS, AreaId, Given, Id, Key, Resource, answer, need, uuid_of
from gongzhi.work.policies import commands
from gongzhi.work.policies import queries as reads
from gongzhi.work.policies.forms import (
    ACKNOWLEDGEMENT_FORMS,
    REQUIREMENT_API_FORMS,
    SET_API_FORMS,
    TERM_API_FORMS,
)
from gongzhi.work.policies.models import Acknowledgement, PolicySet, Requirement, Term
from gongzhi.work.policies.rules import ACKNOWLEDGEMENT, REQUIREMENT, SET, TERM

policies, requirements, acknowledgements, terms = Router(), Router(), Router(), Router()
SCOPE = "policies"


class PolicySetOut(Schema):
    """One version of a set of one main and its supporting documents."""

    id: str
    code: str
    version: int
    stage: str
    title: str
    number: str
    issuer: str
    issuer_id: int | None
    area_id: int | None
    issued_on: date | None
    in_force_on: date | None
    repealed_on: date | None
    basis: str


class RequirementOut(Schema):
    """What a set asks of a level, by when; ``handed_count`` tasks were set, ``left`` of them are open."""

    id: str
    stage: str
    level: str
    text: str
    due_on: date
    cycle: str
    round: int
    clause_id: int | None
    issuer_id: int
    area_id: int
    planned_at: datetime
    issued_at: datetime | None
    policy_set_id: str


class RequirementRow(RequirementOut):
    handed_count: int
    left: int


class AcknowledgementOut(Schema):
    """An organisation took note of a set; its question and the answer."""

    id: str
    stage: str
    organisation_id: int
    at: datetime
    question: str
    answer: str
    policy_set_id: str


class PolicyTermOut(Schema):
    """A word of the papers and what it means; empty while nobody can cite it."""

    id: str
    stage: str
    word: str
    said_in: str
    meaning: str
    basis: str
    clause_id: int | None


class NewPolicySet(Given):
    code: Annotated[str, Field(min_length=2, max_length=40, pattern=PLAIN)]
    title: Annotated[str, Field(min_length=2, max_length=120, pattern=PLAIN)]
    number: Annotated[str, Field(max_length=80, pattern=PLAIN)] = ""
    basis: Annotated[str, Field(max_length=200, pattern=PLAIN)] = "待确认"


class NewRequirement(Given):
    policy_set_id: Id
    level: Literal["city", "district", "street", "community"]
    text: Annotated[str, Field(min_length=2, max_length=1000, pattern=PLAIN)]
    due_on: date
    cycle: Literal["once", "month", "quarter", "year"] = "once"
    organisation_ids: Annotated[list[AreaId], Field(max_length=1000)] = []
    clause_id: AreaId | None = None


class NewPolicyTerm(Given):
    word: Annotated[str, Field(min_length=2, max_length=60, pattern=PLAIN)]
    said_in: Annotated[str, Field(max_length=300, pattern=PLAIN)] = ""


def set_out(_actor: Any, policy_set: PolicySet) -> dict[str, Any]:
    return {name: getattr(policy_set, name) for name in reads.SET_ROW}


def requirement_out(_actor: Any, requirement: Requirement) -> dict[str, Any]:
    return {name: getattr(requirement, name) for name in reads.REQUIREMENT_ROW}


def acknowledgement_out(_actor: Any, acknowledgement: Acknowledgement) -> dict[str, Any]:
    return {name: getattr(acknowledgement, name) for name in reads.ACKNOWLEDGEMENT_ROW}


def term_out(_actor: Any, term: Term) -> dict[str, Any]:
    return {name: getattr(term, name) for name in reads.TERM_ROW}


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in ("set_title", "version")}


def _set(actor: Any, pk: str) -> PolicySet:
    found = SET.seen_by(actor).filter(pk=uuid_of(pk)).first()
    if found is None:
        raise Unseen
    return found


@policies.post(
    "/", operation_id="policies.draft", summary="起草 draft", response={201: PolicySetOut, **PROBLEMS}
)
def draft(request: Any, data: NewPolicySet, idempotency_key: Key = None) -> HttpResponse:
    """A new set of one's own office; its papers are added before it is enacted."""
    need(request, f"{SCOPE}:write")
    made = commands.draft_set(request.actor, key=idempotency_key, **data.dict())
    return answer(set_out(request.actor, made), 201)


@policies.post(
    "/{pk}/version", operation_id="policies.version", summary="起草新版 version", response={201: PolicySetOut, **PROBLEMS}
)  # fmt: skip
def version(request: Any, pk: Path[Id], idempotency_key: Key = None) -> HttpResponse:
    """A draft of the next version, with the papers of the one in force."""
    need(request, f"{SCOPE}:write")
    made = commands.draft_version(request.actor, _set(request.actor, pk), key=idempotency_key)
    return answer(set_out(request.actor, made), 201)


@policies.get(
    "/{pk}/papers", operation_id="policies.papers", summary="文件 papers", response={200: list[dict], **PROBLEMS}
)  # fmt: skip
def papers(request: Any, pk: Path[Id]) -> HttpResponse:
    """The main document and the supporting ones; a place without a document is not yet known."""
    need(request, f"{SCOPE}:read")
    rows = reads.papers(_set(request.actor, pk))
    return answer(
        [
            {
                "position": row.position, "part": row.part, "document_id": row.document_id,
                "title": row.document.title if row.document else "",
            }
            for row in rows
        ]
    )  # fmt: skip


@requirements.post(
    "/", operation_id="requirements.plan", summary="提要求 plan", response={201: RequirementOut, **PROBLEMS}
)
def plan(request: Any, data: NewRequirement, idempotency_key: Key = None) -> HttpResponse:
    """A requirement under a set in force; nobody is told until it is handed down."""
    need(request, f"{SCOPE}:write")
    given = data.dict()
    policy_set = _set(request.actor, given.pop("policy_set_id"))
    made = commands.plan_requirement(request.actor, policy_set, key=idempotency_key, **given)
    return answer(requirement_out(request.actor, made), 201)


@requirements.get(
    "/{pk}/handed", operation_id="requirements.handed", summary="对象 handed", response={200: list[dict], **PROBLEMS}
)  # fmt: skip
def handed(request: Any, pk: Path[Id]) -> HttpResponse:
    """The tasks of every round with their state; whoever is only addressed sees its own."""
    need(request, f"{SCOPE}:read")
    found = REQUIREMENT.seen_by(request.actor).filter(pk=uuid_of(pk)).first()
    if found is None:
        raise Unseen
    return answer(reads.handed_to(request.actor, found))


@terms.post(
    "/", operation_id="terms.enter", summary="录入用语 enter", response={201: PolicyTermOut, **PROBLEMS}
)
def enter(request: Any, data: NewPolicyTerm, idempotency_key: Key = None) -> HttpResponse:
    """A word whose meaning is to be found."""
    need(request, f"{SCOPE}:write")
    made = commands.enter_term(request.actor, key=idempotency_key, **data.dict())
    return answer(term_out(request.actor, made), 201)


Resource(
    "policies", SET, commands, set_out, SET_API_FORMS, SCOPE, rows=reads.policy_sets, shape=PolicySetOut
).mount(policies)
Resource(
    "requirements", REQUIREMENT, commands, requirement_out, REQUIREMENT_API_FORMS, SCOPE, rows=reads.requirements,
    row=_row, shape=RequirementOut, row_shape=RequirementRow,
).mount(requirements)  # fmt: skip
Resource(
    "acknowledgements", ACKNOWLEDGEMENT, commands, acknowledgement_out, ACKNOWLEDGEMENT_FORMS, SCOPE,
    rows=reads.acknowledgements, row=_row, shape=AcknowledgementOut,
).mount(acknowledgements)  # fmt: skip
Resource(
    "terms", TERM, commands, term_out, TERM_API_FORMS, SCOPE, rows=reads.terms, shape=PolicyTermOut
).mount(terms)
