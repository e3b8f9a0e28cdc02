"""Without a mouse: a resident reports, the head of the grid takes up, the street's clerk walks the list by letters."""

import pytest
from test_lamp import sign_in

from gongzhi.demo import small
from gongzhi.work.cases.models import Case

MOST = 80  # presses of Tab to anything on a page


@pytest.fixture
def town(transactional_db):
    return small.build()


def to(page, wanted):
    """Tab to a control, as somebody does who sees where the focus is; it must be seen there."""
    wanted.first.wait_for()
    for _press in range(MOST):
        page.keyboard.press("Tab")
        if wanted.first.evaluate("one => one === document.activeElement"):
            outline = wanted.first.evaluate(
                "one => { const s = getComputedStyle(one); return s.outlineStyle !== 'none' || s.boxShadow !== 'none' }"
            )
            assert outline, "the focus is not to be seen"
            return
    raise AssertionError(f"not reached by Tab: {wanted}")


def test_a_resident_reports_and_looks(opened, live, town):
    page = opened("desk").new_page()
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "跳到正文"
    to(page, page.get_by_label("说说是什么事"))
    page.keyboard.type("三楼楼道灯不亮")
    to(page, page.get_by_role("button", name="下一步", exact=True).last)
    page.keyboard.press("Enter")
    to(page, page.get_by_role("button", name="送出", exact=True))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="收到了").wait_for()
    assert Case.objects.get().title == "三楼楼道灯不亮"


def test_staff_sign_in_take_up_and_resolve(opened, live, town):
    from gongzhi.demo.small import PASSWORD
    from gongzhi.town.access.actor import resident
    from gongzhi.work.cases import commands
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling

    commands.report(
        resident(), channel="resident", category=catalogue().coded("living-lamp"), at=town.place,
        telling=Telling(text="三楼楼道灯不亮"),
    )  # fmt: skip
    page = opened("desk").new_page()
    page.goto(f"{live}/account/login/")
    to(page, page.locator("#id_login"))
    page.keyboard.type("head")
    to(page, page.locator("#id_password"))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(f"{live}/")
    to(page, page.get_by_role("button", name="受理"))
    page.keyboard.press("Enter")
    page.get_by_text("已记下").wait_for()
    assert Case.objects.get().stage == "accepted"


def test_the_desk_is_walked_by_letters(opened, live, town):
    from gongzhi.work.cases import commands
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling

    for text in ("第一件：井盖松了", "第二件：路灯灭了"):
        commands.report(
            town.worker,
            channel="worker",
            category=catalogue().coded("living-lamp"),
            at=town.place,
            telling=Telling(text=text),
        )
    page = sign_in(opened("desk"), live, town, "clerk")
    page.goto(f"{live}/cases/?sort=reported_at")
    page.get_by_role("link", name="第一件").wait_for()
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="第二件").wait_for()
