"""Where a row of a hotline happened: by the names of street and community, or in a demo drawn by seed."""

from functools import cached_property
from random import Random  # noqa: TID251 (the seed is written into the case's note)

from django.utils.translation import gettext as _

from gongzhi.town.areas.cards import Place
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.places import place_of
from gongzhi.town.areas.tree import tree


class Places:
    """Areas by name, and the synthetic grids among which masked rows are spread."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    @cached_property
    def streets(self) -> dict[str, list[int]]:
        return _by_name(Level.STREET)

    @cached_property
    def communities(self) -> dict[str, list[int]]:
        return _by_name(Level.COMMUNITY)

    @cached_property
    def grids(self) -> list[int]:
        """The synthetic grids; none in a real city, where nothing is drawn."""
        rows = Area.objects.filter(level=Level.GRID, synthetic=True, valid_to=None).order_by("code")
        return list(rows.values_list("id", flat=True))

    def of(self, street: str, community: str) -> Place | None:
        """The place that the names mean; None if they mean none, or more than one."""
        streets = self.streets.get(street, []) if street else []
        found = self.communities.get(community, []) if community else []
        if streets:
            found = [one for one in found if tree().card(one).parent_id in streets] or streets
        return place_of(found[0]) if len(found) == 1 else None

    def drawn(self, source_id: str) -> Place | None:
        """A grid by the seed and the row's own number: the same whenever it is drawn again."""
        if not self.grids:
            return None
        chance = Random(f"{self.seed}:{source_id}")
        return place_of(chance.choice(self.grids))

    def note(self) -> str:
        return _("原文地点已隐去，按种子%d抽取的地点（虚构）") % self.seed


def _by_name(level: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for card in tree().at_level(level):
        found.setdefault(card.name, []).append(card.id)
    return found
