"""Seats of the three heads: one for each grid, building and unit; counted by seat, never by person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, F

from gongzhi.town.areas.models import Area, Level
from gongzhi.town.people.models import Post, Role
from gongzhi.town.people.queries import in_force

# level -> the head's role, and the way from such an area up to its grid
WAYS = {
    Level.GRID: (Role.GRID_HEAD, "pk"),
    Level.BUILDING: (Role.BUILDING_HEAD, "parent_id"),
    Level.UNIT: (Role.UNIT_HEAD, "parent__parent_id"),
}


@dataclass
class Tally:
    """How many grids, buildings and units lie in an area, how many households, and how many seats are held."""

    there: Counter[str] = field(default_factory=Counter)
    held: Counter[str] = field(default_factory=Counter)
    households: int = 0

    def __iadd__(self, other: "Tally") -> "Tally":
        self.there += other.there
        self.held += other.held
        self.households += other.households
        return self

    def vacant(self, level: str) -> int:
        return max(0, self.there[level] - self.held[level])

    @property
    def vacancies(self) -> int:
        return sum(self.vacant(level) for level in WAYS)

    @property
    def rows(self) -> list[tuple[str, str, int, int, int]]:
        """Level, role, seats, held and vacant, for the levels that are there."""
        return [
            (
                str(Level(level).label),
                str(role.label),
                self.there[level],
                self.held[level],
                self.vacant(level),
            )
            for level, (role, _way) in WAYS.items()
            if self.there[level]
        ]


def by_grid(grids: Iterable[tuple[int, int]]) -> dict[int, Tally]:
    """Grid id to its tally, for grids given as (id, households): five statements, whatever the number."""
    tallies = {pk: Tally(Counter({Level.GRID: 1}), households=households) for pk, households in grids}
    ids = list(tallies)
    for level in (Level.BUILDING, Level.UNIT):
        way = WAYS[level][1]
        rows = Area.objects.filter(level=level, valid_to=None, **{f"{way}__in": ids}).order_by()
        for row in rows.values(grid=F(way)).annotate(n=Count("pk")):
            tallies[row["grid"]].there[level] = row["n"]
    for level, (role, way) in WAYS.items():
        path = "area_id" if way == "pk" else f"area__{way}"
        posts = Post.objects.filter(
            in_force(), role=role, user__is_active=True, **{f"{path}__in": ids}
        ).order_by()
        for row in posts.values(grid=F(path)).annotate(n=Count("area_id", distinct=True)):
            tallies[row["grid"]].held[level] = row["n"]
    return tallies
