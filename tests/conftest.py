"""For every test outside the package: what src/gongzhi/conftest.py gives to those inside."""

import pytest

from gongzhi.conftest import set_rule  # noqa: F401 (a fixture)


@pytest.fixture(autouse=True)
def _fresh_reference():
    from gongzhi.kit import reference

    reference.forget_all()
    yield
    reference.forget_all()
