"""The demo's counters: hours with a late evening and a Saturday, a guide, one community with hours of its own, one that
is shut for two days, and a few heads who let residents see them.
"""

from datetime import date, time, timedelta

from gongzhi.demo.records import ACTOR, rows
from gongzhi.kit import clock
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import Area
from gongzhi.town.areas.tree import tree
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
OWN = (
    ("working", time(10, 0), time(13, 0), "错时，中午不休"),
    ("working", time(15, 0), time(20, 0), "延时到晚上"),
    ("resting", time(9, 0), time(11, 30), "节假日有人值守"),
)
SHUT_FROM, SHUT_TO = timedelta(days=5), timedelta(days=6)
ALSO = 3  # grid heads of the second community of each street who let their name be seen
SHOWN = ("head", "building")  # of the printed logins; the unit's head has not agreed
NUMBER = "0431-8990{:04d}"  # no number of anybody


def build(streets: tuple[AreaCard, ...]) -> None:
    """Each street's hours and guide hold for its communities."""
    for street in streets:
        area = Area.objects.get(pk=street.id)
        _hours(area, SPANS)
        for row in rows("guides.csv"):
            code = f"{street.code}-{row['code']}"
            commands.enter_guide(
                ACTOR, area, **{**row, "code": code}, basis=BASIS, valid_from=FROM, synthetic=True
            )
        _communities(tree().children(street.id))
    for n, username in enumerate(SHOWN):
        _agrees(username, NUMBER.format(n))


def _hours(area: Area, spans: tuple[tuple[str, time, time, str], ...]) -> None:
    for days, opens, closes, note in spans:
        commands.set_opening(
            ACTOR, area, days=days, opens=opens, closes=closes, note=note, basis=BASIS, valid_from=FROM
        )


def _communities(cards: tuple[AreaCard, ...]) -> None:
    """The second community keeps later hours and some of its grid heads are seen; the third is shut for two days."""
    for card in cards[1:2]:
        _hours(Area.objects.get(pk=card.id), OWN)
        posts = Post.objects.filter(area_id__in=[one.id for one in tree().children(card.id)], role=HEADS[0])
        for post in posts.select_related("user").order_by("area_id")[:ALSO]:
            show_to_residents(actor_of(post.user.username), post, name=True)
    for card in cards[2:3]:
        today = clock.today()
        commands.set_opening(
            ACTOR, Area.objects.get(pk=card.id), days="closed", note="窗口检修（演示）", basis=BASIS,
            valid_from=today + SHUT_FROM, valid_to=today + SHUT_TO,
        )  # fmt: skip


def _agrees(username: str, phone: str) -> None:
    for post in Post.objects.filter(user__username=username, role__in=HEADS):
        show_to_residents(actor_of(username), post, name=True, phone=phone)
