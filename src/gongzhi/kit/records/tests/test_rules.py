"""Rules: the nearest above wins, a fixed one stops it, the past keeps its record."""

from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.records import commands, rules
from gongzhi.kit.records.models import Rule

pytestmark = pytest.mark.django_db
CITY, DISTRICT, STREET = 1, 2, 3
KEEPER = SimpleNamespace(
    kind="system", user_id=None, label="测试", post_id=None, organisation_id=None, key="system:测试"
)


def test_the_nearest_above_wins_unless_a_higher_one_is_fixed(set_rule):
    set_rule("limit", 7)
    set_rule("limit", 5, scope_id=DISTRICT)
    assert rules.value("limit") == 7
    assert rules.value("limit", (CITY, DISTRICT, STREET)) == 5
    set_rule("limit", 7, fixed=True)
    assert rules.value("limit", (CITY, DISTRICT, STREET)) == 7
    assert rules.find("limit").basis == "测试"


def test_a_missing_rule_says_so():
    with pytest.raises(KeyError, match="没有生效的记录"):
        rules.value("nowhere")


def test_a_change_leaves_the_past_alone(set_rule, django_assert_num_queries):
    set_rule("limit", 7)
    with clock.at(datetime(2026, 11, 22, tzinfo=UTC)):
        commands.set_rule(KEEPER, "limit", value=9, basis="会议纪要（测试）", valid_from=date(2026, 12, 1))
        rules.value("limit")
        with django_assert_num_queries(0):
            assert rules.value("limit") == 7
            assert rules.value("limit", on=date(2026, 11, 30)) == 7
            assert rules.value("limit", on=date(2026, 12, 1)) == 9
        commands.set_rule(KEEPER, "limit", value=8, basis="待确认")
        assert rules.value("limit", on=date(2026, 11, 25)) == 8
        assert rules.value("limit", on=date(2026, 12, 2)) == 9
    assert [card.value for card in rules.history("limit")] == [9, 8, 7]


def test_a_rule_without_basis_or_for_yesterday_or_today_is_refused(set_rule):
    set_rule("limit", 7)
    for wrong in ({"basis": " "}, {"basis": "x", "valid_from": clock.today()}):
        with pytest.raises(Refused):
            commands.set_rule(KEEPER, "limit", value=9, **wrong)
    with pytest.raises(Refused):
        commands.set_rule(KEEPER, "new", value=9, basis="x", valid_from=clock.today() - timedelta(days=1))
    commands.set_rule(KEEPER, "new", value=9, basis="x", valid_from=clock.today())
    assert rules.value("new") == 9


def test_what_is_fixed_above_cannot_be_changed_below(set_rule):
    set_rule("limit", 7, fixed=True)
    with pytest.raises(Refused):
        commands.set_rule(KEEPER, "limit", value=9, basis="x", areas=(CITY, DISTRICT))
    commands.set_rule(KEEPER, "limit", value=9, basis="x", fixed=True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "other", "basis": ""},
        {"key": "other", "valid_to": date(1999, 1, 1)},
        {"key": "limit", "valid_to": date(2001, 1, 1)},  # overlaps the one in force
    ],
)
def test_the_database_refuses_what_the_command_would(set_rule, wrong):
    set_rule("limit", 7)
    row = {"value": 1, "basis": "x", "valid_from": date(2000, 1, 1), **wrong}
    with pytest.raises(IntegrityError), transaction.atomic():
        Rule.objects.create(**row)


def test_who_may_not_set_rules_is_told_so():
    nobody = SimpleNamespace(**{**vars(KEEPER), "kind": "nobody", "serves": lambda *_roles: []})
    with pytest.raises(NotYours):
        commands.set_rule(nobody, "limit", value=1, basis="x")
