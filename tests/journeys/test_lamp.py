"""A broken lamp in at most four gestures, scan included: for a resident, and for the head of the grid."""

import pytest
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, assert_touchable, look

from gongzhi.demo import small
from gongzhi.work.cases.models import Case

LINE = "三楼楼道灯不亮"


@pytest.fixture
def town(transactional_db):
    return small.build()


class Hand:
    """Counts what a person does: a scan, a line typed, a press."""

    def __init__(self, page, live):
        self.page, self.live, self.gestures = page, live, 0

    def scan(self, area):
        self.gestures += 1
        self.page.goto(f"{self.live}/r/q/{area.code}/")

    def type(self, label, text):
        self.gestures += 1
        self.page.get_by_label(label).fill(text)

    def press(self, name):
        self.gestures += 1
        self.page.get_by_role("button", name=name, exact=True).click()


def sign_in(context, live, town, account):
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(town.users[account], backend="django.contrib.auth.backends.ModelBackend")
    context.add_cookies(
        [
            {
                "name": settings.SESSION_COOKIE_NAME,
                "value": client.cookies[settings.SESSION_COOKIE_NAME].value,
                "url": live,
            }
        ]
    )
    return context.new_page()


@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
def test_a_resident(opened, live, town, script):
    hand = Hand(opened("phone", java_script_enabled=script).new_page(), live)
    hand.scan(town.areas.unit)
    hand.type("说说是什么事", LINE)
    hand.press("下一步")
    hand.press("送出")
    hand.page.get_by_role("heading", name="收到了").wait_for()
    assert hand.gestures <= 4
    case = Case.objects.get()
    assert (case.title, case.unit_id, case.stage) == (LINE, town.areas.unit.pk, "reported")


@pytest.mark.parametrize(("button", "stage"), [("办好了，记下", "noted"), ("要别人办", "reported")])
def test_a_head(opened, live, town, button, stage):
    hand = Hand(sign_in(opened("phone"), live, town, "head"), live)
    hand.scan(town.areas.unit)
    hand.type("一句话记事", LINE)
    hand.press(button)
    hand.page.get_by_role("status").first.wait_for()
    assert hand.gestures <= 4
    case = Case.objects.get()
    assert (case.title, case.unit_id, case.stage) == (LINE, town.areas.unit.pk, stage)


def checked(page, name):
    look(page, name)
    assert_fits(page)
    assert_no_csp_errors(page)
    assert_accessible(page)
    assert_touchable(page)


@pytest.mark.parametrize("width", [390, 320])
def test_a_heads_day(opened, live, town, width):
    from datetime import timedelta

    from gongzhi.kit import clock
    from gongzhi.town.access.actor import resident
    from gongzhi.work.cases import commands as cases
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling

    def told(code, text, ago):
        with clock.at(clock.now() - timedelta(hours=ago)):
            return cases.report(
                resident(),
                channel="resident",
                category=catalogue().coded(code),
                at=town.place,
                telling=Telling(text=text),
            )

    page = sign_in(opened("phone", viewport={"width": width, "height": 844}), live, town, "head")
    page.goto(live)
    checked(page, f"head-empty-{width}")
    told("living-heat-cold", "暖气不热，屋里只有14度", 23.2)
    late = told("living-heat-cold", "三楼水管漏水", 25)
    cases.urge(resident(late.reports.get().pk), late)
    told("living-lamp", "二楼楼道灯不亮", 3)
    seen = told("living-lamp", "地下室门锁坏了，关不上", 30)
    cases.raise_up(town.head, seen, reason="要买锁")
    cases.resolve(town.worker, seen, measures="物业换了新锁")
    page.goto(live)
    checked(page, f"head-today-{width}")
    page.get_by_role("button", name="办好了", exact=True).click()
    page.locator("details.step summary").filter(has_text="办结").first.click()
    checked(page, f"head-resolve-{width}")
    page.locator("details[open] textarea").fill("关了总阀，换了接头")
    page.locator("details[open] button").click()
    page.wait_for_url(f"{live}/")
    seen.refresh_from_db()
    late.refresh_from_db()
    assert (seen.stage, late.stage) == ("verified", "resolved")
    page.locator("a.what").first.click()
    checked(page, f"head-case-{width}")
    for name, tab in (("areas", "我的楼"), ("noted", "记过的")):
        page.goto(live)
        page.get_by_role("link", name=tab).click()
        checked(page, f"head-{name}-{width}")
    page.goto(live)
    page.get_by_label("一句话记事").fill("qqq")
    page.get_by_role("button", name="要别人办").click()
    checked(page, f"head-ask-{width}")


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_codes_for_the_doors(opened, live, town, kind):
    page = sign_in(opened(kind), live, town, "worker")
    for name, address in (
        ("codes", ""),
        ("codes-sheet", f"{town.areas.grid.pk}/"),
        ("codes-big", f"{town.areas.grid.pk}/?size=big"),
    ):
        page.goto(f"{live}/town/codes/{address}")
        look(page, f"{name}-{kind}")
        assert_fits(page)
        assert_no_csp_errors(page)
        assert_accessible(page)
    if kind == "desk":
        page.goto(f"{live}/town/codes/{town.areas.grid.pk}/")
        page.pdf(path="var/pictures/codes.pdf", prefer_css_page_size=True)
