"""Backups: a dump of the city's database and a tar of its files in one place, the keys in another.

A personal value is destroyed by destroying its key. That holds only while no old copy of the key lies beside an old
copy of the data; so the two never go to the same place, and a new copy of the keys always *replaces* the one before.
"""

import json
import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections

from gongzhi.config.ground import places
from gongzhi.config.ground.postgres import GroundFailed, clean_environment, programs
from gongzhi.kit import clock

CITY_DUMP, KEYS_DUMP = "city.dump", "keys.dump"
FILES, RING, NOTE = "files.tar", "ring.json", "backup.json"

Say = Callable[[str], None]


def together(data: Path, keys: Path) -> str:
    """Why these two places are one; "" where they are apart. Links are followed."""
    data, keys = data.resolve(), keys.resolve()
    if data == keys:
        return "Data and keys would lie in the same folder: whoever copies it has both. Name two places."
    if data.is_relative_to(keys) or keys.is_relative_to(data):
        return "One folder lies in the other, so data and keys would be copied together. Name two places."
    if data.parent == keys.parent:
        return f"Both lie below {data.parent}: a copy of it has data and keys together. Name two places."
    ring = Path(settings.KEY_RING).resolve()
    if ring.is_relative_to(data):
        return "The key ring of the running house lies in the folder for the data. Name another."
    for folder in (settings.FILES_ROOT, places.embedded_folder()):
        if keys.is_relative_to(Path(folder).resolve()) or ring.is_relative_to(Path(folder).resolve()):
            return f"Keys would lie in {folder}, among the data. Name another place."
    return ""


def make(data: Path, keys: Path, say: Say) -> Path:
    """Back up to ``data/gongzhi-DATE-TIME`` and ``keys``; returns the new folder. Nothing half-made keeps that name."""
    name = f"gongzhi-{clock.local():%Y%m%d-%H%M%S}"
    work = places.make_private(data / f".{name}.part")
    places.make_private(keys)
    try:
        say("keys")
        _replace_keys(keys)
        say("database")
        dump("default", work / CITY_DUMP)
        say("files")
        _pack(Path(settings.FILES_ROOT), work / FILES)
        note = {"made": clock.now().isoformat(), "server": _version("default"), "demo": settings.DEMO}
        (work / NOTE).write_text(json.dumps(note))
        return work.rename(data / name)
    except BaseException:
        shutil.rmtree(work, ignore_errors=True)
        raise


def _replace_keys(keys: Path) -> None:
    """The copy before goes: a key destroyed since must not live on in it."""
    fresh = keys / f"{KEYS_DUMP}.new"
    dump("keys", fresh)
    fresh.replace(keys / KEYS_DUMP)
    ring = Path(settings.KEY_RING)
    if ring.exists():
        shutil.copyfile(ring, keys / f"{RING}.new")
        (keys / f"{RING}.new").chmod(0o600)
        (keys / f"{RING}.new").replace(keys / RING)


def bring_back(source: Path, keys: Path, say: Say) -> None:
    """Replace both databases, the files and the ring by those of a backup."""
    for alias, file in (("default", source / CITY_DUMP), ("keys", keys / KEYS_DUMP)):
        say(f"database {alias}")
        restore(alias, file)
    say("files and ring")
    target = Path(settings.FILES_ROOT)
    shutil.rmtree(target, ignore_errors=True)
    places.make_private(target)
    with tarfile.open(source / FILES) as tar:
        tar.extractall(target, filter="data")
    if (keys / RING).exists():
        ring = Path(settings.KEY_RING)
        places.make_private(ring.parent)
        shutil.copyfile(keys / RING, ring)
        ring.chmod(0o600)


def inhabited() -> bool:
    """Whether this house holds a city: anything in its journal or among its accounts."""
    tables = set(connections["default"].introspection.table_names())
    with connections["default"].cursor() as cursor:
        for table in {"journal_entry", "people_user"} & tables:
            cursor.execute(f"select exists (select 1 from {table})")
            if cursor.fetchone()[0]:
                return True
    return False


def _pack(folder: Path, target: Path) -> None:
    with tarfile.open(target, "w") as tar:
        if folder.is_dir():
            tar.add(folder, arcname=".")
    target.chmod(0o600)


def dump(alias: str, target: Path) -> None:
    target.touch(mode=0o600)
    _run(alias, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={target.absolute()}")


def restore(alias: str, source: Path) -> None:
    """Into an emptied database: what is there now goes first, also tables that the backup does not know."""
    with connections[alias].cursor() as cursor:
        cursor.execute("select quote_ident(current_schema())")
        here = cursor.fetchone()[0]
        cursor.execute(f"drop schema {here} cascade")
        cursor.execute(f"create schema {here}")
        if here == "public":  # as a new database has it, or the next dump would try to create it
            cursor.execute("alter schema public owner to pg_database_owner")
            cursor.execute("grant usage on schema public to public")
    connections[alias].close()
    database = str(connections[alias].settings_dict["NAME"])
    _run(
        alias,
        "pg_restore",
        "--exit-on-error",
        "--no-owner",
        "--no-privileges",
        "--dbname",
        database,
        str(source.absolute()),
    )


def _version(alias: str) -> int:
    return getattr(connections[alias], "pg_version", 0)


def _run(alias: str, program: str, *words: str) -> None:
    """A client program of PostgreSQL on that database; where the server is of an older kind, of its kind if here."""
    at: dict[str, Any] = connections[alias].settings_dict
    system = Path(f"/usr/lib/postgresql/{_version(alias) // 10000}/bin") / program
    binary = system if not places.is_embedded() and system.exists() else programs() / program
    environment = clean_environment() | {"PGUSER": at["USER"], "PGDATABASE": str(at["NAME"])}
    host = "/proc/self/cwd" if places.is_embedded() else at["HOST"]
    more = {"PGHOST": host, "PGPORT": str(at["PORT"] or ""), "PGPASSWORD": at["PASSWORD"]}
    environment |= {key: value for key, value in more.items() if value}
    if "sslmode" in at.get("OPTIONS", {}):
        environment["PGSSLMODE"] = at["OPTIONS"]["sslmode"]
    folder = places.embedded_folder() if places.is_embedded() else os.sep
    done = subprocess.run(
        [str(binary), *words], env=environment, cwd=folder, capture_output=True, check=False
    )
    if done.returncode:
        raise GroundFailed(f"{program} failed: {done.stderr.decode(errors='replace').strip()}")
