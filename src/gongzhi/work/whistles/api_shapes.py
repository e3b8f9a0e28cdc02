"""What the API of whistles answers, as its document says it."""

from datetime import datetime
from typing import Any

from ninja import Schema


class WhistleRow(Schema):
    """What every answer about a whistle holds."""

    id: str
    case_id: str
    serial: int
    kind: str
    stage: str
    request: str
    proposals: list[dict[str, Any]]
    proposed_at: datetime
    proposer_label: str
    sign_by: datetime | None
    sounded_at: datetime | None
    signer_label: str
    street_id: int | None


class WhistleListed(WhistleRow):
    """A row of the list, with what it is about."""

    title: str
    address: str
    due_at: datetime | None


class WhistleOut(WhistleRow):
    """One whistle, and once it has sounded the report-ins that it asks for."""

    reason: str
    report_ins: list[str] = []


class ReportInRow(Schema):
    """A department's part: called, there, finished."""

    id: str
    case_id: str
    whistle_id: str
    organisation_id: int
    lead: bool
    stage: str
    called_at: datetime
    arrive_by: datetime
    due_at: datetime
    unit: str
    arrived_at: datetime | None
    finished_at: datetime | None
    disputed: bool
    countersign: str
    countersign_by: datetime | None
    street_id: int | None
    community_id: int | None
    press_level: int
    street_mark: str
    proposer_mark: str
    arrival_confirmed: bool
    claimed_arrival_at: datetime | None
    attending: str
    extended: bool


class ReportInOut(ReportInRow):
    """One of them, with its organisation's name and its reply."""

    organisation: str
    reply: dict[str, Any]


class DisputeRow(Schema):
    """A department's objection, and what the district decided."""

    id: str
    case_id: str
    report_in_id: str
    organisation_id: int
    stage: str
    clause: str
    owner_id: int | None
    text: str
    raised_at: datetime
    decide_by: datetime
    decision: str
    decided_at: datetime | None


class DisputeListed(DisputeRow):
    """A row of the list, with what it is about."""

    street_id: int | None
    title: str
    address: str


class DisputeOut(DisputeRow):
    """One dispute."""

    decided_for_id: int | None
