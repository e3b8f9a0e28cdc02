"""The demo's meetings and its gate: a leading group and a joint meeting of each district, matters and refusals in every
stage. Matters, documents and words are made up and say so.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from gongzhi.demo.life import Life
from gongzhi.demo.organisations import code
from gongzhi.demo.records import owner
from gongzhi.kit import clock
from gongzhi.kit.registers.storing import store
from gongzhi.town.access.actor import CLOCK, Actor
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import Role
from gongzhi.work.admission import commands
from gongzhi.work.admission.models import Matter
from gongzhi.work.meetings import commands as meetings
from gongzhi.work.meetings.models import Body, Meeting, Seat, Topic
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.ports import NotAdmitted

Way = Iterator[datetime]
BASIS = "演示文件（虚构）；待确认"
DAY = timedelta(days=1)
GROUPS = (("LDXZ", "城市基层党建工作领导小组", "leading_group"), ("ZRHY", "事项准入联席会议", "admission"))
MEMBERS = ("heat", "civil", "urban", "housing", "emergency")
KINDS = ["order", "inspection", "material", "requirement", "resolution"]


def bodies(streets: tuple[AreaCard, ...]) -> None:
    """Two bodies for each district in which streets stand in full depth, with departments and those streets as members."""
    districts = {one.id: one for street in streets if (one := tree().above(street.id, "district"))}
    for district in districts.values():
        office = directory().dispatch_centre(district.id)
        for short, name, kind in GROUPS:
            values = {
                "code": code(short, district), "name": district.name + name, "kind": kind, "area_id": district.id,
                "lineage": list(district.lineage), "secretariat_id": office.id if office else None, "basis": BASIS,
                "valid_from": clock.today(), "synthetic": True,
            }  # fmt: skip
            store(Body, ("code",), [values])
            body = Body.objects.get(code=values["code"])
            offices = [
                directory().street_office(street.id) for street in streets if district.id in street.lineage
            ]
            cards = [*(owner(key, district) for key in MEMBERS), *(card for card in offices if card)]
            seats = [
                {
                    "body_id": body.pk,
                    "organisation_id": card.id,
                    "person": "分管负责人",
                    "valid_from": clock.today(),
                }
                for card in cards
            ]
            store(Seat, ("body_id", "organisation_id", "valid_from"), seats)


class Scene:
    """Who plays in a district: its dispatcher, its departments, its streets and communities."""

    def __init__(self, life: Life) -> None:
        self.life, self.street = life, life.streets[0]
        found = tree().above(self.street.id, "district")
        assert found is not None
        self.district = found
        self.dispatcher = life.at(found.id, Role.DISTRICT_DISPATCHER)
        self.communities = tree().children(self.street.id)

    def department(self, key: str) -> Actor:
        return self.life.department(owner(key, self.district).id)

    def worker(self, at: int = 0) -> Actor:
        return self.life.at(self.communities[at].id, Role.COMMUNITY_SECRETARY, Role.COMMUNITY_WORKER)

    def body(self, short: str) -> Body:
        return Body.objects.get(code=code(short, self.district))

    def ask(self, key: str, title: str, **more: Any) -> Matter:
        today = clock.today()
        words = {
            "title": title, "content": f"{title}：请社区协助通知住户，陪同入户（演示）", "kinds": KINDS, "ground": "law",
            "basis": BASIS, "area_id": self.district.id, "valid_from": today, "valid_to": today + 120 * DAY, "times": 3,
            "hours": Decimal("2.5"), "money": 2_000_00, "people": "部门派人同去", **more,
        }  # fmt: skip
        return commands.apply(self.department(key), **words)

    def ordinary(self, key: str, title: str) -> Matter:
        """Asked for so far ahead that it may begin by any calendar."""
        first = clock.today() + 60 * DAY
        return self.ask(key, title, ground="ordinary", valid_from=first, valid_to=first + 90 * DAY)

    def passed(self, key: str, title: str, **more: Any) -> Matter:
        matter = self.ask(key, title, **more)
        commands.pass_by_record(self.dispatcher, matter.pk, burden="依据充分，直接准入（演示）")
        return matter

    def set_work(self, key: str, text: str, matter: Matter | None, at: int = 0) -> Task | None:
        """Work for a community; without a matter the gate stops it, and that is part of the story."""
        office = directory().community_office(self.communities[at].id)
        assert office is not None
        try:
            return tasks.assign(
                self.department(key), text=text, organisation_id=office.id, due_on=clock.today() + 12 * DAY,
                matter_id=matter.pk if matter else None,
            )  # fmt: skip
        except NotAdmitted:
            return None

    def refuse(self, key: str, text: str, at: int = 0) -> Any:
        return commands.refuse_push(
            self.worker(at), from_organisation_id=owner(key, self.district).id, text=text, way="工作群"
        )


def matters(life: Life) -> Way:
    """What was asked, admitted, used, left and lapsed."""
    s = Scene(life)
    heat = s.passed("heat", "供热管线安全排查")
    ended = s.passed("urban", "秋季落叶清运", valid_to=clock.today() + 10 * DAY)
    rejected = s.passed("housing", "入户登记租住情况")
    for at in range(2):
        s.set_work("heat", "通知住户检修时间，收集白天不在家的住户", heat, at)
    s.set_work("civil", "今天下班前报空巢老人表", None)
    registering = s.set_work("housing", "逐户登记租住情况", rejected)
    yield clock.now() + 2 * DAY
    commands.keep(
        s.dispatcher, commands.object_to(s.worker(1), heat.pk, text="供热期人手紧，请供热办多派人").pk,
        answer="已请供热办每社区派两人",
    )  # fmt: skip
    objection = commands.object_to(s.worker(), rejected.pk, text="住户不愿开门", residents_reject=True)
    commands.refuse_matter(s.dispatcher, s.ask("urban", "每日拍照上报").pk, reason="没有依据，且属禁止的做法")
    commands.withdraw_matter(s.department("urban"), s.ask("urban", "牌匾统计").pk, reason="系统里已有数据")
    commands.send_back(s.dispatcher, s.ordinary("emergency", "家庭应急包调查").pk, reason="没写经费和人手")
    yield clock.now() + 3 * DAY
    commands.uphold_objection(s.dispatcher, objection.pk, answer="改由住建局用已有数据核对")
    assert registering is not None
    tasks.refuse(s.worker(), registering.pk)
    lapsed = s.ordinary("emergency", "大风隐患排查")
    commands.go_ahead(s.department("emergency"), lapsed.pk, reason="大风黄色预警")
    reviewed = s.ordinary("heat", "爆管抢修通知")
    commands.go_ahead(s.department("heat"), reviewed.pk, reason="主管爆裂，连夜抢修")
    yield clock.now() + 2 * DAY
    commands.review_after(s.dispatcher, reviewed.pk, burden="确属应急，同意")
    yield clock.now() + 8 * DAY
    for matter, command in ((lapsed, commands.lapse_bypass), (ended, commands.expire)):
        matter.refresh_from_db()
        if matter.stage == Matter.Stage.ADMITTED and (
            command is commands.expire or matter.bypass == "running"
        ):
            command(CLOCK, matter.pk)
    commands.object_to(s.worker(1), heat.pk, text="第二轮通知请改用短信")
    s.ask("emergency", "冬季取暖安全宣传")


def refusals(life: Life) -> Way:
    """What communities refused, and what its senders said."""
    s = Scene(life)
    owned, upheld, overruled = (
        s.refuse("civil", "让社区再报一遍低保名单"), s.refuse("urban", "要社区派人上街值守"), s.refuse("housing", "要小区台账", 1)
    )  # fmt: skip
    yield clock.now() + 2 * DAY
    commands.own_up(s.department("civil"), owned.pk, answer="系统里有，撤回")
    commands.contest(s.department("urban"), upheld.pk, answer="属地管理")
    commands.contest(s.department("housing"), overruled.pk, answer="已准入")
    yield clock.now() + 2 * DAY
    commands.uphold_refusal(s.dispatcher, upheld.pk, ruling="没有准入，拒收成立")
    commands.overrule(s.dispatcher, overruled.pk, ruling="确有准入，请社区承接")
    yield clock.now() + 10 * DAY
    commands.contest(s.department("urban"), s.refuse("urban", "要社区统计商户电话").pk, answer="上级要求")
    s.refuse("civil", "让今天报残疾人入户照片", 1)


def sittings(life: Life) -> Way:
    """A joint meeting that admits and refuses; a leading group with resolutions; meetings in every stage."""
    s = Scene(life)
    gate, group = s.body("ZRHY"), s.body("LDXZ")
    for key, title in (("civil", "低保对象年度核对"), ("housing", "老旧小区意愿调查")):
        commands.review(
            s.dispatcher, s.ordinary(key, title).pk, legal=True, burden="每户十五分钟；名单已有，只核变化"
        )
    first = _called(s, gate, 4)
    yield clock.now() + 5 * DAY
    _held(s, first)
    for at, topic in enumerate(first.topics.order_by("raised_at")):
        meetings.decide(
            s.dispatcher, topic.pk, outcome="not_agreed" if at else "agreed",
            decision="系统已有数据，不再向社区要" if at else "同意，经费随转",
        )  # fmt: skip
    meetings.minute(s.dispatcher, first.pk, minutes="会议研究了两项准入申请（演示）。")
    civil = s.department("civil")
    topic = meetings.raise_topic(civil, group, title="冬季困难群众保障", text="请各部门分工（演示）")
    meetings.decline_topic(
        s.dispatcher,
        meetings.raise_topic(civil, group, title="评选先进", text="评比（演示）").pk,
        reason="不属会议职责",
    )
    meetings.withdraw_topic(
        civil, meetings.raise_topic(civil, group, title="换届安排", text="另议（演示）").pk
    )
    second = _called(s, group, 3)
    yield clock.now() + 4 * DAY
    _held(s, second)
    row = {
        "text": "备齐应急物资清单", "organisation_id": owner("emergency", s.district).id, "due_on": clock.today() + 4 * DAY,
    }  # fmt: skip
    meetings.decide(s.dispatcher, topic.pk, outcome="agreed", decision="照此分工", resolutions=[row])
    meetings.minute(s.dispatcher, second.pk, minutes="会议研究了冬季保障（演示）。")
    meetings.cancel(s.dispatcher, _called(s, group, 3).pk, reason="与市里会议冲突")
    yield clock.now() + 8 * DAY
    _ahead(s, gate, group)


def _ahead(s: Scene, gate: Body, group: Body) -> None:
    """What is to come: one meeting in each stage that waits."""
    commands.review(s.dispatcher, s.ordinary("urban", "扫雪责任区确认").pk, legal=True, burden="每楼五分钟")
    meetings.set_agenda(s.dispatcher, _called(s, gate, 20).pk)
    for n, title in enumerate(("社区用房", "网格划分", "物业评级")):
        topic = meetings.raise_topic(s.department("civil"), group, title=title, text=f"{title}怎么定（演示）")
        if n == 2:
            continue
        meeting = meetings.call_meeting(
            s.dispatcher, group, held_at=clock.now() + (10 + n) * DAY, place="三楼会议室"
        )
        meetings.adopt(s.dispatcher, topic.pk, meeting_id=meeting.pk)
        if n == 0:
            _held(s, meeting)
        else:
            meetings.set_agenda(s.dispatcher, meeting.pk)
            meetings.invite(s.dispatcher, meeting.pk)
    meetings.call_meeting(s.dispatcher, group, held_at=clock.now() + 40 * DAY, place="三楼会议室")


def _called(s: Scene, body: Body, days: int) -> Meeting:
    """A meeting with all that waits on its agenda."""
    meeting = meetings.call_meeting(
        s.dispatcher, body, held_at=clock.now() + days * DAY, place="区政务中心三楼会议室",
        topics_until=clock.today() + min(days, 2) * DAY,
    )  # fmt: skip
    for topic in body.topics.filter(stage=Topic.Stage.RAISED):
        meetings.adopt(s.dispatcher, topic.pk, meeting_id=meeting.pk)
    return meeting


def _held(s: Scene, meeting: Meeting) -> None:
    meeting.refresh_from_db()
    if meeting.held_at <= clock.now():
        meetings.reschedule(s.dispatcher, meeting.pk, held_at=clock.now() + timedelta(hours=1))
    for verb in (meetings.set_agenda, meetings.invite):
        verb(s.dispatcher, meeting.pk)
    present = list(meeting.attendances.values_list("organisation_id", flat=True))
    meetings.open_(s.dispatcher, meeting.pk, present=present[:-1] or present)


STORIES = ((28, matters), (25, refusals), (26, sittings))
