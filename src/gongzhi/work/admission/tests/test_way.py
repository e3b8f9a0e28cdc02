"""The way of a matter: asked, reviewed, decided at the joint meeting, used, objected to, ended."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.work.admission import commands, timers
from gongzhi.work.admission import queries as reads
from gongzhi.work.admission.models import Matter, Objection, Passage, Push
from gongzhi.work.admission.tests import world
from gongzhi.work.meetings import commands as meetings
from gongzhi.work.meetings.models import Topic
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.ports import NotAdmitted

M = Matter.Stage


def local(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture
def body(town):
    return world.body_of(town)


def asked(town, **more):
    first = date(2027, 3, 1)
    return commands.apply(
        town.heating,
        **world.words(town, ground="ordinary", valid_from=first, valid_to=first + timedelta(days=30), **more),
    )


class TestTheMeetingDecides:
    def test_agreed_is_admitted_and_work_passes_under_it(self, town, body):
        matter = asked(town)
        commands.review(town.dispatcher, matter.pk, legal=True, burden="每户十分钟，没有更省的办法")
        world.sitting(town, body)
        topic = Topic.objects.get(subject_id=str(matter.pk))
        meetings.decide(town.dispatcher, topic, outcome="agreed", decision="同意，经费随转", resolutions=[])
        matter.refresh_from_db()
        assert (matter.stage, matter.decision) == (M.ADMITTED, "同意，经费随转")
        with clock.at(local(2027, 3, 2, 10, 0)):
            task = tasks.assign(town.heating, **world.order(town), matter_id=matter.pk)
        passage = Passage.objects.get()
        assert passage.subject_id == str(task.pk)
        assert (passage.hours, passage.street_id) == (Decimal("3.5"), town.areas.street.pk)

    def test_not_agreed_is_refused(self, town, body):
        matter = asked(town)
        commands.review(town.dispatcher, matter.pk, legal=True, burden="太重")
        world.sitting(town, body)
        meetings.decide(town.dispatcher, Topic.objects.get(), outcome="not_agreed", decision="部门自己办")
        matter.refresh_from_db()
        assert matter.stage == M.REFUSED

    def test_without_a_joint_meeting_it_says_what_to_do(self, town):
        with pytest.raises(Refused, match="联席会议"):
            commands.review(town.dispatcher, asked(town).pk, legal=True, burden="尚可")
        assert Matter.objects.get().stage == M.ASKED

    def test_a_required_topic_is_not_left_off_nor_taken_back(self, town, body):
        commands.review(town.dispatcher, asked(town).pk, legal=True, burden="尚可")
        topic = Topic.objects.get()
        with pytest.raises(Refused, match="只能缓议"):
            meetings.decline_topic(town.dispatcher, topic, reason="不想议")
        with pytest.raises(Refused, match="自己的页面"):
            meetings.withdraw_topic(town.dispatcher, topic)


class TestAsking:
    @pytest.mark.parametrize(
        ("change", "field"),
        [
            ({"title": " "}, "title"), ({"content": "x"}, "content"), ({"basis": ""}, "basis"), ({"kinds": []}, "kinds"),
            ({"kinds": ["dance"]}, "kinds"), ({"hours": Decimal(0)}, "hours"), ({"times": 0}, "times"),
            ({"money": -1}, "money"), ({"notice_days": 0}, "notice_days"), ({"area_id": 0}, "area_id"),
            ({"valid_to": date(2020, 1, 1)}, "valid_to"), ({"valid_to": date(2036, 1, 1)}, "valid_to"),
            ({"valid_from": date(2020, 1, 1)}, "valid_from"),
        ],
    )  # fmt: skip
    def test_bad_words_name_their_field(self, town, change, field):
        with pytest.raises(Refused) as stop:
            commands.apply(town.heating, **world.words(town, **change))
        assert stop.value.field == field
        assert not Matter.objects.exists()

    def test_ordinary_work_is_asked_thirty_working_days_ahead_over_spring_festival(self, town):
        with clock.at(local(2026, 1, 28, 9, 0)):
            with pytest.raises(Refused) as stop:
                commands.apply(
                    town.heating,
                    **world.words(
                        town, ground="ordinary", valid_from=date(2026, 3, 16), valid_to=date(2026, 4, 10)
                    ),
                )
            assert stop.value.field == "valid_from"
            first = date(2026, 3, 17)  # 15 to 23 February are holidays, 14 and 28 February make-up days
            assert str(first) in stop.value.message
            commands.apply(
                town.heating,
                **world.words(town, ground="ordinary", valid_from=first, valid_to=date(2026, 4, 10)),
            )

    @pytest.mark.parametrize("name", ["worker", "leader", "clerk", "head", "liaison", "system"])
    def test_only_city_and_district_organisations_ask(self, town, name):
        with pytest.raises(NotYours):
            commands.apply(town.actor(name), **world.words(town))

    def test_only_in_their_own_area(self, town):
        with pytest.raises(Refused, match="自己区域"):
            commands.apply(town.heating, **world.words(town, area_id=town.areas.city.pk))

    def test_sent_back_completed_and_asked_anew(self, town):
        matter = asked(town)
        commands.send_back(town.dispatcher, matter.pk, reason="没写经费")
        with pytest.raises(NotNow):
            commands.review(town.dispatcher, matter.pk, legal=True, burden="尚可")
        commands.complete(town.heating, matter.pk, power="授权查看台账", content="请社区只做通知")
        matter.refresh_from_db()
        assert (matter.stage, matter.power, matter.content) == (M.ASKED, "授权查看台账", "请社区只做通知")

    def test_another_department_sees_nothing(self, town):
        with pytest.raises(Unseen):
            commands.withdraw_matter(town.civil, asked(town).pk)

    def test_ordinary_work_does_not_pass_by_record(self, town):
        with pytest.raises(NotYours):
            commands.pass_by_record(town.dispatcher, asked(town).pk, burden="想直接准入")


class TestEmergency:
    def running(self, town, **more):
        matter = asked(town, **more)
        commands.go_ahead(town.heating, matter.pk, reason="主管爆裂，要连夜通知")
        matter.refresh_from_db()
        return matter

    def test_it_may_be_used_at_once_and_is_reviewed(self, town, body):
        matter = self.running(town)
        tasks.assign(
            town.heating, **world.order(town, due_on=clock.today()), matter_id=matter.pk
        )  # no notice in an emergency
        commands.review_after(town.dispatcher, matter.pk, burden="确属应急")
        matter.refresh_from_db()
        assert (matter.stage, matter.bypass) == (M.ADMITTED, "reviewed")

    def test_it_lapses_after_five_working_days_across_a_weekend(self, town, body):
        with clock.at(local(2026, 11, 26, 15, 0)):  # a Thursday
            matter = self.running(town)
        with clock.at(local(2026, 12, 3, 14, 59)):
            assert timers.lapse() == 0
        with clock.at(local(2026, 12, 3, 15, 1)):
            with pytest.raises(NotAdmitted, match="补审的时限"):
                tasks.assign(town.heating, **world.order(town), matter_id=matter.pk)
            with pytest.raises(Refused, match="时限已过"):
                commands.review_after(town.dispatcher, matter.pk, burden="补一下")
            assert timers.lapse() == 1
        matter.refresh_from_db()
        assert (matter.stage, matter.bypass) == (M.EXPIRED, "lapsed")

    def test_the_third_in_a_quarter_goes_to_the_joint_meeting_which_may_end_it(self, town, body):
        with clock.at(local(2026, 9, 30, 9, 0)):
            self.running(town, title="上季度的")
        with clock.at(local(2026, 10, 12, 9, 0)):
            self.running(town, title="第一次"), self.running(town, title="第二次")
            assert not Topic.objects.exists()
            third = self.running(town, title="第三次")
            topic = Topic.objects.get()
            assert "第3次" in topic.title
            world.sitting(town, body)
            meetings.decide(town.dispatcher, topic.pk, outcome="not_agreed", decision="不属应急")
        third.refresh_from_db()
        assert (third.stage, third.bypass) == (M.EXPIRED, "lapsed")


class TestTheEnd:
    def test_a_term_ends_by_itself(self, town):
        matter = world.admitted(town)
        with clock.at(clock.now() + timedelta(days=61)):
            assert timers.expire() == 1
        matter.refresh_from_db()
        assert matter.stage == M.EXPIRED

    def test_residents_reject_it_and_it_leaves(self, town):
        matter = world.admitted(town)
        objection = commands.object_to(town.worker, matter.pk, text="住户不让进门", residents_reject=True)
        with pytest.raises(Refused, match="还没答复"):
            commands.object_to(town.secretary, matter.pk, text="再提一次")
        commands.uphold_objection(town.dispatcher, objection.pk, answer="改为物业通知")
        matter.refresh_from_db()
        assert matter.stage == M.EXITED
        with pytest.raises(NotAdmitted):
            tasks.assign(town.heating, **world.order(town), matter_id=matter.pk)

    def test_kept_it_stays(self, town):
        matter = world.admitted(town)
        objection = commands.object_to(town.worker, matter.pk, text="太多")
        commands.keep(town.dispatcher, objection.pk, answer="一年一次，不算多")
        assert Objection.objects.get().stage == "kept"
        assert Matter.objects.get().stage == M.ADMITTED


class TestRefusing:
    def refuse(self, town, **more):
        words = {
            "from_organisation_id": town.organisations.civil.pk,
            "text": "让今天报一份空巢老人表",
            **more,
        }
        return commands.refuse_push(town.worker, **words)

    def test_counted_against_the_sender_until_it_is_overruled(self, town):
        push = self.refuse(town)
        row = reads.by_department(town.dispatcher)[0]
        assert (row["organisation_id"], row["refused"], row["share"]) == (town.organisations.civil.pk, 1, 1.0)
        commands.contest(town.civil, push.pk, answer="有文件")
        commands.overrule(town.dispatcher, push.pk, ruling="确有准入")
        assert reads.by_department(town.dispatcher) == []

    def test_owned_up_it_is_still_counted(self, town):
        commands.own_up(town.civil, self.refuse(town).pk)
        assert reads.by_department(town.dispatcher)[0]["refused"] == 1

    def test_the_street_may_set_work_for_its_communities(self, town):
        with pytest.raises(Refused, match="不算硬推"):
            self.refuse(town, from_organisation_id=town.organisations.street.pk)
        tasks.assign(town.clerk, **world.order(town))
        load = reads.load(town.clerk)
        assert [row["street"] for row in load if row["area_id"] == town.areas.community.pk] == [1]

    @pytest.mark.parametrize("name", ["heating", "dispatcher", "mayor", "liaison"])
    def test_only_a_street_or_community_refuses(self, town, name):
        with pytest.raises(NotYours):
            commands.refuse_push(
                town.actor(name), from_organisation_id=town.organisations.civil.pk, text="空巢老人表"
            )

    def test_its_sender_may_not_rule(self, town):
        push = self.refuse(town)
        commands.contest(town.civil, push.pk, answer="有文件")
        with pytest.raises(NotYours):
            commands.uphold_refusal(town.civil, push.pk, ruling="不算")
        assert Push.objects.get().stage == "contested"


def test_the_load_meter_counts_what_came_through(town):
    matter = world.admitted(town)
    tasks.assign(town.heating, **world.order(town), matter_id=matter.pk)
    rows = {row["area_id"]: row for row in reads.load(town.clerk)}
    mine = rows[town.areas.community.pk]
    assert (mine["passed"], mine["hours"], mine["refused"]) == (1, Decimal("3.5"), 0)
    assert Task.objects.get().matter_id == matter.pk


class TestATaskIsRefused:
    """拒收 on the task's own page: only what the admitted matter no longer covers."""

    @pytest.fixture
    def task(self, town):
        return tasks.assign(town.heating, **world.order(town, matter_id=world.admitted(town).pk))

    def test_while_the_matter_stands_it_is_not(self, town, task):
        with pytest.raises(Refused, match="提异议"):
            tasks.refuse(town.worker, task.pk)
        task.refresh_from_db()
        assert task.stage == "assigned" and not Push.objects.exists()

    def test_who_is_late_can_not_refuse_after_its_end(self, town, task):
        Matter.objects.update(stage="expired")
        with pytest.raises(Refused, match="提异议"):
            tasks.refuse(town.worker, task.pk)

    def test_one_click_after_its_exit(self, town, task):
        commands.exit_(town.dispatcher, task.matter_id, reason="群众不认可")
        tasks.refuse(town.worker, task.pk)
        task.refresh_from_db()
        push = Push.objects.get(task_id=task.pk)
        assert (task.stage, push.stage, push.why) == ("refused", "refused", "expired")
        assert reads.by_department(town.dispatcher)[0]["refused"] == 1

    def test_an_emergency_that_lapsed(self, town, task):
        Matter.objects.update(stage="expired", bypass="lapsed")
        tasks.refuse(town.worker, task.pk)
        assert Push.objects.get().task_id == task.pk

    def test_it_is_refused_in_the_name_of_whose_task_it_is(self, town, task):
        """Also by somebody who serves several offices and is at the desk of another."""
        commands.exit_(town.dispatcher, task.matter_id, reason="群众不认可")
        own = town.worker.post
        other = replace(own, organisation_id=town.organisations.street.pk, area_id=town.areas.street.pk)
        tasks.refuse(replace(town.worker, posts=(other, own), acting_as=None), task.pk)
        push = Push.objects.get()
        assert (push.organisation_id, push.lineage[-1]) == (task.organisation_id, own.area_id)

    def test_a_ruling_against_it_opens_the_task_again(self, town, task):
        commands.exit_(town.dispatcher, task.matter_id, reason="群众不认可")
        tasks.refuse(town.worker, task.pk)
        push = Push.objects.get(task_id=task.pk)
        commands.contest(town.heating, push.pk, answer="退出之前派的")
        commands.overrule(town.dispatcher, push.pk, ruling="检修已在进行，应当做完")
        task.refresh_from_db()
        assert (task.stage, task.closed_at) == ("assigned", None)

    @pytest.mark.parametrize("name", ["heating", "civil", "dispatcher"])
    def test_only_whose_task_it_is(self, town, task, name):
        commands.exit_(town.dispatcher, task.matter_id, reason="群众不认可")
        with pytest.raises((NotYours, Unseen)):
            tasks.refuse(town.actor(name), task.pk)
