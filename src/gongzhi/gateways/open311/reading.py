"""Reading in public: what was reported, where and how far it is. Nobody's words, name, telephone, photo or door.

One row for each report. 举报 and imported history are not there; the place is told to the grid and some hundred metres.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from gongzhi.gateways.open311 import parameters
from gongzhi.gateways.open311.errors import Wrong
from gongzhi.gateways.open311.formats import Said, moment
from gongzhi.gateways.open311.services import code_of
from gongzhi.kit.identity import first_id
from gongzhi.kit.journal.models import Entry
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Case, Report, Stage
from gongzhi.work.cases.trace import TOGETHER, WORDS, holder

DONE = (Stage.CLOSED, Stage.NOTED, Stage.REFUSED, Stage.WITHDRAWN)
CLOSED = Q(case__stage__in=DONE) | Q(withdrawn_at__isnull=False)
NARROW = 3  # decimals of a degree, some hundred metres
FIELDS = (
    "id", "serial", "reported_at", "withdrawn_at", "case__serial", "case__stage", "case__category_id", "case__desk_id",
    "case__called_ids", "case__district_id", "case__street_id", "case__community_id", "case__grid_id", "case__lon",
    "case__lat", "case__due_at", "case__held_since", "case__accepted_at", "case__resolved_at", "case__closed_at",
)  # fmt: skip


def public() -> QuerySet[Report]:
    """The reports that anybody may know of."""
    rows = Report.objects.filter(case__secret=False).exclude(case__stage=Stage.ARCHIVED)
    return rows.select_related("case").only(*FIELDS)


def between(span: parameters.Span, name: str = "id") -> Q:
    """By id, which sorts by time: the key itself is the index."""
    upper = first_id(span.end + timedelta(milliseconds=1))
    return Q(**{f"{name}__gte": first_id(span.start), f"{name}__lt": upper})


def requests(given: Mapping[str, str]) -> Said:
    """``GET requests``: by numbers, or by service, status and time."""
    rows, numbers = public(), parameters.listed(given, "service_request_id")
    part = parameters.page(given)
    if numbers:
        serials = {serial for one in numbers if (serial := serial_of(one)) is not None}
        found = [row for row in rows.filter(serial__in=serials).order_by("-id") if row.number in numbers]
        return Said("service_requests", [shown(row) for row in found[part]])
    span = parameters.span(given)
    rows = rows.filter(between(span), reported_at__gte=span.start, reported_at__lte=span.end)
    statuses = parameters.listed(given, "status", parameters.STATUSES)
    rows = _narrowed(rows, parameters.listed(given, "service_code"), statuses)
    return Said("service_requests", [shown(row) for row in rows.order_by("-id")[part]])


def _narrowed(rows: QuerySet[Report], codes: list[str], statuses: list[str]) -> QuerySet[Report]:
    if codes:
        cards = catalogue().by_id.values()
        rows = rows.filter(case__category_id__in=[card.id for card in cards if code_of(card) in codes])
    if len(set(statuses)) == 1:
        rows = rows.filter(CLOSED) if statuses[0] == "closed" else rows.exclude(CLOSED)
    return rows


def request(number: str) -> Said:
    """``GET requests/{id}``: an array of one; raises Wrong (404)."""
    serial = serial_of(number)
    row = public().filter(serial=serial).first() if serial is not None else None
    if row is None or row.number != number:
        raise Wrong(404, "service_request_id not found")
    return Said("service_requests", [shown(row)])


def serial_of(number: str) -> int | None:
    """The serial in a public number (20261122-000123), or None."""
    _day, dash, serial = number.partition("-")
    return int(serial) if dash and serial.isascii() and serial.isdigit() and len(serial) < 18 else None


def token(text: str) -> Said:
    """``GET tokens/{token}``: the number of a batch report; raises Wrong (404)."""
    row = Report.objects.filter(pk=UUID(text)).only("reported_at", "serial").first()
    if row is None:
        raise Wrong(404, "token not found")
    return Said("service_requests", [{"token": text, "service_request_id": row.number}])


def shown(report: Report) -> dict[str, Any]:
    """One report for everybody."""
    case = report.case
    card = catalogue().by_id.get(case.category_id)
    where, area = _where(case)
    closed = is_closed(report)
    return {
        "service_request_id": report.number,
        "status": "closed" if closed else "open",
        "status_notes": str(Stage.WITHDRAWN.label if report.withdrawn_at else case.get_stage_display()),
        "service_name": card.name if card else "",
        "service_code": code_of(card) if card else "",
        "description": "，".join(part for part in (card.full_name if card else "", where) if part),
        "agency_responsible": "" if closed else str(holder(case)[0]),
        "service_notice": "",
        "requested_datetime": moment(report.reported_at),
        "updated_datetime": moment(_last(report)),
        "expected_datetime": None if closed else moment(case.due_at),
        "address": where,
        "address_id": area,
        "zipcode": None,
        "lat": None if case.lat is None else round(case.lat, NARROW),
        "long": None if case.lon is None else round(case.lon, NARROW),
        "media_url": "",
    }


def is_closed(report: Report) -> bool:
    return report.withdrawn_at is not None or report.case.stage in DONE


def _where(case: Case) -> tuple[str, str]:
    """Names and code down to the grid; neither building nor door."""
    known = (case.grid_id, case.community_id, case.street_id, case.district_id)
    lowest = tree().get(next((one for one in known if one), None))
    return (tree().full_name(lowest.id), lowest.code) if lowest else ("", "")


def _last(report: Report) -> datetime:
    case = report.case
    known = (case.held_since, case.accepted_at, case.resolved_at, case.closed_at, report.withdrawn_at)
    return max([report.reported_at, *(one for one in known if one)])


def updates(given: Mapping[str, str]) -> Said:
    """``GET servicerequestupdates``: what a parcel's trace would tell, without words of anybody; oldest first."""
    span = parameters.span(given, timedelta(days=1))
    rows = Entry.objects.filter(between(span), trunk_kind=Case._meta.label_lower, verb__in=list(WORDS))
    entries = rows.filter(at__gte=span.start, at__lte=span.end).order_by("id")[parameters.page(given)]
    reports: dict[str, list[Report]] = {}
    for row in public().filter(case_id__in={entry.trunk_id for entry in entries}).order_by("id"):
        reports.setdefault(str(row.case_id), []).append(row)
    pairs = ((entry, row) for entry in entries for row in reports.get(entry.trunk_id, ()))
    return Said("service_request_updates", [_update(*pair) for pair in pairs if _concerns(*pair)])


def _concerns(entry: Entry, report: Report) -> bool:
    """Whoever joined later is not told what was before."""
    return report.serial == report.case.serial or report.reported_at <= entry.at


def _update(entry: Entry, report: Report) -> dict[str, Any]:
    ended = report.withdrawn_at or report.case.closed_at
    closed = entry.after in DONE or (is_closed(report) and ended is not None and ended <= entry.at)
    return {
        "update_id": f"{entry.pk.hex}-{report.serial}",
        "service_request_id": report.number,
        "status": "closed" if closed else "open",
        "updated_datetime": moment(entry.at),
        "description": str(TOGETHER.get(entry.verb, WORDS[entry.verb])),
        "media_url": "",
    }
