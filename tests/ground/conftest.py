"""What the tests of the ground share: a folder with an unkind name, our command as a process, waiting with an end."""

import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

UNKIND = "城 市 " + "x" * 120


@pytest.fixture
def unkind(tmp_path: Path) -> Path:
    """A folder whose path has a space, Chinese characters and more than 120 letters."""
    folder = tmp_path / UNKIND
    folder.mkdir(mode=0o750)
    return folder


@pytest.fixture
def bare_environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a machine on which nothing of Gongzhi is set, with a ``var`` of its own."""
    kept = {
        key: value
        for key, value in os.environ.items()
        if not key.startswith(("GONGZHI_", "DJANGO_", "PYTEST_"))
    }
    for name in ("DATABASE_URL", "PORT", "DEMO"):
        kept.pop(name, None)
    return {**kept, "GONGZHI_VAR": str(tmp_path / "变 量")}


@pytest.fixture
def gongzhi(bare_environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run one command to its end."""

    def run(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "gongzhi.config.cli", *words]
        whole = {**bare_environment, **environment}
        return subprocess.run(command, env=whole, capture_output=True, text=True, timeout=300, check=False)

    return run


def until(true: Callable[[], bool], seconds: float, what: str) -> None:
    """Wait for something that no descriptor tells of; fail after `seconds`."""
    end = time.monotonic() + seconds
    while not true():
        if time.monotonic() > end:
            pytest.fail(f"not within {seconds:g} s: {what}")
        select.select([], [], [], 0.05)


def descendants(pid: int) -> set[int]:
    """All processes below one, itself included."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, front = {pid}, [pid]
    while front:
        below = children.get(front.pop(), [])
        found.update(below)
        front.extend(below)
    return found


def living(pids: set[int]) -> set[int]:
    from gongzhi.config.ground.postgres import _alive

    return {pid for pid in pids if _alive(pid)}


@pytest.fixture
def started() -> Iterator[list[subprocess.Popen[bytes]]]:
    """Processes to be killed whatever happens to the test."""
    processes: list[subprocess.Popen[bytes]] = []
    yield processes
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.wait()
