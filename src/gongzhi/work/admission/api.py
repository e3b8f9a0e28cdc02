"""The API of the gate."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Router, Schema
from pydantic import Field

from gongzhi.kit.web.api import PLAIN, PROBLEMS, AreaId, Given, Key, Resource, answer, need
from gongzhi.town.areas.tree import tree
from gongzhi.work.admission import commands
from gongzhi.work.admission import queries as reads
from gongzhi.work.admission.forms import FORMS, OBJECTION_FORMS, PUSH_FORMS
from gongzhi.work.admission.rules import FLOW, OBJECTION, PUSH

matters, pushes, objections = Router(), Router(), Router()
SCOPE = "admission"
Line = Annotated[str, Field(max_length=300, pattern=PLAIN)]


class MatterOut(Schema):
    """What a department may ask of the grassroots: term, times, hours, money in fen."""

    id: str
    serial: int
    title: str
    stage: str
    ground: str
    organisation_id: int
    kinds: list[str]
    valid_from: date
    valid_to: date
    times: int
    hours: float
    money: int
    asked_at: datetime
    decide_by: datetime
    bypass: str


class PushOut(Schema):
    """Work outside the lists, stopped or refused."""

    id: str
    stage: str
    why: str
    from_organisation_id: int | None
    organisation_id: int
    text: str
    way: str
    at: datetime
    answer: str
    ruling: str
    matter_id: str | None
    task_id: str | None


class ObjectionOut(Schema):
    """A street's or community's word against an admitted matter."""

    id: str
    stage: str
    matter_id: str
    organisation_id: int
    residents_reject: bool
    text: str
    raised_at: datetime
    answer: str


class MatterAsked(Given):
    title: Annotated[str, Field(min_length=2, max_length=120, pattern=PLAIN)]
    content: Annotated[str, Field(min_length=2, max_length=2000, pattern=PLAIN)]
    kinds: Annotated[
        list[Annotated[str, Field(max_length=16, pattern=PLAIN)]], Field(min_length=1, max_length=10)
    ]
    basis: Annotated[str, Field(min_length=2, max_length=300, pattern=PLAIN)]
    area_id: AreaId
    valid_from: date
    valid_to: date
    hours: Annotated[Decimal, Field(gt=0, lt=10000, decimal_places=1)]
    times: Annotated[int, Field(ge=1, le=999)] = 1
    ground: Annotated[str, Field(pattern="^(ordinary|law|election|census|disaster)$")] = "ordinary"
    area_ids: Annotated[list[AreaId], Field(max_length=500)] = []
    money: Annotated[int, Field(ge=0, le=10**12)] = 0
    people: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""
    power: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""
    training: Annotated[str, Field(max_length=200, pattern=PLAIN)] = ""
    held_data: Annotated[str, Field(max_length=600, pattern=PLAIN)] = ""
    notice_days: Annotated[int, Field(ge=0, le=365)] = 3


class Refused(Given):
    from_organisation_id: AreaId
    text: Annotated[str, Field(min_length=2, max_length=600, pattern=PLAIN)]
    why: Annotated[str, Field(pattern="^(not_admitted|expired|over|short_notice|out_of_area|other)$")] = (
        "not_admitted"
    )
    way: Annotated[str, Field(max_length=60, pattern=PLAIN)] = ""


class Load(Schema):
    """Of a community in thirty days: what came through the gate, its hours, from its street (tasks, sheets), and
    what was refused."""

    area_id: int
    area: str
    passed: int
    hours: float
    street: int
    papers: int
    refused: int


class Outside(Schema):
    """Of a sender in ninety days: passed, stopped, refused, and the share without an admitted matter."""

    organisation_id: int | None
    passed: int
    stopped: int
    refused: int
    share: float


def _out(names: tuple[str, ...]) -> Any:
    def out(_actor: Any, thing: Any) -> dict[str, Any]:
        found = {name: getattr(thing, name) for name in names}
        return _row(found)

    return out


def _row(row: dict[str, Any]) -> dict[str, Any]:
    return {name: float(value) if isinstance(value, Decimal) else value for name, value in row.items()}


@matters.post(
    "/", operation_id="matters.apply", summary="申请准入 apply", response={201: MatterOut, **PROBLEMS}
)
def apply(request: Any, data: MatterAsked, idempotency_key: Key = None) -> HttpResponse:
    """A request for admission, by a city or district organisation."""
    need(request, f"{SCOPE}:write")
    made = commands.apply(request.actor, key=idempotency_key, **data.dict())
    made.refresh_from_db()
    return answer(matter_out(request.actor, made), 201)


@matters.get(
    "/load", operation_id="matters.load", summary="负担表 load", response={200: list[Load], **PROBLEMS}
)
def load(request: Any) -> HttpResponse:
    """The load of each community in reach, as on the page."""
    need(request, f"{SCOPE}:read")
    rows = reads.load(request.actor)
    names = {"area_id", "passed", "hours", "street", "papers", "refused"}
    return answer(
        [
            _row({n: v for n, v in row.items() if n in names}) | {"area": tree().full_name(row["area_id"])}
            for row in rows
        ]
    )


@matters.get(
    "/outside",
    operation_id="matters.outside",
    summary="清单外比例 outside",
    response={200: list[Outside], **PROBLEMS},
)
def outside(request: Any) -> HttpResponse:
    """The share outside the lists by sender, as on the page."""
    need(request, f"{SCOPE}:read")
    return answer(reads.by_department(request.actor))


@pushes.post("/", operation_id="pushes.refuse", summary="拒收 refuse", response={201: PushOut, **PROBLEMS})
def refuse(request: Any, data: Refused, idempotency_key: Key = None) -> HttpResponse:
    """A street or community refuses what came without an admitted matter."""
    need(request, f"{SCOPE}:write")
    return answer(
        push_out(request.actor, commands.refuse_push(request.actor, key=idempotency_key, **data.dict())), 201
    )


matter_out, push_out, objection_out = _out(reads.ROW), _out(reads.PUSH_ROW), _out(reads.OBJECTION_ROW)
Resource(
    "matters", FLOW, commands, matter_out, FORMS, SCOPE, rows=reads.listed, row=_row, shape=MatterOut
).mount(matters)
Resource(
    "pushes", PUSH, commands, push_out, PUSH_FORMS, SCOPE, rows=reads.pushes, row=_row, shape=PushOut
).mount(pushes)
Resource(
    "objections",
    OBJECTION,
    commands,
    objection_out,
    OBJECTION_FORMS,
    SCOPE,
    rows=reads.objections,
    shape=ObjectionOut,
).mount(objections)
