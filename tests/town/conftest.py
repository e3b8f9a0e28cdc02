"""The small city, and a browserless visit by one of its people."""

import pytest

BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def town(db):
    from gongzhi.demo import small

    return small.build()


@pytest.fixture
def come(client, town):
    """``come("clerk")``: the client, signed in."""

    def enter(name):
        client.force_login(town.users[name], backend=BACKEND)
        return client

    return enter


@pytest.fixture
def files(settings, tmp_path):
    """A folder of files of one's own."""
    settings.FILES_ROOT = tmp_path / "files"
    return settings.FILES_ROOT
