"""How the command speaks: results on stdout, everything else on stderr, a bar for long work."""

import argparse
import contextlib
import sys
from collections.abc import Callable, Iterator
from typing import Any

Commands = Any  # argparse's subparsers have no public type
Progress = Callable[[int, int, str], None]
"""Called with how many are done, how many there are, and of what."""


class Failed(Exception):
    """The command could not do it; the message is for whoever called it. Exit code 1."""


def say(text: str = "") -> None:
    """A result."""
    print(text, flush=True)  # noqa: T201


def tell(text: str) -> None:
    """News of the work under way."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def complain(text: str) -> None:
    print(f"gongzhi: {text}", file=sys.stderr, flush=True)  # noqa: T201


def command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int | None], summary: str
) -> argparse.ArgumentParser:
    """Declare one command; ``run`` gets the parsed arguments."""
    parser: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=summary)
    parser.set_defaults(run=run)
    return parser


@contextlib.contextmanager
def progress_bar(title: str) -> Iterator[Progress]:
    """A bar on a terminal; elsewhere a line now and then."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, disable=not console.is_terminal) as bar:
        task = bar.add_task(title, total=None)
        last = ""

        def advance(done: int, total: int, what: str = "") -> None:
            nonlocal last
            bar.update(task, completed=done, total=total, description=what or title)
            if not console.is_terminal and what and what != last:
                tell(f"{what} ({done}/{total})")
            last = what

        yield advance
