"""Every page of every role, as it is reached by links: axe, reflow at 320 px and at 200 %, weight, the console.

A new room's pages come under this test by being linked; nobody has to add them here.
"""

import pytest
import scene
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, kilobytes
from test_lamp import sign_in

from tests.crawling import visitor, walked

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NARROW = {"width": 320, "height": 640}
DOUBLED = {"width": 640, "height": 450}  # a window of 1280 by 900 at 200 %
PUBLIC_KB, STAFF_KB, MAP_KB = 150, 400, 650
MAPS = {"/cases/map/"}  # pages that are a map: its library comes on top
ROLES = (
    None, "head", "worker", "clerk", "leader", "heating", "caller", "dispatcher", "sorter", "liaison", "system",
    "security", "audit",
)  # fmt: skip


@pytest.fixture
def day(transactional_db):
    return scene.build()


def faults(page, address):
    answer = page.goto(address)
    wrong = [] if answer and answer.status == 200 else [f"{address}: {answer and answer.status}"]
    for check in (assert_accessible, assert_no_csp_errors):
        try:
            check(page)
        except AssertionError as found:
            wrong.append(str(found))
    for size in (NARROW, DOUBLED):
        page.set_viewport_size(size)
        try:
            assert_fits(page)
        except AssertionError as found:
            wrong.append(f"{size['width']} px: {found}")
    page.set_viewport_size({"width": 1440, "height": 900})
    return wrong


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_every_page(opened, live, day, role):
    user = day.town.users.get(role) if role else None
    assert role is None or user is not None, role
    addresses = sorted(walked(visitor(user), of_a_kind=1))
    context = opened("desk")
    page = sign_in(context, live, day.town, role) if role else context.new_page()
    wrong = [fault for address in addresses for fault in faults(page, live + address)]
    assert len(addresses) >= 3
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", [None, "head", "clerk", "heating"], ids=str)
def test_what_a_first_visit_costs(opened, live, day, role):
    """On the wire, compressed, with an empty cache: a resident's pages 150 kB, staff's 400 kB; maps are asked for."""
    addresses = sorted(walked(visitor(day.town.users[role] if role else None), of_a_kind=1))
    heavy = []
    for address in addresses:
        context = opened("phone", service_workers="block")
        page = sign_in(context, live, day.town, role) if role else context.new_page()
        most = MAP_KB if address.split("?")[0] in MAPS else STAFF_KB if role else PUBLIC_KB
        cost = kilobytes(page, live + address, until="load")
        context.close()
        if cost > most:
            heavy.append(f"{address}: {cost:.0f} kB")
    assert not heavy, "\n".join(heavy)


def test_large_type_keeps_everything_in_sight(opened, live, day):
    """大字: nothing is cut off on a resident's phone."""
    page = opened("phone", viewport=NARROW).new_page()
    page.goto(f"{live}/type/large/")
    for address in sorted(walked(visitor(), of_a_kind=1)):
        page.goto(live + address)
        assert page.locator("html").get_attribute("data-type") == "large"
        assert_fits(page)
