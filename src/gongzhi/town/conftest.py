"""The real divisions and a keeper of registers, for the tests of the town."""

import pytest


@pytest.fixture
def keeper():
    from gongzhi.town.access.actor import system  # not at the top: this file is read before Django is ready

    return system("测试")


@pytest.fixture
def changchun(db):
    """The real divisions of the city."""
    from gongzhi.town.areas import divisions

    divisions.load_divisions()


@pytest.fixture
def office(changchun, keeper):
    """The office of 柳影街道."""
    from gongzhi.town.areas.models import Area
    from gongzhi.town.organisations import commands

    street = Area.objects.get(code="220103009")
    return commands.found(
        keeper, street, code="LY", name="柳影街道办事处", short_name="柳影街道", kind="street_office"
    )


@pytest.fixture
def person(db):
    """Make an account: ``person("王主任")``."""
    from gongzhi.town.people.models import User

    def make(name):
        return User.objects.create_user(f"u{User.objects.count()}", name)

    return make
