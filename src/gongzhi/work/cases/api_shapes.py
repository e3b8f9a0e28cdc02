"""What the API of cases answers, as its document says it. Times are ISO 8601 with zone; ids of areas are integers."""

from datetime import datetime
from typing import Any

from ninja import Schema


class CaseRow(Schema):
    """A row of the list."""

    id: str
    number: str
    title: str
    stage: str
    category: str
    channel: str
    address: str
    reported_at: datetime
    due_at: datetime | None
    paused: bool
    desk: int | None
    called: list[int]
    street: int | None
    community: int | None
    round: int
    reporters: int
    emergency: bool


class Told(Schema):
    """What one reporter said; never their name or telephone."""

    id: str
    text: str
    channel: str
    at: datetime
    answers: dict[str, Any]


class Line(Schema):
    """A line of the timeline."""

    seq: int
    at: datetime
    verb: str
    by: str
    before: str
    after: str
    details: dict[str, Any]


class CaseOut(CaseRow):
    """One case."""

    outcome: str
    reply: dict[str, Any]
    eyes: str
    closed_at: datetime | None
    note: str
    reports: list[Told] = []
    timeline: list[Line] = []


class Reported(CaseOut):
    """A case just reported, with the code by which its reporter follows it (once only)."""

    trace_code: str | None
    report_id: str | None


class Alike(Schema):
    """Likely the same matter; nobody's words."""

    id: str
    number: str
    category: str
    place: str
    stage: str
    reported_at: datetime
    due_at: datetime | None
    reporters: int


class Similar(Schema):
    items: list[Alike]


class Asked(Schema):
    text: str
    options: list[str]
    by: str
    until: datetime


class StoryLine(Schema):
    at: datetime
    what: str
    by: str
    text: str
    whistle: bool


class Parcel(Schema):
    """What the holder of a number and code sees."""

    number: str
    title: str
    category: str
    address: str
    stage: str
    stage_label: str
    holder: str
    holder_phone: str
    since: datetime | None
    due_at: datetime | None
    paused: bool
    unit: str
    next: str
    others: int
    text: str
    outcome: str
    withdrawn: bool
    closed_at: datetime | None
    round: int
    question: Asked | None
    rated: bool
    may: list[str]
    story: list[StoryLine]
    turn_to: str | None


class Spoken(Schema):
    """The case after what its reporter did."""

    number: str
    stage: str


class CategoryOut(Schema):
    id: int
    code: str
    name: str
    limit: str
    leaf: bool


class AreaOut(Schema):
    id: int
    code: str
    name: str
    level: str


class OrganisationOut(Schema):
    id: int
    code: str
    name: str
    kind: str
    area: int


class Categories(Schema):
    items: list[CategoryOut]


class Areas(Schema):
    items: list[AreaOut]


class Organisations(Schema):
    items: list[OrganisationOut]


class Near(Schema):
    """A building near a point."""

    id: int
    name: str
    metres: int


class At(Schema):
    """What lies at a point, from the district down; no areas where no grid is drawn."""

    address: str
    areas: list[AreaOut]
    buildings: list[Near]
