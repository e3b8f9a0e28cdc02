"""A street on a working day, for the staff's pages: cases in every stage, a whistle with a dispute, late ones."""

from datetime import timedelta
from types import SimpleNamespace

from gongzhi.config import switchboard
from gongzhi.demo import small
from gongzhi.kit import clock
from gongzhi.town.access.actor import resident
from gongzhi.town.areas.places import place_of
from gongzhi.town.duty.models import Shift
from gongzhi.town.people.models import Post
from gongzhi.work.admission import commands as admission
from gongzhi.work.admission.tests import world as gate
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import CallBack, Case
from gongzhi.work.enforcement import commands as enforcement
from gongzhi.work.enforcement.tests.making import decided
from gongzhi.work.filings.tests import making as forms
from gongzhi.work.mandates import commands as mandates
from gongzhi.work.meetings import commands as meetings
from gongzhi.work.street_powers import commands as powers
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import ReportIn

COLD = "二单元从昨天晚上开始暖气不热，一楼到三楼都是。屋里只有14度，家里有老人。"


def tell(town, text, category="living-heat-cold", by=None, at=None, channel="resident", **more):
    return cases.report(
        town.actor(by) if by else resident(),
        channel=channel,
        category=catalogue().coded(category),
        at=at or town.place,
        telling=Telling(text=text, **more),
        title=text[:24].rstrip("，。"),
    )


def up(town, case, to="street"):
    if case.desk_id == town.areas.grid.pk:
        cases.raise_up(town.head, case.pk, reason="不是户内阀门的事，网格办不了。")
    if to == "street":
        cases.raise_up(town.worker, case.pk, reason="物业无权动立管，请街道协调。")
    return case


def late(case, hours):
    Case.objects.filter(pk=case.pk).update(due_at=clock.now() - timedelta(hours=hours))


def call(town, *who, lead=0):
    orgs = [getattr(town.organisations, name) for name in who]
    return [
        {"organisation_id": org.pk, "lead": at == lead, "reason": "清单第31条"} for at, org in enumerate(orgs)
    ]


def build():
    """The town with its day."""
    town = small.build()
    made = SimpleNamespace(town=town)
    community = place_of(town.areas.community.pk)
    made.waiting = up(
        town, tell(town, "宋家路18号院化粪池满溢，已经结冰，老人出门滑倒", name="张桂芳", phone="13900000001")
    )
    late(made.waiting, 3)
    tell(town, "楼道灯三层坏了，晚上看不见", "living-lamp", by="neighbour", channel="head")
    up(
        town,
        tell(town, "柳江路小学门前结冰，学生滑倒", "living-lamp", at=community, name="赵敏"),
        to="community",
    )
    up(town, tell(town, "早市占道，救护车进不来", "living-lamp", at=community))
    done = tell(
        town, "富丰家园北门井盖松动，车过就响", "living-lamp", by="worker", at=community, channel="worker"
    )
    done = up(town, done)
    cases.resolve(
        town.clerk,
        done.pk,
        measures="井盖已换，垫了胶圈。",
        spoken_with="物业李经理",
        done_on=clock.today().isoformat(),
    )
    asked = up(town, tell(town, "楼上漏水，住户不在家", "living-lamp", name="钱多多"))
    cases.ask(town.clerk, asked.pk, text="是几楼几号漏？请补门牌。", options=[], spoken=True)
    _whistled(town, made)
    for name in ("heating", "civil", "parks", "street"):
        Shift.objects.create(
            organisation=getattr(town.organisations, name),
            starts_at=clock.now() - timedelta(hours=2),
            ends_at=clock.now() + timedelta(hours=14),
            leader=town.users["leader"],
            clerk=town.users["clerk" if name == "street" else name],
        )
    tasks.assign(
        town.leader,
        text="把欣园社区早市占道的整改方案报上来",
        organisation_id=town.organisations.community.pk,
        due_on=clock.today(),
    )
    cases.instruct(
        town.district,
        made.case.pk,
        text="今晚之前务必恢复供热，随时报我。",
        organisation_id=town.organisations.street.pk,
        due_on=clock.today(),
    )
    made.decided = decided(town)
    enforcement.open_clue(town.clerk, matter="夜市摊位越线", source="巡查发现")
    enforcement.draft_power(
        town.dispatcher, street_id=town.areas.street.pk, code="CG-002", item="对占压消防通道的处罚",
        department_id=town.organisations.parks.pk,
    )  # fmt: skip
    made.nowhere = tell(
        town, "有人在路边焚烧秸秆，不知道归哪个街道", "living-lamp", at=place_of(town.areas.city.pk)
    )
    made.call_back = _verified(town)
    _at_the_gate(town)
    _mandates(town)
    _street_powers(town, made)
    _filings(town)
    switchboard.drain()
    return made


def _filings(town):
    """A form that is answered, one that waits, and a draft that asks the same again."""
    forms.confirmed(town, forms.opened(town, title="冬季消防情况"))
    forms.opened(town, "clerk", forms.field("HS"), forms.field("YY", "yesno"), title="社区食堂情况")
    forms.drafted(town, title="民生底数表")


def _at_the_gate(town):
    """A meeting of the district, a matter that passed and one that waits, a refusal, a task that came through the gate."""
    from datetime import date

    body = gate.body_of(town)
    meeting = meetings.call_meeting(
        town.dispatcher, body, held_at=clock.now() + timedelta(days=20), place="区政务中心三楼会议室"
    )
    matter = gate.admitted(town)
    tasks.assign(town.heating, **gate.order(town), matter_id=matter.pk)
    admission.object_to(town.worker, matter.pk, text="一年三次太多，住户不愿开门")
    admission.refuse_push(
        town.worker, from_organisation_id=town.organisations.civil.pk, text="让今天下班前报空巢老人表",
        way="工作群",
    )  # fmt: skip
    first = date(clock.today().year + 1, 3, 1)
    asked = admission.apply(
        town.civil, **gate.words(town, title="低保对象入户核对", ground="ordinary", valid_from=first,
                                 valid_to=first + timedelta(days=60)),
    )  # fmt: skip
    admission.review(town.dispatcher, asked.pk, legal=True, burden="每户二十分钟，民政已有名单，只核变化")
    for topic in body.topics.all():
        meetings.adopt(town.dispatcher, topic, meeting_id=meeting.pk)
    admission.apply(town.parks, **gate.words(town, title="冬季清雪排查"))


def _mandates(town):
    """A list of the district in force, a draft over it, a letter under review and one that is live."""
    words = {"kind": "basic", "area_id": town.areas.district.pk, "basis": "测试"}
    first = mandates.begin_listing(town.dispatcher, **words)
    mandates.write_item(
        town.dispatcher, first, code="JB-001", text="冬季清雪组织动员", lead_id=town.organisations.parks.pk,
        category_id=town.categories.lamp.pk, street_part="动员沿街单位", department_part="主次干道机械清雪",
    )  # fmt: skip
    mandates.enact(town.district, first, effective_from=clock.today())
    draft = mandates.begin_listing(town.dispatcher, **words)
    mandates.write_item(town.dispatcher, draft, code="JB-002", text="独居老人日常探访")
    mandates.remark(town.clerk, draft, item_id=draft.items.first().pk, text="人手不够")
    for title in ("安全生产责任状", "环境整治责任状"):
        letter = mandates.record_letter(
            town.clerk, issuer_id=town.organisations.parks.pk, street_id=town.areas.street.pk, title=title,
            signed_on=clock.today(),
        )  # fmt: skip
    mandates.review(town.clerk, letter, reason="没有依据")
    mandates.set_up_office(town.clerk, street_id=town.areas.street.pk, name="综合办公室", place=1)


def _street_powers(town, made):
    """Powers in use towards two departments, a request for consent, orders to the stationed squad, and its mark."""
    small.station(town)
    words = {"what": "早市搬进场内，腾出消防通道", "why": "占道，救护车进不来。", "basis": "待确认"}
    made.use = powers.issue(
        town.leader, power="suggest", organisation_id=town.organisations.heating.pk, **words
    )
    answered = powers.issue(
        town.leader, power="coordinate", organisation_id=town.organisations.heating.pk, **words
    )
    powers.answer(town.heating, answered, reply="not_adopted", reasons="今年没有场地。")
    powers.insist(town.leader, answered, reason="场内有空位。")
    powers.request_consent(
        town.heating,
        power="take_part",
        street_id=town.areas.street.pk,
        what="换热站选址",
        why="扩容",
        basis="待确认",
    )
    made.order = powers.order(
        town.clerk, team_id=town.organisations.team.pk, what="早市门口清占道", why="救护车进不来"
    )
    done = powers.order(town.clerk, team_id=town.organisations.team.pk, what="清理僵尸车", why="占通道")
    powers.arrive(town.squad, done, attending="杜建军")
    powers.finish(town.squad, done, result="拖走3辆。")
    powers.mark(town.clerk, done, solved="yes", word="good")
    post = Post.objects.get(user=town.users["squad"])
    made.opinion = powers.write_opinion(
        town.leader, post_id=post.pk, year=clock.today().year, text="随叫随到。"
    )


def _verified(town):
    """A case that was done and seen, drawn for a call-back."""
    case = tell(
        town, "单元门锁坏了，关不上", "living-papers", name="吴桂兰", phone="13912340000", consent=True
    )
    up(town, case)
    cases.resolve(
        town.clerk, case.pk, measures="换了门锁。", spoken_with="吴桂兰", done_on=clock.today().isoformat()
    )
    cases.verify(town.leader, case.pk)
    report = case.reports.get()
    return CallBack.objects.create(
        case=case,
        report=report,
        organisation_id=town.organisations.calls.pk,
        round=1,
        drawn_at=clock.now(),
        seed="2026-11",
    )


def _whistled(town, made):
    """A whistle to three departments: one at work, one done, one in dispute; another waits for its signature."""
    made.case = up(town, tell(town, COLD, name="李明", phone="13812345678", consent=True))
    cases.join(
        resident(), made.case.pk, channel="hotline", telling=Telling(text="3栋2单元暖气也不热", name="王芳")
    )
    made.whistle = whistles.propose(
        town.clerk,
        made.case.pk,
        kind="unsolved",
        call=call(town, "heating", "civil", "parks"),
        request="5户停暖，其中2户有80岁以上老人。请供热办查明原因、恢复供热；民政局看望老人。",
    )
    whistles.sign(town.leader, made.whistle.pk)
    rows = {row.organisation_id: row for row in ReportIn.objects.filter(whistle=made.whistle)}
    heat, civil, parks = (
        rows[getattr(town.organisations, name).pk] for name in ("heating", "civil", "parks")
    )
    whistles.report_in(town.heating, heat.pk, attending="陈志刚", bring="测温枪2把")
    whistles.confirm_arrival(town.clerk, heat.pk)
    whistles.progress(
        town.heating, heat.pk, text="找到原因：2单元立管阀门卡死，配件13:00到，预计16:00前恢复。"
    )
    whistles.report_in(town.civil, civil.pk, attending="许文静")
    whistles.finish(town.civil, civil.pk, measures="给301、202两户老人送电暖器2台，已教会使用。")
    made.dispute = whistles.dispute(
        town.parks,
        parks.pk,
        clause="《宽城区配合履职事项清单》第47条",
        text="供热管沟开挖的路面恢复由供热单位负责",
        owner_id=town.organisations.heating.pk,
    )
    ReportIn.objects.filter(pk=parks.pk).update(arrive_by=clock.now() - timedelta(hours=1))
    made.heat, made.civil, made.parks = heat, civil, parks
    made.unsigned = up(town, tell(town, "四单元管道井往外冒水，电梯停了", name="孙静"))
    made.proposed = whistles.propose(
        town.clerk,
        made.unsigned.pk,
        kind="enforcement",
        call=call(town, "heating", "parks"),
        request="请供热办关阀抢修，城管局围挡。",
    )
    made.second = up(town, tell(town, "热力井盖冒汽，路面塌了一块", name="周杰"))
    other = whistles.propose(
        town.clerk, made.second.pk, kind="unsolved", call=call(town, "heating"), request="请供热办到场查漏。"
    )
    whistles.sign(town.leader, other.pk)
