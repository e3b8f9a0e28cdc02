"""Two databases: the city's data, and apart from it the keys of personal values.

``DATABASE_URL`` and ``GONGZHI_KEYS_URL`` (the application's role), ``GONGZHI_OWNER_URL`` and
``GONGZHI_KEYS_OWNER_URL`` (migrations) name a PostgreSQL >= 15.
Without them the embedded server of ``var/postgres`` is used (gongzhi.config.ground.postgres).

Statements are prepared at their fifth use, which halves what the database pays for a page (docs/performance.md). A
PgBouncer before 1.21 in transaction mode can't carry prepared statements: ``?prepare_threshold=none`` turns them off.
"""

import os
from urllib.parse import parse_qsl, unquote, urlsplit

from gongzhi.config.ground.postgres import socket_address
from gongzhi.config.settings.base import TESTING, VAR

PREPARED = {"server_side_binding": True, "prepare_threshold": 5}
CONNECTION = {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": False, "DISABLE_SERVER_SIDE_CURSORS": True}


def by_url(url: str) -> dict:
    """A Django database entry from ``postgresql://user:password@host:port/name?option=value``.

    A socket's folder is given as libpq has it: ``postgresql://user@/name?host=/folder``.
    """
    parts = urlsplit(url)
    options: dict = PREPARED | dict(parse_qsl(parts.query))
    threshold = options["prepare_threshold"]
    options["prepare_threshold"] = None if threshold == "none" else int(threshold)
    host = options.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
        **CONNECTION,
    }


def embedded(name: str, user: str) -> dict:
    """The same for the embedded server, which listens on a socket in its own folder and nowhere else."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": user,
        "HOST": socket_address(VAR / "postgres"),
        "OPTIONS": PREPARED,
        **CONNECTION,
    }


AS_OWNER = TESTING or os.environ.get("GONGZHI_AS_OWNER") == "1"
APPLICATION_ROLE = unquote(urlsplit(os.environ.get("DATABASE_URL", "")).username or "gongzhi_app")
_url = (AS_OWNER and os.environ.get("GONGZHI_OWNER_URL")) or os.environ.get("DATABASE_URL")
_keys = (AS_OWNER and os.environ.get("GONGZHI_KEYS_OWNER_URL")) or os.environ.get("GONGZHI_KEYS_URL")
_user = "gongzhi" if AS_OWNER else "gongzhi_app"

DATABASES = {
    "default": by_url(_url) if _url else embedded("gongzhi", _user),
    "keys": by_url(_keys) if _keys else embedded("gongzhi_keys", _user),
}
if _url and not _keys:
    DATABASES["keys"] = {**DATABASES["default"], "NAME": DATABASES["default"]["NAME"] + "_keys"}
DATABASE_ROUTERS = ["gongzhi.kit.privacy.router.KeysApart"]

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
REFERENCE_RECHECK_SECONDS = None if TESTING else 2.0
