"""Notices by mail, through a real browser and a real SMTP server: an address confirmed, groups chosen, a digest received."""

import re
import threading

import pytest
import scene
from eyes import assert_accessible, assert_fits, assert_no_csp_errors, look
from test_lamp import sign_in

from gongzhi.config import switchboard
from gongzhi.demo import small
from gongzhi.gateways.mail.channel import Mail
from gongzhi.kit.records.models import Rule
from gongzhi.kit.reference import bump
from gongzhi.town.notices import channels, letters
from gongzhi.work.cases import commands as cases
from tests.smtp import Server, words

pytestmark = pytest.mark.browser


@pytest.fixture
def town(transactional_db):
    return small.build()


@pytest.fixture
def server():
    with Server() as running:
        yield running


@pytest.fixture
def worker(server, live, settings, monkeypatch, transactional_db):
    """The worker's two loops beside the test; a window of no length, and no night, so that nobody has to wait."""
    settings.SMTP_HOST, settings.SMTP_PORT, settings.SMTP_SECURITY = "127.0.0.1", server.port, "none"
    settings.PUBLIC_URL = live
    settings.SMTP_FROM, settings.SMTP_FROM_ADDRESS = "共治 <gongzhi@city.example>", "gongzhi@city.example"
    monkeypatch.setattr(channels, "_channels", [*channels.all_channels()])
    channels.add(Mail())
    Rule.objects.filter(key="notices.quiet").update(value={"from": "00:00", "to": "00:00"})
    Rule.objects.filter(key="notices.digest_minutes").update(value=0.1)
    bump("rules")
    stop = threading.Event()

    def loop():
        from django.db import connections

        while not stop.wait(0.3):
            letters.send_due(channels.outside()[0])
        connections.close_all()

    thread = threading.Thread(target=loop)
    thread.start()
    yield
    stop.set()
    thread.join(10)


def raised(town, text):
    """A case on its way up to the street; the street's news is left to be heard."""
    case = scene.tell(town, text, "living-lamp", name="张桂芳", phone="13900000001")
    switchboard.drain()
    scene.up(town, case, to="community")
    switchboard.drain()
    cases.raise_up(town.worker, case.pk, reason="物业无权动，请街道协调。")


def sound(page):
    assert_accessible(page)
    assert_fits(page)
    assert_no_csp_errors(page)


@pytest.mark.parametrize("kind", ["desk", "phone"])
def test_an_address_is_confirmed_groups_are_chosen_and_a_digest_comes(
    opened, live, town, server, worker, kind
):
    page = sign_in(opened(kind), live, town, "clerk")
    page.goto(f"{live}/me/")
    page.get_by_role("link", name="通知怎么给我").click()
    look(page, f"notices-none-{kind}")
    sound(page)
    page.get_by_label("邮箱地址").fill("zhao@street.example")
    page.get_by_role("button", name="发验证码").click()
    page.get_by_text("验证码发出去了").wait_for()
    look(page, f"notices-code-{kind}")
    sound(page)
    server.wait_for(1)
    [code] = re.findall(r"\b\d{6}\b", words(server.letters[0][1]))
    page.get_by_label("验证码").fill(code)
    page.get_by_role("button", name="确认", exact=True).click()
    page.get_by_text("确认好了").wait_for()
    page.get_by_label("退回和重开").uncheck()
    page.get_by_role("button", name="就这样").click()
    page.get_by_text("记下了").wait_for()
    look(page, f"notices-chosen-{kind}")
    sound(page)
    for text in ("宋家路18号院化粪池满溢", "柳江路小学门前结冰"):
        raised(town, text)
    switchboard.drain()  # both at once: one letter
    server.wait_for(2)
    to, message = server.letters[1]
    text = words(message)
    assert to == "zhao@street.example" and message["Subject"] == "共治：2 条通知"
    assert (
        "张桂芳" not in text and "13900000001" not in text and "化粪池" not in text
    )  # nobody's words, nobody's name
    [first, second, choices] = re.findall(r"https?://\S+", text)
    assert choices == f"{live}/me/notices/choices/"
    page.goto(first)
    page.get_by_role("heading", level=1).wait_for()
    page.goto(f"{live}/me/notices/")
    assert page.locator(".top").get_by_text(re.compile(r"通知 \d")).count() == 1
    look(page, f"notices-list-{kind}")
    page.get_by_role("button", name="都看过了").click()
    page.goto(choices)
    page.get_by_text("最近一封").wait_for()
    page.get_by_role("button", name="删掉这个地址").click()
    page.get_by_text("地址删掉了").wait_for()


def test_without_a_mail_server_it_says_so(opened, live, town):
    page = sign_in(opened("desk"), live, town, "clerk")
    page.goto(f"{live}/me/notices/choices/")
    page.get_by_text("本系统还没有接邮件等系统外的通知方式").wait_for()
    look(page, "notices-no-way-desk")
    sound(page)
