"""Who is told: the switchboard's listeners, row by row of the journal."""

from datetime import UTC, datetime, timedelta

import pytest

from gongzhi.kit import clock

EVE = datetime(2026, 2, 16, 14, 0, tzinfo=UTC)  # 除夕 22:00 in the city


@pytest.fixture
def heard(db):
    """Let the listeners hear everything written so far, as the worker does."""

    def hear():
        from gongzhi.config.switchboard import hear
        from gongzhi.kit.journal.models import Entry

        hear(list(Entry.objects.order_by("at", "seq")))

    return hear


def told(kind):
    from gongzhi.town.notices.models import Notice

    return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))


def test_a_burst_main_on_new_years_eve_reaches_the_officers_on_duty(town, heard):
    from gongzhi.town.duty.models import Shift
    from gongzhi.work.whistles import commands as whistles
    from tests.flows.making import told as make

    spans = {"starts_at": EVE - timedelta(hours=4), "ends_at": EVE + timedelta(hours=10)}
    for organisation, leader, clerk in (
        ("street", "leader", "clerk"),
        ("heating", "heating_chief", "heating"),
    ):
        Shift.objects.create(
            organisation=getattr(town.organisations, organisation),
            leader=town.users[leader],
            clerk=town.users[clerk],
            **spans,
        )
    with clock.at(EVE):
        case = make(town, "living-burst")
        call = [{"organisation_id": town.organisations.heating.pk, "lead": True}]
        whistles.sound_at_once(town.leader, case, call=call, request="关阀抢修")
        heard()
        heard()
    assert told("case.report") == {"clerk", "leader"}
    assert told("whistle.call") == {"heating", "heating_chief"}
    from gongzhi.town.notices.models import Notice

    assert Notice.objects.filter(kind="whistle.call", urgent=True).count() == 2  # heard twice, told once
    assert not Notice.objects.filter(title__contains="李桂兰").exists()


def test_each_level_is_told_when_a_case_is_late(town, heard):
    from gongzhi.work.cases import timers
    from tests.flows.making import told as make

    with clock.at(EVE):
        make(town, "living-burst")
    for hours in (2.1, 3.1, 4.1, 5.1):
        with clock.at(EVE + timedelta(hours=hours)):
            timers.act()
    heard()
    assert told("case.press") >= {"clerk", "leader", "district", "dispatcher", "mayor", "sorter"}


def test_what_is_imported_as_history_tells_nobody(town, heard):
    from gongzhi.town.access.actor import system
    from gongzhi.work.cases import commands as cases
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling

    cases.archive(
        system("import"), category=catalogue().coded("living-lamp"), at=town.place, telling=Telling(text="旧事一件"),
        title="旧事", happened_at=datetime(2019, 3, 1, tzinfo=UTC), source_id="m1",
    )  # fmt: skip
    heard()
    from gongzhi.town.notices.models import Notice

    assert Notice.objects.count() == 0


def test_whoever_rated_by_link_is_not_phoned_any_more(town, heard, set_rule):
    from gongzhi.town.access.actor import resident
    from gongzhi.work.cases import commands as cases
    from gongzhi.work.cases.models import CallBack
    from tests.flows.making import resolved

    set_rule("call_back.share", 1.0)
    case, _lead, _helper = resolved(town)
    cases.verify(town.head, case)
    heard()
    assert CallBack.objects.get().stage == "drawn"
    cases.rate(resident(case.reports.get().pk), case, contacted=True, solved=True, satisfaction="good")
    heard()
    assert CallBack.objects.get().stage == "dropped"
