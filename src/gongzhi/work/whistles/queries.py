"""Reads of whistles: a department's inbox, a street's whistle board, the signer's desk, disputes to decide."""

from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.work.whistles.models import Dispute, ReportIn, Whistle
from gongzhi.work.whistles.rules import DEPARTMENT, DISPUTE, DISTRICT, REPORT_IN, SIGNER, WHISTLE, helper

IN_ROW = (
    "id", "case_id", "whistle_id", "organisation_id", "lead", "stage", "called_at", "arrive_by", "due_at", "unit", "arrived_at",
    "finished_at", "disputed", "countersign", "countersign_by", "street_id", "community_id", "press_level", "street_mark", "proposer_mark",
    "arrival_confirmed", "claimed_arrival_at", "attending", "extended",
)  # fmt: skip


def calls_listed(actor: Actor) -> QuerySet:
    """The calls that this actor sees, a department's own or those of its area, for the list: plain values."""
    return REPORT_IN.seen_by(actor).values(
        *IN_ROW, title=F("case__title"), address=F("case__address"), reported_at=F("case__reported_at"), case_serial=F("case__serial"),
    )  # fmt: skip


def listed_in(actor: Actor) -> QuerySet:
    return REPORT_IN.seen_by(actor).values(*IN_ROW)


def whistles_listed(actor: Actor) -> QuerySet:
    return WHISTLE.seen_by(actor).values(
        "id", "case_id", "serial", "kind", "stage", "request", "proposals", "proposed_at", "proposer_label", "sign_by", "sounded_at",
        "signer_label", "street_id", title=F("case__title"), address=F("case__address"), due_at=F("case__due_at"),
    )  # fmt: skip


def disputes_listed(actor: Actor) -> QuerySet:
    return DISPUTE.seen_by(actor).values(
        "id", "case_id", "report_in_id", "organisation_id", "stage", "clause", "owner_id", "text", "raised_at", "decide_by",
        "decision", "decided_at", "street_id", title=F("case__title"), address=F("case__address"),
    )  # fmt: skip


def mine(actor: Actor) -> dict[str, tuple[type, Q]]:
    """What is mine now, by kind, for “我的待办”."""
    return {
        "to_sign": (Whistle, Q(stage=Whistle.Stage.PROPOSED) & SIGNER(actor)),
        "to_sign_after": (Whistle, Q(stage=Whistle.Stage.SOUNDED, signed_at=None) & SIGNER(actor)),
        "to_arrive": (ReportIn, Q(stage=ReportIn.Stage.CALLED) & DEPARTMENT(actor)),
        "in_hand": (ReportIn, Q(stage=ReportIn.Stage.PRESENT) & DEPARTMENT(actor)),
        "to_countersign": (ReportIn, helper(actor)),
        "to_decide": (Dispute, Q(stage=Dispute.Stage.RAISED) & DISTRICT(actor)),
    }


def on_case(case_id: Any) -> list[ReportIn]:
    """The report-ins of a case with their whistle: one statement, lead first."""
    return list(
        ReportIn.objects.filter(case_id=case_id)
        .select_related("whistle")
        .order_by("whistle_id", "-lead", "id")
    )


def punctuality(organisation_id: int, days: int = 90) -> tuple[int, int]:
    """How often a department arrived in time, and how often it was called, in the last ``days``."""
    since = clock.now() - timedelta(days=days)
    rows = ReportIn.objects.filter(organisation_id=organisation_id, called_at__gte=since).exclude(
        stage=ReportIn.Stage.STOOD_DOWN
    )
    judged = rows.filter(Q(arrived_at__isnull=False) | Q(arrive_by__lt=clock.now()))
    return judged.filter(arrived_at__lte=F("arrive_by")).count(), judged.count()


def whistles_on(actor: Actor, case_id: Any) -> list[Whistle]:
    """The whistles of a case with their buttons, newest first: one statement."""
    rows = Whistle.objects.filter(case_id=case_id).order_by("-proposed_at", "-id")
    return list(WHISTLE.with_steps(actor, rows))


def calls_on(actor: Actor, case_id: Any) -> list[ReportIn]:
    """The report-ins of a case with whistle, dispute and buttons, the lead first: one statement."""
    rows = ReportIn.objects.filter(case_id=case_id).select_related("whistle", "dispute")
    return list(REPORT_IN.with_steps(actor, rows).order_by("whistle_id", "-lead", "id"))


def arrivals(actor: Actor, days: int = 90) -> QuerySet:
    """The calls of the last days, as far as this actor sees them, that can be judged: arrived, or past their time."""
    since = clock.now() - timedelta(days=days)
    rows = REPORT_IN.seen_by(actor).filter(called_at__gte=since).exclude(stage=ReportIn.Stage.STOOD_DOWN)
    return rows.filter(Q(arrived_at__isnull=False) | Q(arrive_by__lt=clock.now()))


def came_in_time(actor: Actor, organisation_ids: list[int], days: int = 90) -> dict[int, tuple[int, int]]:
    """How often each came in time, and of how many calls: the figure counts what its link lists. One statement."""
    rows = arrivals(actor, days).filter(organisation_id__in=organisation_ids).order_by()
    counted = rows.values("organisation_id").annotate(
        n=Count("pk"), good=Count("pk", filter=Q(arrived_at__lte=F("arrive_by")))
    )
    return {row["organisation_id"]: (row["good"], row["n"]) for row in counted}


def precedents(category_id: int, but: Any = None, most: int = 10) -> list[Dispute]:
    """Earlier decisions on the same category, newest first: what was decided stands as a precedent."""
    decided = (Dispute.Stage.UPHELD, Dispute.Stage.MOVED, Dispute.Stage.FALLBACK)
    rows = Dispute.objects.filter(stage__in=decided, case__category_id=category_id).exclude(pk=but)
    return list(rows.order_by("-decided_at")[:most])


def disputes_turned_down(actor: Actor, days: int = 90) -> tuple[int, int]:
    """Of my organisations' disputes of the last days: how many were turned down (维持原派), of how many decided."""
    rows = Dispute.objects.filter(DEPARTMENT(actor), raised_at__gte=clock.now() - timedelta(days=days))
    decided = rows.filter(stage__in=(Dispute.Stage.UPHELD, Dispute.Stage.MOVED, Dispute.Stage.FALLBACK))
    found = decided.aggregate(n=Count("pk"), down=Count("pk", filter=Q(stage=Dispute.Stage.UPHELD)))
    return found["down"], found["n"]


def marks(actor: Actor, days: int = 90) -> tuple[int, int]:
    """How often the streets said 好 of my organisations, of how many marks."""
    rows = ReportIn.objects.filter(
        DEPARTMENT(actor), called_at__gte=clock.now() - timedelta(days=days)
    ).exclude(street_mark="")
    found = rows.aggregate(n=Count("pk"), good=Count("pk", filter=Q(street_mark=ReportIn.Mark.GOOD)))
    return found["good"], found["n"]
