"""Rows written by statements that are built once: what has no value is left out, and comes back as none all the same."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.kit import rows
from gongzhi.kit.records.models import Rule

FROM, TO = date(2026, 1, 1), date(2026, 12, 31)


def rule(number, **more):
    return Rule(key=f"test.rows.{number}", value=number, valid_from=FROM, basis="测试", **more)


def kept():
    found = Rule.objects.filter(key__startswith="test.rows").order_by("key")
    return list(found.values_list("key", "value", "valid_to", "scope_id"))


@pytest.mark.django_db
def test_a_column_without_a_value_is_left_out_only_where_no_row_has_one():
    with CaptureQueriesContext(connection) as seen:
        rows.insert([rule(1)])
        rows.insert([rule(2), rule(3, valid_to=TO)])
    alone, together = (one["sql"] for one in seen)
    assert '"valid_to"' not in alone and '"valid_to"' in together
    assert kept() == [
        ("test.rows.1", 1, None, None),
        ("test.rows.2", 2, None, None),
        ("test.rows.3", 3, TO, None),
    ]


@pytest.mark.django_db
def test_it_writes_what_the_orm_would(django_assert_num_queries):
    by_statement, by_orm = rule(1, valid_to=TO), rule(2, valid_to=TO)
    with django_assert_num_queries(1):
        rows.insert([by_statement])
    by_orm.save()
    mine, its = (Rule.objects.values().get(key=f"test.rows.{n}") for n in (1, 2))
    alike = {name for name in mine if mine[name] == its[name]}
    assert set(mine) - alike <= {"id", "key", "value", "recorded_at", "created_at"}
    assert by_statement.pk and not by_statement._state.adding
