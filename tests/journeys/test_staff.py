"""The staff's pages on a working day, looked at by their own people: at a desk and on a phone."""

import re

import pytest
import scene
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, look

from gongzhi.demo.small import PASSWORD

CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def day(transactional_db):
    return scene.build()


def signed_in(context, live, account):
    """Through the real form."""
    page = context.new_page()
    page.goto(f"{live}/account/login/")
    page.locator("input[name=login]").fill(account)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main form button").first.click()
    page.wait_for_url(f"{live}/")
    return page


def findings(page, live, address, name):
    """What is wrong with a page, in words; all pages are looked at before the test says so."""
    answer = page.goto(f"{live}{address}")
    look(page, name)
    wrong = [] if answer.status == 200 else [f"{address}: {answer.status}"]
    for check in (assert_fits, assert_no_csp_errors, assert_accessible):
        try:
            check(page)
        except AssertionError as found:
            wrong.append(f"{name} {found}")
    return wrong


def pages(day):
    """Who looks at what."""
    case, compose = f"/cases/{day.case.pk}/", f"/whistles/new/{day.waiting.pk}/"
    return {
        "clerk": [
            ("desk", "/"),
            ("case", case),
            ("list", "/cases/"),
            ("board", "/cases/board/"),
            ("compose", compose),
            ("whistles", "/whistles/"),
            ("whistle", f"/whistles/{day.whistle.pk}/"),
            ("call", f"/whistles/in/{day.parks.pk}/"),
            ("dispute", f"/whistles/disputes/{day.dispute.pk}/"),
            ("slip", f"{case}slip/"),
            ("letter", f"/whistles/{day.whistle.pk}/letter/"),
            ("duty", "/town/duty/"),
            ("mandates", "/mandates/"),
            ("ownerless", "/mandates/ownerless/"),
            ("why", "/mandates/why/"),
            ("me", "/me/"),
            ("notices", "/me/notices/"),
            ("arrivals", "/whistles/arrivals/"),
            ("bulk", "/cases/?stage=open&sort=due_at"),
        ],
        "leader": [
            ("desk", "/"),
            ("signing", "/whistles/signing/"),
            ("tasks", "/tasks/"),
            ("task-new", "/tasks/new/"),
        ],
        "worker": [("desk", "/"), ("new", "/cases/new/")],
        "sorter": [("desk", "/"), ("where", f"/cases/{day.nowhere.pk}/where/")],
        "caller": [
            ("desk", "/"),
            ("call-backs", "/cases/call-backs/"),
            ("call-back", f"/cases/call-backs/{day.call_back.pk}/"),
        ],
        "heating": [
            ("inbox", "/whistles/inbox/"),
            ("report-in", f"/whistles/in/{day.heat.pk}/"),
            ("case", case),
        ],
        "dispatcher": [("desk", "/"), ("dispute", f"/whistles/disputes/{day.dispute.pk}/")],
    }


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_pages_of_the_day(opened, live, day, kind):
    wrong = []
    for account, listed in pages(day).items():
        page = signed_in(opened(kind), live, account)
        for name, address in listed:
            wrong += findings(page, live, address, f"staff-{account}-{name}-{kind}")
    assert not wrong, "\n".join(wrong)


def test_the_same_in_english(opened, live, day):
    """Nothing of the page's own words is left in Chinese; what people wrote stays as they wrote it."""
    context = opened("desk", locale="en")
    page = signed_in(context, live, "clerk")
    context.add_cookies([{"name": "gz_language", "value": "en", "url": live}])
    wrong = []
    looked = [
        ("desk", "/"),
        ("case", f"/cases/{day.case.pk}/"),
        ("compose", f"/whistles/new/{day.waiting.pk}/"),
    ]
    for name, address in [*looked, ("board", "/cases/board/"), ("list", "/cases/"), ("duty", "/town/duty/")]:
        wrong += findings(page, live, address, f"staff-en-{name}")
        heads = page.locator("h1, h2, th, .btn, .filt > summary, .f-label, legend").all_inner_texts()
        wrong += [f"{name}: {text}" for text in heads if CHINESE.search(text) and not written_by_people(text)]
    assert not wrong, "\n".join(wrong)


def written_by_people(text):
    """Titles of cases, names of places and organisations, letter numbers."""
    return any(word in text for word in ("院化粪池", "二单元", "欣园", "欣吹", "中文", "**"))
