"""The real divisions of Changchun, shipped: city, districts, streets, communities (NBS codes of 2023)."""

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from gongzhi.kit.chinese import sort_key
from gongzhi.kit.reference import bump
from gongzhi.town.areas.models import Area, Level

DATA = Path(__file__).parent / "data"
FILES = (
    (Level.CITY, "city.csv"),
    (Level.DISTRICT, "districts.csv"),
    (Level.STREET, "streets.csv"),
    (Level.COMMUNITY, "communities.csv"),
)
BEGIN = date(2000, 1, 1)


def kind_of(level: str, code: str, name: str) -> str:
    """The kind by the ranges of the code (国家统计局统计用区划代码编制规则): 街道、镇、乡、社区、村、开发区."""
    if level == Level.DISTRICT:
        return "开发区" if 71 <= int(code[4:6]) <= 79 else name[-1]
    if level == Level.STREET:
        return _by_range(int(code[6:9]), ((99, "街道"), (199, "镇"), (399, "乡"), (599, "类似乡级")))
    if level == Level.COMMUNITY:
        return _by_range(int(code[9:12]), ((199, "社区"), (399, "村"), (599, "类似村级")))
    return ""


def _by_range(number: int, ranges: tuple[tuple[int, str], ...]) -> str:
    return next((kind for last, kind in ranges if number <= last), "")


@transaction.atomic
def load_divisions(folder: Path = DATA) -> int:
    """Load what is missing; returns how many areas were made. What a city has changed since is left alone."""
    known: dict[str, list[int]] = dict(
        Area.objects.filter(level__in=[level for level, _file in FILES]).values_list("code", "lineage")
    )
    made = sum(_load_level(level, folder / name, known) for level, name in FILES)
    if made:
        bump("areas")
    return made


def _load_level(level: str, path: Path, known: dict[str, list[int]]) -> int:
    fresh = [row for row in _rows(path) if row["code"] not in known]
    areas = [_area(pk, level, row, known) for pk, row in zip(new_ids(len(fresh)), fresh, strict=True)]
    Area.objects.bulk_create(areas, batch_size=1000)
    known.update((area.code, area.lineage) for area in areas)
    return len(areas)


def _area(pk: int, level: str, row: dict[str, Any], known: dict[str, list[int]]) -> Area:
    above = known[row["parent_code"]] if row["parent_code"] else []
    return Area(
        pk=pk,
        level=level,
        code=row["code"],
        name=row["name"],
        kind=kind_of(level, row["code"], row["name"]),
        pinyin=sort_key(row["name"]),
        parent_id=above[-1] if above else None,
        lineage=[*above, pk],
        valid_from=BEGIN,
    )


def new_ids(count: int) -> list[int]:
    """Ids for areas about to be made in bulk, so that their lineage can be written at once."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select nextval(pg_get_serial_sequence('areas_area', 'id')) from generate_series(1, %s)", [count]
        )
        return [row[0] for row in cursor.fetchall()]


def _rows(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
