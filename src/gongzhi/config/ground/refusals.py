"""What a production start refuses: the demo's database, key and accounts, DEBUG, and a key that is none.

Pure functions over plain values; each returns sentences, none where all is well.
"""

import os
from collections.abc import Iterable

DEMO_KEY_START = "demo-only-"
DEMO_PASSWORD = "gongzhi-2026"  # of every account of demo/people.py
DEMO_API_KEY = "demo"
LEAST_KEY = 32  # characters


def of_settings(*, demo: bool, debug: bool, secret_key: str, hosts: Iterable[str]) -> list[str]:
    """What is wrong with the configuration of a production start; a demo (``GONGZHI_DEMO=1``) may do all this."""
    if demo:
        return []
    wrong = []
    if debug:
        wrong.append("GONGZHI_DEBUG=1 shows the inside of the house to everybody: unset it.")
    if not secret_key:
        wrong.append(
            "GONGZHI_SECRET_KEY is empty: set it to a random text of 50 characters and keep it. "
            "(To look around, run 'make demo'.)"
        )
    elif secret_key.startswith(DEMO_KEY_START):
        wrong.append("GONGZHI_SECRET_KEY is the demo's key, which everybody knows: set one of your own.")
    elif len(secret_key) < LEAST_KEY:
        wrong.append(f"GONGZHI_SECRET_KEY has fewer than {LEAST_KEY} characters: set a longer one.")
    if not [host for host in hosts if host.strip()]:
        wrong.append("GONGZHI_HOSTS is empty: name the addresses under which the house is reached.")
    return wrong


def of_database(
    *, demo: bool, marks: frozenset[str], synthetic_accounts: int, demo_key: bool = False
) -> list[str]:
    """What is wrong with the database of a production start (or of a demo over a city's real data)."""
    if demo:
        wrong = []
        if "production" in marks:
            wrong.append("This database has served in production: a demo may not be started over it.")
        return wrong
    if "demo" in marks:
        return ["This database is marked demo: its accounts and keys are public. Use a fresh database."]
    if synthetic_accounts:
        return [f"{synthetic_accounts} accounts are synthetic, with known passwords: use a fresh database."]
    if demo_key:
        return [f"The API key '{DEMO_API_KEY}' is good here, and everybody knows it: revoke it."]
    return []


def of_password(password: str, *, demo: bool) -> list[str]:
    """The demo's password opens nothing outside the demo."""
    return (
        [] if demo or password != DEMO_PASSWORD else ["This is the demo's password, which everybody knows."]
    )


def of_environment() -> list[str]:
    """The same, before Django is there: what the environment alone gives away."""
    demo = os.environ.get("GONGZHI_DEMO") == "1"
    return of_settings(
        demo=demo,
        debug=os.environ.get("GONGZHI_DEBUG") == "1",
        secret_key=os.environ.get("GONGZHI_SECRET_KEY", ""),
        hosts=os.environ.get("GONGZHI_HOSTS", "").split(","),
    )


def of_running_house() -> list[str]:
    """All refusals for the environment and the database at hand; Django is set up."""
    from django.conf import settings

    from gongzhi.config.ground.marks import marks

    if settings.TESTING:
        return []
    synthetic = 0 if settings.DEMO else _synthetic_accounts()
    return of_environment() or of_database(
        demo=settings.DEMO,
        marks=marks(),
        synthetic_accounts=synthetic,
        demo_key=not settings.DEMO and _demo_key(),
    )


def _demo_key() -> bool:
    """Whether the demo's API key opens anything."""
    from django.db import transaction
    from django.db.utils import ProgrammingError

    from gongzhi.town.people.queries import by_token

    try:
        with transaction.atomic():
            return by_token(DEMO_API_KEY) is not None
    except ProgrammingError:
        return False


def _synthetic_accounts() -> int:
    from django.contrib.auth import get_user_model
    from django.db import transaction
    from django.db.utils import ProgrammingError

    try:
        with transaction.atomic():
            return get_user_model().objects.filter(synthetic=True, is_active=True).count()
    except ProgrammingError:
        return 0
