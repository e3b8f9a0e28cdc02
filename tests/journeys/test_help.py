"""The guide as people read it: on a phone without an account, at a desk, without JavaScript, on paper."""

import pytest
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, assert_touchable, kilobytes, look
from test_lamp import sign_in

from gongzhi.config.help import pages
from gongzhi.demo import small
from gongzhi.town.people.models import User

pytestmark = pytest.mark.browser
ADDRESSES = ["/help/", *(f"/help/{slug}/" for slug in (*pages.TOURS, *pages.TOPICS))]
LIGHT, STAFF = 150, 400  # kB
EAGER = """document.addEventListener('DOMContentLoaded', () => document.querySelectorAll('img')
    .forEach((one) => { one.loading = 'eager'; }))"""


@pytest.fixture
def town(transactional_db):
    return small.build()


def wrong_with(page, live, address, *checks):
    page.goto(live + address)
    found = []
    for check in checks:
        try:
            check(page)
        except AssertionError as fault:
            found.append(f"{address}: {fault}")
    return found


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_every_page_for_everybody(opened, live, town, kind):
    page = opened(kind).new_page() if kind == "phone" else sign_in(opened(kind), live, town, "clerk")
    checks = (assert_accessible, assert_fits, assert_no_csp_errors) + (
        (assert_touchable,) if kind == "phone" else ()
    )
    wrong = [fault for address in ADDRESSES for fault in wrong_with(page, live, address, *checks)]
    assert not wrong, "\n".join(wrong)


@pytest.mark.slow
def test_every_page_is_light(opened, live, town):
    """Read from the top to the bottom, with all its pictures."""
    heavy = []
    for address in ADDRESSES:
        context = opened("phone", service_workers="block")
        page = context.new_page()
        page.add_init_script(EAGER)
        cost = kilobytes(page, live + address)
        context.close()
        most = LIGHT if address in ("/help/", "/help/resident/") else STAFF
        if cost > most:
            heavy.append(f"{address}: {cost:.0f} kB")
    assert not heavy, "\n".join(heavy)


@pytest.mark.parametrize("script", [True, False], ids=["script", "bare"])
def test_a_resident_finds_an_answer(opened, live, town, script):
    page = opened("phone", java_script_enabled=script).new_page()
    page.goto(f"{live}/r/")
    page.get_by_role("link", name="帮助").click()
    assert page.get_by_role("heading", name="居民", level=1).is_visible()
    assert page.get_by_role("img", name="居民：说件事").count() == 1
    look(page, f"help-resident-{'phone' if script else 'bare'}")
    page.get_by_role("link", name="帮助").first.click()
    page.get_by_label("在帮助里找").fill("查询码")
    page.get_by_role("button", name="找").click()
    page.get_by_role("link", name="看它到了谁手里").click()
    assert "#step-3" in page.url
    page.get_by_role("link", name="查进度", exact=True).click()
    assert page.get_by_label("查询码").is_visible()


@pytest.mark.parametrize("kind", ["phone", "desk"])
def test_a_first_sign_in(opened, live, town, kind):
    account = "head" if kind == "phone" else "clerk"
    User.objects.filter(username=account).update(tour_put_away=False)
    page = sign_in(opened(kind), live, town, account)
    page.goto(f"{live}/")
    look(page, f"help-first-{kind}", whole=False)
    for check in (assert_accessible, assert_fits, assert_no_csp_errors):
        check(page)
    page.get_by_role("link", name="看三分钟导览").click()
    assert page.get_by_role("heading", level=1).is_visible()
    look(page, f"help-tour-{kind}")
    page.goto(f"{live}/")
    page.get_by_role("button", name="不再提示").click()
    page.wait_for_load_state()
    assert page.url == f"{live}/" and not page.get_by_text("第一次来").count()


def test_on_paper(opened, live, town):
    page = sign_in(opened("desk"), live, town, "leader")
    page.goto(f"{live}/help/street-leader/")
    page.emulate_media(media="print")
    assert page.get_by_role("heading", name="等我签发").is_visible()
    assert not page.get_by_role("link", name="待签发").first.is_visible()
    assert not page.get_by_role("navigation", name="其他岗位").is_visible()


def test_in_english(opened, live, town):
    context = opened("phone", locale="en")
    page = context.new_page()
    page.goto(f"{live}/help/whistle/")
    assert page.get_by_role("heading", name="Whistle and report-in: from proposal to marks").is_visible()
    look(page, "help-en-phone")
    assert_fits(page)
    assert_accessible(page)
