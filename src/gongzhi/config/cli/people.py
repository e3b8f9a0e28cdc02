"""``grant`` and ``token``: posts and API tokens from the command line, each in the journal like any other step."""

import argparse
from datetime import date
from typing import Any

from gongzhi.config.cli.words import Commands, Failed, command, say, tell
from gongzhi.config.ground.house import open_house


def add(commands: Commands) -> None:
    post = command(commands, "grant", run_grant, "give an account a post 任职")
    post.add_argument("username")
    post.add_argument("role", help="such as street_clerk, department_leader, system_admin")
    post.add_argument("--organisation", required=True, metavar="CODE")
    post.add_argument("--area", required=True, metavar="CODE")
    post.add_argument(
        "--from", dest="from_date", type=date.fromisoformat, metavar="YYYY-MM-DD", help="default: today"
    )
    post.add_argument("--to", dest="to_date", type=date.fromisoformat, metavar="YYYY-MM-DD")
    post.add_argument(
        "--open", dest="name", metavar="NAME", help="open the account first, with this name 开户"
    )
    token = command(
        commands, "token", run_token, "issue an API token for an account; it is shown once 发令牌"
    )
    token.add_argument("username")
    token.add_argument("--scopes", nargs="+", required=True, metavar="SCOPE")
    token.add_argument("--days", type=int, default=90, help="how long it is good for (default: 90)")
    token.add_argument("--label", default="command line", help="what it is for")


def _actor() -> Any:
    from gongzhi.town.access.actor import system

    return system("gongzhi")


def _user(username: str) -> Any:
    from gongzhi.town.people.queries import account

    user = account(username)
    if user is None:
        raise Failed(f"There is no account '{username}'. 没有这个账号。")
    return user


def _by_code(label: str, code: str, word: str) -> Any:
    from django.apps import apps

    found = apps.get_model(label).objects.filter(code=code).order_by("pk").last()
    if found is None:
        raise Failed(f"There is no {word} with the code '{code}'. 没有这个编码。")
    return found


def run_grant(arguments: argparse.Namespace) -> None:
    with open_house():
        from gongzhi.town.people import commands

        if arguments.name:
            _open(arguments.username, arguments.name)
        post = commands.grant(
            _actor(),
            _user(arguments.username),
            role=arguments.role,
            organisation=_by_code("organisations.Organisation", arguments.organisation, "organisation"),
            area=_by_code("areas.Area", arguments.area, "area"),
            from_date=arguments.from_date,
            to_date=arguments.to_date,
        )
        say(f"{arguments.username}: {post.get_role_display()} {post.valid_from} – {post.valid_to or ''}")


def _open(username: str, name: str) -> None:
    """A first account on a fresh machine: the password is asked for, never given on the command line."""
    import getpass

    from django.contrib.auth.password_validation import validate_password
    from django.core.exceptions import ValidationError

    from gongzhi.town.people import commands

    password = getpass.getpass("Password 口令: ")
    try:
        validate_password(password)
    except ValidationError as wrong:
        raise Failed(" ".join(wrong.messages)) from None
    commands.open_account(_actor(), username, name=name, password=password)


def run_token(arguments: argparse.Namespace) -> None:
    with open_house():
        from gongzhi.town.people import commands

        user = _user(arguments.username)
        plain = commands.issue_token(_actor(), user, arguments.label, arguments.scopes, arguments.days)
    say(plain)
    tell("Keep it now: it is not shown again. 请立即保存，以后不再显示。")
