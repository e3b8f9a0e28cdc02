"""Fixtures for every test of the package: reference data is forgotten, rules of the test are easily set."""

import pytest

from gongzhi.kit import reference


@pytest.fixture(autouse=True)
def _fresh_reference():
    """Each test starts as a process does: nothing of reference data in memory."""
    reference.forget_all()
    yield
    reference.forget_all()


@pytest.fixture
def set_rule(db):
    """Put a rule in force for the test: ``set_rule("case.limit", 7, scope_id=None)``; replaces what overlaps."""
    from gongzhi.kit.records.models import Rule

    def put(key, value, *, scope_id=None, fixed=False, valid_from="2000-01-01", valid_to=None, basis="测试"):
        Rule.objects.filter(key=key, scope_id=scope_id).delete()
        rule = Rule.objects.create(
            key=key,
            value=value,
            scope_id=scope_id,
            fixed=fixed,
            valid_from=valid_from,
            valid_to=valid_to,
            basis=basis,
        )
        reference.bump("rules")
        return rule

    return put
