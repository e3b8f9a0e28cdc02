"""``backup`` and ``restore``: data and files to one place, keys to another, never together."""

import argparse
from pathlib import Path

from gongzhi.config.cli.words import Commands, Failed, command, say, tell
from gongzhi.config.ground import lock, places
from gongzhi.config.ground.house import open_house


def add(commands: Commands) -> None:
    keep = command(commands, "backup", run_backup, "back up data and files, and the keys elsewhere 备份")
    keep.add_argument("--to", type=Path, required=True, metavar="DIR", help="for the database and files")
    keep.add_argument(
        "--keys-to", type=Path, required=True, metavar="DIR2", help="for the keys: another medium"
    )
    back = command(commands, "restore", run_restore, "bring a backup back into an empty house 恢复")
    back.add_argument("--from", dest="source", type=Path, required=True, metavar="DIR/BACKUP")
    back.add_argument("--keys-from", type=Path, required=True, metavar="DIR2")
    back.add_argument("--over", action="store_true", help="replace what is there now")


def run_backup(arguments: argparse.Namespace) -> None:
    from gongzhi.config.ground import backups

    with open_house(owner=True):
        _refuse(backups.together(arguments.to, arguments.keys_to))
        made = backups.make(arguments.to, arguments.keys_to, tell)
    say(str(made))


def run_restore(arguments: argparse.Namespace) -> None:
    from gongzhi.config.ground import backups

    if not (arguments.source / backups.CITY_DUMP).is_file():
        raise Failed(f"{arguments.source} is no backup: it has no {backups.CITY_DUMP}.")
    if not (arguments.keys_from / backups.KEYS_DUMP).is_file():
        raise Failed(f"{arguments.keys_from} holds no keys: it has no {backups.KEYS_DUMP}.")
    if lock.held(places.up_lock()):
        raise Failed("Gongzhi is running here: stop it first.")
    with open_house(owner=True):
        if backups.inhabited() and not arguments.over:
            raise Failed("There is a city here already: --over replaces it, and its files and keys.")
        backups.bring_back(arguments.source, arguments.keys_from, tell)
        from gongzhi.config.cli.database import furnish, migrate

        migrate()
        furnish()
    say("restored; 'gongzhi check --journal' tells whether the journal is whole")


def _refuse(reason: str) -> None:
    if reason:
        raise Failed(reason)
