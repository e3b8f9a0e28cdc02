"""A small tree for the tests of areas."""

import pytest

from gongzhi.town.access.actor import system
from gongzhi.town.areas import divisions


@pytest.fixture
def keeper():
    return system("测试")


@pytest.fixture
def changchun(db):
    """The real divisions of the city."""
    divisions.load_divisions()
