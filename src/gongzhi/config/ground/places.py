"""Where things lie, read from the environment only: the command line needs to know before the settings do."""

import os
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[4]


def var() -> Path:
    """The folder of everything that a running house writes: data, files, keys, logs, locks."""
    return Path(os.environ.get("GONGZHI_VAR") or PROJECT / "var").absolute()


def embedded_folder() -> Path:
    return var() / "postgres"


def is_embedded() -> bool:
    """No DATABASE_URL: the house brings its own server."""
    return not os.environ.get("DATABASE_URL")


def demo_flag() -> Path:
    """Says, beside the data, that this folder holds the demo city; the database says so itself too (marks)."""
    return var() / "demo"


def up_lock() -> Path:
    """Held by ``up`` while the house runs."""
    return var() / "up.lock"


def make_private(folder: Path) -> Path:
    """Make the folder for its owner only; parents that exist are left as they are."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder
