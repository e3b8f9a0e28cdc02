"""A resident, without an account and without JavaScript: say it, follow it, answer, rate; at 390, 320 and 1440."""

import re

import pytest
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, assert_touchable, kilobytes, look

from gongzhi.demo import small
from gongzhi.town.access.actor import resident
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case

TEXT = "二单元从昨天晚上开始暖气不热，一楼到三楼都是。屋里只有14度，家里有老人。"


@pytest.fixture
def town(transactional_db):
    return small.build()


def checked(page, name, *, touch=True):
    look(page, name)
    assert_fits(page)
    assert_no_csp_errors(page)
    assert_accessible(page)
    if touch:
        assert_touchable(page)


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def say(page, live, town, text=TEXT):
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    page.get_by_label("说说是什么事").fill(text)
    press(page, "下一步")


@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_the_whole_way(opened, live, town, kind, script):
    page = opened(kind, java_script_enabled=script).new_page()
    seen = (
        (lambda name: checked(page, f"{name}-{kind}", touch=kind == "phone"))
        if script
        else (lambda name: look(page, f"{name}-bare"))
    )
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    seen("resident-report")
    page.get_by_label("说说是什么事").fill(TEXT)
    press(page, "下一步")
    seen("resident-report-next")
    page.get_by_label("手机号").fill("13800000000")
    page.get_by_label("同意办这件事的人用它联系我").check()
    press(page, "送出")
    seen("resident-told")
    number, code = page.locator("dl.keep dd").all_inner_texts()
    page.goto(f"{live}/r/told/slip/")
    seen_slip = script and look(page, f"resident-slip-{kind}")
    page.context.clear_cookies()
    page.goto(f"{live}/r/trace/")
    seen("resident-trace-form")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    press(page, "查")
    case = Case.objects.get()
    cases.accept(town.head, case)
    cases.ask(
        town.head,
        case,
        text="今天下午几点家里有人？",
        options=["13:30 到 15:00", "15:00 到 17:00", "都不方便，打电话约"],
    )
    page.reload()
    seen("resident-trace")
    page.get_by_label("15:00 到 17:00").check()
    press(page, "回答")
    press(page, "催一下")
    seen("resident-trace-urged")
    cases.resolve(town.head, case, measures="换了二单元立管阀门，排了气。")
    page.reload()
    seen("resident-rate")
    page.get_by_role("group", name="事情解决了吗").get_by_label("解决了", exact=True).check()
    page.get_by_role("group", name="办的人联系过您吗").get_by_label("联系过").check()
    page.get_by_role("group", name="满意吗").get_by_label("满意", exact=True).check()
    press(page, "送出评价")
    seen("resident-closed")
    assert page.locator("#hand").inner_text() == "这件事办结了"
    assert seen_slip is not None


def test_the_list_and_what_is_wrong(phone, live, town):
    page = phone.new_page()
    page.goto(f"{live}/r/")
    checked(page, "resident-start")
    page.get_by_label("说说是什么事").fill("楼道灯不亮")
    press(page, "下一步")
    checked(page, "resident-where")
    for name in ("宽城区", "欣园街道", "欣园社区", "3栋"):
        page.get_by_role("button", name=name).click()
        checked(page, f"resident-where-{name}")
    press(page, "下一步")
    page.get_by_label("手机号").fill("138")
    press(page, "送出")
    checked(page, "resident-wrong")
    assert page.get_by_label("说说是什么事").input_value() == "楼道灯不亮"


def test_danger_and_a_likely_duplicate(phone, live, town):
    telling = Telling(text="楼下的话不给别人看，暖气不热")
    heat = catalogue().coded("living-heat-cold")
    cases.report(resident(), channel="resident", category=heat, at=town.place, telling=telling)
    page = phone.new_page()
    say(page, live, town)
    checked(page, "resident-alike")
    assert "不给别人看" not in page.content()
    press(page, "我家也是，加入这件")
    page.goto(f"{live}/r/trace/mine/")
    checked(page, "resident-joined")
    say(page, live, town, "楼下水管爆裂，喷水了")
    checked(page, "resident-danger")


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("width", [320, 390])
def test_large_type_and_narrow_phones(opened, live, town, language, width):
    page = opened("phone", viewport={"width": width, "height": 700}).new_page()
    page.context.add_cookies(
        [
            {"name": "gz_type", "value": "large", "url": live},
            {"name": "gz_language", "value": language, "url": live},
        ]
    )
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    page.locator("textarea").fill(TEXT)
    page.locator("button.btn-primary").click()
    checked(page, f"resident-large-{width}-{language}")
    page.locator("button.btn-primary").click()
    checked(page, f"resident-large-told-{width}-{language}")
    page.locator("a.btn-primary").click()
    checked(page, f"resident-large-trace-{width}-{language}")


def test_english_is_whole(opened, live, town):
    """No sentence of ours is left in Chinese; names of places, offices and kinds stay as they are."""
    page = opened("phone").new_page()
    page.context.add_cookies([{"name": "gz_language", "value": "en", "url": live}])
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    page.locator("textarea").fill("heating broken 暖气不热")
    names = (
        "宽城区",
        "欣园街道",
        "欣园社区",
        "第一网格",
        "富丰家园",
        "3栋",
        "2单元",
        "居民生活",
        "供暖",
        "室温不达标",
        "暖气不热",
        "楼道灯",
        "办事材料",
        "管道爆裂",
        "举报",
        "中文",
    )
    for step in ("button", "button", "a"):
        page.locator(f"{step}.btn-primary").click()
        said = page.locator("body").inner_text()
        for name in names:
            said = said.replace(name, "")
        assert not re.findall("[一-龥]+", said), page.url
    look(page, "resident-trace-en")


def test_where_the_telephone_is(opened, live, town):
    page = opened(
        "phone", permissions=["geolocation"], geolocation={"longitude": 125.305, "latitude": 43.905}
    ).new_page()
    page.goto(f"{live}/r/")
    press(page, "用现在的位置")
    page.get_by_text("按您现在的位置").wait_for()
    assert page.get_by_text("第一网格").is_visible()


def test_what_a_first_visit_costs(phone, live, town):
    assert kilobytes(phone.new_page(), f"{live}/r/") < 150


def test_photos_stay_on_the_page(phone, live, town, tmp_path):
    from PIL import Image

    files = []
    for name, colour in (("a", "#8494A5"), ("b", "#BAC4CF")):
        files.append(tmp_path / f"{name}.jpg")
        Image.new("RGB", (600, 450), colour).save(files[-1])
    page = phone.new_page()
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    page.get_by_label("加照片").set_input_files(files)
    page.get_by_label("说说是什么事").fill(TEXT)
    press(page, "下一步")
    checked(page, "resident-photos")
    page.get_by_role("button", name="照片 1 去掉").click()
    press(page, "送出")
    page.goto(f"{live}/r/trace/mine/")
    page.get_by_text("我说的话").click()
    assert page.get_by_alt_text("照片 1").is_visible()
    checked(page, "resident-own-words")
