"""Sealed bytes on disk by their hash, below ``settings.FILES_ROOT``: folders 0700, files 0600, written whole or not at all."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

SMALL = ".small"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def path(sha256: str, *, small: bool = False) -> Path:
    return Path(settings.FILES_ROOT) / sha256[:2] / sha256[2:4] / (sha256 + (SMALL if small else ""))


def put(data: bytes, small: bytes | None = None) -> str:
    """Store bytes, and a small picture beside them; returns their hash."""
    sha256 = digest(data)
    _write(path(sha256), data)
    if small is not None:
        _write(path(sha256, small=True), small)
    return sha256


def take(sha256: str, *, small: bool = False) -> BinaryIO:
    """The bytes, opened.

    :raises FileNotFoundError: they are not there.
    """
    return path(sha256, small=small).open("rb")


def drop(sha256: str) -> None:
    """Take the bytes away; nothing happens if they are gone."""
    for small in (False, True):
        path(sha256, small=small).unlink(missing_ok=True)


def _write(target: Path, data: bytes) -> None:
    if target.exists():
        return
    _folders(target.parent)
    handle, name = tempfile.mkstemp(dir=target.parent)  # mkstemp makes it 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _folders(folder: Path) -> None:
    """Make the folders below the root, each for nobody else's eyes (mkdir's own mode holds for the last one only)."""
    root = Path(settings.FILES_ROOT)
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    for part in (folder.parent, folder):
        part.mkdir(mode=0o700, exist_ok=True)
