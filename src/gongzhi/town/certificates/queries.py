"""The kinds, read from memory; who asked, as a list and as figures that open it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet

from gongzhi.kit import clock
from gongzhi.kit.reference import Reference
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.certificates.models import CertificateAsking, CertificateKind
from gongzhi.town.people.models import ADMINISTRATORS

FIELDS = (
    "id", "kind_id", "kind__code", "kind__name", "area_id", "asker_id", "asker_name", "purpose", "agency", "recorded_at",
    "withdrawn_at", "withdrawn_why",
)  # fmt: skip
MOST = 50  # askers in the figures


@dataclass(frozen=True, slots=True)
class KindCard:
    id: int
    code: str
    name: str
    agency: str
    way: str
    basis: str
    valid_from: date
    valid_to: date | None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def _load() -> tuple[KindCard, ...]:
    rows = CertificateKind.objects.order_by("code").values_list(*KindCard.__dataclass_fields__)
    return tuple(KindCard(*row) for row in rows)


KINDS: Reference[tuple[KindCard, ...]] = Reference("certificates", _load)


def kinds(text: str = "") -> list[KindCard]:
    """Those in force today; with ``text``, those in whose name, agency or way it stands."""
    day = clock.today()
    words = text.split()
    return [
        one
        for one in KINDS.get()
        if one.holds_on(day) and all(word in f"{one.name}{one.agency}{one.way}" for word in words)
    ]


def kind_of(code: str) -> KindCard | None:
    """The kind of a code, if it is in force today."""
    return next((one for one in kinds() if one.code == code), None)


def seen_by(actor: Any) -> Q:
    """Where one's posts reach; the entries name no resident. Nothing for the three administrators."""
    if actor.kind == "system":
        return Q(pk__isnull=False)
    posts = [post for post in actor.posts if post.role not in ADMINISTRATORS]
    if any(post.level == Level.CITY for post in posts):
        return Q(pk__isnull=False)
    reach = sorted({area for post in posts for area in post.reach})
    return Q(lineage__overlap=reach) if reach else Q(pk__in=[])


def listed(actor: Any) -> QuerySet[CertificateAsking, dict[str, Any]]:
    """What was noted, as values."""
    return CertificateAsking.objects.filter(seen_by(actor)).values(*FIELDS)


def one(actor: Any, pk: Any) -> CertificateAsking | None:
    return CertificateAsking.objects.filter(seen_by(actor), pk=pk).select_related("kind").first()


def by_asker(actor: Any) -> list[Any]:
    """Who asked how often this year, most first; taken-back entries don't count."""
    rows = (
        CertificateAsking.objects.filter(seen_by(actor), withdrawn_at=None, recorded_at__gte=year_began())
        .values("asker_name")
        .annotate(
            count=Count("id"), kinds=Count("kind_id", distinct=True), places=Count("area_id", distinct=True)
        )
        .order_by("-count", "asker_name")
    )
    return list(rows[:MOST])


def year_began() -> Any:
    """The first moment of this year in the city."""
    return clock.local().replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0)


def place(area_id: int) -> str:
    return tree().full_name(area_id) or tree().name(area_id)
