"""What the tree in memory hands out: a card of an area, and a place."""

from dataclasses import asdict, dataclass
from datetime import date

SNAPSHOT = ("district_id", "street_id", "community_id", "grid_id", "building_id", "estate_id")


@dataclass(frozen=True, slots=True)
class AreaCard:
    """One area from the city down to the grid. ``lineage``: ids from the city down to itself.

    ``valid_to`` is the first day on which it is no more.
    """

    id: int
    level: str
    code: str
    name: str
    kind: str
    lineage: tuple[int, ...]
    parent_id: int | None
    valid_from: date
    valid_to: date | None
    households: int

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)

    @property
    def code12(self) -> str:
        """The official twelve digits (统计用区划代码), filled with zeros."""
        return self.code[:12].ljust(12, "0")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: ids for the snapshot of a hot table, an address to read, CGCS2000 degrees if known."""

    district_id: int | None = None
    street_id: int | None = None
    community_id: int | None = None
    grid_id: int | None = None
    building_id: int | None = None
    unit_id: int | None = None
    estate_id: int | None = None
    address: str = ""
    lon: float | None = None
    lat: float | None = None

    def snapshot(self) -> dict[str, int | None]:
        """The fields of ``areas.models.Placed``."""
        row = asdict(self)
        return {name: row[name] for name in SNAPSHOT}

    @property
    def lowest_id(self) -> int | None:
        """The id of the narrowest area of the tree that is known."""
        narrow = (self.unit_id, self.building_id, self.grid_id, self.community_id, self.street_id)
        return next((one for one in (*narrow, self.district_id) if one), None)
