"""Reads of enforcement: lists, what is mine now, what may be chosen, whose certificate ends."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Coalesce

from gongzhi.kit import clock
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE, either
from gongzhi.town.areas.tree import tree
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Fitness, Officer, Squad
from gongzhi.work.enforcement.rules import (
    ABOVE,
    DECIDER,
    DEPARTMENT_ROLES,
    DISTRICT,
    DISTRICT_ROLES,
    FILE,
    HANDS,
    LEADER,
    POWER,
    STREET,
    STREET_ROLES,
    S,
    streets_of,
)

P = DelegatedPower.Stage
FILE_ROW = (
    "id", "serial", "stage", "street_id", "case_id", "matter", "address", "clue_at", "party_masked", "mode", "filed_on",
    "due_on", "extended_to", "outcome", "decision_no", "fine_fen", "paid_fen", "decided_on", "ended_at", "synthetic",
)  # fmt: skip
POWER_ROW = (
    "id", "stage", "street_id", "code", "item", "kind", "mode", "decision_no", "basis", "department_id", "scope",
    "valid_from", "valid_to", "fitness", "assessed_on", "assessed_by", "street_fitness", "review_due", "reviewed_on",
    "review_fitness", "taken_back_on", "synthetic",
)  # fmt: skip
OFFICER_ROW = (
    "id", "squad_id", "street_id", "name", "certificate_no", "issued_on", "expires_on", "left_on", "synthetic",
)  # fmt: skip
SQUADS = either(STREET, ABOVE)


def files(actor: Actor) -> QuerySet:
    """The rows of the list of files: plain values."""
    return FILE.seen_by(actor).values(
        *FILE_ROW,
        limit_on=Coalesce("extended_to", "due_on"),
        item=F("power__item"),
        power_code=F("power__code"),
    )


def powers(actor: Actor) -> QuerySet:
    return POWER.seen_by(actor).values(*POWER_ROW)


def officers(actor: Actor) -> QuerySet:
    """The officers of one's own streets, with their squad."""
    return Officer.objects.filter(SQUADS(actor)).values(*OFFICER_ROW, squad_name=F("squad__name"))


def squads(actor: Actor) -> QuerySet[Squad]:
    return Squad.objects.filter(SQUADS(actor)).order_by("code")


def files_of(actor: Actor, case_id: Any) -> list[EnforcementFile]:
    """The files of a case that this actor may see, newest first."""
    return list(FILE.seen_by(actor).filter(case_id=case_id).order_by("-id")[:20])


def mine(actor: Actor) -> Q:
    """The files that wait for this actor."""
    if not actor.serves(*STREET_ROLES, *DEPARTMENT_ROLES):
        return NONE
    said = ~Q(said_kind="")
    parts = [
        (Q(stage=S.CLUE), LEADER),
        (Q(stage__in=[S.FILED, S.EVIDENCE, S.DECIDED]), HANDS),
        (Q(stage=S.TOLD) & ~said, HANDS),
        (Q(stage=S.TOLD) & said, STREET),
        (Q(stage=S.REVIEWED), DECIDER),
    ]
    found = NONE
    for condition, who in parts:
        q = who(actor)
        if q != NONE:
            found = condition & q if found == NONE else found | (condition & q)
    return found


def powers_waiting(actor: Actor) -> Q:
    """The powers that wait for this actor: to assess, to bring into force, to review; the street's word."""
    if actor.serves(*DISTRICT_ROLES):
        ahead = clock.today() + timedelta(days=records.value("enforcement.review_ahead_days"))
        late = Q(stage=P.IN_FORCE) & (Q(review_due__lte=ahead) | Q(review_fitness=Fitness.UNFIT))
        return (Q(stage__in=[P.DRAFT, P.ASSESSED]) | late) & DISTRICT(actor)
    if actor.serves(*STREET_ROLES):
        return Q(stage__in=[P.DRAFT, P.ASSESSED], street_fitness="") & STREET(actor)
    return NONE


def expiring() -> Q:
    """The certificates that end within the record's days, or have ended, of those who still serve."""
    ahead = clock.today() + timedelta(days=records.value("enforcement.certificate_days"))
    return Q(left_on=None, expires_on__lte=ahead)


def powers_for(street_id: int) -> list[DelegatedPower]:
    """What the street may punish today, by code."""
    rows = DelegatedPower.objects.filter(
        street_id__in=sorted(streets_of(street_id)), stage=P.IN_FORCE, kind=DelegatedPower.Kind.PENALTY
    )
    return [row for row in rows.order_by("code") if row.holds_on(clock.today())]


def officers_for(street_id: int) -> list[Officer]:
    """Who may act in the street today: a certificate that holds, not left."""
    rows = Officer.objects.filter(street_id__in=sorted(streets_of(street_id)), left_on=None).order_by("id")
    return [row for row in rows if row.certified_on(clock.today())]


def streets_under(actor: Actor) -> list[tuple[int, str]]:
    """The streets that this actor may delegate to, or keep the squad of."""
    found: dict[int, str] = {}
    for post in actor.serves(*DISTRICT_ROLES, *STREET_ROLES):
        cards = (
            [tree().card(post.area_id)] if post.level == "street" else tree().under(post.area_id, "street")
        )
        found |= {card.id: card.name for card in cards if card.valid_to is None}
    return list(found.items())
