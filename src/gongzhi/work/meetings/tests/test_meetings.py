"""Meetings: called, topics, quorum, resolutions that become tasks, minutes; who may; what is late; the papers."""

import io
import threading
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from docx import Document

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.town.notices.models import Notice
from gongzhi.work.meetings import commands, paper, rules, timers
from gongzhi.work.meetings import queries as reads
from gongzhi.work.meetings.models import Attendance, Body, Meeting, Resolution, Seat, Topic
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task

T = Topic.Stage


def local(*parts):
    return datetime(*parts, tzinfo=ZoneInfo("Asia/Shanghai"))


def make(town):
    """The district's leading group: convened by the dispatch centre; heating, civil affairs and the street sit in it."""
    body = Body.objects.create(
        code="LDXZ", name="宽城区基层治理领导小组", kind="leading_group", area=town.areas.district,
        lineage=list(town.areas.district.lineage), secretariat=town.organisations.dispatch, valid_from="2026-01-01",
        quorum=60, synthetic=True,
    )  # fmt: skip
    for name in ("heating", "civil", "street"):
        Seat.objects.create(
            body=body, organisation=getattr(town.organisations, name), valid_from="2026-01-01"
        )
    return body


@pytest.fixture
def body(town):
    return make(town)


def call(town, body, days=20, **more):
    return commands.call_meeting(
        town.dispatcher, body, held_at=clock.now() + timedelta(days=days), place="三楼会议室", **more
    )


def agenda(town, body, title="冬季供热保障"):
    meeting = call(town, body)
    topic = commands.raise_topic(town.heating, body, title=title, text="请各单位分工")
    commands.adopt(town.dispatcher, topic, meeting_id=meeting.pk)
    return meeting, topic


def held(town, body, there=("heating", "civil", "street")):
    meeting, topic = agenda(town, body)
    commands.set_agenda(town.dispatcher, meeting.pk)
    commands.invite(town.dispatcher, meeting.pk)
    commands.open_(
        town.dispatcher, meeting.pk, present=[getattr(town.organisations, one).pk for one in there]
    )
    return meeting, topic


def row(town, to="civil", days=7, **more):
    return {
        "text": "备好应急物资", "organisation_id": getattr(town.organisations, to).pk,
        "due_on": clock.today() + timedelta(days=days), **more,
    }  # fmt: skip


class TestAWholeMeeting:
    def test_from_the_call_to_the_minutes(self, town, body):
        meeting, topic = agenda(town, body)
        commands.set_agenda(town.dispatcher, meeting.pk)
        commands.invite(town.dispatcher, meeting.pk)
        commands.reply(town.heating, meeting.pk, coming=True, who="副主任")
        commands.reply(town.civil, meeting.pk, coming=False, reason="下乡")
        commands.open_(
            town.dispatcher, meeting.pk,
            present=[town.organisations.heating.pk, town.organisations.street.pk],
        )  # fmt: skip
        states = dict(Attendance.objects.values_list("organisation_id", "state"))
        assert states[town.organisations.civil.pk] == "leave"
        commands.decide(
            town.dispatcher, topic, outcome="agreed", decision="分工如下", resolutions=[row(town)]
        )
        commands.add_resolution(town.dispatcher, topic, **row(town, to="heating"))
        commands.minute(town.dispatcher, meeting.pk, minutes="会议研究了供热保障。")
        meeting.refresh_from_db()
        assert meeting.stage == "minuted"
        kinds = set(Task.objects.values_list("kind", "subject_kind"))
        assert kinds == {("resolution", "meetings.topic")}
        assert Resolution.objects.count() == Task.objects.count() == 2
        with pytest.raises(Refused, match="纪要已经出了"):
            commands.add_resolution(town.dispatcher, topic, **row(town))

    def test_what_is_overdue_heads_the_next_agenda(self, town, body):
        _meeting, topic = held(town, body)
        commands.decide(
            town.dispatcher, topic, outcome="agreed", decision="照办", resolutions=[row(town, days=1)]
        )
        with clock.at(clock.now() + timedelta(days=3)):
            nxt = call(town, body)
            assert [one["text"] for one in reads.overdue_before(nxt)] == ["备好应急物资"]
            commands.set_agenda(town.dispatcher, nxt.pk)  # enough for an agenda
            task = Task.objects.get()
            tasks.answer(town.civil, task.pk, result="已备齐")
            assert reads.overdue_before(nxt) == []


class TestRefused:
    def test_no_resolution_without_owner_and_day(self, town, body):
        _meeting, topic = held(town, body)
        for missing in ("organisation_id", "due_on", "text"):
            with pytest.raises(Refused, match="谁负责"):
                commands.decide(
                    town.dispatcher, topic.pk, outcome="agreed", decision="照办",
                    resolutions=[{**row(town), missing: None}],
                )  # fmt: skip
        assert not Task.objects.exists()
        assert Topic.objects.get().stage == T.ON_AGENDA
        with pytest.raises(IntegrityError), transaction.atomic():
            Resolution.objects.create(topic=topic, meeting=topic.meeting, text="x", task_id=topic.pk)

    def test_without_its_quorum_it_decides_nothing(self, town, body):
        with pytest.raises(Refused, match="60%"):
            held(town, body, there=("heating",))
        assert Meeting.objects.get().stage == "invited"
        topic = Topic.objects.get()
        with pytest.raises(Refused, match="会还没开"):
            commands.decide(town.dispatcher, topic.pk, outcome="agreed", decision="照办")

    def test_minutes_wait_for_every_topic(self, town, body):
        meeting, topic = held(town, body)
        with pytest.raises(Refused, match="冬季供热保障"):
            commands.minute(town.dispatcher, meeting.pk, minutes="纪要")
        commands.postpone(town.dispatcher, topic.pk, reason="数据不全")
        commands.minute(town.dispatcher, meeting.pk, minutes="纪要")
        topic.refresh_from_db()
        assert (topic.stage, topic.meeting_id, topic.postponed) == (T.RAISED, None, 1)

    def test_an_empty_agenda_and_a_past_day(self, town, body):
        meeting = call(town, body)
        with pytest.raises(Refused, match="议程还是空的"):
            commands.set_agenda(town.dispatcher, meeting.pk)
        with pytest.raises(Refused) as stop:
            call(town, body, days=-1)
        assert stop.value.field == "held_at"
        with pytest.raises(Refused) as stop:
            call(town, body, topics_until=clock.today() + timedelta(days=40))
        assert stop.value.field == "topics_until"

    def test_leave_needs_a_reason(self, town, body):
        meeting, _topic = agenda(town, body)
        commands.set_agenda(town.dispatcher, meeting.pk)
        commands.invite(town.dispatcher, meeting.pk)
        with pytest.raises(Refused) as stop:
            commands.reply(town.civil, meeting.pk, coming=False)
        assert stop.value.field == "reason"

    def test_cancelled_its_topics_wait(self, town, body):
        meeting, topic = agenda(town, body)
        commands.cancel(town.dispatcher, meeting.pk, reason="领导出差")
        topic.refresh_from_db()
        assert (topic.stage, topic.meeting_id) == (T.RAISED, None)
        with pytest.raises(NotNow):
            commands.invite(town.dispatcher, meeting.pk)

    def test_put_off_everybody_is_asked_again(self, town, body):
        meeting, _topic = agenda(town, body)
        commands.set_agenda(town.dispatcher, meeting.pk)
        commands.invite(town.dispatcher, meeting.pk)
        commands.reply(town.civil, meeting.pk, coming=True)
        commands.reschedule(town.dispatcher, meeting.pk, held_at=clock.now() + timedelta(days=30))
        assert set(Attendance.objects.values_list("state", flat=True)) == {"invited"}


class TestWho:
    @pytest.mark.parametrize("name", ["heating", "clerk", "worker", "mayor", "liaison", "head"])
    def test_only_the_secretariat_convenes(self, town, body, name):
        with pytest.raises(NotYours):
            commands.call_meeting(
                town.actor(name), body, held_at=clock.now() + timedelta(days=3), place="会议室"
            )

    def test_only_members_raise(self, town, body):
        with pytest.raises(NotYours):
            commands.raise_topic(town.parks, body, title="绿化", text="要人要钱")

    def test_others_see_nothing(self, town, body):
        meeting, topic = agenda(town, body)
        for name in ("parks", "worker", "head", "caller"):
            assert not reads.meetings(town.actor(name)).exists(), name
            with pytest.raises(Unseen):
                commands.decide(town.actor(name), topic.pk, outcome="agreed", decision="照办")
        for name in ("heating", "clerk", "district", "mayor", "dispatcher"):
            assert reads.meetings(town.actor(name)).get()["id"] == meeting.pk, name

    def test_a_member_decides_nothing(self, town, body):
        _meeting, topic = held(town, body)
        with pytest.raises(NotYours):
            commands.decide(town.heating, topic.pk, outcome="agreed", decision="照办")


class TestInTime:
    def test_a_body_that_has_not_met_is_told_once_a_week(self, town, body):
        with clock.at(local(2026, 6, 10, 10, 0)):  # 26 weeks from 1 January are 2 July
            assert timers.remind_conveners() == 0
        with clock.at(local(2026, 6, 22, 8, 0)):
            assert timers.remind_conveners() == 0  # before the office opens
        with clock.at(local(2026, 6, 22, 9, 30)):
            assert timers.remind_conveners() == 1
            assert timers.remind_conveners() == 0
        with clock.at(local(2026, 6, 29, 9, 30)):
            assert timers.remind_conveners() == 1
            call(town, body)
        with clock.at(local(2026, 7, 6, 9, 30)):
            assert timers.remind_conveners() == 0  # one is called
        assert set(Notice.objects.values_list("user__username", flat=True)) == {"dispatcher"}

    def test_its_own_rhythm_before_the_records(self, body):
        assert rules.every_weeks(body) == 26
        body.every_weeks = 4
        assert rules.meet_by(body, date(2026, 12, 30)) == date(2027, 1, 27)  # over a year's end


class TestPapers:
    def test_the_invitation_is_a_calendar(self, town, body):
        meeting, _topic = agenda(town, body, title="供热, 供水; 两项")
        text = paper.calendar(meeting)
        assert text.startswith("BEGIN:VCALENDAR\r\n")
        assert "供热\\, 供水\\; 两项" in text.replace("\r\n ", "")
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))

    def test_the_minutes_name_who_was_there_and_what_was_decided(self, town, body):
        meeting, topic = held(town, body, there=("heating", "street"))
        commands.decide(
            town.dispatcher, topic, outcome="agreed", decision="分工如下", resolutions=[row(town)]
        )
        commands.minute(town.dispatcher, meeting.pk, minutes="第一行\n第二行")
        meeting.refresh_from_db()
        text = "\n".join(one.text for one in Document(io.BytesIO(paper.minutes(meeting))).paragraphs)
        for part in (
            "到会：欣园街道、区供热办",
            "缺席：区民政局",
            "分工如下",
            "备好应急物资（区民政局",
            "第二行",
        ):
            assert part in text, part


class TestDoors:
    def client(self, town, name):
        client = Client()
        client.force_login(town.users[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    def test_walked_by_pages(self, town, body):
        dispatcher, heating = self.client(town, "dispatcher"), self.client(town, "heating")
        when = clock.local() + timedelta(days=20)
        words = {"held_at": f"{when:%Y-%m-%dT%H:%M}", "place": "三楼"}
        address = dispatcher.post(f"/meetings/bodies/{body.pk}/call/", words).url
        assert heating.post(f"/meetings/bodies/{body.pk}/call/", words).status_code == 403
        topic = heating.post(f"/meetings/bodies/{body.pk}/raise/", {"title": "供热", "text": "分工"}).url
        assert "待列入议程" in dispatcher.get("/").content.decode()
        dispatcher.post(f"{topic}adopt/", {"meeting_id": address.split("/")[-2]})
        for verb in ("set_agenda", "invite"):
            assert dispatcher.post(f"{address}{verb}/").status_code == 302
        assert "回复参会" in heating.get("/").content.decode()
        assert heating.post(f"{address}reply/", {"coming": "no"}).status_code == 422
        assert heating.post(f"{address}reply/", {"coming": "yes", "who": "主任"}).status_code == 302
        there = [town.organisations.heating.pk, town.organisations.street.pk]
        assert dispatcher.post(f"{address}open_/", {"present": there}).status_code == 302
        decided = {
            "outcome": "agreed",
            "decision": "照办",
            **{name: str(value) for name, value in row(town).items()},
        }
        assert dispatcher.post(f"{topic}decide/", decided).status_code == 302
        assert dispatcher.post(f"{address}minute/", {"minutes": "会议纪要"}).status_code == 302
        page = dispatcher.get("/meetings/bodies/").content.decode()
        assert "1/1" in page
        assert "0/1" in page
        assert dispatcher.get(f"{address}invitation.ics").status_code == 200
        assert dispatcher.get(f"{address}minutes.docx").status_code == 200
        assert self.client(town, "parks").get(address).status_code == 404
        assert "备好应急物资" in self.client(town, "civil").get("/").content.decode()

    @pytest.mark.parametrize(
        "address", ["/meetings/", "/meetings/topics/", "/meetings/resolutions/", "/meetings/bodies/"]
    )
    def test_a_list_costs_the_same_whatever_its_length(
        self, town, body, address, django_assert_max_num_queries
    ):
        client = self.client(town, "dispatcher")
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)
        for _more in range(3):
            _meeting, topic = held(town, body)
            commands.decide(
                town.dispatcher, topic, outcome="agreed", decision="照办", resolutions=[row(town)]
            )
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once(transactional_db):
    """One is taken, the other is told; nothing is resolved twice."""
    from gongzhi.demo import small

    town = small.build()
    _meeting, topic = held(town, make(town))
    start, ends = threading.Barrier(2), []

    def decide(outcome):
        try:
            start.wait(10)
            commands.decide(
                town.dispatcher, topic.pk, outcome=outcome, decision="议定", resolutions=[row(town)]
            )
            ends.append("taken")
        except NotNow:
            ends.append("told")
        finally:
            connection.close()

    both = [threading.Thread(target=decide, args=(one,)) for one in ("agreed", "not_agreed")]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join(30)
    assert sorted(ends) == ["taken", "told"]
    assert Resolution.objects.count() == Task.objects.count() == 1
