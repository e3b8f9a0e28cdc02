"""Where the first run stands, and what each step does. Nothing is kept of it: the house itself says what it lacks."""

import hmac
import secrets
from pathlib import Path

from django.db import connection, transaction
from django.utils.translation import gettext as _

from gongzhi.config.ground import places
from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow
from gongzhi.kit.records import rules
from gongzhi.kit.records.commands import set_rule
from gongzhi.kit.records.naming import KEY as NAMES
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.register import Outcome
from gongzhi.town.access.actor import system
from gongzhi.town.administration.commands import initial_password
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people import commands as people
from gongzhi.town.people.models import ADMINISTRATORS, Post

CITY, ORGANISATIONS, PEOPLE = "city", "organisations", "people"
ORDER = (CITY, ORGANISATIONS, PEOPLE)
REGISTERS = {CITY: "divisions", ORGANISATIONS: "organisations"}
GUIDE = system("首次设置")


def next_step() -> str:
    """What the house lacks: divisions, organisations, administrators; "" when it can be used."""
    if not Area.objects.filter(level=Level.CITY, valid_to=None).exists():
        return CITY
    if not Organisation.objects.exists():
        return ORGANISATIONS
    return "" if Post.objects.exists() else PEOPLE


def code_file() -> Path:
    return places.var() / "start-code"


def made_code() -> str:
    """The code that the console shows: whoever started the machine, and nobody else, may set it up."""
    path = code_file()
    if not path.exists():
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(18))
    return path.read_text()


def is_code(said: str) -> bool:
    """Whether this is the code; never once there are posts."""
    path = code_file()
    return path.exists() and hmac.compare_digest(path.read_text().encode(), said.encode())


def brought(step: str, path: Path) -> Outcome:
    """The divisions or organisations of a file, all or nothing."""
    with transaction.atomic():
        _still(step)
        return registry.get(REGISTERS[step]).import_file(path, GUIDE)


def _still(step: str) -> None:
    """One window at a time; the second is told that the step is done."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('first-run'))")
    if next_step() != step:
        raise NotNow(_("这一步已经做过了，请刷新。"))


def called(words: dict[str, str]) -> None:
    """The city's own words for its levels, as the record ``names``; it begins today, for nothing was said before."""
    if not rules.history(NAMES):
        own = {f"level.{level}": word for level, word in words.items() if word}
        set_rule(GUIDE, NAMES, value=own, basis=_("首次设置时填写"), valid_from=clock.today())


def opened(accounts: dict[str, tuple[str, str]], organisation: Organisation) -> list[tuple[str, str, str]]:
    """The three administrators: role to (username, name). Returns role, username and initial password, to be shown once."""
    city = Area.objects.get(level=Level.CITY, valid_to=None)
    made: list[tuple[str, str, str]] = []
    with transaction.atomic():
        _still(PEOPLE)
        for role in ADMINISTRATORS:
            username, name = accounts[role]
            password = initial_password()
            user = people.open_account(GUIDE, username, name=name, password=password, must_change=True)
            people.grant(GUIDE, user, role=role, organisation=organisation, area=city)
            made.append((role, username, password))
        transaction.on_commit(lambda: code_file().unlink(missing_ok=True))
    return made
