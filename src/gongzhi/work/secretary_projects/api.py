"""The API of secretary projects and their yearly calls."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpResponse, QueryDict
from ninja import Query, Router, Schema
from pydantic import Field

from gongzhi.kit import clock
from gongzhi.kit.web.api import PLAIN, PROBLEMS, Given, Id, Key, Resource, answer, need
from gongzhi.work.secretary_projects import commands, tables
from gongzhi.work.secretary_projects.forms import CALL_FORMS, PROJECT_FORMS
from gongzhi.work.secretary_projects.models import Call, Project
from gongzhi.work.secretary_projects.queries import (
    CALL_ROW,
    FIGURES,
    PROJECT_ROW,
    calls_listed,
    counted,
    effects_of,
    projects_listed,
)
from gongzhi.work.secretary_projects.rules import CALL, PROJECT

SCOPE = "secretary_projects"
projects, calls = Router(), Router()
Level = Literal["district", "street", "community"]
Title = Annotated[str, Field(min_length=2, max_length=120, pattern=PLAIN)]
Text = Annotated[str, Field(min_length=2, max_length=1000, pattern=PLAIN)]
Long = Annotated[str, Field(min_length=2, max_length=2000, pattern=PLAIN)]


class CallOut(Schema):
    """A yearly call: who asks which levels, from which day to which."""

    id: str
    stage: str
    year: int
    title: str
    text: str
    basis: str
    levels: list[str]
    issuer_id: int
    area_id: int
    opens_on: date
    closes_on: date
    published_at: datetime | None


class ProjectRow(Schema):
    """A project in a list."""

    id: str
    call_id: str
    year: int
    level: str
    stage: str
    organisation_id: int
    area_id: int
    title: str
    problem: str
    obstacle: str
    measures: str
    starts_on: date
    ends_on: date
    due_on: date
    declared_at: datetime | None
    studied_on: date | None
    decided_at: datetime | None
    decision: str
    next_due_on: date | None
    midterm_on: date | None
    extensions: int
    asked_on: date | None
    sent_back: int
    accepted_at: datetime | None
    acceptance: str
    effect_verified: bool


class MeasurementOut(Schema):
    id: int
    phase: str
    value: Decimal
    measured_on: date
    evidence: str
    text: str
    verdict: str


class EffectOut(Schema):
    """An effect with its figures; ``source``: the system counts it."""

    id: int
    name: str
    source: str
    how: str
    unit: str
    better: str
    baseline: Decimal
    baseline_on: date
    target: Decimal
    target_on: date
    measurements: list[MeasurementOut]


class MilestoneOut(Schema):
    id: int
    what: str
    due_on: date
    done_on: date | None
    evidence: str
    text: str


class SecretaryProjectOut(ProjectRow):
    """One project with its effects and milestones."""

    effects: list[EffectOut]
    milestones: list[MilestoneOut]


class RateOut(Schema):
    """The figures of one level; rates are per cent, empty where there is nothing to share."""

    level: str
    organisations: int
    claiming: int
    claim_rate: str
    on_time_rate: str
    verified_rate: str
    figures: dict[str, int]


class RatesOut(Schema):
    year: int
    items: list[RateOut]


class NewCall(Given):
    year: Annotated[int, Field(ge=2000, le=2200)]
    title: Title
    text: Long
    levels: Annotated[list[Level], Field(min_length=1, max_length=3)]
    opens_on: date
    closes_on: date
    basis: Annotated[str, Field(max_length=200, pattern=PLAIN)] = "待确认"


class NewProject(Given):
    call_id: Id
    title: Title
    problem: Text
    obstacle: Annotated[str, Field(max_length=40, pattern=PLAIN)]
    measures: Long
    starts_on: date
    ends_on: date


class RatesAsked(Schema):
    """Of which year; this one if not said."""

    year: Annotated[int, Field(ge=2000, le=2200)] | None = None


def of(row: tuple[str, ...], thing: Any) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in row}


def call_out(_actor: Any, call: Call) -> dict[str, Any]:
    return of(CALL_ROW, call)


def project_out(_actor: Any, project: Project) -> dict[str, Any]:
    effects = [
        {**of(plain(EffectOut), one), "measurements": [of(plain(MeasurementOut), row) for row in one.measurements.all()]}
        for one in effects_of(project)
    ]  # fmt: skip
    milestones = [of(plain(MilestoneOut), row) for row in project.milestones.order_by("due_on", "pk")]
    return {**of(PROJECT_ROW, project), "effects": effects, "milestones": milestones}


def plain(shape: type[Schema]) -> tuple[str, ...]:
    """The fields of a shape that a row itself has."""
    return tuple(name for name in shape.model_fields if name != "measurements")


@calls.post(
    "/", operation_id="secretary_project_calls.write_call", summary="写年度通知", response={201: CallOut, **PROBLEMS}
)  # fmt: skip
def write_call(request: Any, data: NewCall, idempotency_key: Key = None) -> HttpResponse:
    """One a year of the city or of a district; it stays a draft until it is published."""
    need(request, f"{SCOPE}:write")
    made = commands.write_call(request.actor, **data.dict(), key=idempotency_key)
    return answer(call_out(request.actor, made), 201)


@projects.get(
    "/rates", operation_id="secretary_projects.rates", summary="认领率", response={200: RatesOut, **PROBLEMS}
)
def rates(request: Any, asked: Query[RatesAsked]) -> HttpResponse:
    """By level: the same figures as on the page and in its export."""
    need(request, f"{SCOPE}:read")
    year = asked.year or clock.today().year
    rows = tables.rates(year, QueryDict()).ordered(lambda: counted(request.actor, year), QueryDict())
    items = [
        {
            "level": row["level"], "organisations": row["organisations"], "claiming": row["claiming"],
            "claim_rate": tables.claim_rate(row), "on_time_rate": tables.on_time_rate(row),
            "verified_rate": tables.verified_rate(row), "figures": {name: row[name] for name in FIGURES},
        }
        for row in rows
    ]  # fmt: skip
    return answer({"year": year, "items": items})


@projects.post(
    "/",
    operation_id="secretary_projects.draft_project",
    summary="起草项目",
    response={201: SecretaryProjectOut, **PROBLEMS},
)
def draft_project(request: Any, data: NewProject, idempotency_key: Key = None) -> HttpResponse:
    """For the caller's own organisation, in answer to a call that is open."""
    need(request, f"{SCOPE}:write")
    words = {**data.dict(), "call_id": UUID(data.call_id)}
    made = commands.draft_project(request.actor, **words, key=idempotency_key)
    return answer(project_out(request.actor, made), 201)


Resource(
    "secretary_project_calls", CALL, commands, call_out, CALL_FORMS, SCOPE, rows=calls_listed, shape=CallOut
).mount(calls)
Resource(
    "secretary_projects", PROJECT, commands, project_out, PROJECT_FORMS, SCOPE, rows=projects_listed,
    shape=SecretaryProjectOut, row_shape=ProjectRow,
).mount(projects)  # fmt: skip
