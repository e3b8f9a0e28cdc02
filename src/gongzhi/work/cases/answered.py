"""你说的，我们办了: what was done lately in a street or community, for everybody: category, place to the building, days,
by whom and how it stands.

Never a text, photo or name; never a 举报; only what can be seen outside (matters verified by the grid's eyes), so that
nobody's own affairs stand on a public page.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import public_places
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Case, Stage

LATELY = timedelta(days=30)
SHOWN, MOST = 6, 200
OPEN_TO_ALL = "grid"
OUTCOMES = {Stage.VERIFIED: gettext_lazy("核验过"), Stage.CLOSED: Stage.CLOSED.label}
DEPARTMENT = gettext_lazy("部门")


@dataclass(frozen=True)
class Done:
    """One matter that was done, as everybody may know it: ``by`` which level or the departments, and how it stands."""

    category: str
    place: str
    reported_at: datetime
    resolved_at: datetime
    by: str
    outcome: str

    @property
    def took(self) -> timedelta:
        return self.resolved_at - self.reported_at


def lately(area_id: int) -> QuerySet:
    """The rows of the last thirty days, latest first."""
    card = tree().card(area_id)
    ids = [one.id for one in catalogue().by_id.values() if one.eyes == OPEN_TO_ALL and not one.secret]
    rows = Case.objects.filter(
        **{f"{card.level}_id__in": sorted(tree().reach(area_id))},
        stage__in=OUTCOMES,
        secret=False,
        outside_rates=False,
        category_id__in=ids,
        resolved_at__gte=clock.now() - LATELY,
    )
    return rows.order_by("-resolved_at").values(
        "category_id", "reported_at", "resolved_at", "resolved_desk", "stage", *public_places.FIELDS
    )


def done(area_id: int, most: int = MOST) -> list[Done]:
    """What was done, at most ``most`` of it."""
    rows = list(lately(area_id)[:most])
    return [
        Done(
            category=catalogue().get(row["category_id"]).name,
            place=place,
            reported_at=row["reported_at"],
            resolved_at=row["resolved_at"],
            by=_by(row),
            outcome=str(OUTCOMES[row["stage"]]),
        )
        for row, place in zip(rows, public_places.named(rows, area_id), strict=True)
    ]


def _by(row: dict[str, Any]) -> str:
    """Which level did it, as its area calls itself (街道, 镇, 社区 …), or the departments; nobody's name."""
    level = row["resolved_desk"]
    card = tree().get(row.get(f"{level}_id"))
    if level == "department":
        return str(DEPARTMENT)
    return (card.kind if card and card.kind else str(Level(level).label)) if level in Level.values else ""


def part(area: Any) -> dict[str, Any] | None:
    """The part of the public page; nothing where nothing was done."""
    rows = done(area.id)
    if not rows:
        return None
    return {
        "title": _("你说的，我们办了"), "template": "cases/public/answered_part.html", "rows": rows[:SHOWN],
        "total": len(rows), "more": len(rows) >= MOST, "days": LATELY.days, "address": f"/p/{area.code}/answered/",
    }  # fmt: skip
