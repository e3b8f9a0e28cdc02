"""A day in the life, through Debian's Chromium. Without it these tests are skipped, loudly; CI demands it."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress

import eyes
import pytest
from django.db import connections
from django.db.models.expressions import RawSQL
from playwright.sync_api import Browser, BrowserContext, Error, sync_playwright

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright keeps a loop in the test's thread
FIRST_ROWS = "_test_serialized_contents"  # what migrations brought: put back after each emptying
FLAGS = ["--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"]
SIZES = {"phone": {"width": 390, "height": 844}, "desk": {"width": 1440, "height": 900}}
Opener = Callable[..., BrowserContext]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "opened" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Iterator[None]:
    report = yield
    if report.when == "call":
        item.failed = report.failed  # type: ignore[attr-defined]
    return report  # type: ignore[return-value]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for the whole run."""
    program = shutil.which("chromium")
    if program is None:
        if os.environ.get("GONGZHI_REQUIRE_BROWSER") == "1":
            pytest.fail("chromium is missing and GONGZHI_REQUIRE_BROWSER=1: apt-get install chromium")
        pytest.skip("NO BROWSER: chromium is missing, the journeys were not walked")
    first_rows = {alias: getattr(connections[alias], FIRST_ROWS, None) for alias in connections}
    with sync_playwright() as playwright:
        for alias, rows in first_rows.items():  # under Playwright's loop Django opens connections anew
            if rows is not None:
                setattr(connections[alias], FIRST_ROWS, rows)
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(autouse=True)
def _hears_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The safe mark of the outbox counts transactions of the whole server, and beside this database lie those of other
    tests: a long one of theirs would keep a journey waiting. Here each step has ended before the next one begins.
    """
    from gongzhi.kit.journal import outbox

    monkeypatch.setattr(outbox, "SAFE", RawSQL("pg_snapshot_xmax(pg_current_snapshot())::text::bigint", []))


@pytest.fixture
def live(live_server) -> str:
    """The address of the running system, without a slash at the end."""
    return live_server.url


@pytest.fixture
def opened(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Opener]:
    """Opens a browser for one more person: ``opened("phone", locale="en")``; each has cookies of their own.

    What everybody saw when a test failed lies in var/pictures/failed-*.png.
    """
    contexts: list[BrowserContext] = []

    def open_one(kind: str = "desk", **more: object) -> BrowserContext:
        wanted = {"viewport": SIZES[kind], "locale": "zh-CN", "timezone_id": "Asia/Shanghai"}
        if kind == "phone":
            wanted |= {"has_touch": True, "is_mobile": True, "device_scale_factor": 2}
        context = browser.new_context(**(wanted | more))  # type: ignore[arg-type]
        context.set_default_timeout(30_000)  # a machine that is busy elsewhere is slow, not wrong
        eyes.listen(context)
        contexts.append(context)
        return context

    yield open_one
    if getattr(request.node, "failed", False):
        pages = [page for context in contexts for page in context.pages]
        for n, page in enumerate(pages):
            with suppress(Error):
                eyes.look(page, f"failed-{request.node.name}-{n}")
    for context in contexts:
        context.close()


@pytest.fixture
def phone(opened: Opener) -> BrowserContext:
    """A phone, 390 x 844."""
    return opened("phone")


@pytest.fixture
def desk(opened: Opener) -> BrowserContext:
    """A desk, 1440 x 900."""
    return opened("desk")
