"""GET changes nothing, at every address, whoever asks: the database itself says what was written."""

import re

import pytest
from django.db import connections

from tests.matrix import routes
from tests.matrix.crawl import address, askers
from tests.matrix.table import CASES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
#: A session may be written anew, and whoever guesses a one-time link is counted: no business of the city's.
BESIDE = {"people_signin", "throttle_attempt"}
EVERYWHERE = (
    "street_clerk",
    "grid_head",
    "department_clerk",
    "anonymous",
)  # these ask at the addresses of steps, too
WORDS = {"code": "none", "token": "none", "size": "large", "form": "json", "number": "20261122-000001", "key": "none",
         "uidb36": "1"}  # fmt: skip


def written():
    """How many rows were written by this transaction, by table."""
    found = {}
    for alias in connections:
        with connections[alias].cursor() as cursor:
            cursor.execute("select relname, n_tup_ins + n_tup_upd + n_tup_del from pg_stat_xact_user_tables")
            found |= dict(cursor.fetchall())
    return {table: rows for table, rows in found.items() if table not in BESIDE}


def filled(world, path):
    """The address with real ids where it wants some."""
    kinds = next((kinds for show, kinds in routes.SHOWS.items() if path.startswith(show)), CASES)
    path = re.sub(r"\^?\(\?P<(\w+)>[^()]*(?:\([^()]*\))?[^()]*\)", lambda m: WORDS.get(m[1], "1"), path)
    path = re.sub(r"<(?:slug|str):(\w+)>", lambda m: WORDS.get(m[1], "none"), path)
    path = re.sub(r"<int:(\w+)>", str(world.town.areas.building.pk), path)
    return address(path, world.things[kinds[0]].pk).replace("^", "").replace("$", "").replace("\\.", ".")


def test_a_get_writes_nothing(world):
    here = [asker for asker in askers(world) if asker.person[1] in ("here", "")]
    before, wrong = written(), []
    for path, _pattern in routes.walk():
        for asker in here:
            if routes.place_of(path) == "step" and asker.person[0] not in EVERYWHERE:
                continue
            said = asker.get(filled(world, path))
            if said.status >= 500 and path != "readyz":
                wrong.append((asker.person, path, said.status))
        after = written()
        changed = {
            table: (before.get(table), rows) for table, rows in after.items() if rows != before.get(table, 0)
        }
        if changed:
            wrong.append((path, changed))
        before = after
    assert not wrong, "\n" + "\n".join(str(one) for one in wrong)
