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
