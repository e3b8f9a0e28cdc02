"""What the house must not be able to do: list one resident's cases over time, by any parameter, column or word."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongzhi"
PERSON = re.compile(
    r"phone|mobile|name$|author|reporter|resident|blind|email|device|account|identity|user", re.IGNORECASE
)
#: Parameters that fit the pattern and name no resident, each with the reason.
HARMLESS = {"username"}
#: Where a telephone's blind index may stand: made at intake, taken away by the purge, and nowhere looked up.
BLIND = {
    "kit/privacy/seal.py",
    "work/cases/models.py",
    "work/cases/commands/intake.py",
    "work/cases/commands/clockwork.py",
}
ASKED = re.compile(r"""GET(?:\.get\(|\.getlist\(|\[)["'](\w+)["']""")


def test_no_reading_operation_of_the_api_asks_for_a_person():
    from gongzhi.config.api import described

    wrong = []
    for path, methods in described()["paths"].items():
        for parameter in methods.get("get", {}).get("parameters", []):
            if PERSON.search(parameter["name"]):
                wrong.append((path, parameter["name"]))
    assert not wrong


def test_no_list_filters_by_a_person():
    """Every ``Filter`` of every table, as it is written."""
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Filter" and node.args:
                name = getattr(node.args[0], "value", "")
                if isinstance(name, str) and PERSON.search(name) and name not in HARMLESS:
                    wrong.append((str(path.relative_to(SOURCE)), name))
    assert not wrong


def test_no_page_reads_a_person_from_its_address():
    """``author`` is the one exception: it understands ``me`` and nothing else."""
    found = {
        (str(path.relative_to(SOURCE)), name)
        for path in SOURCE.rglob("*.py")
        if "tests" not in path.parts
        and not path.name.startswith("test_")
        and "administration" not in path.parts
        for name in ASKED.findall(path.read_text())
        if PERSON.search(name)
    }
    assert found <= {("work/cases/views/lists.py", "author")}


def test_the_blind_index_of_a_telephone_is_looked_up_nowhere():
    used = {
        str(path.relative_to(SOURCE))
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts
        and "tests" not in path.parts
        and re.search(r"phone_blind|\bblind\(", path.read_text())
    }
    assert used <= BLIND
    for name in BLIND:
        assert not re.search(r"(filter|exclude|get)\([^)]*phone_blind", (SOURCE / name).read_text()), name


@pytest.fixture
def town(db):
    from gongzhi.demo import small

    return small.build()


def test_a_telephone_finds_nothing(town):
    """Neither in lists nor in the API: not even for those who may read it, and not as part of the words."""
    from gongzhi.town.access.actor import resident
    from gongzhi.work.cases import commands
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling
    from gongzhi.work.cases.queries import listed, searched

    words = Telling(text="打13912345678说暖气不热", name="欧阳桂兰", phone="13912345678")
    card = catalogue().coded("living-lamp")
    commands.report(resident(), channel="resident", category=card, at=town.place, telling=words)
    rows = listed(town.leader)
    assert searched(rows, "暖气不热").count() == 1
    for query in ("13912345678", "139 1234 5678", "139-1234-5678", "欧阳桂兰", "打13912345678"):
        assert searched(rows, query).count() == 0, query


def test_author_understands_nobody_but_me(town, client):
    from gongzhi.work.cases import commands
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling

    card = catalogue().coded("living-lamp")
    commands.report(
        town.worker, channel="worker", category=card, at=town.place, telling=Telling(text="楼道灯坏了")
    )
    client.force_login(town.users["clerk"], "allauth.account.auth_backends.AuthenticationBackend")
    whole = client.get("/cases/").content.decode()
    assert "楼道灯坏了" in whole
    assert "楼道灯坏了" not in client.get("/cases/?author=me").content.decode()
    other = client.get(f"/cases/?author={town.users['worker'].pk}").content.decode()
    assert other.count("楼道灯坏了") == whole.count("楼道灯坏了")  # the parameter is not known
