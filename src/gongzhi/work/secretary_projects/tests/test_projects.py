"""A secretary project from the yearly call to acceptance against verified figures, and what is refused on the way."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongzhi.kit import clock
from gongzhi.kit.command import COMMANDS
from gongzhi.kit.flow import NotNow, NotYours, Refused, Stopped, Unseen
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.work.secretary_projects import commands
from gongzhi.work.secretary_projects.models import Call, Measurement, Project
from gongzhi.work.secretary_projects.rules import PROJECT
from gongzhi.work.secretary_projects.tests import making

pytestmark = pytest.mark.django_db


def test_the_whole_way_from_call_to_acceptance(town):
    project = making.asked(town)
    making.verified(town, project)
    done = commands.accept(town.leader, project, acceptance="三部都在运行，居民认可")
    assert done.stage == "accepted" and done.effect_verified and done.asked_on <= done.due_on
    assert verify_journal() == []


def test_only_documents_are_not_accepted(town):
    project = making.asked(town, kind="document")
    making.verified(town, project)
    with pytest.raises(Refused, match="只有文件的项目不能验收"):
        commands.accept(town.leader, project, acceptance="材料齐全")
    assert Project.objects.get(pk=project.pk).stage == "acceptance_asked"


def test_without_a_verified_figure_nothing_is_accepted(town):
    project = making.asked(town)
    with pytest.raises(Refused, match="没有一项成效有核实的数"):
        commands.accept(town.leader, project, acceptance="看着不错")
    row = Measurement.objects.get(effect__project=project)
    commands.verify(town.leader, project, measurement_id=row.pk, so=False, remark="只有两部在运行")
    with pytest.raises(Refused, match="没有一项"):
        commands.accept(town.leader, project, acceptance="看着不错")


def test_a_missed_target_is_explained_or_sent_back(town):
    project = making.asked(town, value=2)
    making.verified(town, project)
    with pytest.raises(Refused, match="没有达到目标"):
        commands.accept(town.leader, project, acceptance="还行")
    back = commands.send_back(town.leader, project, reason="还差一部")
    assert back.stage == "running" and back.sent_back == 1
    making.measured(town, back, value=3)
    making.verified(town, back)
    commands.ask_acceptance(town.secretary, back, result="三部都装好了")
    assert commands.accept(town.leader, back, acceptance="三部都在运行").stage == "accepted"


def test_every_effect_and_milestone_must_be_there_before_acceptance_is_asked(town):
    project = making.running(town)
    with pytest.raises(Refused, match="还有节点没有完成"):
        commands.ask_acceptance(town.secretary, project, result="做完了")
    making.reached(town, project)
    with pytest.raises(Refused, match="还没有验收时的数"):
        commands.ask_acceptance(town.secretary, project, result="做完了")


@pytest.mark.parametrize("account", ["secretary", "worker"])
def test_ones_own_level_neither_approves_nor_accepts(town, account):
    project = making.reviewed(town)
    with pytest.raises(NotYours):
        commands.approve(town.actor(account), project, decision="自己同意")
    with pytest.raises(NotYours):
        making.opinion(town, project, account)


def test_a_streets_project_is_judged_by_the_district_and_not_by_the_street(town):
    project = making.studied(town, by="leader")
    for account in ("leader", "clerk"):
        with pytest.raises((NotYours, Refused)):
            making.opinion(town, project, account)
    for account in ("district", "dispatcher"):
        making.opinion(town, project, account)
    with pytest.raises(NotYours):
        commands.approve(town.leader, project, decision="自己同意")
    with pytest.raises(NotYours):
        commands.approve(town.mayor, project, decision="隔级")
    assert commands.approve(town.district, project, decision="同意").stage == "approved"


def test_a_districts_project_is_judged_by_the_city(town):
    project = making.approved(town, by="district", judge="mayor", reviewers=("mayor", "sorter"))
    assert (project.level, project.stage) == ("district", "approved")


def test_one_opinion_of_each_and_enough_of_them(town):
    project = making.studied(town)
    making.opinion(town, project, "leader")
    with pytest.raises(Refused, match="已经评审过"):
        making.opinion(town, project, "leader")
    with pytest.raises(Refused, match="要有2份"):
        commands.approve(town.leader, project, decision="同意")


def test_handed_back_it_is_reviewed_anew(town):
    project = making.reviewed(town)
    commands.hand_back(town.leader, project, reason="目标太低")
    again = commands.declare(town.secretary, project)
    assert (again.stage, again.round) == ("declared", 2)
    commands.study(town.secretary, again, studied_on=clock.today(), study_record="再次研究")
    making.opinion(town, again, "leader")
    with pytest.raises(Refused, match="评审意见有1份"):
        commands.approve(town.leader, again, decision="同意")


def test_extension_once(town):
    project = making.running(town)
    day = project.due_on + timedelta(days=30)
    longer = commands.extend(town.leader, project, until=day, reason="汛期停工")
    assert longer.due_on == day
    with pytest.raises(Refused, match="不能再延"):
        commands.extend(town.leader, project, until=day + timedelta(days=5), reason="又停工")
    with pytest.raises(NotYours):
        commands.extend(town.secretary, project, until=day + timedelta(days=5), reason="自己延")


def test_a_proposal_needs_a_change_that_can_be_counted(town):
    project = making.drafted(town)
    with pytest.raises(Refused, match="目标要比基线好"):
        making.effect(town, project, better="down", baseline=Decimal(3), target=Decimal(5))
    for row in project.effects.all():
        commands.drop_effect(town.secretary, project, effect_id=row.pk)
    with pytest.raises(Refused, match="预期成效"):
        commands.declare(town.secretary, project)


def test_only_the_secretary_puts_it_forward(town):
    project = making.drafted(town, by="worker")
    with pytest.raises(NotYours):
        commands.declare(town.worker, project)
    assert commands.declare(town.secretary, project).secretary_id == town.users["secretary"].pk


def test_nobody_above_sees_a_draft(town):
    project = making.drafted(town)
    assert not PROJECT.seen_by(town.leader).filter(pk=project.pk).exists()
    with pytest.raises(Unseen):
        commands.stop(town.leader, project, reason="不要做")


def test_after_the_last_day_nothing_new_is_put_forward(town):
    call = making.call_of(town)
    project = making.drafted(town, call=call)
    with clock.at(clock.now() + timedelta(days=61)):
        with pytest.raises(Refused, match="申报期"):
            commands.declare(town.secretary, project)
        with pytest.raises(Refused, match="申报期"):
            making.drafted(town, call=call)


def test_a_call_asks_once_a_year_and_below_its_issuer(town):
    making.call_of(town)
    with pytest.raises(Refused, match="已经有了"):
        making.call_of(town)
    with pytest.raises(Refused, match="哪几级"):
        making.call_of(town, by="district", levels=("district",))
    with pytest.raises(NotYours):
        making.call_of(town, by="leader")


def test_a_call_that_does_not_ask_ones_level(town):
    call = making.call_of(town, levels=("street",))
    with pytest.raises(NotYours):
        making.drafted(town, call=call)


def test_what_the_system_counts_nobody_types(town, told):
    project = making.drafted(town)
    making.effect(town, project, name="办结的来电", source="linked_closed", unit="件", target=Decimal(1))
    case = told()
    commands.link_case(town.secretary, project, number=case.number)
    with pytest.raises(Refused, match="已经关联"):
        commands.link_case(town.secretary, project, number=case.number)
    commands.declare(town.secretary, project)
    commands.study(town.secretary, project, studied_on=clock.today(), study_record="同意")
    for one in ("leader", "clerk"):
        making.opinion(town, project, one)
    commands.approve(town.leader, project, decision="同意")
    commands.start(town.secretary, project)
    own = project.effects.get(source="linked_closed")
    with pytest.raises(Refused, match="不能手填"):
        commands.measure(town.secretary, project, effect_id=own.pk, phase="final", value=Decimal(9))
    commands.measure(town.secretary, project, effect_id=own.pk, phase="final")
    row = Measurement.objects.get(effect=own)
    assert (row.value, row.verdict) == (0, "verified")


def test_a_case_one_does_not_see_is_not_linked(town, told):
    project = making.drafted(town)
    with pytest.raises(Refused, match="没有找到"):
        commands.link_case(town.secretary, project, number="20260101-000001")
    with pytest.raises(Refused, match="没有找到"):
        commands.link_case(town.secretary, project, number="x")


def test_ones_own_figure_is_verified_by_another(town):
    project = making.running(town)
    making.measured(town, project)
    row = Measurement.objects.get(effect__project=project)
    with pytest.raises(NotYours):
        commands.verify(town.secretary, project, measurement_id=row.pk, so=True)


def test_midterm_with_a_figure_once(town):
    project = making.running(town)
    with pytest.raises(Refused, match="中期要有数"):
        commands.record_midterm(town.secretary, project, midterm="进展顺利")
    making.measured(town, project, phase="midterm", value=1)
    assert commands.record_midterm(town.secretary, project, midterm="装了一部").midterm_on == clock.today()
    with pytest.raises(Refused, match="已经记过"):
        commands.record_midterm(town.secretary, project, midterm="装了一部")


def test_who_stops_it_depends_on_the_moment(town):
    project = making.reviewed(town)
    with pytest.raises(NotYours):
        commands.stop(town.leader, project, reason="不做了")
    commands.approve(town.leader, project, decision="同意")
    with pytest.raises(NotYours):
        commands.stop(town.secretary, project, reason="不做了")
    assert commands.stop(town.leader, project, reason="小区拆迁").stage == "stopped"


STEPS = [step.verb for step in PROJECT.rows]
WORDS = {
    "write": {"title": "改名", "problem": "难题", "obstacle": "power", "measures": "措施"},
    "study": {"study_record": "同意"}, "approve": {"decision": "同意"}, "hand_back": {"reason": "再改"},
    "reject": {"reason": "不合适"}, "record_midterm": {"midterm": "一半"}, "ask_acceptance": {"result": "做成"},
    "accept": {"acceptance": "通过"}, "send_back": {"reason": "还差"}, "stop": {"reason": "不做"},
    "review": {"necessity": "必要", "timeliness": "及时", "leverage": "带动", "advice": "approve"},
}  # fmt: skip


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    walk=st.lists(
        st.tuples(
            st.sampled_from(["declare", "study", "review", "approve", "start", "ask_acceptance", "accept", "send_back",
                             "hand_back", "reject", "stop", "record_midterm"]),
            st.sampled_from(["secretary", "worker", "leader", "clerk", "district", "mayor", "heating"]),
        ),
        max_size=14,
    )
)  # fmt: skip
def test_whatever_is_tried_it_is_approved_by_above_and_accepted_by_figures(town, walk):
    Call.objects.filter(projects=None).delete()
    project = making.drafted(town)
    for verb, account in walk:
        more = dict(WORDS.get(verb, {}))
        if verb == "study":
            more["studied_on"] = clock.today()
        try:
            COMMANDS[PROJECT.kind, verb](town.actor(account), project, **more)
        except Stopped:
            continue
        kept = Project.objects.get(pk=project.pk)
        if verb in ("approve", "reject", "accept", "send_back", "hand_back"):
            assert account == "leader"
        if kept.stage in ("approved", "running", "acceptance_asked"):
            assert kept.opinions.filter(round=kept.round).count() >= 2 and kept.studied_on
        assert kept.stage != "accepted"  # nothing was measured
    assert verify_journal() == []


def test_a_step_at_the_wrong_moment_says_so(town):
    project = making.running(town)
    with pytest.raises(NotNow):
        commands.approve(town.leader, project, decision="同意")
