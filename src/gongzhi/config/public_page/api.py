"""The same page for machines: what everybody may know of a street or community. No token is asked for."""

from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any

from ninja import Router, Schema

from gongzhi.config.public_page import heads
from gongzhi.config.public_page.views import found
from gongzhi.kit import clock
from gongzhi.kit.flow import Unseen
from gongzhi.kit.web.api import Problem
from gongzhi.town.areas.models import Level
from gongzhi.town.counters.queries import guides_of, hours_on, open_state, shut_ahead
from gongzhi.work.cases import answered

public = Router(auth=None)


class SeatOut(Schema):
    role: str
    where: str
    name: str
    phone: str
    own: bool
    vacant: bool
    acting: bool


class HoursOut(Schema):
    """Usual hours; ``days``: working, resting, or 1 (Monday) to 7. A weekday's don't hold on a statutory holiday."""

    days: str
    opens: time
    closes: time
    note: str


class ShutOut(HoursOut):
    """Shut for a time, from a day to a day."""

    valid_from: date
    valid_to: date


class GuideOut(Schema):
    code: str
    matter: str
    papers: list[str]
    fee: str
    takes: str
    elsewhere: str
    basis: str


class DoneOut(Schema):
    category: str
    place: str
    reported_at: datetime
    resolved_at: datetime
    by: str
    outcome: str


class PublicOut(Schema):
    """``open`` is null where no hours are entered; ``name`` of a seat is empty without its holder's consent."""

    code: str
    name: str
    level: str
    phone: str
    open: bool | None
    open_until: datetime | None
    opens_next: datetime | None
    hours: list[HoursOut]
    shut: list[ShutOut]
    seats: list[SeatOut]
    guides: list[GuideOut]
    done_lately: list[DoneOut]


@public.get(
    "/areas/{code}",
    response={200: PublicOut, 404: Problem},
    operation_id="public.area",
    summary="街道社区公开页",
)
def area(request: Any, code: str) -> dict[str, Any]:
    """A street, a community, or with the code of a door its community and its own three heads."""
    if not code.replace("-", "").isalnum():
        raise Unseen
    card, scanned = found(code)
    state = open_state(card.id)
    return {
        "code": card.code, "name": card.name, "level": card.level, "phone": heads.counter_phone(card),
        "open": state.open if state.known else None, "open_until": state.until, "opens_next": state.opens_next,
        "hours": hours_on(card.id, clock.today()), "shut": [*state.shut, *shut_ahead(card.id)],
        "seats": heads.seats(card, scanned) if card.level == Level.COMMUNITY else [],
        "guides": [{**asdict(guide), "papers": guide.papers_listed()} for guide in guides_of(card.id)],
        "done_lately": answered.done(card.id),
    }  # fmt: skip
