"""Static files as the web serves them: hashed and compressed, made anew only when one of them has changed."""

import hashlib
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """Collect them into STATIC_ROOT; returns whether there was anything to do."""
    stamp = Path(settings.STATIC_ROOT) / ".stamp"
    seen = fingerprint()
    if stamp.exists() and stamp.read_text() == seen:
        return False
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(seen)
    return True


def fingerprint() -> str:
    """Of the names, sizes and times of all files, and of how they are stored."""
    seen = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    for finder in get_finders():
        for name, storage in finder.list(None):
            where = Path(storage.path(name)).stat()
            seen.update(f"{name}|{where.st_size}|{where.st_mtime_ns}\n".encode())
    return seen.hexdigest()
