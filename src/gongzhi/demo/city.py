"""The demo city: built once, in order, then lived in for thirty days through the rooms' own commands."""

from collections.abc import Callable
from datetime import timedelta

from django.db import connection
from django.db.models import Count

from gongzhi.demo import (
    certificates,
    counters,
    days,
    enforcement,
    filings,
    gate,
    ground,
    mandates,
    organisations,
    people,
    records,
    secretary_projects,
)
from gongzhi.demo.life import Life
from gongzhi.kit import clock
from gongzhi.town.areas.models import Area

Progress = Callable[[int, int, str], object]
Call = Callable[[], object]
DAYS = 30
STAGES = ("区域、网格、楼栋、单元", "单位", "三长和工作人员", "类别、清单、值班")


def silent(_done: int, _total: int, _what: str = "") -> None:
    """Nobody watches."""


def nothing() -> None:
    """Nobody listens, no timer runs."""


def build(
    scale: str = "default", progress: Progress | None = None, *, hear: Call = nothing, tick: Call = nothing
) -> Life:
    """Build it in an empty, migrated database.

    :param scale: small (two streets, four communities), default (six streets, forty), city (the report's totals).
    :param hear: called after each hour of the demo's life: the listeners read the journal (``switchboard.drain``).
    :param tick: called each hour: what the clock does (``timers.run_due``).
    """
    say = progress or silent
    with connection.cursor() as cursor:  # a broken build is thrown away whole: nothing waits for the disk
        cursor.execute("set synchronous_commit = off")
    _furnish(scale, say)
    life = days.live(scale, ground.streets(scale), say, hear=hear, tick=tick, span=timedelta(days=DAYS))
    with connection.cursor() as cursor:
        cursor.execute("reset synchronous_commit")
    records.substitute()
    records.token()
    return life


def _furnish(scale: str, say: Progress) -> None:
    """Ground, organisations, people and records, as of the day before the thirty days."""
    with clock.at(clock.now() - timedelta(days=DAYS + 1)):
        say(0, len(STAGES), STAGES[0])
        made = ground.build(scale)
        streets = ground.streets(scale)
        say(1, len(STAGES), STAGES[1])
        organisations.build(made.communities, streets)
        say(2, len(STAGES), STAGES[2])
        people.build(made.communities, streets)
        say(3, len(STAGES), STAGES[3])
        records.build(streets)
        counters.build(streets)
        gate.bodies(streets)
        mandates.build(streets)
        filings.fields(streets)
        secretary_projects.build(scale)
        enforcement.build(streets[0], ahead=timedelta(days=DAYS + 1))
    records.rotas(streets)
    certificates.build(streets)
    say(len(STAGES), len(STAGES), STAGES[3])


def totals() -> dict[str, int]:
    """How many areas of each level there are."""
    rows = Area.objects.order_by("level").values("level").annotate(count=Count("id"))
    return {row["level"]: row["count"] for row in rows}
