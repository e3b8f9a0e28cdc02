"""Live pages: only what the web signed for, kind and id only, a slow listener is told to fetch again."""

import asyncio
import json
import os
import resource
import socket
import subprocess
import sys
import time
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from gongzhi.config import live
from gongzhi.config.ground.up import live_command


def carried_out(scene: Coroutine) -> Any:
    """The scene in a thread of its own: once a journey has run here, Playwright keeps a loop in the test's thread."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, scene).result()


def signed(topics: list[str]) -> bytes:
    return live.address(topics).partition("?")[2].encode()


def test_an_address_is_good_for_its_topics_and_only_unchanged():
    query = signed(["cases.case:1", "cases.case"])
    assert live.topics_of(query) == ["cases.case", "cases.case:1"]
    assert live.topics_of(query[:-1]) is None
    assert live.topics_of(b"") is None
    assert live.topics_of(b"t=%ff") is None


def test_a_change_reaches_who_listens_to_kind_thing_or_trunk_once():
    async def scene() -> list[list[str]]:
        hub = live.Hub()
        hub.read = _nothing
        queues = [
            hub.join(topics)
            for topics in (["whistles.whistle"], ["cases.case:7", "cases.case"], ["cases.case:8"])
        ]
        hub.spread("whistles.whistle", "5", "cases.case", "7")
        return [[queue.get_nowait() for _ in range(queue.qsize())] for queue in queues]

    event = json.dumps({"kind": "whistles.whistle", "id": "5"})
    assert carried_out(scene()) == [[event], [event], []]


def test_a_slow_listener_gets_one_word_instead_of_a_queue_without_end():
    async def scene() -> tuple[int, str]:
        hub = live.Hub()
        hub.read = _nothing
        queue = hub.join(["a"])
        for number in range(live.BACKLOG + 1):
            hub.spread("a", str(number), "t", "1")
        size, only = queue.qsize(), queue.get_nowait()
        hub.leave(["a"], queue)
        assert not hub.listeners
        return size, only

    assert carried_out(scene()) == (1, "{}")


def test_unsigned_and_unknown_are_refused():
    async def ask(path: str, query: bytes) -> int:
        sent: list[dict] = []

        async def send(message: dict) -> None:
            sent.append(message)

        await live.application({"type": "http", "path": path, "query_string": query}, _nothing, send)
        return sent[0]["status"]

    assert carried_out(ask("/events", b"t=x")) == 403
    assert carried_out(ask("/other", b"")) == 404
    assert carried_out(ask("/healthz", b"")) == 200


async def _nothing() -> dict:
    return {}


def test_more_pages_are_open_than_a_server_lets_in_unless_it_is_told(tmp_path):
    """Granian lets 1,024 requests run at once by its default: the next page would wait for ever."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(8192, hard), hard))
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    asked = f"GET /events?{signed(['cases.case']).decode()} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), "GONGZHI_VAR": str(tmp_path)}
    child, opened = subprocess.Popen(live_command("127.0.0.1", port), env=env, **quiet), []
    try:
        for _page in range(1100):
            opened.append(_connected(port))
            opened[-1].sendall(asked)
        assert all(one.recv(4096).startswith(b"HTTP/1.1 200") for one in opened)
    finally:
        for one in opened:
            one.close()
        child.terminate()
        child.wait(30)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def _connected(port: int) -> socket.socket:
    end = time.monotonic() + 60
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), 60)
        except OSError:
            assert time.monotonic() < end, "the live process does not answer"
