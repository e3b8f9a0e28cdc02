"""``check``: is everything as it has to be? Exit code 1 if anything is not."""

import argparse
from pathlib import Path

from gongzhi.config.cli.words import Commands, Failed, command, say
from gongzhi.config.ground.house import choose_settings, open_house


def add(commands: Commands) -> None:
    check = command(commands, "check", run_check, "check configuration, databases, clocks and storage 自检")
    check.add_argument("--journal", action="store_true", help="and the journal, row by row (long)")
    check.add_argument("--anchor", type=Path, metavar="DIR", help="and against the signed days kept there")
    check.add_argument("--start", action="store_true", help="only what a start would refuse")


def run_check(arguments: argparse.Namespace) -> int:
    choose_settings()
    with open_house():
        if arguments.start:
            return _may_start()
        return _report(arguments)


def _may_start() -> int:
    from django.conf import settings

    from gongzhi.config.ground import marks, refusals

    wrong = refusals.of_running_house()
    if wrong:
        raise Failed("\n".join(wrong))
    if not settings.DEMO:
        marks.mark("production")
        _say_how_to_begin()
    return 0


def _say_how_to_begin() -> None:
    """A house with nobody in it is set up in the browser, by whoever can read this console."""
    from gongzhi.config.first_run import steps

    if steps.next_step():
        say(
            f"This house is new: open /start/?code={steps.made_code()} to set it up. 新系统：在浏览器打开上面的地址，按步骤建市。"
        )


def _report(arguments: argparse.Namespace) -> int:
    from gongzhi.config.ground import checks

    failed = 0
    for name, faults in checks.run(
        journal=arguments.journal or bool(arguments.anchor), anchors=arguments.anchor
    ):
        say(f"{'FAIL' if faults else 'ok  '} {name}")
        for fault in faults:
            say(f"       {fault}")
        failed += bool(faults)
    for warning in checks.warnings():
        say(f"warn {warning}")
    return 1 if failed else 0
