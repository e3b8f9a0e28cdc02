"""The ground under all tests: one embedded PostgreSQL for the run, both databases for every test.

With ``DATABASE_URL`` set, that server is used instead (``tools/with_postgres15.sh`` does so). Nothing of a
run touches ``var/``: files, keys and data lie in a temporary folder that goes with the run.
"""

import os
import shutil
import tempfile
from pathlib import Path

import pytest

CONTROLLER = "PYTEST_XDIST_WORKER" not in os.environ
EMBEDDED = "DATABASE_URL" not in os.environ

# The settings are named here and not in pyproject.toml: named there, they would be read before this file.
os.environ["GONGZHI_TESTING"] = "1"
os.environ["DJANGO_SETTINGS_MODULE"] = "gongzhi.config.settings"
for _name in ("GONGZHI_DEMO", "GONGZHI_DEBUG", "GONGZHI_FILES", "GONGZHI_KEY_RING", "GONGZHI_SECRET_KEY"):
    if CONTROLLER:
        os.environ.pop(_name, None)
if CONTROLLER:
    os.environ["GONGZHI_VAR"] = tempfile.mkdtemp(prefix="gongzhi-tests-")
VAR = Path(os.environ["GONGZHI_VAR"])
if CONTROLLER and EMBEDDED:
    (VAR / "postgres").mkdir(mode=0o700)

_server = None


def _starts_databases(config: pytest.Config) -> bool:
    asked_only = config.option.help or config.option.version or config.option.collectonly
    return CONTROLLER and EMBEDDED and not asked_only


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start the server, then touch the settings, so that pytest-django (which comes last) sets Django up."""
    global _server
    if _starts_databases(config):
        from gongzhi.config.ground.postgres import FLEETING, Server

        _server = Server(VAR / "postgres", FLEETING)
        _server.start()
    from django.conf import settings

    if not settings.TESTING:
        raise pytest.UsageError("Unset DJANGO_SETTINGS_MODULE: conftest.py has to name the settings.")
    _let_flush_pass()


def _let_flush_pass() -> None:
    """Emptying tables between transactional tests is no tampering: triggers against TRUNCATE sleep."""
    from django.db import models  # noqa: F401 (first, or the next import goes in a circle)
    from django.db.backends.postgresql.operations import DatabaseOperations

    plain = DatabaseOperations.sql_flush

    def sql_flush(self: DatabaseOperations, *args: object, **options: object) -> list[str]:
        statements = plain(self, *args, **options)
        return ["SET LOCAL session_replication_role = replica", *statements] if statements else []

    DatabaseOperations.sql_flush = sql_flush


def pytest_unconfigure(config: pytest.Config) -> None:
    if _server is not None:
        _server.stop()
    if CONTROLLER:
        shutil.rmtree(VAR, ignore_errors=True)


DATABASE_FIXTURES = {"db", "transactional_db", "django_db_reset_sequences", "live_server"}
EMPTYING = {"transactional_db", "live_server"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A test that may use the database may use both: personal values live in ``keys``.

    A transactional one leaves empty tables behind: the records that migrations bring are put back before each.
    """
    for item in items:
        mark = item.get_closest_marker("django_db")
        wanted = DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
        if mark is None and not wanted:
            continue
        options = {**(mark.kwargs if mark else {}), "databases": "__all__"}
        if EMPTYING & set(item.fixturenames) or options.get("transaction"):  # type: ignore[attr-defined]
            options["serialized_rollback"] = True
        item.add_marker(pytest.mark.django_db(*(mark.args if mark else ()), **options), append=False)


@pytest.fixture(autouse=True)
def _first_language():
    """What language a page of the last test was asked in says nothing about the next one."""
    from django.utils import translation

    translation.deactivate()
