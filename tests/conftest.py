"""For every test outside the package: reference data is forgotten between tests, as in src/gongzhi/conftest.py."""

import pytest


@pytest.fixture(autouse=True)
def _fresh_reference():
    from gongzhi.kit import reference

    reference.forget_all()
    yield
    reference.forget_all()
