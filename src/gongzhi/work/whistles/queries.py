"""Reads of whistles: a department's inbox, a street's whistle board, the signer's desk, disputes to decide."""

from datetime import timedelta
from typing import Any

from django.db.models import F, Q, QuerySet

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.work.whistles.models import Dispute, ReportIn, Whistle
from gongzhi.work.whistles.rules import DEPARTMENT, DISPUTE, DISTRICT, REPORT_IN, SIGNER, WHISTLE, helper

IN_ROW = (
    "id", "case_id", "whistle_id", "organisation_id", "lead", "stage", "called_at", "arrive_by", "due_at", "unit", "arrived_at",
    "finished_at", "disputed", "countersign", "countersign_by", "street_id", "community_id", "press_level", "street_mark", "proposer_mark",
    "arrival_confirmed", "claimed_arrival_at", "attending", "extended",
)  # fmt: skip


def inbox(actor: Actor) -> QuerySet:
    """The report-ins of my organisations with their case's number, title and place: one statement, plain values."""
    rows = ReportIn.objects.filter(DEPARTMENT(actor))
    return rows.values(
        *IN_ROW, title=F("case__title"), address=F("case__address"), serial=F("case__serial"), reported_at=F("case__reported_at"),
        kind=F("whistle__kind"), request=F("whistle__request"), whistle_serial=F("whistle__serial"),
    )  # fmt: skip


def listed_in(actor: Actor) -> QuerySet:
    return REPORT_IN.seen_by(actor).values(*IN_ROW)


def whistles_listed(actor: Actor) -> QuerySet:
    return WHISTLE.seen_by(actor).values(
        "id", "case_id", "serial", "kind", "stage", "request", "proposed_at", "proposer_label", "sign_by", "sounded_at",
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
    return list(ReportIn.objects.filter(case_id=case_id).select_related("whistle").order_by("whistle_id", "-lead", "id"))


def punctuality(organisation_id: int, days: int = 90) -> tuple[int, int]:
    """How often a department arrived in time, and how often it was called, in the last ``days``."""
    since = clock.now() - timedelta(days=days)
    rows = ReportIn.objects.filter(organisation_id=organisation_id, called_at__gte=since).exclude(stage=ReportIn.Stage.STOOD_DOWN)
    judged = rows.filter(Q(arrived_at__isnull=False) | Q(arrive_by__lt=clock.now()))
    return judged.filter(arrived_at__lte=F("arrive_by")).count(), judged.count()
