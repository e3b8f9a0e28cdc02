"""A second person's step appears on an open page without reload: by the stream, and by looking again where it can't open."""

import os
import socket
import subprocess
from contextlib import closing, suppress
from http.client import HTTPConnection
from threading import Event

import pytest
import scene
from test_staff import signed_in

from gongzhi.config.ground.up import live_command
from gongzhi.demo import small
from gongzhi.work.cases import commands as cases

pytestmark = pytest.mark.browser


@pytest.fixture
def town(transactional_db):
    return small.build()


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def stream(transactional_db, settings):
    """The live process over the test's own database, on a free port; the pages are told where it is."""
    at, port = settings.DATABASES["default"], free_port()
    place = (
        os.path.realpath(at["HOST"]) if at["HOST"].startswith("/") else at["HOST"]
    )  # a descriptor is this process's own
    url = f"postgresql://{at['USER']}:{at.get('PASSWORD', '')}@:{at.get('PORT') or 5432}/{at['NAME']}?host={place}"
    process = subprocess.Popen(
        live_command("127.0.0.1", port), env={**os.environ, "DATABASE_URL": url, "GONGZHI_KEYS_URL": url}
    )
    address = f"http://127.0.0.1:{port}"
    settings.LIVE_URL = address
    policy = settings.CONTENT_SECURITY_POLICY
    settings.CONTENT_SECURITY_POLICY = {
        "DIRECTIVES": {**policy["DIRECTIVES"], "connect-src": [*policy["DIRECTIVES"]["connect-src"], address]}
    }
    _wait_for(port)
    yield address
    process.terminate()
    process.wait(10)


def _wait_for(port: int) -> None:
    for _try in range(100):
        with suppress(OSError), closing(HTTPConnection("127.0.0.1", port, timeout=2)) as probe:
            probe.request("GET", "/healthz")
            if probe.getresponse().status == 200:
                return
        Event().wait(0.1)
    pytest.fail(f"the live process does not answer on {port}")


def kept(page) -> bool:
    """Whether it is still the page that was opened: a reload would have lost the mark."""
    return page.evaluate("window.kept === 1")


def marked(page):
    page.wait_for_selector("[data-live][data-state=open]", state="attached")
    page.evaluate("window.kept = 1")


def test_a_step_of_another_appears_on_case_board_and_desk(desk, opened, live, town, stream):
    case = scene.up(town, scene.tell(town, "宋家路18号院化粪池满溢"), to="street")
    page = signed_in(desk, live, "clerk")
    page.goto(f"{live}/cases/{case.pk}/")
    marked(page)
    board = page.context.new_page()
    board.goto(f"{live}/cases/board/")
    marked(board)
    cases.accept(town.leader, case.pk)
    page.locator(".tl b", has_text="受理").first.wait_for()
    board.locator("#board section", has_text="在办").first.locator("li.case", has_text="化粪池").wait_for()
    home = page.context.new_page()
    home.goto(f"{live}/")
    marked(home)
    scene.up(town, scene.tell(town, "柳江路小学门前结冰"), to="street")
    home.locator("#desk", has_text="结冰").wait_for()
    assert kept(page) and kept(board) and kept(home)
    said = [text for text in desk.said if "Content Security Policy" in text]
    assert not said


def test_what_somebody_types_is_not_taken_away(desk, live, town, stream):
    case = scene.up(town, scene.tell(town, "宋家路18号院化粪池满溢"), to="street")
    page = signed_in(desk, live, "clerk")
    page.goto(f"{live}/cases/{case.pk}/?do=resolve")
    marked(page)
    field = page.locator("#do-resolve textarea").first
    field.fill("已经派人去抽")
    cases.remark(town.leader, case.pk, text="请今天抽完")
    page.wait_for_selector("[data-waits='1']", state="attached")  # the stream has spoken
    assert field.input_value() == "已经派人去抽" and kept(page)
    field.fill("")
    page.locator("h1").click()
    page.locator(".tl", has_text="请今天抽完").wait_for()
    assert kept(page)


def test_without_a_stream_desk_and_board_look_again_every_half_minute(desk, live, town):
    desk.add_init_script("delete window.EventSource")
    page = signed_in(desk, live, "clerk")
    board = page.context.new_page()
    board.clock.install()
    board.goto(f"{live}/cases/board/")
    board.evaluate("window.kept = 1")
    scene.up(town, scene.tell(town, "宋家路18号院化粪池满溢"), to="street")
    board.clock.fast_forward(31_000)
    board.clock.run_for(25_000)
    board.locator("#board li.case", has_text="化粪池").wait_for()
    assert kept(board)
