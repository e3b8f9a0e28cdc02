"""A production start refuses what belongs to the demo."""

import pytest

from gongzhi.config.ground import refusals

GOOD = {"demo": False, "debug": False, "secret_key": "k" * 50, "hosts": ["city.example"]}


def test_a_proper_configuration_is_not_refused():
    assert refusals.of_settings(**GOOD) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"debug": True}, "GONGZHI_DEBUG"),
        ({"secret_key": ""}, "is empty"),
        ({"secret_key": "demo-only-" + "0" * 40}, "demo's key"),
        ({"secret_key": "short"}, "fewer than"),
        ({"hosts": [""]}, "GONGZHI_HOSTS"),
    ],
)
def test_each_fault_is_refused_with_a_sentence(change, word):
    (sentence,) = refusals.of_settings(**{**GOOD, **change})
    assert word in sentence
    assert sentence.endswith((".", ".)"))


def test_the_demo_may_have_them_all():
    assert refusals.of_settings(demo=True, debug=True, secret_key="", hosts=[]) == []


def test_a_database_marked_demo_is_refused_in_production_and_the_other_way_round():
    assert refusals.of_database(demo=False, marks=frozenset({"demo"}), synthetic_accounts=0)
    assert refusals.of_database(demo=False, marks=frozenset(), synthetic_accounts=3)
    assert refusals.of_database(demo=True, marks=frozenset({"production"}), synthetic_accounts=0)
    assert refusals.of_database(demo=True, marks=frozenset({"demo"}), synthetic_accounts=3) == []
    assert refusals.of_database(demo=False, marks=frozenset({"production"}), synthetic_accounts=0) == []


def test_the_demo_password_is_good_for_nothing_else():
    assert refusals.of_password(refusals.DEMO_PASSWORD, demo=False)
    assert refusals.of_password(refusals.DEMO_PASSWORD, demo=True) == []
    assert refusals.of_password("another", demo=False) == []


def test_the_demos_api_key_is_refused_in_production():
    from gongzhi.demo import logins

    assert (refusals.DEMO_API_KEY, refusals.DEMO_PASSWORD) == (logins.KEY, logins.PASSWORD)
    none = {"demo": False, "marks": frozenset(), "synthetic_accounts": 0}
    assert refusals.of_database(**none) == []
    assert "revoke" in refusals.of_database(**none, demo_key=True)[0]
