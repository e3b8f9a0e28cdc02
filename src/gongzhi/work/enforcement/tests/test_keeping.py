"""What is kept of a file: the party sealed, reminders, the purge; and the arithmetic of days and money."""

from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.privacy.seal import unseal
from gongzhi.town.people.models import User
from gongzhi.work.enforcement import commands
from gongzhi.work.enforcement.forms import fen_of
from gongzhi.work.enforcement.models import Officer
from gongzhi.work.enforcement.rules import Presses, hearing_ends, limit_of
from gongzhi.work.enforcement.tables import yuan
from gongzhi.work.enforcement.tests.making import (
    MASKED,
    PARTY,
    PHONE,
    clue,
    decided,
    delegated,
    filed,
    fresh,
    heard,
    squad_of,
    told,
)

DAY = timedelta(days=1)


def later(days):
    return clock.at(clock.now() + timedelta(days=days))


class TestTheParty:
    def test_sealed_masked_and_not_in_the_journal(self, town):
        file = clue(town)
        row = fresh(file)
        assert row.party_masked == MASKED
        assert PARTY not in row.party_name_sealed
        assert unseal([row.party_name_sealed, row.party_phone_sealed]) == [PARTY, PHONE]
        said = str(list(Entry.objects.filter(trunk_id=str(file.pk)).values_list("details", flat=True)))
        assert PARTY not in said
        assert PHONE not in said

    def test_a_reason_is_journalled(self, town):
        file = clue(town)
        with pytest.raises(Refused):
            commands.reveal(town.clerk, file.pk, reason=" ")
        commands.reveal(town.clerk, file.pk, reason="送达文书")
        entry = Entry.objects.get(verb="reveal")
        assert (entry.actor_id, entry.details) == (town.users["clerk"].pk, {"reason": "送达文书"})
        for name in ("dispatcher", "district", "mayor"):
            with pytest.raises(NotYours):
                commands.reveal(town.actor(name), file.pk, reason="看看")

    def test_numbers_of_persons_stay_out_of_the_words(self, town):
        with pytest.raises(Refused):
            commands.open_clue(town.clerk, matter="13912345678 占道", source="举报")
        file = told(town)
        with pytest.raises(Refused, match="不要写手机号"):
            commands.hear(town.clerk, file.pk, kind="statement", said="打13912345678找我", answer="好的")

    def test_a_case_of_another_street_is_not_ones_own(self, town):
        with pytest.raises(Refused, match="没有找到这件事项"):
            commands.open_clue(town.clerk, matter="占道", source="事项", case_id=UUID(int=1))

    def test_the_purge_destroys_the_key(self, town):
        from gongzhi.work.enforcement import timers

        file = decided(town)
        commands.conclude(town.clerk, file.pk, result="缴清")
        assert timers.purge() == 0
        sealed = fresh(file).party_name_sealed
        with later(3651):
            assert timers.purge() == 1
            assert timers.purge() == 0
        row = fresh(file)
        assert (row.party_masked, row.party_name_sealed, row.said) == ("", "", "")
        assert unseal([sealed]) == [None]
        with pytest.raises(Refused, match="看不到了"):
            commands.reveal(town.clerk, file.pk, reason="再看")


class TestTimers:
    def test_reminders_level_by_level(self, town):
        from gongzhi.config.switchboard import hear
        from gongzhi.town.notices.models import Notice
        from gongzhi.work.enforcement import timers

        file = filed(town)

        def told_of():
            hear(list(Entry.objects.filter(verb="press").order_by("-seq")[:1]))
            rows = Notice.objects.filter(kind="file.press").values_list("user__username", flat=True)
            return sorted(rows)

        assert timers.press() == 0
        with later(75):
            assert timers.press() == 1
            assert timers.press() == 0
        assert told_of() == ["clerk"]
        with later(87):
            timers.press()
        assert told_of() == ["clerk", "clerk", "leader"]
        with later(91):
            timers.press()
        assert told_of() == ["clerk", "clerk", "clerk", "dispatcher", "district", "leader", "leader"]
        assert fresh(file).press_on is None

    def test_certificates_near_their_end_once_and_when_ended_once(self, town):
        from gongzhi.town.notices.models import Notice
        from gongzhi.work.enforcement import timers
        from gongzhi.work.enforcement.desk import rows

        squad_of(town, "甲一", days=61)
        assert timers.remind_certificates() == 0
        with later(1):
            assert timers.remind_certificates() == 1
            assert timers.remind_certificates() == 0
            assert [(row.kind, row.title) for row in rows(town.clerk)] == [
                ("certificate", "执法证到期：甲一")
            ]
            assert rows(town.leader) == []
        with later(62):
            assert timers.remind_certificates() == 1
        assert Notice.objects.filter(kind="officer.certificate").count() == 2

    def test_the_district_hears_of_reviews_once(self, town):
        from gongzhi.work.enforcement import timers

        delegated(town)
        assert timers.remind_reviews() == 0
        with later(151):
            assert timers.remind_reviews() == 2  # dispatcher and leader of the district
            assert timers.remind_reviews() == 0


def test_who_is_told(town):
    """The street of a power, the district of the street's word, the leader of a turn, the department of what it is given."""
    from gongzhi.config.switchboard import hear
    from gongzhi.town.notices.models import Notice

    file = heard(town)
    power = commands.draft_power(
        town.dispatcher, street_id=town.areas.street.pk, code="CG-8", item="夜间施工噪声",
        department_id=town.organisations.parks.pk,
    )  # fmt: skip
    commands.give_opinion(town.clerk, power, fitness="unfit", text="没有测噪设备")
    commands.review(town.leader, file.pk, passed=False, text="缺询问笔录")
    commands.transfer(
        town.leader, file.pk, organisation_id=town.organisations.heating.pk, reason="归供热部门管"
    )

    def told_of(kind):
        return set(Notice.objects.filter(kind=kind).values_list("user__username", flat=True))

    for _twice in range(2):
        hear(list(Entry.objects.order_by("at", "seq")))
    assert told_of("power.draft_power") == {"clerk", "leader"}
    assert told_of("power.give_opinion") == {"dispatcher", "district"}
    assert told_of("file.open_clue") == told_of("file.hear") == {"leader"}
    assert told_of("file.review") == {"clerk"}  # back to the hands
    assert told_of("file.transfer") == {"heating", "heating_chief"}
    assert Notice.objects.filter(kind="file.transfer").count() == 2  # heard twice, told once
    assert not Notice.objects.filter(title__contains=PARTY).exists()


def test_the_limit_runs_over_new_year_and_spring_festival_by_the_calendar_of_days(town):
    start = datetime(2026, 12, 20, 9, tzinfo=clock.zone())
    assert limit_of(start, town.areas.street.pk).isoformat() == "2027-03-20"


def test_the_days_for_a_hearing_skip_a_festival_and_count_its_make_up_day(town):
    """Told on a Friday before a week of holidays (made up); the Sunday after it is worked."""
    from gongzhi.town.access.actor import system
    from gongzhi.town.calendar.commands import enter_days

    rest = [(date(2027, 2, day), False, "春节（测试）") for day in range(6, 13)]
    enter_days(system("测试"), days=[*rest, (date(2027, 2, 14), True, "补班（测试）")], basis="测试通知")
    assert hearing_ends(date(2027, 2, 5), town.areas.street.pk) == date(2027, 2, 18)
    assert hearing_ends(date(2026, 12, 4), town.areas.street.pk) == date(2026, 12, 11)


def test_the_past_is_reckoned_with_the_pasts_record(town, set_rule):
    from gongzhi.kit import reference
    from gongzhi.kit.records.models import Rule

    file = filed(town)
    due = fresh(file).due_on
    tomorrow = clock.today() + DAY
    Rule.objects.filter(key="enforcement.limit").update(valid_to=clock.today())
    Rule.objects.create(
        key="enforcement.limit", value={"amount": 30, "unit": "days"}, valid_from=tomorrow, basis="测试"
    )
    reference.bump("rules")
    with later(1):
        second = commands.open_clue(town.clerk, matter="夜间施工", source="巡查")
        commands.open_file(
            town.leader,
            second,
            power_id=file.power_id,
            officer_ids=list(Officer.objects.values_list("pk", flat=True)),
        )
        assert fresh(second).due_on == clock.today() + 30 * DAY
    assert fresh(file).due_on == due


@given(st.integers(min_value=0, max_value=10**11 - 1))
def test_money_is_said_and_read_without_loss(fen):
    said = yuan(fen).replace(",", "")
    assert fen_of(said) == fen


@pytest.mark.parametrize("text", ["", "-1", "1.234", "一百", "1e3", "1,000", "1."])
def test_what_is_no_amount(text):
    with pytest.raises(ValueError):
        fen_of(text)


@given(st.lists(st.integers(-30, 60), max_size=6, unique=True), st.dates(min_value=date(2020, 1, 1)))
def test_reminders_end(days, limit):
    plan = Presses(tuple(sorted(days, reverse=True)))
    moments = [plan.next(limit, level) for level in range(len(days) + 1)]
    assert moments[-1] is None
    assert moments[:-1] == sorted(moments[:-1])


def test_accounts_of_officers_are_optional(town):
    officers = squad_of(town)
    assert {one.account_id for one in officers} == {None}
    squad = officers[0].squad
    days = {"issued_on": clock.today() - DAY, "expires_on": clock.today() + 700 * DAY}
    with pytest.raises(Refused, match="没有这个账号"):
        commands.enrol_officer(
            town.clerk, squad, name="丁四", certificate_no="ZF-9", username="nobody", **days
        )
    made = commands.enrol_officer(
        town.clerk, squad, name="丁四", certificate_no="ZF-9", username="leader", **days
    )
    assert made.account == User.objects.get(username="leader")
    with pytest.raises(Refused, match="已经登记过"):
        commands.enrol_officer(town.clerk, squad, name="戊五", certificate_no="ZF-9", **days)
    with pytest.raises(NotYours):
        commands.enrol_officer(town.worker, squad, name="戊五", certificate_no="ZF-10", **days)
