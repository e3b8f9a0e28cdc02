"""The supervisor: restarts what dies, stops in reverse order, kills what won't listen."""

import os
import sys
import time

from gongzhi.config.ground import lock
from gongzhi.config.ground.supervisor import LONGEST_WAIT, Child, Stop, Supervisor, watching
from tests.ground.conftest import living, until

WAITS = [sys.executable, "-c", "import signal; signal.pause()"]
DEAF = [
    sys.executable,
    "-c",
    "import signal; signal.signal(15, signal.SIG_IGN); print(1, flush=True)\nwhile 1: signal.pause()",
]


def child(name: str, command: list[str]) -> Child:
    return Child(name, command, os.environ)


def test_what_dies_is_started_again_later_each_time():
    one = child("one", [sys.executable, "-c", "raise SystemExit(3)"])
    said: list[str] = []
    keeper = Supervisor([one], Stop(), said.append)
    keeper.start()
    with watching([one]) as descriptors:
        keeper.stop.wait(10, *descriptors)
    until(one.dead, 5, "it ends")
    keeper._tend()
    assert said == ["one ended (3); starting it again in 0.5 s"]
    assert one.wait == 1.0
    assert one.process is None
    until(lambda: keeper._tend() or one.process is not None, 3, "it is started again")
    keeper.halt()
    assert LONGEST_WAIT >= 30


def test_all_are_gone_within_the_limit_even_the_deaf(capfd):
    keeper = Supervisor([child("deaf", DEAF), child("quiet", WAITS)], Stop(), print)
    keeper.start()
    pids = {one.process.pid for one in keeper.children}
    until(lambda: "1" in capfd.readouterr().out, 10, "the deaf one is deaf")
    began = time.monotonic()
    keeper.halt()
    assert time.monotonic() - began < 5
    assert not living(pids)


def test_the_lock_says_who_holds_it_and_goes_with_its_holder(tmp_path):
    path = tmp_path / "up.lock"
    assert lock.held(path) is None
    with lock.hold(path):
        assert lock.held(path) == str(os.getpid())
        try:
            with lock.hold(path):
                raise AssertionError("held twice")
        except lock.Taken as taken:
            assert taken.pid == str(os.getpid())
    assert not path.exists()
    path.write_text("12345")  # left by a holder that was killed
    assert lock.held(path) is None
