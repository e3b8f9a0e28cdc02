"""The regulation itself: whose steps, which moments, and what is no opinion."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor, PostCard
from gongzhi.work.street_powers import commands, queries
from gongzhi.work.street_powers.commands.opinions import JUDGES
from gongzhi.work.street_powers.models import PowerUse
from gongzhi.work.street_powers.rules import HIGHEST, next_press, street_post

pytestmark = pytest.mark.django_db
quick = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
HERE = clock.zone()
moments = st.datetimes(datetime(2024, 1, 2), datetime(2026, 11, 1), timezones=st.just(HERE))  # noqa: DTZ001
units = st.sampled_from([*clock.Unit])


@quick
@given(due=moments, unit=units)
def test_each_press_comes_later_than_the_one_before_and_the_third_is_the_last(due, unit):
    pressed = [next_press(due, unit, level) for level in range(HIGHEST)]
    assert pressed[0] == due
    assert all(earlier < later for earlier, later in zip(pressed, pressed[1:]))
    assert next_press(due, unit, HIGHEST) is None
    assert next_press(None, unit, 0) is None


def test_the_street_post_one_acts_under_is_the_chosen_one():
    posts = (PostCard(1, "department_clerk", 5, 50, "district"), PostCard(2, "street_clerk", 6, 60, "street"),
             PostCard(3, "street_leader", 7, 70, "street"))  # fmt: skip
    assert street_post(Actor(user_id=1, posts=posts)).id == 2
    assert street_post(Actor(user_id=1, posts=posts, acting_as=3)).id == 3
    assert street_post(Actor(user_id=1, posts=posts[:1])) is None


@pytest.mark.parametrize(
    "text", ["全年95分", "评 8.5 分", "排名第一", "第三名", "打分偏高", "八分，不错", "五分制里算高"]
)
def test_a_number_that_judges_is_found(text):
    assert JUDGES.search(text)


@pytest.mark.parametrize("text", ["十分感谢", "12分钟到场", "3分局来人", "处理12件", "分工清楚", "第三网格"])
def test_other_numbers_are_let_through(text):
    assert not JUDGES.search(text)


@quick
@given(
    steps=st.lists(
        st.tuples(st.sampled_from(["signed", "asked"]), st.integers(0, 40) | st.none()), max_size=5
    )
)
def test_the_figures_add_up(town, signed, asked, steps):
    """Whatever is answered when: what was answered was in time or late, and what was not is silent or not yet due."""
    PowerUse.objects.all().delete()
    start = datetime(2026, 9, 1, 10, tzinfo=HERE)
    for kind, days in steps:
        with clock.at(start):
            use = signed() if kind == "signed" else asked()
        if days is not None:
            with clock.at(start + timedelta(days=days, minutes=1)):
                if kind == "signed":
                    commands.answer(town.parks, use, reply="partly", reasons="一半")
                else:
                    commands.object(town.leader, use, reasons="不行")
    with clock.at(start + timedelta(days=15)):
        rows = list(queries.counted(town.leader, "street_id"))
        waiting = PowerUse.objects.filter(answered_at=None, answer_by__gte=clock.now()).count()
    if not steps:
        assert rows == []
        return
    [row] = rows
    assert row["used"] == len(steps)
    assert row["answered"] == row["in_time"] + row["late"] == row["partly"] + row["refused"]
    assert row["used"] == row["answered"] + row["silent"] + waiting
