"""The face itself: every part in every state, at both sizes, in both languages."""

import pytest
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, assert_touchable, kilobytes, look

COOKIE = "gz_language"
PAGES = ("style/", "style/phone/", "style/head/", "style/letter/")


def speak(context, live, language):
    context.add_cookies([{"name": COOKIE, "value": language, "url": live}])
    return context.new_page()


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("kind", ["phone", "desk"])
@pytest.mark.parametrize("address", PAGES)
def test_every_part_is_accessible(opened, live, address, kind, language):
    page = speak(opened(kind), live, language)
    page.goto(f"{live}/{address}")
    look(page, f"{address.strip('/').replace('/', '-')}-{kind}-{language}")
    assert_fits(page)
    assert_no_csp_errors(page)
    assert_accessible(page)


@pytest.mark.parametrize("address", PAGES)
def test_nothing_is_cut_off_at_320(opened, live, address):
    page = opened("phone", viewport={"width": 320, "height": 640}).new_page()
    page.goto(f"{live}/{address}")
    assert_fits(page)


@pytest.mark.parametrize("address", ["style/phone/", "style/head/"])
def test_a_thumb_can_press_everything(phone, live, address):
    page = phone.new_page()
    page.goto(f"{live}/{address}")
    assert_touchable(page)


def test_without_javascript(opened, live):
    page = opened("phone", java_script_enabled=False).new_page()
    page.goto(f"{live}/style/phone/")
    page.get_by_role("link", name="大字").click()
    assert page.locator("html").get_attribute("data-type") == "large"
    page.get_by_role("link", name="标准字").click()
    assert page.locator("html").get_attribute("data-type") is None
    page.get_by_role("button", name="English").click()
    assert page.locator("html").get_attribute("lang") == "en"


def test_the_menu_opens_without_javascript(opened, live):
    page = opened("desk", viewport={"width": 820, "height": 900}, java_script_enabled=False).new_page()
    page.goto(f"{live}/style/")
    menu = page.get_by_role("navigation", name="主导航")
    assert not menu.is_visible()
    page.locator(".menu > summary").click()
    assert menu.is_visible()


def test_keys(desk, live):
    page = desk.new_page()
    page.goto(f"{live}/style/")
    page.locator(".filters summary").first.click()
    page.keyboard.press("Escape")
    assert page.locator(".filters details[open]").count() == 0
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.className") == "ttl"


def test_what_a_first_visit_costs(opened, live):
    assert kilobytes(opened("phone").new_page(), f"{live}/style/phone/") < 150
    assert kilobytes(opened("desk").new_page(), f"{live}/style/") < 400
