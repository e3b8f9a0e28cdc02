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
    seats = page.locator(".seats li")
    assert [seats.nth(n).locator("b").inner_text() for n in range(seats.count())] == [
        "网格长 王秀英",
        "楼栋长",
        "单元长",
    ]
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
    papers = page.get_by_text("身份证、一寸照片")
    assert not papers.is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("网格长").first.is_visible() and papers.is_visible()


@pytest.mark.parametrize("wide", [320, 1440])
def test_it_is_read_in_english_and_in_large_type(opened, live, town, wide):
    page = opened("desk", locale="en-US", viewport={"width": wide, "height": 800}).new_page()
    page.goto(f"{live}/p/{town.areas.unit.code}/")
    assert (
        page.get_by_text("Open now").is_visible()
        and page.get_by_text("Who looks after my place").is_visible()
    )
    page.get_by_role("link", name="Large type").click()
    assert page.locator("html[data-type=large]").count()
    look(page, f"public-page-large-{wide}")
    for check in (assert_accessible, assert_fits, assert_no_csp_errors):
        check(page)


def test_shut_for_a_time_is_said_at_the_counter_and_on_the_page(opened, live, town, moment):
    from test_lamp import sign_in

    page = sign_in(opened("desk"), live, town, "worker")
    page.goto(f"{live}/town/counters/")
    hours = page.locator("form", has=page.get_by_role("button", name="加上"))
    hours.get_by_label("哪些天").select_option("临时不开")
    hours.get_by_label("从哪天起").fill("2026-11-26")
    hours.get_by_label("说明").fill("停电检修")
    hours.get_by_role("button", name="加上").click()
    assert page.get_by_text("临时不开要写到哪一天").is_visible()
    assert hours.get_by_label("说明").input_value() == "停电检修"
    hours.get_by_label("到哪天为止").fill("2026-11-27")
    hours.get_by_role("button", name="加上").click()
    assert page.get_by_role("cell", name="停电检修").is_visible()
    look(page, "counters-shut-desk")
    resident = opened("phone").new_page()
    resident.goto(f"{live}/p/{town.areas.community.code}/")
    assert resident.get_by_text("现在开着").is_visible() and resident.get_by_text("停电检修").is_visible()
    moment.to(WEDNESDAY.replace(day=26))
    resident.reload()
    assert resident.get_by_text("现在没开，11月30日 08:30 开").is_visible()
    assert resident.get_by_text("今天临时不开").is_visible()


def test_the_keepers_page(opened, live, town):
    from test_lamp import sign_in

    page = sign_in(opened("desk"), live, town, "clerk")
    page.goto(f"{live}/town/counters/")
    look(page, "counters-desk")
    assert_accessible(page)
    page.get_by_role("link", name="改 老年人优待证").click()
    guide = page.locator("form", has=page.get_by_role("button", name="改好"))
    assert guide.get_by_label("要带什么").input_value() == "身份证、一寸照片"
    guide.get_by_label("要带什么").fill("身份证、两寸照片")
    guide.get_by_role("button", name="改好").click()
    assert page.get_by_text("身份证、两寸照片").is_visible()
    page.get_by_role("button", name="停用 工作日 08:30").click()
    assert page.get_by_text("还没有填", exact=True).is_visible()
