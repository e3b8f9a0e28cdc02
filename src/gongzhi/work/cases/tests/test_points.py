"""The way of a case, point by point (docs/map.md, ARCHITECTURE §6)."""

from datetime import UTC, datetime, timedelta

import pytest

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.town.access.actor import resident
from gongzhi.town.areas.cards import Place
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases import timers
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import CallBack, Case

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 in the city


def fresh(case):
    return Case.objects.get(pk=case.pk)


def rated(case, **more):
    said = {"contacted": True, "solved": True, "satisfaction": "good", **more}
    report = case.reports.order_by("id").first()
    return cases.rate(resident(report.pk), case, **said)


@pytest.fixture
def resolved(town, told):
    """A case that the community resolved; the grid's head verifies."""
    case = told()
    cases.raise_up(town.head, case, reason="阀门在公共管井")
    cases.resolve(town.worker, case, measures="物业换了阀门")
    return fresh(case)


# 1. One case, one number, one timeline -------------------------------------------------------------


def test_a_number_is_read_out_and_found_again(town, told):
    with clock.at(MONDAY):
        case = told()
    assert case.number == f"20261123-{case.serial:06d}"
    report = case.reports.get()
    assert report.number == case.number


# 3. Notes ------------------------------------------------------------------------------------------


def test_a_note_reports_and_resolves_in_one_line_outside_all_rates(town):
    case = cases.note(
        town.head, category=catalogue().coded("living-lamp"), at=town.place, telling=Telling(text="换了灯泡")
    )
    assert (case.stage, case.outside_rates, case.due_at) == ("noted", True, None)
    assert Entry.objects.get(trunk_id=str(case.pk)).verb == "note"


def test_a_note_that_was_not_done_becomes_a_case_with_a_clock(town):
    case = cases.note(
        town.head, category=catalogue().coded("living-lamp"), at=town.place, telling=Telling(text="换了灯泡")
    )
    cases.look(town.worker, case, found=False)
    case = fresh(case)
    assert (case.stage, case.outside_rates) == ("accepted", False)
    assert case.due_at > clock.now()


# 4. The place names the first desk -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("category", "channel", "desk"),
    [
        ("living-lamp", "resident", "grid"),
        ("living-burst", "resident", "street"),
        ("living-lamp", "hotline", "street"),
    ],
)
def test_place_category_and_channel_name_the_first_desk(town, told, category, channel, desk):
    assert told(category, channel=channel).desk_id == getattr(town.areas, desk).pk


def test_a_point_in_no_polygon_goes_to_the_sorting_desk_and_is_placed_there(town, told):
    nowhere = Place(address="地图上的一点", lon=126.9, lat=44.9)
    case = told(at=nowhere)
    assert case.desk_id == town.areas.city.pk
    with pytest.raises(Unseen):
        cases.place(town.worker, case, at=town.place)
    cases.place(town.sorter, case, at=town.place)
    assert fresh(case).desk_id == town.areas.grid.pk
    assert fresh(case).due_at == case.due_at


def test_hand_down_moves_lower_and_is_never_blocked(town, told):
    case = told("living-burst")
    cases.hand_down(town.clerk, case, reason="社区先去看")
    assert fresh(case).desk_id == town.areas.community.pk
    cases.hand_down(town.worker, case, reason="网格去看")
    assert fresh(case).desk_id == town.areas.grid.pk
    with pytest.raises(Refused, match="没有落到下一级|先补全"):
        cases.hand_down(
            town.worker,
            told(at=Place(community_id=town.areas.community.pk, street_id=town.areas.street.pk)),
            reason="去看",
        )


# 7. Other eyes -------------------------------------------------------------------------------------


def test_nobody_verifies_their_own_work(town, told):
    case = told("living-papers")  # papers: the street looks
    cases.raise_up(town.head, case, reason="要盖章")
    cases.raise_up(town.worker, case, reason="街道的章")
    cases.resolve(town.clerk, case, measures="已盖章", spoken_with="本人")
    assert fresh(case).eyes == "street"
    with pytest.raises(NotYours):
        cases.verify(town.clerk, case)
    cases.verify(town.leader, case)
    assert fresh(case).stage == "verified"


def test_what_the_grid_did_itself_is_verified_by_the_reporter(town, told):
    case = told()
    cases.resolve(town.head, case, measures="上门放了气")
    assert fresh(case).eyes == "reporter"
    with pytest.raises((NotYours, NotNow)):
        cases.verify(town.worker, case)
    rated(case)
    assert fresh(case).stage == "closed"


def test_send_back_is_the_same_desk_the_same_hands_one_round_more_on_the_same_clock(town, resolved):
    due = resolved.due_at
    cases.send_back(town.head, resolved, reason="还是不热")
    case = fresh(resolved)
    assert (case.stage, case.round, case.desk_id, case.due_at) == (
        "accepted",
        2,
        town.areas.community.pk,
        due,
    )


def test_the_third_round_goes_to_the_desk_above(town, resolved):
    cases.send_back(town.head, resolved, reason="还是不热")
    cases.resolve(town.worker, resolved, measures="又换了")
    cases.send_back(town.head, resolved, reason="仍然不热")
    assert (fresh(resolved).round, fresh(resolved).desk_id) == (3, town.areas.street.pk)


def test_eyes_widen_by_themselves_when_nobody_looks(town, told):
    with clock.at(MONDAY):
        case = told()
        cases.raise_up(town.head, case, reason="阀门在公共管井")
        cases.resolve(town.worker, case, measures="物业换了阀门")
    with clock.at(MONDAY + timedelta(days=3)):
        timers.act()
        assert fresh(case).eyes == "community"


# 8. Ratings ----------------------------------------------------------------------------------------


def test_silence_is_not_praise(town, resolved):
    cases.verify(town.head, resolved)
    with clock.at(clock.now() + timedelta(days=7, hours=1)):
        timers.act()
    case = fresh(resolved)
    assert case.stage == "closed"
    assert case.ratings.count() == 0
    assert Entry.objects.filter(trunk_id=str(case.pk), verb="close_unrated").exists()


def test_not_solved_goes_back_to_the_same_hands(town, resolved):
    cases.verify(town.head, resolved)
    rated(resolved, solved=False, satisfaction="bad")
    case = fresh(resolved)
    assert (case.stage, case.round) == ("accepted", 2)


def test_one_rating_a_round(town, told):
    case = told()
    telling = Telling(text="我家也不热")
    other = cases.join(resident(), case, channel="resident", telling=telling)
    cases.raise_up(town.head, case, reason="公共管井")
    cases.resolve(town.worker, case, measures="换了阀门")
    cases.verify(town.head, case)
    rated(case)
    assert fresh(case).stage == "verified"
    with pytest.raises(Refused, match="评价过"):
        rated(case)
    cases.rate(resident(other.pk), case, contacted=False, solved=True, satisfaction="fair")
    assert fresh(case).stage == "closed"


def test_a_call_back_is_by_another_organisation_three_tries_at_different_hours(town, told):
    with clock.at(MONDAY):
        case = told(name="李桂兰", phone="13800000000", consent=True)
        cases.raise_up(town.head, case, reason="公共管井")
        cases.resolve(town.worker, case, measures="换了阀门")
        cases.verify(town.head, case)
        report = case.reports.get()
        call = CallBack.objects.create(
            case=case,
            report=report,
            organisation_id=town.organisations.calls.pk,
            round=1,
            drawn_at=clock.now(),
            seed="x",
        )
        with pytest.raises(Unseen):
            cases.tried(town.worker, call)
        cases.tried(town.caller, call)
        with pytest.raises(Refused, match="换一个钟点"):
            cases.tried(town.caller, call)
    with clock.at(MONDAY + timedelta(hours=3)):
        cases.rate(
            town.caller,
            case,
            contacted=True,
            solved=True,
            satisfaction="good",
            via="phone",
            report_id=report.pk,
        )
    assert case.ratings.get().via == "phone"
    assert CallBack.objects.get().stage == "reached"


# 9. Press, urge, instruct --------------------------------------------------------------------------


def test_press_rises_level_by_level_in_the_unit_of_its_clock(town, told):
    with clock.at(MONDAY):
        case = told("living-burst")  # two wall hours
    levels = []
    for hours in (1.9, 2.1, 3.1, 4.1, 5.1, 9):
        with clock.at(MONDAY + timedelta(hours=hours)):
            timers.act()
        levels.append(fresh(case).press_level)
    assert levels == [0, 1, 2, 3, 4, 4]


def test_urge_once_a_stage(town, told):
    case = told()
    reporter = resident(case.reports.get().pk)
    cases.urge(reporter, case)
    with pytest.raises(Refused, match="催过一次"):
        cases.urge(reporter, case)
    cases.accept(town.head, case)
    cases.urge(reporter, case)


def test_an_instruction_makes_a_task_and_changes_no_stage(town, told):
    from gongzhi.work.tasks.models import Task

    case = told()
    due = clock.today() + timedelta(days=2)
    cases.instruct(
        town.district,
        case,
        text="请尽快解决并报结果",
        organisation_id=town.organisations.street.pk,
        due_on=due,
    )
    task = Task.objects.get()
    assert (task.kind, task.subject_id, fresh(case).stage) == ("instruction", str(case.pk), "reported")
