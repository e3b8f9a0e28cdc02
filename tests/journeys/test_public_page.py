"""From the code at the stairwell's door to the three heads, the counter and the report: a resident's only "app"."""

from datetime import datetime, time

import pytest
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, assert_touchable, kilobytes, look
from moved import EveryThread

from gongzhi.demo import small
from gongzhi.kit import clock
from gongzhi.town.counters import commands
from gongzhi.town.people.commands import show_to_residents
from gongzhi.town.people.models import Post

WEDNESDAY = datetime(2026, 11, 25, 10, 0, tzinfo=clock.zone())


@pytest.fixture
def moment(monkeypatch):
    held = EveryThread(WEDNESDAY)
    monkeypatch.setattr(clock, "_held", held)
    return held


@pytest.fixture
def town(transactional_db, moment):
    town = small.build()
    commands.set_opening(town.clerk, town.areas.street, days="working", opens=time(8, 30), closes=time(17))
    commands.enter_guide(
        town.clerk,
        town.areas.street,
        code="zn-1",
        matter="老年人优待证",
        papers="身份证、一寸照片",
        takes="当场",
        fee="不收费",
    )
    post = Post.objects.get(user=town.users["head"])
    show_to_residents(town.head, post, name=True, phone="0431-89900000")
    return town


@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
def test_scan_see_who_is_mine_and_report(opened, live, town, moment, script):
    page = opened("phone", java_script_enabled=script).new_page()
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    page.get_by_role("link", name="这里归谁管").click()
    assert page.get_by_text("现在开着").is_visible() and page.get_by_text("王秀英").is_visible()
    call = page.get_by_role("link", name="打电话：第一网格 网格长")
    assert call.get_attribute("href") == "tel:0431-89900000"
    if script:
        look(page, "public-page-phone")
        for check in (assert_accessible, assert_fits, assert_no_csp_errors, assert_touchable):
            check(page)
    page.get_by_text("老年人优待证").click()
    assert page.get_by_text("身份证、一寸照片").is_visible()
    page.get_by_role("link", name="说件事").click()
    assert page.get_by_label("说说是什么事").is_visible() and "2单元" in page.content()
    moment.to(WEDNESDAY.replace(hour=20))
    page.goto(f"{live}/p/{town.areas.community.code}/")
    assert page.get_by_text("现在没开").is_visible()


def test_it_is_light_and_prints(opened, live, town):
    page = opened("desk").new_page()
    assert kilobytes(page, f"{live}/p/{town.areas.community.code}/") < 150
    page.goto(f"{live}/p/{town.areas.community.code}/")
    look(page, "public-page-desk")
    page.emulate_media(media="print")
    assert page.get_by_text("网格长").first.is_visible()


def test_the_keepers_page(opened, live, town):
    from test_lamp import sign_in

    page = sign_in(opened("desk"), live, town, "clerk")
    page.goto(f"{live}/town/counters/")
    look(page, "counters-desk")
    assert_accessible(page)
    page.get_by_role("button", name="停用 工作日 08:30").click()
    assert page.get_by_text("还没有填", exact=True).is_visible()
