"""The whistle, point by point (ARCHITECTURE §6)."""

from datetime import UTC, datetime, timedelta

import pytest

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.town.areas.models import Area
from gongzhi.town.duty.models import Shift
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import Case
from gongzhi.work.mandates.queries import propose, without_owner
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles import timers
from gongzhi.work.whistles.models import Authority, Dispute, DutyProposal, ReportIn, Whistle

MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 in the city


@pytest.fixture
def at_street(town, told):
    case = told()
    cases.raise_up(town.head, case, reason="公共管井")
    cases.raise_up(town.worker, case, reason="物业无权动")
    return case


def call(*organisations):
    return [{"organisation_id": o.pk, "lead": n == 0} for n, o in enumerate(organisations)]


@pytest.fixture
def sounded(town, at_street):
    with clock.at(MONDAY):
        whistle = whistles.propose(
            town.clerk,
            at_street,
            kind="unsolved",
            call=call(town.organisations.heating, town.organisations.civil),
            request="换阀门",
        )
        whistles.sign(town.leader, whistle)
    return Case.objects.get(pk=at_street.pk)


def lead_of(case):
    return ReportIn.objects.get(case=case, lead=True)


# 2. Who may sound ----------------------------------------------------------------------------------


def test_grid_community_and_street_propose_and_only_the_leader_signs(town, told):
    case = told()
    whistle = whistles.propose(
        town.head, case, kind="enforcement", call=call(town.organisations.parks), request="占道经营"
    )
    for who in ("head", "worker", "clerk"):
        with pytest.raises(NotYours):
            whistles.sign(town.actor(who), whistle)
    with pytest.raises(Unseen):
        whistles.sign(town.heating, whistle)
    whistles.sign(town.leader, whistle)
    assert Case.objects.get(pk=case.pk).stage == "called"


def test_whom_the_leader_authorises_by_record_signs_that_kind_until_the_day(town, told):
    given = {"user": town.users["clerk"], "street_id": town.areas.street.pk, "basis": "街道授权书"}
    Authority.objects.create(kind="enforcement", valid_to=clock.today() + timedelta(days=1), **given)
    one = whistles.propose(
        town.head, told(), kind="enforcement", call=call(town.organisations.parks), request="占道经营"
    )
    two = whistles.propose(
        town.head, told(), kind="unsolved", call=call(town.organisations.parks), request="占道经营"
    )
    whistles.sign(town.clerk, one)
    with pytest.raises(NotYours):
        whistles.sign(town.clerk, two)
    with clock.at(clock.now() + timedelta(days=3)):
        three = whistles.propose(
            town.head, told(), kind="enforcement", call=call(town.organisations.parks), request="占道经营"
        )
        with pytest.raises(NotYours):
            whistles.sign(town.clerk, three)


def test_in_an_emergency_the_leader_on_duty_sounds_at_once_and_signs_within_a_day(town, told):
    eve = datetime(2026, 2, 16, 14, 0, tzinfo=UTC)  # 除夕 22:00
    with clock.at(eve):
        case = told("living-burst")
        asked = {"call": call(town.organisations.heating), "request": "关阀抢修"}
        with pytest.raises(NotYours, match="带班领导"):
            whistles.sound_at_once(town.leader, case, **asked)
        Shift.objects.create(
            organisation=town.organisations.street, starts_at=eve - timedelta(hours=4), ends_at=eve + timedelta(hours=10),
            leader=town.users["leader"], clerk=town.users["clerk"],
        )  # fmt: skip
        whistle = whistles.sound_at_once(town.leader, case, **asked)
        row = lead_of(case)
        assert (row.arrive_by, row.due_at) == (eve + timedelta(minutes=30), eve + timedelta(hours=2))
        assert whistle.sign_by == eve + timedelta(hours=24)
        whistles.sign_after(town.leader, whistle)
    assert Whistle.objects.get().signed_at == eve


def test_unsigned_after_its_limit_is_shown_to_the_proposer(town, at_street):
    with clock.at(MONDAY):
        whistle = whistles.propose(
            town.clerk, at_street, kind="unsolved", call=call(town.organisations.heating), request="换阀门"
        )
    with clock.at(MONDAY + timedelta(days=1)):
        timers.lapse()
    whistle.refresh_from_db()
    assert (whistle.stage, whistle.reason) == ("lapsed", "到时限没有人签发")


def test_declining_says_why(town, at_street):
    whistle = whistles.propose(
        town.clerk, at_street, kind="unsolved", call=call(town.organisations.heating), request="换阀门"
    )
    with pytest.raises(Refused):
        whistles.decline(town.leader, whistle, reason="")
    whistles.decline(town.leader, whistle, reason="社区可以办")
    assert Case.objects.get(pk=at_street.pk).stage == "reported"


def test_a_whistle_has_one_lead_and_calls_only_who_can_be_called(town, at_street):
    o = town.organisations
    for wrong in (
        [],
        call(o.firm),
        [{"organisation_id": o.heating.pk}],
        call(o.heating, o.heating),
        [{"organisation_id": 999999, "lead": True}],
    ):
        with pytest.raises(Refused):
            whistles.propose(town.clerk, at_street, kind="unsolved", call=wrong, request="换阀门")
    with pytest.raises(Refused, match="一种哨"):
        whistles.propose(town.clerk, at_street, kind="fun", call=call(o.heating), request="换阀门")


# 5. The duty list, and disputes --------------------------------------------------------------------


def test_departments_are_proposed_from_the_duty_list_with_the_reason(town, told):
    case = told()
    lead, helper = propose(case.category_id, (case.district_id, case.street_id))
    assert lead.lead and not helper.lead
    assert "31" in lead.reason
    assert {card.code for card in without_owner((town.areas.district.pk,))} >= {"living-lamp", "tip"}


def test_a_dispute_cites_a_clause_once_and_the_clock_runs_on(town, sounded):
    row = lead_of(sounded)
    with pytest.raises(Refused, match="条款"):
        whistles.dispute(town.heating, row, clause="", text="不归我们")
    due = row.due_at
    whistles.dispute(
        town.heating,
        row,
        clause="配合清单第47条",
        text="管沟开挖由城管负责",
        owner_id=town.organisations.parks.pk,
    )
    row.refresh_from_db()
    assert (row.disputed, row.due_at, row.stage) == (True, due, "called")
    with pytest.raises(NotYours):
        whistles.dispute(town.heating, row, clause="配合清单第47条", text="再提一次")


def test_the_district_moves_it_and_the_owner_takes_role_and_clock(town, sounded):
    row = lead_of(sounded)
    about = whistles.dispute(
        town.heating, row, clause="配合清单第47条", text="归城管", owner_id=town.organisations.parks.pk
    )
    with pytest.raises(NotYours):
        whistles.move(town.clerk, about, decision="归城管负责", organisation_id=town.organisations.parks.pk)
    whistles.move(
        town.dispatcher, about, decision="按清单第47条归城管", organisation_id=town.organisations.parks.pk
    )
    row.refresh_from_db()
    new = lead_of(sounded)
    assert (row.stage, new.organisation_id, new.due_at) == (
        "stood_down",
        town.organisations.parks.pk,
        row.due_at,
    )
    assert town.organisations.parks.pk in Case.objects.get(pk=sounded.pk).called_ids


def test_no_owner_means_that_the_district_names_one_and_the_list_learns(town, sounded):
    about = whistles.dispute(town.heating, lead_of(sounded), clause="清单没有列这一项", text="清单没有写")
    whistles.name_fallback(
        town.dispatcher,
        about,
        decision="首接负责，由供热办兜底",
        organisation_id=town.organisations.heating.pk,
    )
    assert Dispute.objects.get().stage == "fallback"
    assert DutyProposal.objects.get().organisation_id == town.organisations.heating.pk


def test_upheld_it_stays_theirs(town, sounded):
    about = whistles.dispute(town.heating, lead_of(sounded), clause="清单第3条", text="不归我们")
    whistles.say_more(town.clerk, about, text="去年也是供热办办的")
    whistles.uphold(town.dispatcher, about, decision="清单第31条写明供热办牵头")
    assert lead_of(sounded).organisation_id == town.organisations.heating.pk
    with pytest.raises(NotNow):
        whistles.uphold(town.dispatcher, about, decision="再裁一次也一样")


# 6. Arrival ----------------------------------------------------------------------------------------


def test_arrival_is_the_servers_time_unless_the_whistler_confirms_an_earlier_one(town, sounded):
    row = lead_of(sounded)
    with clock.at(MONDAY + timedelta(hours=1)):
        with pytest.raises(Refused):
            whistles.report_in(town.heating, row, arrived_at=MONDAY - timedelta(hours=1))
        whistles.report_in(town.heating, row, arrived_at=MONDAY + timedelta(minutes=20))
        row.refresh_from_db()
        assert row.arrived_at == MONDAY + timedelta(hours=1)
        with pytest.raises(NotYours):
            whistles.confirm_arrival(town.heating, row)
        whistles.confirm_arrival(town.worker, row)
    row.refresh_from_db()
    assert row.arrived_at == MONDAY + timedelta(minutes=20)


def test_late_departments_are_pressed_in_their_own_clock(town, sounded):
    levels = []
    for hours in (1, 5.1, 6.2, 7.3, 23):  # two working hours from 10:00 end at 13:00 (lunch between)
        with clock.at(MONDAY + timedelta(hours=hours)):
            timers.press()
        levels.append(lead_of(sounded).press_level)
    assert levels[0] == 0
    assert levels == sorted(levels)
    assert levels[-1] >= 3


# 1. Sign-off and countersigning --------------------------------------------------------------------


def both_present(town, case):
    rows = {row.organisation_id: row for row in ReportIn.objects.filter(case=case)}
    lead, helper = rows[town.organisations.heating.pk], rows[town.organisations.civil.pk]
    whistles.report_in(town.heating, lead)
    whistles.report_in(town.civil, helper)
    return lead, helper


def test_a_helper_that_does_not_agree_sends_the_leads_reply_back(town, sounded):
    lead, helper = both_present(town, sounded)
    whistles.finish(town.civil, helper, measures="送电暖器")
    whistles.finish(town.heating, lead, measures="更换阀门", spoken_with="住户")
    whistles.object(town.civil, helper, reason="三楼还是冷的")
    lead.refresh_from_db()
    assert (Case.objects.get(pk=sounded.pk).stage, lead.stage) == ("called", "present")


def test_silence_of_the_helpers_ends_after_four_working_hours(town, sounded):
    lead, helper = both_present(town, sounded)
    with clock.at(MONDAY):
        whistles.finish(town.civil, helper, measures="送电暖器")
        whistles.finish(town.heating, lead, measures="更换阀门", spoken_with="住户")
        whistles.agree(town.civil, helper)
    with clock.at(MONDAY + timedelta(days=1)), pytest.raises((NotYours, NotNow)):
        whistles.object(town.civil, helper, reason="三楼还是冷的")


def test_the_reply_has_its_four_elements(town, sounded):
    lead, _helper = both_present(town, sounded)
    with pytest.raises(Refused, match="和谁沟通过"):
        whistles.finish(town.heating, lead, measures="更换阀门")
    whistles.finish(town.heating, lead, measures="更换阀门", spoken_with="住户")
    assert set(ReportIn.objects.get(pk=lead.pk).reply) == {"measures", "spoken_with", "done_on", "taken_up"}


def test_proposer_and_street_mark_the_department_with_a_reason(town, sounded):
    lead, helper = both_present(town, sounded)
    whistles.finish(town.civil, helper, measures="送电暖器")
    with pytest.raises(Refused):
        whistles.mark(town.clerk, helper, grade="poor")
    whistles.mark(town.clerk, helper, grade="poor", reason="来得慢")
    whistles.mark(town.worker, helper, grade="good")
    helper.refresh_from_db()
    assert (helper.street_mark, helper.proposer_mark, lead.street_mark) == ("poor", "good", "")


def test_more_time_once_granted_by_the_street(town, sounded):
    row = lead_of(sounded)
    whistles.ask_more_time(town.heating, row, reason="配件周三才到")
    with pytest.raises(NotYours):
        whistles.ask_more_time(town.heating, row, reason="再延一次吧")
    due = row.due_at
    whistles.grant_more_time(town.clerk, row)
    row.refresh_from_db()
    assert row.due_at > due
    with pytest.raises(NotYours):
        whistles.grant_more_time(town.clerk, row)


def test_recall_stands_everybody_down_while_nobody_has_finished(town, sounded):
    whistle = Whistle.objects.get(case=sounded)
    whistles.recall(town.leader, whistle, reason="已自行恢复")
    assert set(ReportIn.objects.values_list("stage", flat=True)) == {"stood_down"}
    case = Case.objects.get(pk=sounded.pk)
    assert (case.stage, case.called_ids) == ("accepted", [])


def test_a_merged_streets_post_reaches_its_predecessor(town, sounded):
    from gongzhi.kit.reference import bump
    from gongzhi.town.areas.models import Succession

    Succession.objects.create(
        predecessor=town.areas.street,
        successor=town.areas.street2,
        kind="merge",
        on=clock.today(),
        basis="测试",
    )
    from gongzhi.town.people.models import Post, User

    user = User.objects.create_user("newclerk", "新经办", None)
    Post.objects.create(
        user=user,
        role="street_clerk",
        organisation=town.organisations.street,
        area=Area.objects.get(pk=town.areas.street2.pk),
        valid_from=clock.today(),
    )
    bump("areas")
    from gongzhi.work.cases.rules import FLOW

    assert FLOW.seen_by(town.actor("newclerk")).filter(pk=sounded.pk).exists()
