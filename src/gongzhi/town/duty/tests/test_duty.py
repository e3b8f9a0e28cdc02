"""Duty: one shift at a time, handed over once, and a missing rota is told at 16:00."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.town.access.actor import NOBODY, Actor
from gongzhi.town.duty import commands, queries, timers
from gongzhi.town.duty.models import Shift
from gongzhi.town.notices.models import Notice
from gongzhi.town.people.models import Post, Role

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Shanghai")
FOUR = datetime(2026, 12, 31, 16, tzinfo=HERE)  # New Year's Eve


@pytest.fixture(autouse=True)
def _new_years_eve():
    with clock.at(FOUR):
        yield


@pytest.fixture
def shift(office, keeper, person):
    starts = FOUR + timedelta(hours=1)
    return commands.roster(
        keeper, office, starts_at=starts, ends_at=starts + timedelta(hours=16), leader_id=person("李书记").pk,
        clerk_id=person("小张").pk,
    )  # fmt: skip


def test_who_is_on_duty_is_one_statement(shift, django_assert_num_queries):
    with django_assert_num_queries(1):
        found = queries.on_duty(shift.organisation_id, FOUR + timedelta(hours=8))
        assert (found.leader.name, found.clerk.name) == ("李书记", "小张")
    assert queries.on_duty(shift.organisation_id, FOUR) is None
    assert queries.on_duty(shift.organisation_id, shift.starts_at) == shift
    assert queries.on_duty(shift.organisation_id, shift.ends_at) is None
    assert list(queries.duties_of(shift.clerk_id, shift.starts_at)) == [shift]


def test_shifts_do_not_overlap_nor_lie_in_the_past(shift, keeper, office):
    same = {"leader_id": shift.leader_id, "clerk_id": shift.clerk_id}
    for start, hours in (
        (shift.starts_at, 2),
        (FOUR - timedelta(days=1), 8),
        (shift.ends_at, 0),
        (shift.ends_at, 99),
    ):
        with pytest.raises(Refused):
            commands.roster(keeper, office, starts_at=start, ends_at=start + timedelta(hours=hours), **same)
    with pytest.raises(NotYours):
        commands.roster(NOBODY, office, starts_at=FOUR, ends_at=FOUR + timedelta(hours=1), **same)
    with pytest.raises(IntegrityError), transaction.atomic():
        Shift.objects.create(organisation=office, starts_at=shift.starts_at, ends_at=shift.ends_at, **same)


def test_a_shift_is_handed_over_once_by_those_on_it(shift, keeper):
    clerk = Actor(user_id=shift.clerk_id, label="小张")
    with pytest.raises(Refused):
        commands.hand_over(clerk, shift, note="太早了")
    with clock.at(shift.ends_at):
        with pytest.raises(NotYours):
            commands.hand_over(keeper, shift, note="不是我的班")
        assert commands.hand_over(clerk, shift, note="锅炉房已修好").handover == "锅炉房已修好"
        with pytest.raises(Refused):
            commands.hand_over(clerk, shift, note="再交一次")
        with pytest.raises(Refused):
            commands.swap(keeper, shift, clerk_id=shift.leader_id)


def test_a_swap_counts_at_once(shift, keeper, person):
    commands.swap(keeper, shift, leader_id=person("赵主任").pk)
    assert queries.on_duty(shift.organisation_id, shift.starts_at).leader.name == "赵主任"


def test_no_rota_for_tonight_is_told_once_to_the_own_and_the_districts_leader(office, person, keeper):
    leader, above, other = person("李书记"), person("区长"), person("旁人")
    district = office.area.parent
    for user, role, area in (
        (leader, Role.STREET_LEADER, office.area),
        (above, Role.DISTRICT_LEADER, district),
    ):
        Post.objects.create(user=user, role=role, organisation=office, area=area, valid_from="2020-01-01")
    assert timers.remind_missing_rota() == 2
    assert timers.remind_missing_rota() == 0
    assert set(Notice.objects.values_list("user_id", flat=True)) == {leader.pk, above.pk} and other.pk


def test_a_gap_in_the_night_is_missing_too(office, keeper, person):
    who = {"leader_id": person("甲").pk, "clerk_id": person("乙").pk}
    night = datetime(2026, 12, 31, 18, tzinfo=HERE)
    commands.roster(keeper, office, starts_at=night, ends_at=night + timedelta(hours=6), **who)
    assert [card.id for card in timers.uncovered()] == [office.pk]
    late = night + timedelta(hours=6)
    commands.roster(keeper, office, starts_at=late, ends_at=late + timedelta(hours=9), **who)
    assert timers.uncovered() == []
