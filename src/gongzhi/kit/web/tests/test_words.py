from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from gongzhi.kit import clock
from gongzhi.kit.clock import Unit
from gongzhi.kit.web import words
from gongzhi.kit.web.faces import ClockFace

NOW = datetime(2026, 11, 24, 2, 20, tzinfo=UTC)  # 10:20 in Shanghai


@pytest.fixture(autouse=True)
def _at_ten_twenty():
    with clock.at(NOW), translation.override("zh-hans"):
        yield


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (4, "今天 14:20"),
        (24, "明天 10:20"),
        (-24, "昨天 10:20"),
        (48, "11月26日 10:20"),
        (24 * 60, "2027年1月23日 10:20"),
    ],
)
def test_moment(hours, said):
    assert words.moment(NOW + timedelta(hours=hours)) == said


def test_moment_and_day_in_english():
    with translation.override("en"):
        assert words.moment(NOW) == "today 10:20"
        assert words.moment(NOW + timedelta(days=2)) == "26 Nov 10:20"
        assert words.day(date(2025, 3, 2)) == "2 Mar 2025"
        assert ClockFace(NOW + timedelta(hours=9, minutes=45), NOW).text == "9 h 45 min left"


def test_what_is_kept_or_printed_says_the_date():
    assert words.stamp(NOW) == "11月24日 10:20"
    assert words.long_day(NOW) == "2026年11月24日"


def test_nothing_is_said_of_nothing():
    assert (
        words.moment(None)
        == words.day(None)
        == words.stamp(None)
        == words.long_day(None)
        == words.masked(None)
        == words.phone_masked("")
        == ""
    )
    assert words.thousands(None) == "—"


@pytest.mark.parametrize(
    ("minutes", "said"),
    [(0, "不到1分"), (48, "48分"), (60, "1小时"), (585, "9小时 45分"), (2 * 1440 + 125, "2天 2小时")],
)
def test_span(minutes, said):
    assert words.span(minutes) == said
    assert words.span(timedelta(minutes=minutes)) == said


@pytest.mark.parametrize(("minutes", "said"), [(40, "40分"), (190, "3工作时 10分"), (510, "1工作日 1工作时")])
def test_working_span(minutes, said):
    assert words.working_span(minutes, 450) == said


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("李明", "李*"),
        ("刘晓明", "刘**"),
        ("欧阳锋", "欧阳*"),
        ("李", "李*"),
        ("Zhao Ming", "Zhao*"),
        ("Zhao", "Z*"),
    ],
)
def test_masked(name, said):
    assert words.masked(name) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [("13812345678", "138****5678"), ("0431-89901234", "0431-8990****"), ("12345", "12345")],
)
def test_phone_masked(number, said):
    assert words.phone_masked(number) == said


def face(minutes, **more):
    return ClockFace(NOW + timedelta(minutes=minutes), NOW, **more)


def test_clock_in_time():
    shown = face(585)
    assert (shown.state, shown.text, shown.line) == ("ok", "剩 9小时 45分", "今天 20:05 到期")


def test_clock_soon_at_two_hours():
    assert face(120).state == "soon"
    assert face(121).state == "ok"
    assert face(1440, unit=Unit.WORKING_HOURS, left_minutes=120, day_minutes=450).state == "soon"


def test_clock_over_says_working_time():
    shown = face(-80, unit=Unit.WORKING_HOURS, left_minutes=-80, day_minutes=450, verb="到场")
    assert (shown.state, shown.text, shown.line) == ("over", "逾期 1工作时 20分", "应 今天 09:00 到场")


def test_clock_paused_has_no_due_line():
    shown = face(60, paused_note="等居民，停表")
    assert (shown.state, shown.text, shown.line) == ("wait", "等居民，停表", "")


@pytest.mark.parametrize(("early", "line"), [(18, "早 18分"), (-20, "晚 20分")])
def test_clock_done(early, line):
    done = NOW - timedelta(minutes=early)
    shown = face(0, done_at=done, started_at=done - timedelta(minutes=48))
    assert (shown.state, shown.text, shown.line) == ("done", "用时 48分", line)


def test_clock_without_limit():
    assert ClockFace(None, NOW).text == "不计时"
