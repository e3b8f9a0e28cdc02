"""A basic list of the district: in force since yesterday's clock, and a draft over it."""

from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.kit import clock

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def browser(town):
    def signed_in(account):
        client = Client()
        client.force_login(town.users[account], backend=BACKEND)
        return client

    return signed_in


@pytest.fixture
def enacted(town):
    """``enacted(kind="basic")``: a list of the district with two items, in force from the day after its making."""
    from gongzhi.work.mandates import commands
    from gongzhi.work.mandates.models import Listing

    def make(kind="basic", days_ago=30, with_category=True):
        with clock.at(clock.now() - timedelta(days=days_ago + 1)):
            listing = commands.begin_listing(
                town.dispatcher, kind=kind, area_id=town.areas.district.pk, basis="测试文件", synthetic=True
            )
            commands.write_item(
                town.dispatcher, listing, code="1", text="楼道灯修理", basis="测试第一条",
                lead_id=town.organisations.parks.pk, helper_ids=[town.organisations.civil.pk],
                category_id=town.categories.lamp.pk if with_category else None, street_part="巡查、报修",
                department_part="三日内修好", money="每盏八十元",
            )  # fmt: skip
            commands.write_item(
                town.dispatcher, listing, code="2", text="冬季清雪", lead_name="区环卫（名录外）"
            )
            commands.enact(town.district, listing, effective_from=clock.today() + timedelta(days=1))
        return Listing.objects.get(pk=listing.pk)

    return make


@pytest.fixture
def drafted(town, enacted):
    """``drafted()``: (the version in force, a draft copied from it)."""
    from gongzhi.work.mandates import commands

    def make(**more):
        old = enacted(**more)
        return old, commands.begin_listing(town.dispatcher, kind=old.kind, area_id=old.area_id)

    return make
