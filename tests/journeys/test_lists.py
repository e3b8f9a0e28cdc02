"""Lists in a real browser: a view kept and shared, a step on several rows undone and done, the keys of the desk."""

import threading

import pytest
import scene
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, look
from test_lamp import sign_in

from gongzhi.town.batches import carrying
from gongzhi.town.batches.models import Batch
from gongzhi.work.cases.models import Case

pytestmark = pytest.mark.browser


@pytest.fixture
def day(transactional_db):
    return scene.build()


@pytest.fixture
def worker(transactional_db):
    """What the worker's loop does, beside the test."""
    stop = threading.Event()

    def loop():
        from django.db import connections

        while not stop.wait(0.2):
            carrying.take_due()
        connections.close_all()

    thread = threading.Thread(target=loop)
    thread.start()
    yield
    stop.set()
    thread.join(10)


def sound(page):
    assert_accessible(page)
    assert_fits(page)
    assert_no_csp_errors(page)


def test_a_view_is_kept_shared_opened_first_and_put_in_order(opened, live, day):
    page = sign_in(opened("desk"), live, day.town, "clerk")
    page.goto(f"{live}/cases/?stage=open&sort=due_at")
    page.get_by_text("存为视图").click()
    form = page.locator(".keep-view form")
    form.get_by_label("给现在的筛选、排序和列起个名").fill("在手的，按到期")
    form.get_by_label("打开这个列表时先看它").check()
    form.get_by_label("共享给欣园街道").check()
    look(page, "lists-keep-view-desk")
    sound(page)
    form.get_by_role("button", name="存下").click()
    page.get_by_text("已存为视图“在手的，按到期”。").wait_for()
    look(page, "lists-view-kept-desk")
    page.goto(f"{live}/cases/")
    assert "stage=open" in page.url and page.locator(
        ".filt[aria-current=true]"
    ).inner_text().strip().endswith("在手的，按到期")
    other = sign_in(opened("phone"), live, day.town, "leader")
    other.goto(f"{live}/cases/")
    assert other.url == f"{live}/cases/"
    other.get_by_role("link", name="在手的，按到期").click()
    assert "stage=open" in other.url
    look(other, "lists-view-shared-phone")
    sound(other)
    other.get_by_text("存为视图").click()
    look(other, "lists-keep-view-phone", whole=False)
    sound(other)
    other.goto(f"{live}/me/views/")
    other.locator("summary", has_text="改名").click()
    look(other, "lists-views-phone")
    sound(other)
    put_in_order(page, f"{live}/me/views/")


def put_in_order(page, address):
    """Renamed, no longer shared, gone."""
    page.goto(address)
    look(page, "lists-views-desk")
    sound(page)
    page.locator("summary", has_text="改名").click()
    look(page, "lists-rename-desk", whole=False)
    page.get_by_label("视图名").fill("在手")
    page.locator(".drop").get_by_role("button", name="改名").click()
    page.get_by_role("link", name="在手", exact=True).wait_for()
    page.get_by_role("button", name="停止共享").click()
    page.get_by_text("只有自己看得到").wait_for()
    page.get_by_role("button", name="删除").click()
    page.get_by_text("还没有视图").wait_for()
    look(page, "lists-views-none-desk")


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_a_step_on_several_is_undone_then_done(opened, live, day, worker, kind):
    page = sign_in(opened(kind), live, day.town, "clerk")
    page.goto(f"{live}/cases/?stage=reported")
    boxes = page.locator("#rows input[name=one]")
    boxes.nth(0).check()
    boxes.nth(1).check()
    form = page.locator("#bulk")
    assert form.locator("[data-chosen]").inner_text() == "2 件"
    look(page, f"lists-chosen-{kind}")
    sound(page)
    form.get_by_label("哪一步").select_option("accept")
    form.get_by_role("button", name="办理").click()
    undo = page.locator("#batch-bar").get_by_role("button", name="撤销")
    undo.wait_for()
    assert page.locator("#batch-bar progress").get_attribute("max") == "10"
    look(page, f"lists-undo-{kind}", whole=False)
    sound(page)
    undo.click()
    page.get_by_text("已撤销：受理 2 件，一件也没有办。").wait_for()
    assert Batch.objects.get().stage == "undone"
    page.goto(f"{live}/cases/?stage=reported")
    before = Case.objects.filter(stage="accepted").count()
    page.locator("#rows input[name=one]").nth(0).check()
    form.get_by_label("哪一步").select_option("accept")
    form.get_by_role("button", name="办理").click()
    page.get_by_role("button", name="撤销").wait_for()
    page.get_by_text("逐件看").wait_for(timeout=20_000)  # nobody touched it: ten seconds, then the worker
    shown = page.locator("#batch-bar").inner_text()
    assert "1 件里办成" in shown
    look(page, f"lists-done-{kind}", whole=False)
    page.get_by_role("link", name="逐件看").click()
    look(page, f"lists-result-{kind}")
    sound(page)
    done = Batch.objects.get(stage="taken").done
    assert Case.objects.filter(stage="accepted").count() == before + done


def test_the_keyboard_alone(opened, live, day, worker):
    page = sign_in(opened("desk"), live, day.town, "clerk")
    page.goto(f"{live}/cases/")
    titles = page.locator("table.t tbody .ttl").all_inner_texts()
    here = "document.activeElement.closest('tr')?.querySelector('.ttl').innerText"
    page.keyboard.press("j")
    assert page.evaluate(here) == titles[0]
    page.keyboard.press("j")
    page.keyboard.press("ArrowDown")
    assert page.evaluate(here) == titles[2]
    page.keyboard.press("k")
    assert page.evaluate(here) == titles[1]
    page.keyboard.press("x")
    assert page.locator("#rows tr.sel input[name=one]").is_checked()
    page.evaluate(
        "document.body.dispatchEvent(new CustomEvent('gz:stale'))"
    )  # what htmx puts in anew keeps the row
    page.wait_for_function(f"{here} === {titles[1]!r}")
    assert page.locator("#rows input[name=one]:checked").count() == 1
    page.keyboard.press("?")
    page.get_by_role("dialog", name="键盘操作").wait_for()
    look(page, "lists-keys-desk", whole=False)
    sound(page)
    page.keyboard.press("j")  # not behind the dialog
    page.keyboard.press("Escape")
    page.wait_for_function("!document.querySelector('dialog[open]')")
    page.keyboard.press("/")
    page.keyboard.type("jxk?")
    assert page.locator(".search input").input_value() == "jxk?"  # typing is typing
    page.keyboard.press("Tab")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases/*-*/")
    page.goto(f"{live}/")
    page.keyboard.press("j")  # the desk has the same keys
    assert page.evaluate(here)


def test_single_keys_can_be_switched_off(opened, live, day):
    page = sign_in(opened("desk"), live, day.town, "clerk")
    page.goto(f"{live}/cases/")
    page.locator(".who summary").click()
    page.get_by_role("button", name="键盘操作").click()
    page.get_by_label("使用单个字母的键").uncheck()
    page.get_by_role("button", name="关上").click()
    page.reload()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.closest('tr')") is None
    page.keyboard.press("?")
    assert page.locator("dialog[open]").count() == 0


def test_without_script_it_can_be_undone_too(opened, live, day):
    page = sign_in(opened("desk", java_script_enabled=False), live, day.town, "clerk")
    page.goto(f"{live}/cases/?stage=reported")
    page.locator("#rows input[name=one]").nth(0).check()
    page.locator("#bulk").get_by_role("button", name="办理").click()
    page.get_by_text("刚才一起办的：看结果，或撤销").click()
    page.get_by_role("button", name="撤销").click()
    page.get_by_text("已撤销").wait_for()
    assert Batch.objects.get().stage == "undone"
