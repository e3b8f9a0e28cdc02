"""The API of the street's powers, of its orders to stationed teams, and of yearly opinions."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from django.http import HttpResponse, QueryDict
from ninja import Query, Router, Schema
from pydantic import AwareDatetime, Field

from gongzhi.kit.web.api import PLAIN, PROBLEMS, AreaId, Given, Key, Paged, Resource, answer, need
from gongzhi.kit.web.cursor import Order, window
from gongzhi.work.street_powers import commands, counts
from gongzhi.work.street_powers.forms import OPINION_FORMS, ORDER_FORMS, USE_FORMS
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, Procedure, YearlyOpinion
from gongzhi.work.street_powers.queries import (
    OPINION_ROW,
    ORDER_ROW,
    USE_ROW,
    catalogue,
    opinions_listed,
    orders_listed,
    uses_listed,
)
from gongzhi.work.street_powers.rules import OPINION, ORDER, USE

SCOPE = "powers"
powers, orders, opinions = Router(), Router(), Router()
Text = Annotated[str, Field(min_length=2, max_length=1000, pattern=PLAIN)]
Line = Annotated[str, Field(min_length=2, max_length=200, pattern=PLAIN)]
About = Annotated[str, Field(max_length=200, pattern=PLAIN)]


class PowerUseOut(Schema):
    """A use of a power: between which street and organisation, about what, until when, and what was answered."""

    id: str
    power: str
    procedure: str
    stage: str
    organisation_id: int
    street_id: int
    what: str
    why: str
    basis: str
    about: str
    drafted_at: datetime
    sent_at: datetime | None
    answer_by: datetime | None
    unit: str
    reply: str
    reasons: str
    done_by: date | None
    answered_at: datetime | None
    insisted_at: datetime | None
    rule_by: datetime | None
    ruled_at: datetime | None
    ruling: str
    decision: str
    carried_out_at: datetime | None
    effect: str


class CommandOrderOut(Schema):
    """An order to a stationed team; times are the server's."""

    id: str
    kind: str
    stage: str
    team_id: int
    department_id: int | None
    street_id: int
    what: str
    why: str
    about: str
    ordered_at: datetime
    arrive_by: datetime
    unit: str
    arrived_at: datetime | None
    claimed_arrival_at: datetime | None
    arrival_confirmed: bool
    attending: str
    finished_at: datetime | None
    result: str
    reason: str


class OpinionRow(Schema):
    """A yearly opinion in a list: that it is there, not what it says."""

    id: str
    stage: str
    team_id: int
    street_id: int
    person_id: int
    year: int
    written_at: datetime
    replied_at: datetime | None


class OpinionOut(OpinionRow):
    """One opinion with the reply of the person whom it speaks of."""

    text: str
    reply: str


class PowerOut(Schema):
    """A power of the catalogue; ``answer`` in the unit given: hours, working_hours, days, working_days."""

    key: str
    name: str
    procedure: str
    counterpart: list[str]
    answer_amount: float
    answer_unit: str
    silence_is_consent: bool
    basis: str


class CountOut(Schema):
    """The figures of one power, street, organisation or team, by name."""

    key: str
    name: str
    figures: dict[str, int]


class CountsOut(Schema):
    items: list[CountOut]


class ConsentsOut(Schema):
    items: list[PowerUseOut]
    next: str | None


class PowersOut(Schema):
    items: list[PowerOut]


class NewUse(Given):
    power: Annotated[str, Field(max_length=40, pattern=PLAIN)]
    organisation_id: AreaId
    what: Line
    why: Text
    basis: Line
    about: About = ""
    sign: bool = False


class NewConsent(Given):
    power: Annotated[str, Field(max_length=40, pattern=PLAIN)]
    street_id: AreaId
    what: Line
    why: Text
    basis: Line
    about: About = ""
    team_id: AreaId | None = None
    post_id: AreaId | None = None
    goes_to: Annotated[str, Field(max_length=120, pattern=PLAIN)] = ""
    from_day: date | None = None


class NewOrder(Given):
    team_id: AreaId
    what: Annotated[str, Field(min_length=2, max_length=300, pattern=PLAIN)]
    why: Annotated[str, Field(min_length=2, max_length=600, pattern=PLAIN)]
    kind: Literal["ordinary", "emergency"] = "ordinary"
    about: About = ""
    arrive_by: AwareDatetime | None = None


class NewOpinion(Given):
    post_id: AreaId
    year: Annotated[int, Field(ge=2000, le=2200)]
    text: Annotated[str, Field(min_length=2, max_length=2000, pattern=PLAIN)]


class CountsAsked(Schema):
    """By what to count, and from which day to which (both included) what was sent or ordered."""

    by: Literal["power", "street", "department", "team"] = "power"
    since: date | None = None
    until: date | None = None


def of(row: tuple[str, ...], thing: Any) -> dict[str, Any]:
    return {name: getattr(thing, name) for name in row}


def use_out(_actor: Any, use: PowerUse) -> dict[str, Any]:
    return of(USE_ROW, use)


def order_out(_actor: Any, order: CommandOrder) -> dict[str, Any]:
    return of(ORDER_ROW, order)


def opinion_out(_actor: Any, opinion: YearlyOpinion) -> dict[str, Any]:
    return {**of(OPINION_ROW, opinion), "text": opinion.text, "reply": opinion.reply}


def without(*names: str) -> Any:
    return lambda row: {key: value for key, value in row.items() if key not in names}


@powers.get(
    "/catalogue", operation_id="powers.catalogue", summary="权力目录", response={200: PowersOut, **PROBLEMS}
)
def listed_powers(request: Any) -> HttpResponse:
    """The powers in force today, each with its limit and basis."""
    need(request, f"{SCOPE}:read")
    found = [
        {
            "key": one.key, "name": one.name, "procedure": one.procedure, "counterpart": one.counterpart,
            "answer_amount": one.answer.amount, "answer_unit": one.answer.unit,
            "silence_is_consent": one.silence_is_consent, "basis": one.basis,
        }
        for one in catalogue()
    ]  # fmt: skip
    return answer({"items": found})


@powers.get("/counts", operation_id="powers.counts", summary="统计", response={200: CountsOut, **PROBLEMS})
def counts_of(request: Any, asked: Query[CountsAsked]) -> HttpResponse:
    """The figures of what the caller sees: the same as on the page and in its export."""
    need(request, f"{SCOPE}:read")
    query = QueryDict(mutable=True)
    for name in ("since", "until"):
        if getattr(asked, name):
            query[name] = getattr(asked, name).isoformat()
    table = counts.table(asked.by, request.actor, query)
    rows = table.ordered(lambda: counts.COUNTS[asked.by].rows(request.actor), query)
    return answer({"items": [counts.said(asked.by, row) for row in rows]})


@powers.post("/", operation_id="powers.draft", summary="起草 draft", response={201: PowerUseOut, **PROBLEMS})
def draft(request: Any, data: NewUse, idempotency_key: Key = None) -> HttpResponse:
    """A street writes what it wants of whom, and its leader signs; ``sign``: the leader does both at once."""
    need(request, f"{SCOPE}:write")
    words = data.dict(exclude={"sign"})
    made = (commands.issue if data.sign else commands.draft)(request.actor, **words, key=idempotency_key)
    return answer(use_out(request.actor, made), 201)


@powers.get(
    "/consents", operation_id="powers.consents", summary="征求同意", response={200: ConsentsOut, **PROBLEMS}
)
def consents(request: Any, asked: Query[Paged]) -> HttpResponse:
    """What departments have asked streets to agree to, newest first."""
    need(request, f"{SCOPE}:read")
    rows = uses_listed(request.actor).filter(procedure=Procedure.CONSENT)
    page = window(rows, Order("id", down=True, nullable=False), asked.limit, asked.cursor)
    return answer({"items": list(page.rows), "next": page.next or None})


@powers.post(
    "/consents",
    operation_id="powers.request_consent",
    summary="征求同意",
    response={201: PowerUseOut, **PROBLEMS},
)
def request_consent(request: Any, data: NewConsent, idempotency_key: Key = None) -> HttpResponse:
    """A department asks a street; with a team, about moving it (or one person of it)."""
    need(request, f"{SCOPE}:write")
    made = commands.request_consent(request.actor, **data.dict(), key=idempotency_key)
    return answer(use_out(request.actor, made), 201)


@orders.post(
    "/", operation_id="command_orders.order", summary="下调度令", response={201: CommandOrderOut, **PROBLEMS}
)
def order(request: Any, data: NewOrder, idempotency_key: Key = None) -> HttpResponse:
    """A street sends a team that is stationed in it."""
    need(request, f"{SCOPE}:write")
    made = commands.order(request.actor, **data.dict(), key=idempotency_key)
    return answer(order_out(request.actor, made), 201)


@opinions.post(
    "/",
    operation_id="yearly_opinions.write_opinion",
    summary="写年度意见",
    response={201: OpinionOut, **PROBLEMS},
)
def write_opinion(request: Any, data: NewOpinion, idempotency_key: Key = None) -> HttpResponse:
    """Words about a person stationed in the street: once a year, and never a number."""
    need(request, f"{SCOPE}:write")
    made = commands.write_opinion(request.actor, **data.dict(), key=idempotency_key)
    return answer(opinion_out(request.actor, made), 201)


Resource("powers", USE, commands, use_out, USE_FORMS, SCOPE, rows=uses_listed, shape=PowerUseOut).mount(
    powers
)
Resource(
    "command_orders", ORDER, commands, order_out, ORDER_FORMS, SCOPE, rows=orders_listed, row=without("word"),
    shape=CommandOrderOut,
).mount(orders)  # fmt: skip
Resource(
    "yearly_opinions", OPINION, commands, opinion_out, OPINION_FORMS, SCOPE, rows=opinions_listed,
    row=without("person_name"), shape=OpinionOut, row_shape=OpinionRow,
).mount(opinions)  # fmt: skip
