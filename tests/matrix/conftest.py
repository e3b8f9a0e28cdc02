"""One world for all tests of the matrix: built once, everything rolled back at the end."""

from contextlib import ExitStack

import pytest
from django.db import connections, transaction


@pytest.fixture(scope="package")
def world(django_db_setup, django_db_blocker, tmp_path_factory):
    from django.conf import settings

    from gongzhi.kit import reference
    from tests.matrix.world import build

    with ExitStack() as stack:
        stack.enter_context(django_db_blocker.unblock())
        before, settings.FILES_ROOT = settings.FILES_ROOT, tmp_path_factory.mktemp("files")
        for alias in connections:
            stack.enter_context(transaction.atomic(using=alias))
        reference.forget_all()
        yield build()
        settings.FILES_ROOT = before
        for alias in connections:
            transaction.set_rollback(True, using=alias)
