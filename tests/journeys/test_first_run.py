"""The first run: from an empty house to a city, in the browser, with every press counted."""

import csv

import eyes
import pytest
from playwright.sync_api import Page

from gongzhi.config.first_run import steps
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people.models import ADMINISTRATORS, Post
from tests.town.second_city import (
    DIVISIONS,
    FIRST_CITY,
    NAMES,
    ORGANISATIONS,
    divisions_file,
    organisations_file,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]
PRESSES = 6  # docs/first-run.md says so


class Hand:
    """One hand at the mouse: what it pressed is counted (choosing a file counts as one)."""

    def __init__(self, page: Page) -> None:
        self.page, self.presses = page, 0

    def press(self, name: str) -> None:
        self.presses += 1
        self.page.get_by_role("button", name=name, exact=True).click()

    def give(self, path: object) -> None:
        self.presses += 1
        self.page.get_by_label("表格文件").set_input_files(str(path))


def seen(page: Page, name: str) -> None:
    eyes.assert_accessible(page)
    eyes.assert_fits(page)
    eyes.look(page, name)


def test_a_city_is_made_in_the_browser(live, opened, tmp_path):
    page = opened("desk").new_page()
    page.goto(live + "/")
    assert page.url.endswith("/start/")
    seen(page, "start-code-desk")
    page.get_by_label("启动码").fill("geraten")
    page.get_by_role("button", name="开始").click()
    assert "不是这台机器的启动码" in page.content()

    hand = Hand(page)
    page.goto(f"{live}/start/?code={steps.made_code()}")
    hand.press("开始")
    seen(page, "start-city-desk")
    page.get_by_text("本市的层级另有叫法").click()  # only this invented city needs it; not counted
    for level, word in NAMES.items():
        page.locator(f"#id_level_{level}").fill(word)
    hand.give(divisions_file(tmp_path))
    hand.press("上传")
    assert page.get_by_role("heading", name="单位名录").is_visible()
    assert Area.objects.count() == len(DIVISIONS)
    hand.give(organisations_file(tmp_path))
    hand.press("上传")
    assert Organisation.objects.count() == len(ORGANISATIONS)
    assert Organisation.objects.get(code="YS-SL-BL").parent.code == "YS-SL"
    seen(page, "start-people-desk")
    for role, name in zip(ADMINISTRATORS, ("甲", "乙", "丙"), strict=True):
        page.locator(f"#id_{role}_name").fill(name)
    hand.press("开户")
    seen(page, "start-done-desk")
    assert hand.presses == PRESSES
    assert {post.role for post in Post.objects.all()} == set(ADMINISTRATORS)
    username, password = page.locator("td code").all_inner_texts()[:2]

    page.get_by_role("link", name="去登录").click()
    page.locator("#id_login").fill(username)
    page.locator("#id_password").fill(password)
    page.get_by_role("button", name="登录").click()
    assert "改" in page.content() and not any(word in page.content() for word in FIRST_CITY)
    assert opened("desk").new_page().goto(live + "/start/").status == 404


def test_a_wrong_file_says_row_by_row_why_and_writes_nothing(live, opened, tmp_path):
    page = opened("phone").new_page()
    page.goto(f"{live}/start/?code={steps.made_code()}")
    page.get_by_role("button", name="开始").click()
    path = tmp_path / "坏.csv"
    with path.open("w", encoding="utf-8", newline="") as held:
        csv.writer(held).writerows([
            ["统计用区划代码", "名称"], ["990100000000", "云水盟"], ["990101001000", "北岭苏木"], ["99X", "错"], ["980100000000", "别的市"],
        ])  # fmt: skip
    page.get_by_label("表格文件").set_input_files(str(path))
    page.get_by_role("button", name="上传").click()
    words = page.locator(".f-error").inner_text()
    assert "第 3 行" in words and "上级 990101000000" in words
    assert "第 4 行" in words and "不是区划代码" in words
    seen(page, "start-wrong-phone")
    assert not Area.objects.filter(level=Level.CITY).exists()


def test_without_the_code_nothing_is_shown_or_taken(client, tmp_path):
    with divisions_file(tmp_path).open("rb") as file:
        answer = client.post("/start/", {"step": "city", "file": file})
    assert answer.status_code == 422 and not Area.objects.exists()
    assert client.get("/start/template/divisions/").status_code == 404
