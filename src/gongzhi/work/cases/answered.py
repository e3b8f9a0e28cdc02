"""你说的，我们办了: what was done lately in a street or community, for everybody: category, place to the building, days.

Never a text, photo or name; never a 举报; only what can be seen outside (matters verified by the grid's eyes), so that
nobody's own affairs stand on a public page.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Case, Stage
from gongzhi.work.cases.queries import to_the_building

LATELY = timedelta(days=30)
SHOWN, MOST = 6, 200
OPEN_TO_ALL = "grid"


@dataclass(frozen=True)
class Done:
    """One matter that was done, as everybody may know it."""

    category: str
    place: str
    reported_at: datetime
    resolved_at: datetime

    @property
    def took(self) -> timedelta:
        return self.resolved_at - self.reported_at


def lately(area_id: int) -> QuerySet:
    """The rows of the last thirty days, latest first."""
    card = tree().card(area_id)
    ids = [one.id for one in catalogue().by_id.values() if one.eyes == OPEN_TO_ALL and not one.secret]
    rows = Case.objects.filter(
        **{f"{card.level}_id__in": sorted(tree().reach(area_id))},
        stage__in=(Stage.VERIFIED, Stage.CLOSED),
        secret=False,
        outside_rates=False,
        category_id__in=ids,
        resolved_at__gte=clock.now() - LATELY,
    )
    return rows.order_by("-resolved_at").values("category_id", "address", "reported_at", "resolved_at")


def done(area_id: int, most: int = MOST) -> list[Done]:
    """What was done, at most ``most`` of it."""
    name = tree().full_name(area_id)
    return [
        Done(
            catalogue().get(row["category_id"]).name,
            to_the_building(row["address"].removeprefix(name)),
            row["reported_at"],
            row["resolved_at"],
        )
        for row in lately(area_id)[:most]
    ]


def part(area: Any) -> dict[str, Any] | None:
    """The part of the public page; nothing where nothing was done."""
    rows = done(area.id)
    if not rows:
        return None
    return {
        "title": _("你说的，我们办了"), "template": "cases/public/answered_part.html", "rows": rows[:SHOWN],
        "total": len(rows), "more": len(rows) >= MOST, "days": LATELY.days, "address": f"/p/{area.code}/answered/",
    }  # fmt: skip
