"""The ``gongzhi`` command: one file for each family of commands, each with an ``add`` that declares them."""

import argparse
import os
import sys
from collections.abc import Sequence

from gongzhi.config.cli import backup, check, database, demo, people, registers, run
from gongzhi.config.cli.words import Failed, complain

FAMILIES = (run, demo, database, registers, people, backup, check)


def parser() -> argparse.ArgumentParser:
    top = argparse.ArgumentParser(
        prog="gongzhi",
        description="Gongzhi 共治: a city's grassroots governance. Environment variables: docs/operating.md.",
    )
    commands = top.add_subparsers(metavar="COMMAND", required=True)
    for family in FAMILIES:
        family.add(commands)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command. 0: done. 1: it failed, with a sentence on stderr. 2: it was called wrongly."""
    arguments = parser().parse_args(argv)
    try:
        return arguments.run(arguments) or 0
    except Failed as failure:
        complain(str(failure))
        return 1
    except KeyboardInterrupt:
        complain("stopped")
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as failure:
        if not _is_told(failure):
            raise
        complain(str(failure))
        return 1


def _is_told(failure: Exception) -> bool:
    """Whether the failure's text was written for people: refusals of the house, of the ground, of the system."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError

    from gongzhi.config.ground.lock import Taken
    from gongzhi.config.ground.postgres import GroundFailed
    from gongzhi.kit.flow import Stopped

    return isinstance(
        failure, (GroundFailed, Taken, Stopped, OSError, OperationalError, ImproperlyConfigured)
    )
