"""``up``, ``worker`` and ``live``: the processes of a running house."""

import argparse
import os
import sys

from gongzhi.config.cli.words import Commands, Failed, command, tell
from gongzhi.config.ground import refusals
from gongzhi.config.ground.house import choose_settings, prepare_folders


def add(commands: Commands) -> None:
    up = command(commands, "up", run_up, "start the whole house: database, web, worker, live pages")
    up.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    up.add_argument(
        "--port", type=int, default=int(os.environ.get("PORT", "8000")), help="default: PORT or 8000"
    )
    command(commands, "worker", run_worker, "run jobs, timers and the journal's listeners")
    live = command(commands, "live", run_live, "serve live pages (server-sent events)")
    live.add_argument("--host", default="127.0.0.1")
    live.add_argument("--port", type=int, default=8001)


def run_up(arguments: argparse.Namespace) -> None:
    from gongzhi.config.ground.up import House

    choose_settings()
    refuse(refusals.of_environment())
    House(arguments.host, arguments.port, tell).run()


def run_worker(_arguments: argparse.Namespace) -> None:
    """Beside a running database; ``up`` starts it so. Alone: for a machine of its own."""
    choose_settings()
    prepare_folders()
    refuse_if_wrong()
    from gongzhi.config.ground.work import run

    run()


def run_live(arguments: argparse.Namespace) -> None:
    from gongzhi.config.ground.up import live_command

    choose_settings()
    os.execv(sys.executable, live_command(arguments.host, arguments.port))


def refuse_if_wrong() -> None:
    """A process of production does not start over what belongs to the demo."""
    refuse(refusals.of_environment())
    import django

    django.setup()
    refuse(refusals.of_running_house())


def refuse(wrong: list[str]) -> None:
    if wrong:
        raise Failed("\n".join(wrong))
