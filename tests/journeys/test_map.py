"""The map in Chromium: circles that open, a point that is chosen, 4,839 grids; at 390 and 1440, by mouse and by keyboard."""

from dataclasses import replace

import pytest
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, assert_touchable, look
from test_staff import signed_in

from gongzhi.demo import small
from gongzhi.kit import clock
from gongzhi.town.access.actor import resident
from gongzhi.town.areas import commands as areas
from gongzhi.town.areas.divisions import new_ids
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.places import place_of
from gongzhi.town.areas.tests.test_outlines import GRIDS, SIDE, square
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case

READY = "[data-cases][data-ready='1']"
DRAWN = ".ground[data-drawn]"
CIRCLE = """() => { const host = document.querySelector("[data-cases]"), map = host.map;
  const [one] = map.queryRenderedFeatures({ layers: ["clusters"] }).sort((a, b) => b.properties.point_count - a.properties.point_count);
  if (!one) return null;
  const at = map.project(one.geometry.coordinates), frame = host.getBoundingClientRect();
  return { x: frame.x + at.x, y: frame.y + at.y, n: one.properties.point_count, zoom: map.getZoom() }; }"""
STILL = """(change) => new Promise((done) => { const map = document.querySelector(".ground").map;
  map.once("idle", done); if (change) map.jumpTo(change); map.triggerRepaint(); })"""


@pytest.fixture
def town(transactional_db):
    return small.build()


def told(at, text, category="living-lamp"):
    return cases.report(
        resident(),
        channel="resident",
        category=catalogue().coded(category),
        at=at,
        telling=Telling(text=text),
    )


@pytest.fixture
def street(town):
    """Seven of one building, one late, and one known to its grid only, whose middle is there; three of another corner;
    one that nobody knows where.
    """
    made = [told(town.place, f"楼道灯不亮，第{n}处") for n in range(1, 8)]
    Case.objects.filter(pk=made[0].pk).update(due_at=clock.now() - clock.timedelta(hours=3))
    corner = replace(place_of(town.areas.grid.pk), lon=125.3085, lat=43.9085)
    for n in range(3):
        told(replace(corner, lon=corner.lon + n * 0.0004), f"路面塌了，第{n + 1}处")
    told(place_of(town.areas.grid.pk), "网格里的井盖坏了")
    told(place_of(town.areas.city.pk), "不知道归哪儿的事")
    return town


def checked(page, name, *, touch=False):
    assert_fits(page)
    assert_no_csp_errors(page)
    assert_accessible(page)
    if touch:
        assert_touchable(page, 44)
    look(page, name)


def pressed(page, at):
    page.mouse.click(at["x"], at["y"])


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_a_circle_opens(opened, live, street, kind):
    page = signed_in(opened(kind), live, "clerk")
    page.goto(f"{live}/cases/map/?stage=open")
    page.locator(READY).wait_for(timeout=60_000)
    assert page.locator("[data-said]").inner_text() == "图上 11 件。"
    assert page.locator("[data-sight] li").first.get_by_text("逾期").is_visible()  # the most urgent first
    page.evaluate(STILL, {"zoom": 12})
    whole = page.evaluate(CIRCLE)
    assert whole["n"] == 11
    page.locator(".ground").scroll_into_view_if_needed()
    pressed(page, page.evaluate(CIRCLE))
    page.evaluate(STILL)
    assert page.evaluate("document.querySelector('.ground').map.getZoom()") > 12.5
    for _closer in range(6):  # until those of one building lie alone upon each other
        circle = page.evaluate(CIRCLE)
        pressed(page, circle)
        page.evaluate(STILL)
        if page.locator(".maplibregl-popup").count():
            break
    card = page.locator(".maplibregl-popup")
    card.get_by_text("这里有 8 件").wait_for()
    assert card.get_by_role("link").first.inner_text() == "楼道灯不亮，第1处"
    checked(page, f"map-{kind}")
    card.get_by_role("link").first.click()
    page.get_by_role("heading", name="楼道灯不亮，第1处").wait_for()
    page.get_by_role("link", name="在地图上看").click()
    page.locator(READY).wait_for(timeout=60_000)
    assert page.locator(".maplibregl-popup").get_by_role("link", name="楼道灯不亮，第1处").is_visible()
    checked(page, f"map-one-{kind}")
    page.locator(".phead").get_by_role("link", name="列表").click()
    page.wait_for_url("**/cases/?stage=open")
    page.locator(".phead").get_by_role("link", name="地图").click()
    page.wait_for_url("**/cases/map/?stage=open")


def test_by_keyboard_alone(desk, live, street):
    page = signed_in(desk, live, "clerk")
    page.goto(f"{live}/cases/map/?stage=open")
    page.locator(READY).wait_for(timeout=60_000)
    page.locator(".ground canvas").focus()
    before = page.evaluate("document.querySelector('.ground').map.getZoom()")
    page.keyboard.press("+")
    page.evaluate(STILL)
    assert page.evaluate("document.querySelector('.ground').map.getZoom()") > before
    for _tab in range(12):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.closest('[data-sight]') !== null"):
            break
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="楼道灯不亮，第1处").wait_for()


def test_what_changes_is_drawn_again(desk, live, street):
    page = signed_in(desk, live, "clerk")
    page.goto(f"{live}/cases/map/?stage=open")
    page.locator(READY).wait_for(timeout=60_000)
    told(street.place, "新来的一件")
    page.evaluate("document.body.dispatchEvent(new CustomEvent('gz:stale'))")
    page.get_by_text("图上 12 件。").wait_for()


def test_a_resident_points_at_the_place(phone, live, town):
    page = phone.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live}/r/", wait_until="networkidle")
    assert not [url for url in asked if "maplibre" in url]  # fetched on request alone
    page.get_by_label("说说是什么事").fill("楼道灯不亮")
    page.get_by_role("button", name="在地图上选").click()
    page.locator(DRAWN).wait_for(timeout=60_000)
    page.evaluate(STILL, {"center": [125.3051, 43.9051], "zoom": 16.5})
    page.get_by_role("button", name="选正中间").click()
    page.get_by_text("第一网格").wait_for()
    checked(page, "map-resident-phone", touch=True)
    page.get_by_role("button", name="就是这个点").click()
    page.get_by_text("您在地图上点的").wait_for()
    assert page.get_by_label("说说是什么事").input_value() == "楼道灯不亮"
    page.get_by_role("button", name="富丰家园3栋").click()
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="送出", exact=True).click()
    page.locator("dl.keep").wait_for()
    assert Case.objects.get().building_id == town.areas.building.pk


def test_a_worker_files_at_a_point(desk, live, town):
    page = signed_in(desk, live, "worker")
    page.goto(f"{live}/cases/new/")
    page.get_by_label("什么事").fill("楼道堆了沙发")
    page.get_by_role("button", name="在地图上选").click()
    page.locator(DRAWN).wait_for(timeout=60_000)
    page.evaluate(STILL, {"center": [125.3052, 43.9052], "zoom": 16.5})
    page.locator(".ground canvas").click()
    page.get_by_role("button", name="就是这个点").wait_for()
    page.evaluate("document.activeElement.blur()")
    page.get_by_role("button", name="就是这个点").click()
    page.locator("#where .where-now b", has_text="第一网格").wait_for()
    checked(page, "map-worker")
    page.get_by_label("类别").select_option("living-lamp")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("查询码").first.wait_for()
    case = Case.objects.get()
    assert (case.grid_id, case.building_id) == (town.areas.grid.pk, None)
    assert abs(case.lon - 125.3052) < 0.0005


def test_4839_grids_are_drawn(desk, live, town):
    """All are there, and those in sight are drawn; how smoothly stands in docs/performance.md."""
    above = town.areas.community
    rows = [
        Area(
            id=pk, level=Level.GRID, code=f"M{n:04d}", name=f"第{n}网格", parent=above, lineage=[*above.lineage, pk],
            polygon=square(n % SIDE, n // SIDE),
        )
        for n, pk in enumerate(new_ids(GRIDS))
    ]  # fmt: skip
    Area.objects.filter(level=Level.GRID).exclude(pk=town.areas.grid2.pk).update(polygon=None)
    Area.objects.bulk_create(rows, batch_size=1000)
    areas.changed()
    page = signed_in(desk, live, "mayor")
    page.goto(f"{live}/cases/map/")
    page.locator(READY).wait_for(timeout=120_000)
    page.evaluate(STILL, {"center": [125.35, 43.35], "zoom": 12.9})
    ids = """() => { const map = document.querySelector(".ground").map;
      return [new Set(map.queryRenderedFeatures({ layers: ["grid-line"] }).map((one) => one.id)).size,
              document.querySelector(".ground .notice") === null]; }"""
    page.evaluate(STILL)
    drawn, fine = page.evaluate(ids)
    assert fine
    assert drawn > 25  # as many as this frame holds
    page.evaluate(STILL, {"center": [125.35, 43.35], "zoom": 8.6})
    page.evaluate("document.querySelector('.ground').map.setLayerZoomRange('grid-line', 0, 24)")
    page.evaluate(STILL)
    assert page.evaluate(ids)[0] == GRIDS
    look(page, "map-4839")


def test_tiles_of_an_own_server(desk, live, street, settings):
    settings.MAP_TILES = (("/static/gz/phone/icon-192.png?{z}-{x}-{y}",),)
    settings.MAP_ATTRIBUTION = "自有底图 审图号待确认"
    page = signed_in(desk, live, "clerk")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{live}/cases/map/?stage=open")
    page.locator(READY).wait_for(timeout=60_000)
    assert [url for url in asked if "icon-192.png?1" in url]
    assert page.get_by_text("自有底图 审图号待确认").is_visible()
    assert_no_csp_errors(page)


def test_a_device_that_draws_nothing_says_so(opened, live, street):
    context = opened("desk")
    context.add_init_script(
        "const plain = HTMLCanvasElement.prototype.getContext;"
        "HTMLCanvasElement.prototype.getContext = function (kind, ...more) {"
        " return kind.startsWith('webgl') ? null : plain.call(this, kind, ...more); };"
    )
    page = signed_in(context, live, "clerk")
    page.goto(f"{live}/cases/map/?stage=open")
    page.get_by_text("画不出地图").wait_for()
    assert page.locator(".phead").get_by_role("link", name="列表").is_visible()


def test_without_script_the_list_stands_in(opened, live, street):
    page = signed_in(opened("desk", java_script_enabled=False), live, "clerk")
    page.goto(f"{live}/cases/map/?stage=open")
    page.get_by_role("link", name="去列表").click()
    page.wait_for_url("**/cases/?stage=open")


def test_pages_without_a_map_do_not_pay_for_it(opened, live, street):
    page = signed_in(opened("desk"), live, "clerk")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for address in ("/", "/cases/", "/cases/new/", f"/cases/{Case.objects.first().pk}/"):
        page.goto(f"{live}{address}", wait_until="load")
    assert [url for url in asked if url.endswith("gz/map/choose.js")]  # the form's button
    assert not [url for url in asked if "maplibre" in url or "map.css" in url]


def test_in_english(desk, live, street):
    page = signed_in(desk, live, "clerk")
    page.context.add_cookies([{"name": "gz_language", "value": "en", "url": live}])
    page.goto(f"{live}/cases/map/?stage=open")
    page.locator(READY).wait_for(timeout=60_000)
    assert page.get_by_role("heading", name="Map", exact=True).is_visible()
    assert page.locator("[data-said]").inner_text().isascii()
    assert page.locator(".legend").inner_text().isascii()
    look(page, "map-en")
