"""Reads of responsibility letters: the list, what is left for each street, where one may be merged into."""

from typing import Any

from django.db.models import Count, Q, QuerySet

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.work.mandates.models import ResponsibilityLetter
from gongzhi.work.mandates.rules import DECIDES, LEFT, LETTER, L

ROW = (
    "id", "issuer_id", "issuer_level", "street_id", "title", "veto", "basis", "signed_on", "valid_to", "stage",
    "inherited", "reason", "into_id", "decided_at",
)  # fmt: skip


def listed(actor: Actor) -> QuerySet:
    """The rows of the list: plain values."""
    return LETTER.seen_by(actor).values(*ROW)


def left() -> Q:
    """The letters that a street still answers for today."""
    return Q(stage__in=LEFT) & open_ended()


def open_ended() -> Q:
    """Not over by their own words."""
    return Q(valid_to=None) | Q(valid_to__gte=clock.today())


def by_street(actor: Actor) -> list[dict[str, Any]]:
    """What is left for each street that has any: how many in all, by stage, with a veto, without a basis. One statement."""
    rows = LETTER.seen_by(actor).filter(left()).order_by("street__code").values("street_id")
    return list(
        rows.annotate(
            all=Count("pk"),
            live=Count("pk", filter=Q(stage=L.LIVE)),
            under_review=Count("pk", filter=Q(stage=L.UNDER_REVIEW)),
            kept=Count("pk", filter=Q(stage=L.KEPT)),
            veto=Count("pk", filter=Q(veto=True)),
            bare=Count("pk", filter=Q(basis__in=("", "待确认"))),
        )
    )


def targets(letter: ResponsibilityLetter) -> QuerySet:
    """The letters of the same street that this one may be merged into."""
    rows = ResponsibilityLetter.objects.filter(street_id=letter.street_id, stage__in=(L.LIVE, L.KEPT))
    return rows.exclude(pk=letter.pk).order_by("title")


def to_decide(actor: Actor) -> QuerySet:
    """Those under review on which this actor decides."""
    return ResponsibilityLetter.objects.filter(DECIDES(actor), stage=L.UNDER_REVIEW).order_by("id")
