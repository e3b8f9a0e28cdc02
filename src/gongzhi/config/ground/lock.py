"""One house at a time over one folder: a lock of the kernel's, gone with its holder however that ends."""

import contextlib
import fcntl
import os
from collections.abc import Iterator
from pathlib import Path


class Taken(Exception):
    """Somebody holds the lock; ``pid`` says who, if known."""

    def __init__(self, pid: str) -> None:
        super().__init__(f"Gongzhi is already running here (process {pid or 'unknown'}): stop it first.")
        self.pid = pid


def held(path: Path) -> str | None:
    """The process that holds the lock, or None."""
    try:
        with path.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
    except FileNotFoundError:
        return None
    except BlockingIOError:
        return path.read_text().strip() or "unknown"


@contextlib.contextmanager
def hold(path: Path) -> Iterator[None]:
    """Hold the lock for the length of the block; the file goes with it. Raises ``Taken``."""
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Taken(path.read_text().strip()) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
