"""One run: build, serve, load, print. Figures are what was measured here and now, nothing else."""

import json
import os
import platform
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import floor, listeners
from benchmarks.clients import Measured, load

WANTED = {"lifecycle": 25, "intake": 350, "step": 250, "case": 380, "list": 260}
RULE = "-" * 100


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def main(cases: int, seconds: float) -> None:
    """Everything, in order; the server and the database are stopped whatever happens."""
    from gongzhi.config.ground.postgres import Server

    var = Path(os.environ["GONGZHI_VAR"])
    (var / "postgres").mkdir(mode=0o700, exist_ok=True)
    server = Server(var / "postgres")
    server.start()
    try:
        built(cases, var)
        with serving() as (port, pids):
            measure(port, pids, seconds, cases, var)
    finally:
        server.stop()


def built(cases: int, var: Path) -> None:
    """The database for so many cases; one that is there already is used again."""
    stamp = var / "built"
    if stamp.exists() and stamp.read_text() == str(cases):
        say(f"using the database of {cases:,} cases in {var}")
        return
    if stamp.exists() or (var / "crews.json").exists():
        sys.exit(f"{var} holds another benchmark's database: remove that folder first.")
    began = time.perf_counter()
    for command in (["migrate"], ["-c", "build"]):
        run_as_owner(command, cases)
    stamp.write_text(str(cases))
    say(f"built in {time.perf_counter() - began:.0f} s")


def run_as_owner(command: list[str], cases: int) -> None:
    env = {**os.environ, "GONGZHI_AS_OWNER": "1", "PYTHONPATH": os.pathsep.join(sys.path)}
    if command == ["migrate"]:
        line = [sys.executable, "-m", "gongzhi.config.cli", "migrate"]
    else:
        code = f"import django; django.setup(); from benchmarks.build import build; from benchmarks.run import say; build({cases}, say)"
        line = [sys.executable, "-c", code]
    subprocess.run(line, env=env, check=True)


@contextmanager
def serving() -> Iterator[tuple[int, list[int]]]:
    """The web as production runs it, on a free port, with the worker beside it."""
    from gongzhi.config.ground.up import web_command

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    web = subprocess.Popen(web_command("127.0.0.1", port), env=env, start_new_session=True, **quiet)
    worker = subprocess.Popen(
        [sys.executable, "-m", "gongzhi.config.cli", "worker"], env=env, start_new_session=True, **quiet
    )
    try:
        wait_for(port)
        yield port, [web.pid, worker.pid]
    finally:
        for child in (worker, web):
            os.killpg(child.pid, signal.SIGTERM)
            child.wait(30)


def wait_for(port: int) -> None:
    for _again in range(120):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("the web did not start")


def measure(port: int, pids: list[int], seconds: float, cases: int, var: Path) -> None:
    """Writes, reads, the floor, and the table."""
    import django

    django.setup()
    from benchmarks.work import Work
    from gongzhi.work.cases.models import Case

    work = Work(json.loads((var / "crews.json").read_text()))
    dsn = connection_string()
    load(port, 8, 2, work.intake)  # warm
    print(
        RULE,
        f"machine: {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, {cases:,} cases",
        RULE,
        sep="\n",
    )
    for clients in (1, 8):
        for name, act, requests, times in (
            ("lifecycle", work.lifecycle, floor.LIFECYCLE, 1),
            ("intake", work.intake, [floor.INTAKE], 1),
            (
                "step",
                work.step,
                [floor.INTAKE, *[floor.STEP] * 20],
                20,
            ),  # as the clients do: a case for every 20 steps
        ):
            measured = load(port, clients, seconds, act)
            bare = floor.repeated(dsn, lambda c, r=requests: floor.lifecycle(c, r), clients, seconds / 3)
            row(name, clients, measured, bare * times)
    work.cases = [str(pk) for pk in Case.objects.order_by("-id").values_list("pk", flat=True)[:2000]]
    for name, act in work.reads().items():
        replayed(act)  # what is kept in memory is read once
        statements = floor.captured(lambda act=act: replayed(act))
        measured = load(port, 8, seconds, act)
        row(
            name,
            8,
            measured,
            floor.repeated(dsn, lambda c, s=statements: floor.read(c, s), 8, seconds / 3),
            len(statements),
        )
    listeners.measure(
        port, seconds, work.reads()["list"], lambda: load(port, 1, 0.01, work.intake), _beside, peak
    )
    print(RULE, f"peak memory web + worker: {sum(peak(pid) for pid in pids) / 1024:.0f} MB", sep="\n")


def _beside(said: str, measured: Measured) -> None:
    """The list's figures under another name."""
    p50, p95, p99 = (measured.percentile("list", share) for share in (0.5, 0.95, 0.99))
    print(
        f"{said:24} {measured.rate('list'):8.1f}/s  p50 {p50:6.1f} p95 {p95:6.1f} p99 {p99:6.1f} ms",
        flush=True,
    )


def replayed(act) -> None:
    """The same request inside this process, to see its statements."""
    from django.test import Client as Inside

    from benchmarks.clients import Client

    class Echo(Client):
        def __init__(self) -> None:
            self.measured = Measured()

        def send(self, name, token, method, path, data=None, key=""):
            headers = {"Authorization": f"Bearer {token}"}
            body = json.dumps(data) if data is not None else ""
            answer = Inside(SERVER_NAME="127.0.0.1").generic(
                method, f"/api/v1{path}", body, "application/json", headers=headers
            )
            return json.loads(answer.content)

    act(Echo(), 0, 0)


def row(name: str, clients: int, measured: Measured, bare: float, statements: int = 0) -> None:
    """One line of the table."""
    rate = measured.rate(name)
    ratio = f"{rate / bare:6.2f}" if bare else "     -"
    p50, p95, p99 = (measured.percentile(name, share) for share in (0.5, 0.95, 0.99))
    wanted = f"wanted {WANTED[name]}" if name in WANTED and clients == 8 else ""
    faults = f"FAULTS {len(measured.faults)}: {measured.faults[0]}" if measured.faults else ""
    print(
        f"{name:16} {clients} clients {rate:8.1f}/s  p50 {p50:6.1f} p95 {p95:6.1f} p99 {p99:6.1f} ms  bare {bare:8.1f}/s "
        f"ratio {ratio}  {f'{statements} statements ' if statements else ''}{wanted} {faults}",
        flush=True,
    )


def connection_string() -> str:
    from django.conf import settings

    at = settings.DATABASES["default"]
    return f"host={at['HOST']} dbname={at['NAME']} user={at['USER']}"


def peak(group: int) -> int:
    """Kilobytes at the peak of a process and its children (VmHWM)."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            if int(status.read_text().rsplit(")", 1)[1].split()[2]) != group:
                continue
            lines = (status.parent / "status").read_text().splitlines()
            total += next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
        except (OSError, StopIteration, IndexError):
            continue
    return total
