"""``import``, ``export`` and ``template``: the registers, in and out as workbooks."""

import argparse
from pathlib import Path
from typing import Any

from gongzhi.config.cli.words import Commands, Failed, command, progress_bar, say, tell
from gongzhi.config.ground.house import open_house


def add(commands: Commands) -> None:
    bring = command(commands, "import", run_import, "read a workbook or CSV into a register 导入")
    bring.add_argument("register")
    bring.add_argument("file", type=Path)
    bring.add_argument("--as", dest="mode", choices=("new", "history"), default="new",
                       help="new: received now; history: own dates, archived, without clocks or notices")  # fmt: skip
    bring.add_argument("--limit", type=int, help="at most so many rows")
    bring.add_argument(
        "--seed", type=int, help="draw by this seed what the file leaves open (places of cases)"
    )
    bring.add_argument("--map", nargs="*", default=[], metavar="THEIRS=OURS",
                       help="a foreign heading and the column it means; remembered for later files")  # fmt: skip
    which = bring.add_mutually_exclusive_group()
    which.add_argument("--all-or-nothing", dest="good_rows", action="store_false", default=False,
                       help="one bad row refuses the file (the default)")  # fmt: skip
    which.add_argument("--good-rows", action="store_true", help="take the good rows, return the bad ones")
    bring.add_argument("--dry-run", action="store_true", help="check only, write nothing")
    bring.add_argument("--by", metavar="USERNAME", help="in whose name (default: the system's)")
    send = command(commands, "export", run_export, "write a register as a workbook 导出")
    blank = command(commands, "template", run_template, "write a register's empty workbook 模板")
    for one in (send, blank):
        one.add_argument("register")
        one.add_argument("file", type=Path, nargs="?", help="default: REGISTER.xlsx here")
    send.add_argument("--by", metavar="USERNAME", help="as seen by this account (default: by the system)")


def _register(name: str) -> Any:
    from gongzhi.kit.registers import registry

    try:
        return registry.get(name)
    except LookupError:
        known = ", ".join(sorted(registry.names()))
        raise Failed(f"There is no register '{name}'. 没有这个登记簿。Known 已有: {known}") from None


def _actor(username: str | None) -> Any:
    from gongzhi.town.access.actor import system
    from gongzhi.town.people.commands import actor_of

    return actor_of(username) if username else system("gongzhi")


def run_import(arguments: argparse.Namespace) -> int:
    if not arguments.file.is_file():
        raise Failed(f"There is no file {arguments.file}. 没有这个文件。")
    with open_house():
        register = _register(arguments.register)
        if arguments.seed is not None:
            register = _seeded(arguments.register, arguments.seed)
        with progress_bar(f"导入 {arguments.register}") as progress:
            outcome = register.import_file(
                arguments.file,
                _actor(arguments.by),
                arguments.mode,
                limit=arguments.limit,
                good_rows=arguments.good_rows,
                dry_run=arguments.dry_run,
                mapping=_mapping(arguments.map),
                progress=progress,
            )
    return _report(outcome, arguments)


def _seeded(name: str, seed: int) -> Any:
    from gongzhi.gateways.hotline import registers as hotline

    if name != hotline.REGISTER.name:
        raise Failed(f"Nothing is drawn for '{name}'. 这个登记簿不抽取。")
    return hotline.drawn_by(seed)


def _mapping(pairs: list[str]) -> dict[str, str]:
    """Foreign heading to ours."""
    if wrong := [pair for pair in pairs if "=" not in pair]:
        raise Failed(f"Write THEIRS=OURS, not '{wrong[0]}'. 请写成“外来列名=本系统列名”。")
    return dict(pair.split("=", 1) for pair in pairs)


def _report(outcome: Any, arguments: argparse.Namespace) -> int:
    say(
        f"新增 created {outcome.created} · 修改 changed {outcome.changed} · "
        f"未变 unchanged {outcome.unchanged} · 有误 rejected {outcome.rejected}"
    )
    if arguments.dry_run:
        tell("Checked only; nothing was written. 只做了检查，没有写入。")
    if not outcome.rejected:
        return 0
    tell(f"Rows with reasons 有误的行和原因: {outcome.errors_path}")
    if arguments.good_rows:
        return 0
    tell("Nothing was written, because rows are wrong (see --good-rows). 有误的行未改正，整份没有写入。")
    return 1


def run_export(arguments: argparse.Namespace) -> None:
    path = arguments.file or Path(f"{arguments.register}.xlsx")
    with open_house():
        _register(arguments.register).export(path, _actor(arguments.by))
    say(str(path))


def run_template(arguments: argparse.Namespace) -> None:
    path = arguments.file or Path(f"{arguments.register}.xlsx")
    with open_house():
        _register(arguments.register).template(path)
    say(str(path))
