"""The whole house as a process: up, refused twice, stopped within five seconds, killed without orphans."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from tests.ground.conftest import descendants, living, until

pytestmark = pytest.mark.slow


def free_port() -> int:
    """A port whose neighbour is free too."""
    while True:
        with socket.socket() as one, socket.socket() as two:
            one.bind(("127.0.0.1", 0))
            port = one.getsockname()[1]
            try:
                two.bind(("127.0.0.1", port + 1))
                return port
            except OSError:
                continue


@pytest.fixture
def house(bare_environment, started):
    """A house that is up, as a demo without a city: its process, its address and its folder."""
    port = free_port()
    environment = {**bare_environment, "GONGZHI_DEMO": "1", "PORT": str(port)}
    process = subprocess.Popen([sys.executable, "-m", "gongzhi.config.cli", "up"], env=environment)
    started.append(process)
    address = f"http://127.0.0.1:{port}/"
    until(lambda: process.poll() is not None or _answers(address), 240, "the house is up")
    assert process.poll() is None
    yield process, address, Path(environment["GONGZHI_VAR"])
    if process.poll() is None:
        process.terminate()
        process.wait(15)


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address + "readyz", timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_within_five_seconds_leaving_no_process_and_no_lock(house, number):
    process, address, var = house
    all_of_it = descendants(process.pid)
    assert len(all_of_it) > 6
    with socket.create_connection(("127.0.0.1", int(address.rstrip("/").rpartition(":")[2]) + 1)) as stream:
        stream.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        began = time.monotonic()
        process.send_signal(number)
        assert process.wait(10) == 0
    assert time.monotonic() - began < 5
    assert not living(all_of_it)
    assert not (var / "up.lock").exists()
    assert not (var / "postgres" / "postmaster.pid").exists()


def test_a_second_one_is_refused_and_a_killed_one_leaves_no_orphan(house, bare_environment):
    process, _address, _var = house
    second = subprocess.run(
        [sys.executable, "-m", "gongzhi.config.cli", "up", "--port", str(free_port())],
        env={**bare_environment, "GONGZHI_DEMO": "1"}, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert second.returncode == 1
    assert f"already running here (process {process.pid})" in second.stderr
    all_of_it = descendants(process.pid)
    process.kill()
    process.wait()
    until(lambda: not living(all_of_it), 15, "everything follows the killed parent")


def test_a_dead_web_and_a_dead_database_come_back(house):
    process, address, var = house
    server = int((var / "postgres" / "postmaster.pid").read_text().split()[0])
    os.kill(server, signal.SIGKILL)
    until(lambda: not living({server}), 5, "the database is dead")
    until(lambda: _answers(address), 120, "the database is back")
    web = [pid for pid in descendants(process.pid) if b"--interface\0wsgi" in _words(pid)]
    for pid in web:
        os.kill(pid, signal.SIGKILL)
    until(lambda: _answers(address), 120, "the web is back")


def _words(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


def test_a_backup_comes_back_in_another_house(gongzhi, tmp_path):
    assert gongzhi("migrate", GONGZHI_DEMO="1").returncode == 0
    made = gongzhi(
        "backup",
        "--to",
        str(tmp_path / "d1" / "数据"),
        "--keys-to",
        str(tmp_path / "d2" / "k"),
        GONGZHI_DEMO="1",
    )
    assert made.returncode == 0, made.stderr
    elsewhere = {"GONGZHI_DEMO": "1", "GONGZHI_VAR": str(tmp_path / "other")}
    words = ["restore", "--from", made.stdout.strip(), "--keys-from", str(tmp_path / "d2" / "k")]
    for _twice in range(2):
        back = gongzhi(*words, "--over", **elsewhere)
        assert back.returncode == 0, back.stderr
    check = gongzhi("check", **elsewhere)
    assert check.returncode == 0, check.stdout
    shutil.rmtree(tmp_path / "other")
