"""Reference data in memory: one load, no statement after it, right across transactions and processes."""

import pytest
from django.db import transaction

from gongzhi.kit import reference
from gongzhi.kit.records.models import ReferenceVersion, Rule


@pytest.fixture(scope="module")
def kept():
    made = reference.Reference("test.kept", Rule.objects.count)
    yield made
    reference._all.pop("test.kept")


def a_rule(key: str) -> None:
    Rule.objects.create(key=key, value=1, valid_from="2020-01-01", basis="测试")


@pytest.mark.django_db
def test_loads_once_and_then_costs_no_statement(kept, django_assert_num_queries):
    first = kept.get()
    with django_assert_num_queries(0):
        assert kept.get() == first


@pytest.mark.django_db(transaction=True)
def test_a_writer_sees_its_own_rows_and_a_rollback_takes_them_back(kept):
    before = kept.get()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        a_rule("a")
        reference.bump("test.kept")
        assert kept.get() == before + 1
        raise ZeroDivisionError
    assert kept.get() == before
    with transaction.atomic():
        a_rule("a")
        reference.bump("test.kept")
    assert kept.get() == before + 1


@pytest.mark.django_db
def test_another_process_is_noticed_at_the_next_look(kept, settings, django_assert_num_queries):
    settings.REFERENCE_RECHECK_SECONDS = 0
    before = kept.get()
    a_rule("b")
    ReferenceVersion.objects.create(name="test.kept", version=4)  # as another process would
    assert kept.get() == before + 1
    settings.REFERENCE_RECHECK_SECONDS = 3600
    with django_assert_num_queries(0):
        kept.get()


@pytest.mark.django_db(transaction=True)
def test_a_change_of_what_this_process_has_not_loaded_is_written_all_the_same():
    reference.bump("test.elsewhere")
    assert ReferenceVersion.objects.get(pk="test.elsewhere").version >= 1


@pytest.mark.django_db
def test_a_name_is_taken_once(kept):
    with pytest.raises(ValueError, match="Two references"):
        reference.Reference("test.kept", lambda: 1)
