"""Open pages: 2,000 idle listeners at the live process, what they cost the requests beside them, and how soon all hear."""

import os
import select
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from benchmarks.clients import Measured, load

OPEN = 2000
LONGEST = 30.0  # seconds to wait for the last listener to hear
PATIENCE = 60.0  # and for the first word of each stream
KIND = "cases.case"


@contextmanager
def live() -> Iterator[tuple[int, subprocess.Popen]]:
    """The live process as production runs it, on a free port."""
    from gongzhi.config.ground.up import live_command

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    child = subprocess.Popen(live_command("127.0.0.1", port), env=env, start_new_session=True, **quiet)
    try:
        yield port, child
    finally:
        child.terminate()
        child.wait(30)


def listeners(port: int, count: int) -> list[socket.socket]:
    """So many open streams, each a connection of its own."""
    from gongzhi.config.live import address

    path = address([KIND]).partition("/events")[2]
    asked = f"GET /events{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: text/event-stream\r\n\r\n".encode()
    opened = []
    end = time.perf_counter() + LONGEST
    while len(opened) < count:
        try:
            one = socket.create_connection(("127.0.0.1", port), timeout=10)
        except OSError:
            if time.perf_counter() > end:
                raise
            continue
        opened.append(one)
        one.settimeout(PATIENCE)
        one.sendall(asked)
    try:
        for one in opened:
            one.recv(4096)
    except OSError:
        for one in opened:
            one.close()
        raise
    return opened


def heard_by_all(opened: list[socket.socket], act: Callable[[], object]) -> float:
    """Seconds from a step to the last listener's hearing of it."""
    poll = select.poll()
    waiting = {one.fileno(): one for one in opened}
    for number in waiting:
        poll.register(number, select.POLLIN)
    act()
    began = time.perf_counter()
    while waiting and time.perf_counter() - began < LONGEST:
        for number, _what in poll.poll(200):
            if b"data:" in waiting[number].recv(65536):
                poll.unregister(number)
                del waiting[number]
    return time.perf_counter() - began if not waiting else float("nan")


def measure(
    port: int, seconds: float, read: Callable, step: Callable[[], object], row: Callable[[str, Measured], None],
    peak: Callable[[int], int],
) -> None:  # fmt: skip
    """The list without and with open pages, then one step heard by all of them."""
    with live() as (events, child):
        row("list, no listeners", load(port, 8, seconds, read))
        opened = listeners(events, OPEN)
        try:
            row(f"list, {OPEN:,} listeners", load(port, 8, seconds, read))
            heard = heard_by_all(opened, step)
            print(
                f"{OPEN:,} listeners: a step is heard by the last of them after {heard:.2f} s (the journal is read every "
                f"half second); live process {peak(child.pid) / 1024:.0f} MB",
                flush=True,
            )
        finally:
            for one in opened:
                one.close()
