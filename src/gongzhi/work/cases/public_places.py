"""Where a case is, as everybody may know it: to the building at most, from the tree of areas alone.

Never from a case's address: other systems put their own words in there. A building in which few live is not named
either, since its people would be known by it.
"""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count

from gongzhi.kit.records import rules as records
from gongzhi.town.areas.models import Area, Estate, Level
from gongzhi.town.areas.tree import lineage, tree

FIELDS = ("building_id", "estate_id", "grid_id", "community_id", "street_id", "district_id")


def named(rows: Iterable[dict[str, Any]], within: int | None = None) -> list[str]:
    """The place of each row (with ``FIELDS``), without the areas down to ``within``; two statements at most."""
    known = list(rows)
    buildings, estates = _buildings(known), _estates(known)
    return [_name(row, buildings, estates, within) for row in known]


def _name(row: dict[str, Any], buildings: dict[int, str], estates: dict[int, str], within: int | None) -> str:
    house = buildings.get(row["building_id"] or 0, "")
    close = estates.get(row["estate_id"] or 0, "") + house
    low = row["community_id"] if close else row["grid_id"]
    way = lineage(low or row["community_id"] or row["street_id"] or row["district_id"])
    shown = way[way.index(within) + 1 :] if within in way else way[1:]
    return ("".join(tree().name(one) for one in shown) + close) or tree().name(within or tree().city().id)


def _buildings(rows: list[dict[str, Any]]) -> dict[int, str]:
    """Names of the buildings in which enough people live; by their units where households are not entered."""
    ids = {row["building_id"] for row in rows if row["building_id"]}
    found = Area.objects.filter(pk__in=ids, level=Level.BUILDING) if ids else Area.objects.none()
    least = records.value("public.least_households")
    counted = found.annotate(units=Count("children")).values_list("pk", "name", "households", "units")
    return {
        pk: name for pk, name, households, units in counted if (households >= least if households else units)
    }


def _estates(rows: list[dict[str, Any]]) -> dict[int, str]:
    ids = {row["estate_id"] for row in rows if row["estate_id"]}
    found = Estate.objects.filter(pk__in=ids) if ids else Estate.objects.none()
    least = records.value("public.least_households")
    return {
        pk: name
        for pk, name, households in found.values_list("pk", "name", "households")
        if not households or households >= least
    }
