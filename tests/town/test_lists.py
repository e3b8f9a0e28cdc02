"""Every list of the house alike: sorted, filtered, columns chosen, kept as a view, exported and printed.

Whatever answers through ``kit.web.table_answers`` has to stand in ``config.lists``, and what stands there has all of it.
"""

import ast
from pathlib import Path

import pytest

from gongzhi.config.lists import LISTS
from gongzhi.demo import small
from tests.crawling import visitor

SOURCE = Path(__file__).resolve().parents[2] / "src" / "gongzhi"
READERS = {"/me/accounts/": "system", "/town/rules/": "system", "/me/audit/": "audit"}
NO_PAPERS = {"/cases/board/"}  # a board is no list: its own cards are exported and printed as the list


@pytest.fixture
def town(db):
    return small.build()


def reader(town, address):
    return visitor(town.users[READERS.get(address, "clerk")])


@pytest.mark.parametrize("address", LISTS)
def test_a_list_has_all_of_it(town, address):
    client = reader(town, address)
    page = client.get(address).content.decode()
    assert "存为视图" in page and 'action="/me/views/save/"' in page and 'class="filters"' in page
    if address in NO_PAPERS:
        return
    assert "as=xlsx" in page and "as=print" in page and 'name="col"' in page and "sort=" in page
    assert client.get(f"{address}?as=xlsx")["Content-Type"].endswith("sheet")
    assert 'class="paper' in client.get(f"{address}?as=print").content.decode()


def test_every_list_of_the_house_is_named(town):
    """By what the doors call, so that a new list cannot be forgotten."""
    answering = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if "tests" not in path.parts
        and isinstance(node, ast.Attribute)
        and node.attr == "answer"
        and getattr(node.value, "id", "") == "table_answers"
    }
    assert answering == {
        "config/town_pages/documents.py",
        "config/town_pages/organisations.py",
        "config/town_pages/rule_list.py",
        "town/administration/accounts.py",
        "town/administration/audit.py",
        "town/certificates/views.py",
        "work/admission/views/lists.py",
        "work/cases/views/lists.py",
        "work/meetings/views.py",
        "work/enforcement/views/files.py",
        "work/enforcement/views/powers.py",
        "work/enforcement/views/squads.py",
        "work/filings/views/lists.py",
        "work/mandates/views/duties.py",
        "work/mandates/views/letters.py",
        "work/mandates/views/lists.py",
        "work/mandates/views/offices.py",
        "work/policies/views/lists.py",
        "work/secretary_projects/views/lists.py",
        "work/street_powers/views/lists.py",
        "work/tasks/views.py",
        "work/whistles/views/inbox.py",
        "work/whistles/views/lists.py",
    }, "a list of another room: give it a line in config/lists.py, and its file here"
