"""``migrate`` and ``manage``: the database's owner at work, and Django's own commands for developers."""

import argparse
import os
from datetime import timedelta

from gongzhi.config.cli.words import Commands, command, tell
from gongzhi.config.ground.house import open_house

ALIASES = ("default", "keys")
DEMO_LIFE = timedelta(days=32)


def add(commands: Commands) -> None:
    migrate = command(
        commands, "migrate", run_migrate, "bring databases (as their owner) and static files up to date"
    )
    migrate.add_argument("--partitions", action="store_true", help="only make the journal's next months")
    manage = command(commands, "manage", run_manage, "Django's own management commands, for developers")
    manage.add_argument("--owner", action="store_true", help="as the database's owner")
    manage.add_argument("rest", nargs=argparse.REMAINDER, metavar="...")


def run_migrate(arguments: argparse.Namespace) -> None:
    """Tables, partitions of the coming months, rights of the application's role; repeatable."""
    with open_house(owner=True):
        if not arguments.partitions:
            migrate()
            _collect()
        furnish()


def _collect() -> None:
    from gongzhi.config.ground import static

    if static.collect():
        tell("static files collected")


def migrate() -> None:
    """All migrations of both databases."""
    from django.core.management import call_command

    for alias in ALIASES:
        tell(f"migrating {alias}")
        call_command("migrate", database=alias, interactive=False, verbosity=0)


def furnish() -> None:
    """After migrations: months of the journal, then rights (a new partition has none until they are given)."""
    from django.conf import settings
    from django.db import connections

    from gongzhi.config.ground import grants
    from gongzhi.kit import clock
    from gongzhi.kit.journal import partitions

    since = clock.now() - DEMO_LIFE if settings.DEMO else None  # the demo city has lived before it was built
    partitions.make_ahead(since=since)
    role = settings.APPLICATION_ROLE
    for alias in ALIASES:
        connection = connections[alias]
        if connection.settings_dict["USER"] == role:
            tell(f"{alias}: the application is the owner; set GONGZHI_OWNER_URL to keep them apart")
        elif grants.role_exists(connection, role):
            grants.apply(connection, role)
        else:
            tell(f"{alias}: there is no role {role}; nothing granted")


def run_manage(arguments: argparse.Namespace) -> None:
    with open_house(owner=arguments.owner or os.environ.get("GONGZHI_AS_OWNER") == "1"):
        from django.core.management import execute_from_command_line

        execute_from_command_line(["gongzhi manage", *arguments.rest])
