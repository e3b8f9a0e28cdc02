"""Who sent residents to the demo's counters for certificates that nobody there may issue (invented askers)."""

from datetime import timedelta

from gongzhi.demo.records import ACTOR
from gongzhi.kit import clock
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.tree import tree
from gongzhi.town.certificates import commands

ASKED = (
    ("ZM-01", "某银行支行（虚构）", "取过世老人的存款"),
    ("ZM-08", "某房产中介（虚构）", "买房"),
    ("ZM-05", "某物业公司（虚构）", "应聘保安"),
    ("ZM-01", "某银行支行（虚构）", "办继承"),
    ("ZM-10", "某养老金代发点（虚构）", ""),
    ("ZM-20", "某通信营业厅（虚构）", "补办电话卡"),
    ("ZM-01", "某公证代办点（虚构）", "出国探亲"),
)
APART = timedelta(days=3)
MISTAKEN = 5  # of the list above: taken back the next day


def build(streets: tuple[AreaCard, ...]) -> None:
    """Over the first street's communities in turn, in the last weeks; one entry was a mistake."""
    places = tree().children(streets[0].id) or streets
    begin = clock.now() - APART * (len(ASKED) + 1)
    for number, (kind, asker, purpose) in enumerate(ASKED):
        with clock.at(begin + APART * number):
            made = commands.record_asking(
                ACTOR, kind=kind, area_id=places[number % len(places)].id, asker_name=asker, purpose=purpose
            )
        if number == MISTAKEN:
            with clock.at(begin + APART * number + timedelta(days=1)):
                commands.withdraw_asking(ACTOR, made, reason="记错了，是来开介绍信的")
