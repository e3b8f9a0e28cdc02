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
    assert found <= {("work/cases/views/lists.py", "author"), ("work/cases/tables.py", "author")}


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


# What no head, worker or office is measured by (国办《政务移动互联网应用程序规范化管理办法》): forms without end, check-ins,
# points, ranks, time online, mileage, tracks, likes, compulsory photos.
MEASURED = re.compile(
    r"(^|_)(points|score|rank|ranking|badge|medal|streak|level_up|leaderboard|mileage|distance_walked|steps_walked|track|trajectory|"
    r"online|online_time|time_online|checkin|check_in|clock_in|sign_ins?_count|login_count|logins|visits_count|likes|read_count|"
    r"reads|read_by|read_at|response_rank|activity)(_|$)"
)
#: Columns that fit the pattern and measure nobody, each with the reason.
MEASURES_NOBODY: set[str] = set()
FORBIDDEN_WORDS = re.compile(
    r"(?<!不用)(?<!没有)(积分|打卡|签到|排行榜|在线时长|里程|轨迹|勋章|点赞|已读人数|活跃度)"
)


def our_models():
    from django.apps import apps

    return [model for model in apps.get_models() if model.__module__.startswith("gongzhi.")]


def test_no_column_measures_a_person():
    found = {
        f"{model._meta.label}.{column.name}"
        for model in our_models()
        for column in model._meta.get_fields()
        if MEASURED.search(column.name)
    }
    assert found <= MEASURES_NOBODY


def test_a_column_that_measured_a_person_would_be_found():
    assert all(
        MEASURED.search(name)
        for name in ("points", "login_count", "time_online", "read_at", "daily_check_in")
    )
    assert not MEASURED.search("reported_at") and not MEASURED.search("contact_point")


def test_no_page_or_answer_speaks_of_such_measures():
    """Every Chinese word of templates and code, and every name of the API's answers."""
    said = [
        (str(path.relative_to(SOURCE)), word)
        for kind in ("*.html", "*.py")
        for path in SOURCE.rglob(kind)
        if "tests" not in path.parts
        for word in FORBIDDEN_WORDS.findall(path.read_text(encoding="utf-8"))
    ]
    assert not said


def test_no_name_of_the_api_measures_a_person():
    from gongzhi.config.api import described

    shapes = described()["components"]["schemas"]
    names = {f"{shape}.{name}" for shape, body in shapes.items() for name in body.get("properties", {})}
    assert not [name for name in names if MEASURED.search(name.partition(".")[2])]


def test_logging_in_leaves_no_list_of_log_ins(settings):
    """The lock-out counts failures; successes are not kept (the sessions of now are, so that a lost phone can be ended)."""
    assert settings.AXES_DISABLE_ACCESS_LOG is True


def test_no_photo_is_compulsory():
    """Every field for files, in every form of every room and door; outside enforcement and safety none is required."""
    import importlib
    import pkgutil

    from django import forms

    import gongzhi

    for found in pkgutil.walk_packages(gongzhi.__path__, "gongzhi."):
        if (
            ".tests" not in found.name
            and "migrations" not in found.name
            and found.name.endswith(("forms", "words", "views"))
        ):
            importlib.import_module(found.name)

    def below(kind):
        for one in kind.__subclasses__():
            yield one
            yield from below(one)

    required = {
        f"{form.__module__}.{form.__name__}.{name}"
        for form in below(forms.BaseForm)
        if form.__module__.startswith("gongzhi.")
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.FileField) and field.required
    }
    assert {
        name for name in required if name.split(".")[-2] not in {"Upload", "Workbook", "City", "Paper"}
    } == set()


#: Where it may stand that a notice was seen: kept, marked and counted for its own person, and a letter saved by it.
SEEN = {
    "town/notices/models.py",
    "town/notices/commands.py",
    "town/notices/queries.py",
    "town/notices/letters.py",
    "town/people/queries.py",
    "town/people/views.py",
    "town/people/templates/people/notices.html",
    "demo/days.py",  # made-up people have seen the notices of past days
}


def test_nobody_is_shown_who_read_what_when():
    """No page, list or answer of the API speaks of it; there is no count of readers, and no rank by answers."""
    from gongzhi.config.api import described

    used = {
        str(path.relative_to(SOURCE))
        for kind in ("*.py", "*.html", "*.txt")
        for path in SOURCE.rglob(kind)
        if not {"tests", "migrations"} & set(path.parts)
        and re.search(r"\bseen_at\b", path.read_text(encoding="utf-8"))
    }
    assert used <= SEEN
    assert "seen_at" not in str(described())
    for name in ("town/notices/queries.py", "town/people/queries.py", "town/people/views.py"):
        for line in (SOURCE / name).read_text(encoding="utf-8").split("\n"):
            if "seen_at" in line:
                assert "user_id" in line or "row.seen_at is None" in line, f"{name}: {line}"


def test_a_letter_tells_nobody_that_it_was_opened():
    """Plain text, no picture; links are addresses of the house without anything added (see gateways/mail)."""
    for path in (SOURCE / "gateways" / "mail").rglob("*"):
        if path.suffix in (".txt", ".html", ".py") and "tests" not in path.parts:
            text = path.read_text(encoding="utf-8")
            assert not re.search(
                r"<img|attach_alternative|text/html|Disposition-Notification|Return-Receipt", text
            ), path
