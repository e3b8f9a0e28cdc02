"""The checks of ``gongzhi check``: each gives the faults it found, as sentences."""

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import connections

from gongzhi.config.ground import grants, refusals
from gongzhi.config.health import pending

OLDEST = 150000  # PostgreSQL 15
SKEW = 2.0  # seconds between this machine's clock and the database's
LEAST_FREE = 1024**3  # bytes
LOOPBACK = ("127.0.0.1", "::1", "localhost")

Check = tuple[str, Callable[[], list[str]]]


def run(*, journal: bool, anchors: Path | None) -> Iterator[tuple[str, list[str]]]:
    """Name and faults of each check. One that can't be made at all is a fault of its own."""
    checks: list[Check] = [
        ("configuration", refusals.of_running_house),
        ("map", map_ground),
        ("databases", versions),
        ("roles", roles),
        ("migrations", migrations),
        ("clocks", clocks),
        ("storage", storage),
        ("key ring", key_ring),
        ("journal's months", months),
        ("mail", mail),
    ]
    if journal:
        checks.append(("journal", lambda: _journal(anchors)))
    for name, check in checks:
        try:
            yield name, check()
        except Exception as failure:
            yield name, [f"can't be checked: {failure}".strip()]


def warnings() -> list[str]:
    """What is not wrong yet but will be: the calendar's last year."""
    from gongzhi.kit.clock import today
    from gongzhi.town.calendar.working import known_until

    until, day = known_until(), today()
    if until is None:
        return ["calendar: no holidays are entered; every week counts as a plain one"]
    if until.year < day.year or (until.year == day.year and day.month >= 11):
        return [f"calendar: holidays are known until {until}; enter the next year's notice (/town/calendar/)"]
    return []


def map_ground() -> list[str]:
    """What the map's tiles are told to be."""
    from gongzhi.config.settings.maps import COORDINATES

    wrong = []
    if settings.MAP_COORDINATES not in COORDINATES:
        wrong.append(
            f"GONGZHI_MAP_COORDINATES is {settings.MAP_COORDINATES!r}: say {' or '.join(COORDINATES)}"
        )
    for address in (one for layer in settings.MAP_TILES for one in layer):
        if not address.startswith(("https://", "http://", "/")):
            wrong.append(
                "GONGZHI_MAP_TILES: an address begins with https:// or / (several layers: apart by spaces)"
            )
        elif not all(part in address for part in ("{z}", "{x}", "{y}")):
            wrong.append("GONGZHI_MAP_TILES: an address lacks {z}, {x} or {y}")
        elif address.rstrip("&").endswith("tk="):
            wrong.append("GONGZHI_MAP_TOKEN is empty, but GONGZHI_MAP_TILES asks for one")
    if settings.MAP_TILES and not settings.MAP_ATTRIBUTION:
        wrong.append("GONGZHI_MAP_ATTRIBUTION is empty: name the maker of the tiles and their 审图号")
    return list(dict.fromkeys(wrong))


def versions() -> list[str]:
    found = {alias: getattr(connections[alias], "pg_version", 0) for alias in connections}
    return [
        f"{alias}: PostgreSQL {n // 10000}, but 15 is the least" for alias, n in found.items() if n < OLDEST
    ]


def roles() -> list[str]:
    """The application owns nothing and can't rewrite the journal."""
    wrong = []
    role = settings.APPLICATION_ROLE
    for alias in connections:
        connection = connections[alias]
        owned = grants.owned_by(connection, role)
        if owned:
            wrong.append(f"{alias}: the role {role} owns {len(owned)} tables; it should own none")
        elif grants.may_change_journal(connection, role):
            wrong.append(f"{alias}: the role {role} may change the journal: run 'gongzhi migrate'")
        elif _superuser(alias):
            wrong.append(f"{alias}: the application connects as a superuser")
    return wrong


def _superuser(alias: str) -> bool:
    with connections[alias].cursor() as cursor:
        cursor.execute("select usesuper from pg_user where usename = current_user")
        row = cursor.fetchone()
    return bool(row and row[0]) and not settings.AS_OWNER


def migrations() -> list[str]:
    waiting = [f"{alias}: {name} waits" for alias in connections for name in pending(alias)]
    return [*waiting[:5], *(["run 'gongzhi migrate'"] if waiting else [])]


def clocks() -> list[str]:
    """Deadlines are made by this machine's clock and compared with the database's."""
    wrong = []
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("select clock_timestamp()")
            theirs = cursor.fetchone()[0]
        apart = abs((datetime.now(UTC) - theirs).total_seconds())
        if apart > SKEW:
            wrong.append(
                f"{alias}: the database's clock is {apart:.1f} s off; let both follow one time server"
            )
    return wrong


def storage() -> list[str]:
    """The folder of files can be written, is closed to others and has room."""
    folder = Path(settings.FILES_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    wrong = []
    if not os.access(folder, os.W_OK | os.X_OK):
        wrong.append(f"{folder} can't be written")
    if folder.stat().st_mode & 0o007:
        wrong.append(f"{folder} is open to every account of this machine: chmod o-rwx")
    free = shutil.disk_usage(folder).free
    if free < LEAST_FREE:
        wrong.append(f"only {free // 1024**2} MB are free at {folder}")
    return wrong


def key_ring() -> list[str]:
    ring = Path(settings.KEY_RING)
    if not ring.exists():
        return [] if _no_keys() else [f"{ring} is missing, and there are values sealed under it: restore it"]
    if ring.stat().st_mode & 0o077:
        return [f"{ring} can be read by others: chmod 600"]
    return []


def _no_keys() -> bool:
    with connections["keys"].cursor() as cursor:
        cursor.execute("select not exists (select 1 from privacy_subjectkey)")
        return cursor.fetchone()[0]


def months() -> list[str]:
    """Each row of the journal lies in a month: nothing in the default partition, and the next month is there."""
    from gongzhi.kit.clock import now
    from gongzhi.kit.journal import partitions

    rows = partitions.in_default()
    wrong = [f"{rows} rows lie in no month (the default partition)"] if rows else []
    name = f"journal_{partitions.month_of(now(), 1):%Y_%m}"
    with connections["default"].cursor() as cursor:
        cursor.execute("select to_regclass(%s)", [name])
        there = cursor.fetchone()[0]
    if not there:
        wrong.append(f"there is no partition {name} yet: run 'gongzhi migrate --partitions' (daily)")
    return wrong


def mail() -> list[str]:
    """The mail server answers, encrypted unless it is this machine, and letters can name the house."""
    from gongzhi.gateways.mail.posting import reachable

    if not settings.SMTP_HOST:
        return []
    wrong = []
    if settings.SMTP_SECURITY not in ("starttls", "tls", "none"):
        wrong.append("GONGZHI_SMTP_SECURITY is starttls, tls or none")
    if settings.SMTP_SECURITY == "none" and settings.SMTP_HOST not in LOOPBACK:
        wrong.append("GONGZHI_SMTP_SECURITY=none sends letters in clear: only to a server on this machine")
    if not settings.SMTP_FROM_ADDRESS:
        wrong.append("GONGZHI_SMTP_FROM names no address that letters come from")
    if not settings.PUBLIC_URL.startswith(("https://", "http://")):
        wrong.append("GONGZHI_URL is empty: letters can't say where the house is")
    return wrong or reachable()


def _journal(anchors: Path | None) -> list[str]:
    from gongzhi.kit.journal import verify

    return verify.run(anchors)
