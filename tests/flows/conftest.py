"""A thing of each kind, in the small city."""

import pytest


@pytest.fixture
def town(db):
    from gongzhi.demo import small

    return small.build()


@pytest.fixture
def things(town):
    """One thing for each flow, by the kind it moves."""
    from tests.flows.making import one_of_each

    return one_of_each(town)


@pytest.fixture
def set_rule(db):
    """Put a rule in force for the test."""
    from gongzhi.kit import reference
    from gongzhi.kit.records.models import Rule

    def put(key, value):
        Rule.objects.filter(key=key).delete()
        Rule.objects.create(key=key, value=value, valid_from="2000-01-01", basis="测试")
        reference.bump("rules")

    return put
