"""The house for the length of one command: folders, embedded server where needed, Django set up."""

import contextlib
import os
from collections.abc import Iterator

from gongzhi.config.ground import places
from gongzhi.config.ground.postgres import serving

SETTINGS = "gongzhi.config.settings"


def is_demo() -> bool:
    return os.environ.get("GONGZHI_DEMO") == "1"


def choose_settings(*, owner: bool = False) -> None:
    """Say which settings, as whom; beside a demo's data, commands take part in the demo by themselves."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if owner:
        os.environ["GONGZHI_AS_OWNER"] = "1"
    if places.is_embedded() and places.demo_flag().exists():
        os.environ.setdefault("GONGZHI_DEMO", "1")


def prepare_folders() -> None:
    """Before the settings are read: the address of the embedded server is a descriptor of its folder."""
    places.make_private(places.var())
    if places.is_embedded():
        places.make_private(places.embedded_folder())


@contextlib.contextmanager
def open_house(*, owner: bool = False) -> Iterator[None]:
    """Django set up over a running database. The embedded server is started unless it runs already."""
    choose_settings(owner=owner)
    prepare_folders()
    with serving(places.embedded_folder()) if places.is_embedded() else contextlib.nullcontext():
        import django

        django.setup()
        try:
            yield
        finally:
            from django.db import connections

            connections.close_all()
