"""The town's and the administrators' pages, looked at by their own people, at a desk and on a phone."""

import pytest
import scene
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, look

from gongzhi.demo.small import PASSWORD
from gongzhi.town.documents import commands as documents

pytestmark = pytest.mark.browser


@pytest.fixture
def day(transactional_db, settings, tmp_path):
    settings.FILES_ROOT = tmp_path / "files"
    made = scene.build()
    paper = documents.enter_document(
        made.town.system, code="WJ-1", title="接诉即办工作办法", issuer="市政府办公厅"
    )
    documents.enter_clause(made.town.system, paper, number="第十二条", text="一般诉求七日内办结。")
    made.paper = paper
    return made


def signed_in(context, live, account):
    """Through the real form; administrators come to their own page."""
    page = context.new_page()
    page.goto(f"{live}/account/login/")
    page.locator("input[name=login]").fill(account)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(lambda url: "/account/login/" not in url)
    return page


def pages(day):
    areas, orgs = day.town.areas, day.town.organisations
    return {
        "clerk": [
            ("areas", f"/town/areas/{areas.street.pk}/"), ("grid", f"/town/areas/{areas.grid.pk}/"), ("found", "/town/areas/?q=欣园"),
            ("organisations", "/town/organisations/"), ("organisation", f"/town/organisations/{orgs.heating.pk}/"),
            ("registers", "/town/registers/"), ("register", "/town/registers/grids/"), ("calendar", "/town/calendar/"),
        ],
        "mayor": [("city", f"/town/areas/{areas.city.pk}/"), ("documents", "/town/documents/")],
        "system": [
            ("accounts", "/me/accounts/"), ("opening", "/me/accounts/open/"), ("account", f"/me/accounts/{day.town.users['clerk'].pk}/"),
            ("rules", "/town/rules/"), ("rule", "/town/rules/limit.ordinary/"), ("calendar", "/town/calendar/?year=2027"),
            ("documents", "/town/documents/"), ("document", f"/town/documents/{day.paper.pk}/"),
            ("print", "/town/registers/organisations/print/"),
        ],
        "security": [("security", "/me/security/")],
        "audit": [("audit", "/me/audit/"), ("seals", "/me/audit/seals/"), ("print", "/me/audit/?as=print")],
    }  # fmt: skip


def seen(page, live, address, name):
    page.goto(f"{live}{address}")
    look(page, name)
    assert_fits(page)
    assert_no_csp_errors(page)
    assert_accessible(page)


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_pages_of_the_town(opened, live, day, kind):
    for account, listed in pages(day).items():
        page = signed_in(opened(kind), live, account)
        for name, address in listed:
            seen(page, live, address, f"town-{account}-{name}-{kind}")


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_a_file_is_tried_and_a_rule_previewed(opened, live, day, kind, tmp_path):
    path = tmp_path / "网格.csv"
    path.write_text(
        "社区编码,网格编码,名称\n220103010001,220103010001009,第九网格\n220103010001,220103010001010,\n",
        encoding="utf-8",
    )
    page = signed_in(opened(kind), live, "system")
    page.goto(f"{live}/town/registers/grids/")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name="上传，先看会改什么").click()
    page.get_by_text("只写入正确的行").wait_for()
    look(page, f"town-system-preview-{kind}")
    assert_fits(page)
    assert_accessible(page)
    page.get_by_role("button", name="只写入正确的行").click()
    page.get_by_role("heading", name="写入了").wait_for()
    page.goto(f"{live}/town/rules/rate.days/")
    page.locator("textarea[name=value]").fill("10")
    page.locator("input[name=basis]").fill("市政府办公厅通知")
    page.get_by_role("button", name="先看会改什么").click()
    page.get_by_role("heading", name="会这样改").wait_for()
    look(page, f"town-system-rule-preview-{kind}")
    assert_fits(page)
    assert_accessible(page)
    assert_no_csp_errors(page)
    page.get_by_role("button", name="就这样定").click()
    page.get_by_text("市政府办公厅通知").first.wait_for()
