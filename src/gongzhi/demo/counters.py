"""The demo's counters: hours with a late evening and a Saturday, a guide, and a few heads who let residents see them."""

from datetime import date, time

from gongzhi.demo.records import ACTOR, rows
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import Area
from gongzhi.town.counters import commands
from gongzhi.town.people.commands import actor_of, show_to_residents
from gongzhi.town.people.models import HEADS, Post

BASIS = "演示数据（虚构）；待确认"
FROM = date(2026, 1, 1)
SPANS = (
    ("working", time(8, 30), time(11, 30), ""),
    ("working", time(13, 0), time(17, 0), ""),
    ("3", time(17, 0), time(19, 0), "延时服务"),
    ("6", time(9, 0), time(11, 30), "周六错时"),
)
SHOWN = ("head", "building")  # of the printed logins; the unit's head has not agreed
NUMBER = "0431-8990{:04d}"  # no number of anybody


def build(streets: tuple[AreaCard, ...]) -> None:
    """Each street's hours and guide hold for its communities."""
    for street in streets:
        area = Area.objects.get(pk=street.id)
        for days, opens, closes, note in SPANS:
            commands.set_opening(
                ACTOR, area, days=days, opens=opens, closes=closes, note=note, basis=BASIS, valid_from=FROM
            )
        for row in rows("guides.csv"):
            code = f"{street.code}-{row['code']}"
            commands.enter_guide(
                ACTOR, area, **{**row, "code": code}, basis=BASIS, valid_from=FROM, synthetic=True
            )
    for n, username in enumerate(SHOWN):
        _agrees(username, NUMBER.format(n))


def _agrees(username: str, phone: str) -> None:
    for post in Post.objects.filter(user__username=username, role__in=HEADS):
        show_to_residents(actor_of(username), post, name=True, phone=phone)
