"""A town with a stationed team, and one thing of each kind in it."""

import pytest


@pytest.fixture
def town(db):
    from gongzhi.demo import small

    built = small.build()
    small.station(built)
    return built


@pytest.fixture
def drafted(town):
    """``drafted(power="suggest", to="parks")``: a use just drafted by the street's clerk."""
    from gongzhi.work.street_powers import commands

    def make(power="suggest", to="parks", by="clerk", **more):
        words = {"what": "早市搬进场内", "why": "占道，救护车进不来", "basis": "待确认", **more}
        organisation = getattr(town.organisations, to)
        return commands.draft(town.actor(by), power=power, organisation_id=organisation.pk, **words)

    return make


@pytest.fixture
def signed(town, drafted):
    from gongzhi.work.street_powers import commands

    def make(**more):
        use = drafted(**more)
        return commands.sign(town.leader, use)

    return make


@pytest.fixture
def asked(town):
    """A department asks the street for consent."""
    from gongzhi.work.street_powers import commands

    def make(by="parks", **more):
        words = {"what": "调整早市规划", "why": "修路", "basis": "待确认", **more}
        return commands.request_consent(
            town.actor(by), power="take_part", street_id=town.areas.street.pk, **words
        )

    return make


@pytest.fixture
def ordered(town):
    from gongzhi.work.street_powers import commands

    def make(by="clerk", **more):
        words = {"what": "早市门口清占道", "why": "救护车进不来", **more}
        return commands.order(town.actor(by), team_id=town.organisations.team.pk, **words)

    return make


@pytest.fixture
def browser(town):
    from django.test import Client

    def signed_in(account):
        client = Client()
        client.force_login(town.users[account], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def told(db):
    """``told("power.press")``: who has been told of this kind, once the journal is heard."""

    def heard(kind):
        from gongzhi.config.switchboard import hear
        from gongzhi.kit.journal.models import Entry
        from gongzhi.town.notices.models import Notice

        hear(list(Entry.objects.order_by("id")))
        return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))

    return heard
