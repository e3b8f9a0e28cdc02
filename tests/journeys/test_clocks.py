"""Clocks on open pages: they count on by themselves, say the same as the server would, and turn overdue without a reload."""

from datetime import UTC, datetime, timedelta

import pytest
import scene
from eyes import assert_accessible, assert_no_csp_errors, look
from moved import EveryThread
from test_lamp import sign_in

from gongzhi.demo import small
from gongzhi.kit import clock
from gongzhi.work.cases import faces
from gongzhi.work.cases.models import Case
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles import faces as whistle_faces
from gongzhi.work.whistles.models import ReportIn

pytestmark = pytest.mark.browser
WEDNESDAY = datetime(2026, 11, 25, 0, 40, tzinfo=UTC)  # 08:40 in the city, a working day
TEXT = ".chip.clock[data-clock]"


@pytest.fixture
def held(monkeypatch):
    made = EveryThread(WEDNESDAY)
    monkeypatch.setattr(clock, "_held", made)
    return made


@pytest.fixture
def town(held, transactional_db):
    return small.build()


def on(page, held, **more):
    """Time passes for the browser and for the house."""
    held.on(**more)
    page.clock.fast_forward(timedelta(**more) // timedelta(milliseconds=1))


def shown(page):
    """The chips' words, by their moments due (in seconds)."""
    script = f"""() => Object.fromEntries([...document.querySelectorAll("{TEXT}")]
        .map((c) => [c.dataset.due.slice(0, -3), c.textContent.trim() + "|" + c.classList[2]]))"""
    return page.evaluate(script)


def said_by_the_house(things):
    return {str(int(face.due.timestamp())): f"{face.text}|{face.state}" for face in things}


def standing(page, moment):
    """The browser's clock stands at ``moment`` until it is moved on."""
    page.clock.install(time=moment - timedelta(minutes=1))
    page.clock.pause_at(moment)


def opened_at(page, held, address, *, wrong_by=timedelta()):
    """A page whose machine may have a wrong clock."""
    standing(page, held.moment + wrong_by)
    page.goto(address)
    page.evaluate("window.kept = 1")


def test_wall_clocks_say_what_the_house_would_say(opened, live, town, held):
    scene.tell(town, "宋家路18号院化粪池满溢")
    scene.tell(town, "楼道灯三层坏了", "living-lamp")
    scene.late(scene.tell(town, "楼道堆了沙发", "living-lamp"), 1)
    page = sign_in(opened("desk", reduced_motion="reduce"), live, town, "clerk")
    opened_at(page, held, f"{live}/cases/", wrong_by=timedelta(hours=-3))
    for more in (1, 9, 50, 61, 1000, 300, 500, 2880, 3000, 6000):
        on(page, held, minutes=more)
        assert shown(page) == said_by_the_house(faces.clock_of(vars(case)) for case in Case.objects.all()), (
            more
        )
    assert page.evaluate("window.kept") == 1
    page.clock.resume()  # axe waits for time to pass
    assert_accessible(page)
    assert_no_csp_errors(page)


def test_working_clocks_stand_over_lunch_and_over_night(opened, live, town, held):
    case = scene.up(town, scene.tell(town, "单元门锁坏了，关不上", "living-lamp"))
    whistle = whistles.propose(
        town.clerk, case.pk, kind="unsolved", call=scene.call(town, "heating"), request="请到场修复门锁。"
    )
    whistles.sign(town.leader, whistle.pk)
    row = ReportIn.objects.get()
    page = sign_in(opened("desk"), live, town, "heating")
    opened_at(page, held, f"{live}/whistles/inbox/")
    due = str(int(row.arrive_by.timestamp()))
    assert page.locator(f"{TEXT}[data-clock=work]").count() >= 1
    for more in (
        5,
        30,
        25,
        120,
        30,
        45,
        60,
        240,
        600,
        300,
    ):  # through noon and the evening into the next morning
        on(page, held, minutes=more)
        mine = {key: said for key, said in shown(page).items() if key == due}
        assert mine == said_by_the_house([whistle_faces.clock_of(vars(row))]), more
    assert held.moment > row.arrive_by
    assert page.locator(f"{TEXT}.over + .due, {TEXT}.over ~ .due").first.inner_text().startswith("应 ")
    page.clock.resume()
    look(page, "clocks-over-desk")


def test_one_that_passes_is_said_once_and_the_desk_follows(opened, live, town, held):
    case = scene.up(town, scene.tell(town, "宋家路18号院化粪池满溢"), to="street")
    Case.objects.filter(pk=case.pk).update(due_at=held.moment + timedelta(minutes=3))
    page = sign_in(opened("desk"), live, town, "clerk")
    opened_at(page, held, f"{live}/")
    chip = page.locator(f"#desk {TEXT}").first
    assert chip.inner_text() == "剩 3分" and chip.get_attribute("aria-live") is None
    on(page, held, minutes=2)
    assert chip.inner_text() == "剩 1分" and page.locator("#clock-said").inner_text() == ""
    on(page, held, seconds=66)
    assert chip.inner_text() == "逾期 不到1分" and "over" in chip.get_attribute("class")
    assert chip.locator("use").get_attribute("href").endswith("#alarm")
    assert page.locator("#clock-said").inner_text() == "到期了：宋家路18号院化粪池满溢"
    page.clock.run_for(25_000)
    page.locator(
        "#desk tr.g", has_text="已逾期 1"
    ).wait_for()  # the live page has looked again: order and counts follow
    page.locator("#desk-head", has_text="共 1 件逾期").wait_for()
    assert page.evaluate("window.kept") == 1


@pytest.mark.parametrize("who", ["head", None], ids=["head", "resident"])
def test_on_a_phone(opened, live, town, held, who):
    case = scene.tell(town, "楼道灯三层坏了", "living-lamp")
    context = opened("phone")
    page = sign_in(context, live, town, who) if who else context.new_page()
    address = live if who else _trace(page, live, held, town)
    Case.objects.filter(pk=case.pk).update(due_at=held.moment + timedelta(hours=2, minutes=5))
    opened_at(page, held, f"{live}/") if who else page.goto(address)
    chip = page.locator(TEXT).first
    before = chip.inner_text()
    on(page, held, minutes=6)
    assert chip.inner_text() != before
    page.clock.resume()
    assert_accessible(page)


def _trace(page, live, held, town):
    """A resident's own page, by scanning and sending."""
    standing(page, held.moment)
    page.goto(f"{live}/r/q/{town.areas.unit.code}/")
    page.get_by_label("说说是什么事").fill("三楼楼道灯不亮")
    page.get_by_role("button", name="下一步").click()
    page.get_by_role("button", name="送出").click()
    page.get_by_text("查询码").first.wait_for()
    page.get_by_role("link", name="看进度").first.click()
    return page.url


def test_a_page_kept_on_the_phone_counts_from_when_it_was_kept(opened, live, town, held):
    scene.tell(town, "楼道灯三层坏了", "living-lamp")
    page = sign_in(opened("phone"), live, town, "head")
    standing(page, held.moment + timedelta(hours=5))
    answer = page.request.get(f"{live}/").text()
    at = int(held.moment.timestamp() * 1000)
    body = answer.replace("<body ", f'<body data-kept-at="{at}" ', 1)
    page.route(f"{live}/", lambda route: route.fulfill(body=body, content_type="text/html"))
    page.goto(f"{live}/")
    assert page.locator(TEXT).first.inner_text() == "剩 6天 19小时"
