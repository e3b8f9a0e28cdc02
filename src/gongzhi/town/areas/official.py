"""The official code list (统计用区划代码) as a city gets it: twelve digits and a name, from the city to the community.

Levels and parents follow from the code itself (国家统计局统计用区划代码编制规则): 2 province + 2 city + 2 district + 3 street
+ 3 community. In the tree a code stands without the zeros that fill it up.
"""

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit.chinese import sort_key
from gongzhi.kit.registers.checks import Progress, Row
from gongzhi.kit.registers.columns import Column
from gongzhi.kit.registers.storing import Stored
from gongzhi.town.areas.divisions import BEGIN, kind_of, new_ids
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.tree import tree

LENGTHS = {4: Level.CITY, 6: Level.DISTRICT, 9: Level.STREET, 12: Level.COMMUNITY}
ABOVE = {6: 4, 9: 6, 12: 9}
CITY, FULL = 4, 12


class Code(Column):
    """A code; a number is understood too, for here no digit can have been lost: no code begins with zero."""

    def read(self, cell: Any) -> Any:
        return super().read(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else cell)


def shortened(text: str) -> str:
    """220103000000 -> 220103.

    :raises ValueError: no code of city, district, street or community.
    """
    digits = text
    if len(text) == FULL:
        ends = ("00000000", "000000", "000")
        digits = next((text[: -len(zeros)] for zeros in ends if text.endswith(zeros)), text)
    if not digits.isascii() or not digits.isdigit() or len(digits) not in LENGTHS:
        raise ValueError(_("不是区划代码：从市到社区（村），12 位数字，不足的补零"))
    return digits


def filled(code: str) -> str:
    """The code with twelve digits, as the list spells it."""
    return code.ljust(FULL, "0")


def review(_actor: Any, rows: list[Row]) -> None:
    """There is one city, and what lies above each code is there or in the list."""
    known = set(Area.objects.filter(level__in=LENGTHS.values()).values_list("code", flat=True))
    there = known | {row.values["code"] for row in rows}
    cities = {code for code in there if len(code) == CITY}
    for row in rows:
        code = row.values["code"]
        if len(code) == CITY and len(cities) > 1:
            row.refuse("code", _("一套系统装一个市：请去掉别的市的行"))
        elif len(code) > CITY and code[: ABOVE[len(code)]] not in there:
            row.refuse("code", _("清单里没有它的上级 %s，请一并列入") % filled(code[: ABOVE[len(code)]]))


def write(_actor: Any, rows: list[Row], _mode: str, progress: Progress) -> Stored:
    """New areas, from the city down. A known code stays as it is: names change by 更名, with a basis."""
    stored = Stored()
    lineages = dict(Area.objects.filter(level__in=LENGTHS.values()).values_list("code", "lineage"))
    names = {row.values["code"]: row.values["name"] for row in rows}
    for done, length in enumerate(sorted(LENGTHS), start=1):
        codes = [code for code in names if len(code) == length]
        fresh = [code for code in codes if code not in lineages]
        pairs = zip(new_ids(len(fresh)), fresh, strict=True)
        areas = [_area(pk, code, names[code], lineages) for pk, code in pairs]
        Area.objects.bulk_create(areas, batch_size=1000)
        lineages.update((area.code, area.lineage) for area in areas)
        stored.created += len(fresh)
        stored.unchanged += len(codes) - len(fresh)
        progress(done, len(LENGTHS), _("写入"))
    return stored


def _area(pk: int, code: str, name: str, lineages: dict[str, list[int]]) -> Area:
    above = lineages[code[: ABOVE[len(code)]]] if len(code) in ABOVE else []
    level = LENGTHS[len(code)]
    return Area(
        pk=pk, level=level, code=code, name=name, kind=kind_of(level, code, name), pinyin=sort_key(name),
        parent_id=above[-1] if above else None, lineage=[*above, pk], valid_from=BEGIN,
    )  # fmt: skip


def listed(_actor: Any) -> Iterator[dict[str, Any]]:
    """The divisions of today as the list spells them."""
    for level in LENGTHS.values():
        for card in tree().at_level(level):
            yield {"code": card.code, "name": card.name}
