"""The whole house on one machine: database, tables, web, worker, live pages; kept alive, stopped together."""

import contextlib
import os
import shutil
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence

from gongzhi.config.ground import lock, places
from gongzhi.config.ground.house import is_demo, prepare_folders
from gongzhi.config.ground.postgres import GroundFailed, Server
from gongzhi.config.ground.supervisor import STOP_LIMIT, Child, Stop, Supervisor

CLI = [sys.executable, "-m", "gongzhi.config.cli"]
DAY = 24 * 3600.0
READY_LIMIT = 60.0  # seconds until the web answers


def web_command(host: str, port: int) -> list[str]:
    """Two processes for two cores; four threads each, because a commit waits for the disk and not for the core."""
    workers, threads = os.environ.get("GONGZHI_WORKERS", "2"), os.environ.get("GONGZHI_THREADS", "4")
    options = f"--interface wsgi --http 1 --no-ws --workers {workers} --blocking-threads {threads}"
    options += " --backlog 1024 --workers-kill-timeout 3 --respawn-failed-workers --log-level warning"
    address = ["--host", host, "--port", str(port), "gongzhi.config.wsgi:application"]
    return [sys.executable, "-m", "granian", *options.split(), *address]


def live_command(host: str, port: int) -> list[str]:
    """One process holds thousands of open streams. Without the kill timeout it would wait for them for ever."""
    options = "--interface asgi --http 1 --no-ws --workers 1 --workers-kill-timeout 3"
    options += " --backlog 4096 --backpressure 20000"  # its default lets no more than 1,024 be open at once
    options += " --respawn-failed-workers --log-level warning"
    address = ["--host", host, "--port", str(port), "gongzhi.config.live:application"]
    return [sys.executable, "-m", "granian", *options.split(), *address]


class House:
    """One run of ``up``. ``before_serving`` is one more command between migrations and web (the demo's build)."""

    def __init__(
        self,
        host: str,
        port: int,
        say: Callable[[str], None],
        before_serving: Sequence[str] = (),
        welcome: Callable[[str], None] | None = None,
    ) -> None:
        self.host, self.port, self.say = host, port, say
        self.before_serving = before_serving
        self.welcome = welcome or (lambda address: say(f"Gongzhi is up: {address}  (Ctrl-C stops it)"))
        self.server = Server(places.embedded_folder()) if places.is_embedded() else None
        self.stop = Stop()
        self.next_chore = time.monotonic() + DAY
        self.chore = Child("migrate", [*CLI, "migrate", "--partitions"], self._environment(owner=True))

    def run(self) -> None:
        """Until asked to stop. Nothing is left behind: no process, no lock."""
        prepare_folders()
        with lock.hold(places.up_lock()):
            self._refuse_taken_port()
            try:
                self._serve(self.stop)
            finally:
                if self.server is not None:
                    self.server.stop()

    def _serve(self, stop: Stop) -> None:
        if self.server is not None:
            self.say("starting the database")
            self.server.start()
        self._call("migrate", owner=True)
        if self.before_serving:
            self._call(*self.before_serving)
        self._call("check", "--start")
        if stop.asked:
            return
        keeper = Supervisor(self._children(), stop, self.say, [self._tend_server, self._daily])
        keeper.start()
        try:
            self._wait_until_ready(stop)
        except BaseException:
            keeper.halt()
            raise
        if not stop.asked:
            self.welcome(self.address)
        keeper.run()
        self.chore.end(0)
        self.say("stopped")

    @property
    def address(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def _refuse_taken_port(self) -> None:
        """A sentence now instead of a server that dies again and again."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        for port in (self.port, self.port + 1):
            with socket.socket(family) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    probe.bind((self.host, port))
                except OSError as wrong:
                    raise GroundFailed(
                        f"Port {port} of {self.host} can't be had ({wrong.strerror}): set PORT to another "
                        "(the next one above it serves live pages)."
                    ) from None

    def _environment(self, *, owner: bool = False) -> dict[str, str]:
        environment = dict(os.environ)
        environment.pop("GONGZHI_AS_OWNER", None)
        environment["PROMETHEUS_MULTIPROC_DIR"] = str(places.var() / "metrics")
        if is_demo():
            environment.setdefault("GONGZHI_LIVE_URL", f"http://{self.host}:{self.port + 1}")
        return {**environment, "GONGZHI_AS_OWNER": "1"} if owner else environment

    def _children(self) -> list[Child]:
        shutil.rmtree(places.var() / "metrics", ignore_errors=True)
        places.make_private(places.var() / "metrics")
        environment = self._environment()
        return [
            Child("worker", [*CLI, "worker"], environment),
            Child("live", live_command(self.host, self.port + 1), environment),
            Child("web", web_command(self.host, self.port), environment),
        ]

    def _call(self, *words: str, owner: bool = False) -> None:
        """One of our own commands, in a process of its own: the owner's settings never mix with the web's."""
        if self.stop.asked:
            return
        child = Child(words[0], [*CLI, *words], self._environment(owner=owner))
        child.start()
        while not self.stop.asked and not child.dead():
            child.watch(self.stop, 1.0)
        code = child.end(STOP_LIMIT)
        if code and not self.stop.asked:
            raise GroundFailed(f"'gongzhi {' '.join(words)}' failed ({code}); the house was not started.")

    def _wait_until_ready(self, stop: Stop) -> None:
        end = time.monotonic() + READY_LIMIT
        while not stop.asked and time.monotonic() < end:
            with contextlib.suppress(urllib.error.URLError, ConnectionError, TimeoutError):
                urllib.request.urlopen(self.address + "healthz", timeout=2).close()
                return
            stop.wait(0.1)
        if not stop.asked:
            raise GroundFailed(f"The web did not answer within {READY_LIMIT:g} s; its words are above.")

    def _tend_server(self) -> None:
        """A database that died (somebody's kill) is started again; the others reconnect by themselves."""
        if self.server is not None and not self.server.alive():
            self.say("the database ended; starting it again")
            self.server.start()

    def _daily(self) -> None:
        """The journal's next months, by the owner: the application may make no table."""
        if time.monotonic() >= self.next_chore:
            self.next_chore = time.monotonic() + DAY
            self.chore.end(STOP_LIMIT)
            self.chore.start()
