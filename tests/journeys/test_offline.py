"""Without signal, in real Chromium: what was written waits on the phone and goes out once, in order, for its own person."""

import io
import shutil

import pytest
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, look
from PIL import Image
from playwright.sync_api import Error
from test_lamp import sign_in

from conftest import FLAGS, SIZES
from gongzhi.demo import small
from gongzhi.kit import clock
from gongzhi.kit.journal.models import Entry
from gongzhi.town.files.models import Attachment
from gongzhi.town.people.models import SignIn
from gongzhi.work.cases import commands
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case

LINES = ("一楼楼道灯不亮", "二楼楼道灯不亮", "三楼楼道灯不亮")


@pytest.fixture
def town(transactional_db):
    return small.build()


def ready(context, live, town, account="head"):
    """Signed in, the worker in charge, today's page kept."""
    page = sign_in(context, live, town, account)
    page.goto(f"{live}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => 1)")
    page.reload()
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    page.reload()
    kept(page, "pages", 2)
    return page


READ = """async name => { const base = await new Promise(done => { const asked = indexedDB.open("gongzhi", 1);
    asked.onsuccess = () => done(asked.result); });
  const rows = await new Promise(done => { const asked = base.transaction(name).objectStore(name).getAll();
    asked.onsuccess = () => done(asked.result); });
  base.close(); return rows.length; }"""


def kept(page, name, least):
    """Until the phone holds exactly so many; says how many otherwise. The page may be on its way to another."""
    found = None
    for _try in range(100):
        try:
            found = page.evaluate(READ, name)
        except Error as wrong:
            if "context was destroyed" not in wrong.message:
                raise
        if found == least:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{name}: {found} kept, not {least}")


def write(page, live, line, button="办好了，记下"):
    page.goto(f"{live}/")
    page.get_by_label("一句话记事").fill(line)
    page.get_by_role("button", name=button, exact=True).click()


def queue(page, live, context):
    context.set_offline(True)
    for line in LINES:
        write(page, live, line)
        page.get_by_role("heading", name="待上传").wait_for()
    kept(page, "queue", 3)


def titles():
    return list(Case.objects.order_by("id").values_list("title", flat=True))


def test_three_lines_wait_and_go_out_once_in_order(phone, live, town):
    page = ready(phone, live, town)
    queue(page, live, phone)
    page.get_by_text(LINES[2]).wait_for()
    look(page, "phone-queue")
    assert_fits(page)
    assert_accessible(page)
    page.goto(f"{live}/")
    page.get_by_text("3 条待上传").wait_for()
    assert titles() == []
    phone.set_offline(False)
    page.goto(f"{live}/")
    kept(page, "queue", 0)
    assert titles() == list(LINES)
    claimed = Entry.objects.filter(verb="note").values_list("claimed_at", flat=True)
    assert len(claimed) == 3 and all(claimed)
    assert_no_csp_errors(page)


def test_nothing_is_lost_when_the_phone_restarts(browser, live, town, tmp_path):
    program = browser.browser_type

    def start():
        return program.launch_persistent_context(
            tmp_path,
            executable_path=shutil.which("chromium"),
            args=FLAGS,
            viewport=SIZES["phone"],
            locale="zh-CN",
        )

    context = start()
    page = ready(context, live, town)
    queue(page, live, context)
    context.close()
    context = start()
    page = sign_in(context, live, town, "head")
    page.goto(f"{live}/")
    kept(page, "queue", 0)
    context.close()
    assert titles() == list(LINES)


def test_a_server_that_breaks_is_tried_again(phone, live, town, monkeypatch):
    page = ready(phone, live, town)
    works = commands.note

    def broken(*_args, **_more):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(commands, "note", broken)
    write(page, live, LINES[0])
    page.get_by_role("heading", name="待上传").wait_for()
    kept(page, "queue", 1)
    monkeypatch.setattr(commands, "note", works)
    page.get_by_role("button", name="现在送").click()
    kept(page, "queue", 0)
    assert titles() == [LINES[0]]


def test_another_person_sees_and_sends_nothing(phone, live, town):
    page = ready(phone, live, town)
    queue(page, live, phone)
    page.close()  # an answer to it that came late would take the next person's cookie away
    SignIn.objects.all().delete()  # the session is over
    phone.clear_cookies()
    phone.set_offline(False)
    other = sign_in(phone, live, town, "worker")
    other.goto(f"{live}/me/queue/")
    other.get_by_text("没有等着送的").wait_for()
    assert LINES[0] not in other.content()
    kept(other, "queue", 3)
    assert titles() == []
    phone.clear_cookies()
    again = sign_in(phone, live, town, "head")
    again.goto(f"{live}/")
    kept(again, "queue", 0)
    assert titles() == list(LINES)


def test_leaving_warns_and_then_forgets(phone, live, town):
    page = ready(phone, live, town)
    queue(page, live, phone)
    page.goto(f"{live}/me/queue/")
    page.locator(".who summary").click()
    page.get_by_role("button", name="退出", exact=True).click()
    page.get_by_role("heading", name="还有 3 条没有上传").wait_for()
    page.get_by_role("button", name="留下，先上传").click()
    kept(page, "queue", 3)


def test_leaving_forgets(phone, live, town):
    page = ready(phone, live, town)
    page.goto(f"{live}/me/queue/")
    page.locator(".who summary").click()
    page.get_by_role("button", name="退出", exact=True).click()
    page.get_by_role("heading", name="工作人员登录").wait_for()
    for store in ("queue", "keys", "pages"):
        kept(page, store, 0)
    phone.set_offline(True)
    page.goto(f"{live}/")
    page.get_by_role("heading", name="没有信号").wait_for()


LATE = """async () => { const before = Date.now() - 1, person = document.querySelector("meta[name=person]").content;
    const named = performance.getEntriesByType("resource").find((one) => one.name.includes("phone/store")).name;
    const store = await import(named);
    await store.forget(person);
    const key = await store.arrive(person, before), page = await store.shelve({ person, url: "/" }, before);
    return [key, page, (await store.all("keys")).length, (await store.all("pages")).length]; }"""


def test_an_answer_that_comes_after_leaving_brings_nothing_back(phone, live, town):
    page = ready(phone, live, town)
    page.goto(f"{live}/me/queue/")
    assert page.evaluate(LATE) == [None, False, 0, 0]


def test_a_lost_phone_is_wiped(phone, live, town, client):
    page = ready(phone, live, town)
    queue(page, live, phone)
    client.force_login(town.users["head"], "allauth.account.auth_backends.AuthenticationBackend")
    there = SignIn.objects.exclude(session_key=client.session.session_key).get()
    said = client.get("/me/").content.decode()
    assert there.session_key not in said
    from gongzhi.town.people.phones import short

    client.post("/me/sessions/end/", {"session": short(there.session_key), "lost": "1"})
    phone.set_offline(False)
    page.goto(f"{live}/")
    for store in ("queue", "keys", "pages"):
        try:
            kept(page, store, 0)
        except Exception as gone:  # the whole base is gone
            assert "not found" in str(gone) or "NotFound" in str(gone)  # noqa: PT017
    assert titles() == []


def test_a_step_no_longer_possible_shows_both(phone, live, town):
    case = commands.report(
        town.actor("neighbour"), channel="head", category=catalogue().coded("living-lamp"), at=town.place,
        telling=Telling(text=LINES[0]), title=LINES[0],
    )  # fmt: skip
    page = ready(phone, live, town)
    page.goto(f"{live}/today/{case.pk}/")
    kept(page, "pages", 3)
    phone.set_offline(True)
    page.goto(f"{live}/today/{case.pk}/")
    page.locator("#do-resolve summary").click()
    for name, text in {"measures": "灯泡换了", "spoken_with": "刘师傅"}.items():
        if page.locator(f"#do-resolve [name={name}]").count():
            page.locator(f"#do-resolve [name={name}]").fill(text)
    page.locator("#do-resolve form button.btn-primary").click()
    page.get_by_role("heading", name="待上传").wait_for()
    commands.resolve(
        town.head, case.pk, measures="已换", spoken_with="王师傅", done_on=clock.today().isoformat()
    )
    phone.set_offline(False)
    page.goto(f"{live}/me/queue/")
    page.get_by_text("没有做成").wait_for()
    page.get_by_text("灯泡换了").first.wait_for()
    page.get_by_role("heading", name="现在的样子").wait_for()
    look(page, "phone-conflict")
    page.get_by_role("button", name="不要了").click()
    kept(page, "queue", 0)


def test_a_photo_is_made_smaller(phone, live, town):
    page = ready(phone, live, town)
    file = io.BytesIO()
    Image.effect_noise((3000, 2000), 40).convert("RGB").save(file, "JPEG")
    shot = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}
    page.get_by_label("一句话记事").fill(LINES[0])
    page.locator("#shot").set_input_files(shot)
    page.locator("#shot[data-drawn]").wait_for(state="attached")
    size = page.evaluate(
        "createImageBitmap(document.querySelector('#shot').files[0]).then(b => [b.width, b.height])"
    )
    assert size == [1600, 1067]
    page.get_by_role("button", name="办好了，记下", exact=True).click()
    page.get_by_text("记下了").wait_for()
    assert Attachment.objects.count() >= 1
