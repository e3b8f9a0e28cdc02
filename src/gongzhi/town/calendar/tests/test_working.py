"""Working time across weekends, Spring Festival with its make-up days, and the year's end."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused
from gongzhi.town.calendar import commands
from gongzhi.town.calendar.working import CityCalendar, known_until

pytestmark = pytest.mark.django_db
HERE = ZoneInfo("Asia/Shanghai")
CITY = CityCalendar()
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
moments = st.datetimes(datetime(2024, 1, 2), datetime(2026, 12, 20), timezones=st.just(HERE))  # noqa: DTZ001
some_hours = st.floats(0.01, 120).map(lambda h: round(h * 60) / 60)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=HERE)


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        ("2026-11-20 09:00", 2, "2026-11-20 11:00"),
        ("2026-11-20 11:00", 2, "2026-11-20 14:00"),  # over lunch
        ("2026-11-20 16:00", 4, "2026-11-23 11:30"),  # Friday to Monday
        ("2026-11-21 10:00", 1, "2026-11-23 09:30"),  # begun on a Saturday
        ("2025-01-27 16:00", 2, "2025-02-05 09:30"),  # Spring Festival: 28 January to 4 February
        ("2026-02-13 16:30", 1, "2026-02-14 09:00"),  # Saturday 14 February 2026 is worked
        ("2026-02-14 16:30", 1, "2026-02-24 09:00"),
        ("2025-12-31 16:00", 2, "2026-01-04 09:30"),  # 1 to 3 January off, Sunday 4 January worked
    ],
)
def test_working_hours_pass_only_in_office_hours(start, hours, end):
    assert CITY.add_hours(at(start), hours) == at(end)


@pytest.mark.parametrize(
    ("start", "days", "end"),
    [
        ("2026-11-20 09:00", 1, "2026-11-23 09:00"),
        ("2026-11-20 19:30", 1, "2026-11-23 17:00"),  # after closing
        ("2026-11-20 07:00", 1, "2026-11-23 08:30"),  # before opening
        ("2026-11-20 12:20", 1, "2026-11-23 13:00"),  # at lunch
        ("2026-11-21 10:00", 1, "2026-11-23 17:00"),  # on a Saturday
        ("2025-01-24 10:00", 2, "2025-01-27 10:00"),  # Sunday 26 January 2025 is worked
        ("2025-01-27 10:00", 3, "2025-02-07 10:00"),
        ("2025-01-27 10:00", 4, "2025-02-08 10:00"),  # Saturday 8 February 2025 is worked
        ("2025-12-31 10:00", 1, "2026-01-04 10:00"),
        ("2026-12-31 10:00", 1, "2027-01-01 10:00"),  # outside the table weekdays are worked
    ],
)
def test_working_days_do_not_count_the_first_day(start, days, end):
    assert CITY.add_days(at(start), days) == at(end)


def test_a_limit_asks_the_calendar():
    assert clock.Limit(2, clock.Unit.WORKING_DAYS).after(at("2025-01-27 10:00")) == at("2025-02-06 10:00")
    assert clock.Limit(4, clock.Unit.WORKING_HOURS).after(at("2026-11-20 16:00")) == at("2026-11-23 11:30")


def test_the_table_says_how_far_it_reaches():
    assert known_until() == date(2026, 12, 31)


@quick
@given(moments, some_hours)
def test_added_hours_end_in_working_time_and_count_back(moment, hours):
    end = CITY.add_hours(moment, hours)
    here = clock.local(end)
    assert any(opens < here.time() <= closes for opens, closes in CITY.hours(here.date()))
    assert CITY.minutes_between(moment, end) == round(hours * 60)
    assert CITY.minutes_between(end, moment) == -round(hours * 60)


@quick
@given(moments, some_hours, st.integers(1, 30), st.timedeltas(timedelta(), timedelta(days=12)))
def test_a_later_start_never_ends_earlier(moment, hours, days, later):
    assert CITY.add_hours(moment, hours) <= CITY.add_hours(moment + later, hours)
    assert CITY.add_days(moment, days) <= CITY.add_days(moment + later, days)
    assert CITY.add_days(moment, days) < CITY.add_days(moment, days + 1)


@quick
@given(moments, st.integers(1, 30))
def test_added_days_end_in_working_time(moment, days):
    here = clock.local(CITY.add_days(moment, days))
    assert any(opens <= here.time() <= closes for opens, closes in CITY.hours(here.date()))


def test_a_new_notice_holds_at_once_and_the_past_cannot_be_changed(keeper):
    nine_to_four = {"morning": (time(9), time(12)), "afternoon": (time(13), time(16)), "basis": "待确认"}
    with clock.at(datetime(2026, 11, 22, tzinfo=UTC)):
        commands.enter_days(keeper, days=[(date(2027, 1, 1), False, "元旦")], basis="通知（测试）")
        assert CITY.add_days(at("2026-12-31 10:00"), 1) == at("2027-01-04 10:00")
        for wrong in (
            lambda: commands.enter_days(keeper, days=[(date(2026, 11, 20), False, "")], basis="x"),
            lambda: commands.enter_days(keeper, days=[(date(2027, 1, 2), False, "")], basis=" "),
            lambda: commands.set_hours(keeper, valid_from=date(2026, 11, 22), **nine_to_four),
            lambda: commands.set_hours(keeper, valid_from=date(2026, 12, 1), **{**nine_to_four, "basis": ""}),
            lambda: commands.set_hours(
                keeper, valid_from=date(2026, 12, 1), **{**nine_to_four, "morning": (time(9), time(8))}
            ),
        ):
            with pytest.raises(Refused):
                wrong()
        commands.set_hours(keeper, valid_from=date(2026, 11, 24), **nine_to_four)
    assert CITY.add_hours(at("2026-11-23 16:00"), 2) == at("2026-11-24 10:00")
    assert CITY.add_days(at("2026-11-23 17:00"), 1) == at("2026-11-24 16:00")
