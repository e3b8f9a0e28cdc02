"""The map in Chromium: circles that open, a point that is chosen, 4,839 grids; at 390 and 1440, by mouse and by keyboard."""

import pytest
from eyes import look
from test_staff import signed_in

from gongzhi.demo import small
from gongzhi.town.access.actor import resident
from gongzhi.town.areas.places import place_of
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling

READY = "[data-cases][data-ready='1']"


@pytest.fixture
def town(transactional_db):
    return small.build()


def told(town, at, text="楼道灯不亮", category="living-lamp"):
    return cases.report(
        resident(),
        channel="resident",
        category=catalogue().coded(category),
        at=at,
        telling=Telling(text=text),
    )


def test_first(opened, live, town):
    for n in range(7):
        told(town, town.place, f"楼道灯不亮，第{n}处")
    told(town, place_of(town.areas.grid.pk), "网格里的井盖坏了")
    told(town, place_of(town.areas.city.pk), "不知道在哪儿")
    for kind in ("desk", "phone"):
        page = signed_in(opened(kind), live, "clerk")
        page.goto(f"{live}/cases/map/?stage=open")
        try:
            page.wait_for_selector(READY, timeout=20000)
        except Exception as e:
            print(e)
        print(page.context.said)
        look(page, f"map-first-{kind}")
