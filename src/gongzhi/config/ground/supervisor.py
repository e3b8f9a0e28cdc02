"""A parent of a few processes: starts them, starts again what dies, stops all of them in reverse order.

Each child is its own session, so that Ctrl-C in a terminal reaches only the parent, which then stops them in
order; and the kernel tells each child to stop when the parent is killed outright.
"""

import contextlib
import os
import select
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import FrameType

STOP_LIMIT = 3.5  # seconds for all children together; then they are killed
FIRST_WAIT, LONGEST_WAIT = 0.5, 30.0  # seconds before a dead child is started again; doubled each time
SETTLED = 30.0  # seconds of life after which a child's next death counts as its first

Say = Callable[[str], None]


class Stop:
    """SIGTERM and SIGINT as a descriptor to wait on; the second one changes nothing."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe2(os.O_NONBLOCK | os.O_CLOEXEC)
        self.asked = False
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, _number: int, _frame: FrameType | None) -> None:
        self.asked = True
        with contextlib.suppress(BlockingIOError):
            os.write(self._write, b".")

    def wait(self, seconds: float, *watched: int) -> None:
        """Until asked to stop, until a watched descriptor speaks, or for `seconds`."""
        if not self.asked:
            select.select([self._read, *watched], [], [], seconds)


@dataclass
class Child:
    """One process to keep alive. ``wait`` is how long it will be left dead if it dies now."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = FIRST_WAIT
    due: float = field(default=0.0)

    def start(self) -> None:
        self.process = subprocess.Popen(
            ["setpriv", "--pdeathsig", "TERM", *self.command],
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.started, self.due = time.monotonic(), 0.0

    def dead(self) -> bool:
        return self.process is not None and self.process.poll() is not None

    def signal(self, number: int) -> None:
        """To the whole session: servers have workers of their own."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)

    def watch(self, stop: "Stop", seconds: float) -> None:
        """Until it ends, until `stop`, or for `seconds`."""
        if self.process is not None:
            with watching([self]) as descriptors:
                stop.wait(seconds, *descriptors)

    def end(self, seconds: float) -> int:
        """Ask it to end if it lives, kill it after `seconds`; returns its exit code."""
        if self.process is None:
            return 0
        if self.process.poll() is None:
            self.process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(max(0.05, seconds))
        self.signal(signal.SIGKILL)
        code = self.process.wait()
        self.process = None
        return code

    def put_off(self) -> float:
        """After a death: sweep up what it left, and say in how many seconds it is to be started again."""
        self.signal(signal.SIGKILL)
        if time.monotonic() - self.started > SETTLED:
            self.wait = FIRST_WAIT
        pause, self.wait = self.wait, min(self.wait * 2, LONGEST_WAIT)
        self.process, self.due = None, time.monotonic() + pause
        return pause


@contextlib.contextmanager
def watching(children: Sequence[Child]) -> Iterator[list[int]]:
    """Descriptors that become readable when a child ends."""
    descriptors = []
    for child in children:
        if child.process is not None:
            with contextlib.suppress(ProcessLookupError):
                descriptors.append(os.pidfd_open(child.process.pid))
    try:
        yield descriptors
    finally:
        for descriptor in descriptors:
            os.close(descriptor)


class Supervisor:
    """Keeps children alive until ``stop`` is asked; ``chores`` are called about once a second between."""

    def __init__(
        self, children: Sequence[Child], stop: Stop, say: Say, chores: Sequence[Callable[[], None]] = ()
    ):
        self.children, self.stop, self.say, self.chores = list(children), stop, say, list(chores)

    def start(self) -> None:
        for child in self.children:
            child.start()

    def run(self) -> None:
        """Until asked to stop. Everything is stopped on the way out, whatever happened."""
        try:
            while not self.stop.asked:
                self._tend()
                with watching(self.children) as descriptors:
                    self.stop.wait(1.0, *descriptors)
                for chore in self.chores:
                    chore()
        finally:
            self.halt()

    def _tend(self) -> None:
        for child in self.children:
            if child.dead() and child.process is not None:
                code = child.process.returncode
                self.say(f"{child.name} ended ({code}); starting it again in {child.put_off():g} s")
            elif child.process is None and time.monotonic() >= child.due:
                child.start()

    def halt(self) -> None:
        """Ask in reverse order, wait for all together, kill the rest: nobody waits for somebody's open stream."""
        for child in reversed(self.children):
            if child.process is not None and not child.dead():
                child.process.terminate()
        end = time.monotonic() + STOP_LIMIT
        for child in reversed(self.children):
            child.end(end - time.monotonic())
