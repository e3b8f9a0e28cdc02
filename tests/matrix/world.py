"""The small city with a twin of everybody elsewhere, and one thing of each kind that all of them might look for.

A person is a role and a place: ``here`` (the thing's own area or organisation), ``next`` (the neighbouring grid,
community, street, department), ``there`` (another district and its organisations), ``ended`` (a substitute whose days
are over), or nobody in particular.
"""

import io
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from gongzhi.demo import small
from gongzhi.demo.small import Small, area, organisation
from gongzhi.kit import clock
from gongzhi.kit.reference import bump
from gongzhi.town.access.actor import resident
from gongzhi.town.areas.places import place_of
from gongzhi.town.people.models import Post, Role, User
from gongzhi.work.admission import commands as admission
from gongzhi.work.admission.tests import world as gate
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases import photos
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import CallBack
from gongzhi.work.enforcement.tests.making import filed
from gongzhi.work.filings import commands as filings
from gongzhi.work.filings.tests import making as forms
from gongzhi.work.mandates import commands as mandates
from gongzhi.work.meetings import commands as meetings
from gongzhi.work.policies import commands as policies
from gongzhi.work.policies.models import Term
from gongzhi.work.policies.tests.making import DAYS, paper
from gongzhi.work.secretary_projects import commands as projects
from gongzhi.work.street_powers import commands as powers
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import ReportIn

NAME, MASKED = "欧阳桂兰", "欧*"
R = Role
HERE = {  # role -> (organisation, area) of the small city
    R.CITY_LEADER: ("city", "city"), R.CITY_DISPATCHER: ("city", "city"),
    R.DISTRICT_LEADER: ("district", "district"), R.DISTRICT_DISPATCHER: ("dispatch", "district"),
    R.STREET_LEADER: ("street", "street"), R.STREET_CLERK: ("street", "street"),
    R.COMMUNITY_SECRETARY: ("community", "community"), R.COMMUNITY_WORKER: ("community", "community"),
    R.GRID_HEAD: ("community", "grid"), R.BUILDING_HEAD: ("community", "building"), R.UNIT_HEAD: ("community", "unit"),
    R.DEPARTMENT_LEADER: ("heating", "district"), R.DEPARTMENT_CLERK: ("heating", "district"),
    R.LIAISON: ("firm", "street"), R.CONTACT_POINT: ("party", "community"), R.CALLER: ("calls", "district"),
    R.SYSTEM_ADMIN: ("city", "city"), R.SECURITY_ADMIN: ("city", "city"), R.AUDIT_ADMIN: ("city", "city"),
}  # fmt: skip
NEXT = {
    R.STREET_LEADER: ("street2", "street2"), R.STREET_CLERK: ("street2", "street2"),
    R.COMMUNITY_SECRETARY: ("community2", "community2"), R.COMMUNITY_WORKER: ("community2", "community2"),
    R.GRID_HEAD: ("community", "grid2"), R.BUILDING_HEAD: ("community", "building2"), R.UNIT_HEAD: ("community", "unit2"),
    R.DEPARTMENT_LEADER: ("parks", "district"), R.DEPARTMENT_CLERK: ("parks", "district"),
    R.LIAISON: ("shop", "street"), R.CALLER: ("calls2", "district"),
}  # fmt: skip
FAR = ("district", "street", "community", "grid", "building", "unit")
UNDONE = (
    R.CITY_LEADER,
    R.CITY_DISPATCHER,
    R.SYSTEM_ADMIN,
    R.SECURITY_ADMIN,
    R.AUDIT_ADMIN,
)  # there is one city


@dataclass
class World:
    """The city, its people by (role, where), and its things by kind."""

    town: Small
    people: dict[tuple[str, str], User] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)
    phones: dict[str, str] = field(default_factory=dict)


def build() -> World:
    town = small.build()
    _elsewhere(town)
    world = World(town)
    for role, (where, over) in HERE.items():
        _person(world, role, "here", getattr(town.organisations, where), getattr(town.areas, over))
        if role not in UNDONE:
            far = over if over in FAR else "district"
            _person(world, role, "there", town.organisations.far[where], getattr(town.areas.far, far))
    for role, (where, over) in NEXT.items():
        _person(world, role, "next", getattr(town.organisations, where), getattr(town.areas, over))
    helper = _person(world, R.DEPARTMENT_CLERK, "helper", town.organisations.civil, town.areas.district)
    assert helper
    for role in (R.DEPARTMENT_CLERK, R.DEPARTMENT_LEADER):
        _person(world, role, "team", town.organisations.team, town.areas.street)
    for role in (R.GRID_HEAD, R.STREET_CLERK, R.STREET_LEADER, R.DEPARTMENT_CLERK, R.CITY_DISPATCHER):
        _ended(world, role)
    world.people["nobody", "here"] = User.objects.create_user(
        "m-nobody", "无岗位", small.PASSWORD, synthetic=True
    )
    for name in ("areas", "organisations"):
        bump(name)
    _things(world)
    return world


def _person(world: World, role: str, where: str, organisation: Any, over: Any) -> User:
    user = User.objects.create_user(
        f"m-{role}-{where}", f"{Role(role).label}{where}", small.PASSWORD, synthetic=True
    )
    Post.objects.create(
        user=user,
        role=role,
        organisation=organisation,
        area=over,
        valid_from=clock.today() - timedelta(days=30),
    )
    world.people[str(role), where] = user
    return user


def _ended(world: World, role: str) -> None:
    """A substitute of the one who is here, until yesterday."""
    mine = world.people[str(role), "here"].posts.get()
    user = User.objects.create_user(f"m-{role}-ended", "代理期满", small.PASSWORD, synthetic=True)
    Post.objects.create(
        user=user, role=role, organisation=mine.organisation, area=mine.area, stands_in_for=mine,
        valid_from=clock.today() - timedelta(days=20), valid_to=clock.today() - timedelta(days=1),
    )  # fmt: skip
    world.people[str(role), "ended"] = user


def _elsewhere(town: Small) -> None:
    """Another district with a street of its own down to a unit, and its organisations; neighbours in this one."""
    a, o, far = town.areas, town.organisations, SimpleNamespace()
    far.district = area("district", "220104", "朝阳区", a.city)
    far.street = area("street", "220104001", "永昌街道", far.district)
    far.community = area("community", "220104001001", "永昌社区", far.street)
    far.grid = area("grid", "220104001001001", "永昌第一网格", far.community)
    far.building = area("building", "220104001001001001", "7栋", far.grid)
    far.unit = area("unit", "22010400100100100101", "1单元", far.building)
    a.far = far
    a.building2 = area("building", "220103010001002001", "9栋", a.grid2)
    a.unit2 = area("unit", "22010301000100200101", "1单元", a.building2)
    o.party = organisation("PARTY", "欣园社区党群服务中心", "community", a.community)
    o.team = organisation("TEAM", "欣园街道综合执法中队", "stationed_team", a.street, parent=o.parks)
    o.shop = organisation("SHOP", "欣园便民超市", "resident_organisation", a.street)
    o.street2 = organisation("S2", "柳影街道办事处", "street_office", a.street2)
    o.community2 = organisation("C2", "新月社区", "community", a.community2)
    o.calls2 = organisation("CALLS2", "第二回访中心", "call_centre", a.district)
    kinds = {
        "district": "leading_body", "dispatch": "dispatch_centre", "street": "street_office", "community": "community",
        "heating": "department", "firm": "resident_organisation", "party": "community", "calls": "call_centre",
    }  # fmt: skip
    places = {"street": far.street, "firm": far.street, "community": far.community, "party": far.community}
    o.far = {
        key: organisation(f"FAR-{key}", f"朝阳{key}", kind, places.get(key, far.district))
        for key, kind in kinds.items()
    }


def _case(
    world: World,
    kind: str,
    word: str,
    *,
    category: str = "living-heat-cold",
    at: Any = None,
    by: Any = None,
    **more: Any,
) -> Any:
    phone = f"139123456{len(world.words) + 10}"
    telling = Telling(
        text=f"{word}暖气不热，我的电话{phone}",
        name=NAME,
        phone=phone,
        consent=True,
        answers={"since": f"打{phone}问"},
    )
    case = cases.report(
        by or resident(), channel="liaison" if by else "resident", category=catalogue().coded(category),
        at=at or world.town.place, telling=telling, **more,
    )  # fmt: skip
    world.things[kind], world.words[kind], world.phones[kind] = case, word, phone
    return case


def _actor(world: World, role: str, where: str = "here") -> Any:
    return world.town.actor(world.people[str(role), where].username)


def _things(world: World) -> None:
    town = world.town
    _case(world, "plain", "梧桐")
    _case(world, "secret", "银杏", category="tip")
    _case(world, "unplaced", "白杨", at=place_of(town.areas.city.pk))
    _case(world, "foreign", "垂柳", at=place_of(town.areas.far.unit.pk))
    _case(world, "filed", "云杉", by=_actor(world, R.LIAISON))
    _called(world, "called", "榆树")
    _called(world, "secret_called", "刺槐", category="tip")
    clerk = _actor(world, R.STREET_CLERK)
    world.things["task"] = tasks.assign(
        clerk,
        text="樟树巡查",
        organisation_id=town.organisations.community.pk,
        due_on=clock.today() + timedelta(days=3),
    )
    world.words["task"] = "樟树巡查"
    _of_the_gate(world)
    _mandates(world)
    world.things["enforcement_file"] = filed(town)
    world.things["power"] = world.things["enforcement_file"].power
    world.words["enforcement_file"] = "占道摆摊"
    _street_powers(world)
    _filings(world)
    _policies(world)
    _projects(world)
    world.things["call_back"] = CallBack.objects.create(
        case=world.things["called"], report=world.things["called"].reports.get(), round=1,
        organisation_id=town.organisations.calls.pk, drawn_at=clock.now(), seed="x",
    )  # fmt: skip


def _of_the_gate(world: World) -> None:
    """A meeting that was held with a topic, an admitted matter with an objection, a refused push."""
    town = world.town
    dispatcher, heating = _actor(world, R.DISTRICT_DISPATCHER), _actor(world, R.DEPARTMENT_CLERK)
    body = gate.body_of(town)
    topic = meetings.raise_topic(heating, body, title="黄杨供热", text="黄杨分工")
    meeting = meetings.call_meeting(
        dispatcher, body, held_at=clock.now() + timedelta(days=20), place="黄杨会议室", title="黄杨会议"
    )
    meetings.adopt(dispatcher, topic, meeting_id=meeting.pk)
    for verb in (meetings.set_agenda, meetings.invite):
        verb(dispatcher, meeting.pk)
    present = list(meeting.attendances.values_list("organisation_id", flat=True))
    meetings.open_(dispatcher, meeting.pk, present=present)
    matter = admission.apply(heating, **gate.words(town, title="山楂排查"))
    admission.pass_by_record(dispatcher, matter.pk, burden="依法直接准入")
    worker = _actor(world, R.COMMUNITY_WORKER)
    objection = admission.object_to(worker, matter.pk, text="山楂太多")
    push = admission.refuse_push(worker, from_organisation_id=town.organisations.civil.pk, text="海棠报表")
    world.things |= {
        "meeting": meeting,
        "topic": topic,
        "matter": matter,
        "push": push,
        "objection": objection,
    }


def _mandates(world: World) -> None:
    """A draft list of the district with an item, and a letter that the street signed for the parks' office."""
    town, desk = world.town, _actor(world, R.DISTRICT_DISPATCHER)
    listing = mandates.begin_listing(desk, kind="basic", area_id=town.areas.district.pk, title="合欢清单")
    item = mandates.write_item(desk, listing, code="1", text="海棠修剪")
    letter = mandates.record_letter(
        _actor(world, R.STREET_CLERK), issuer_id=town.organisations.parks.pk, street_id=town.areas.street.pk,
        title="丁香责任状", signed_on=clock.today(),
    )  # fmt: skip
    world.things |= {"listing": listing, "item": item, "letter": letter}
    world.words |= {"listing": "合欢清单", "item": "海棠修剪", "letter": "丁香责任状"}


def _street_powers(world: World) -> None:
    """A draft, a signed use and a request of the department that is here; an order to a team and a year's words."""
    town, leader = world.town, _actor(world, R.STREET_LEADER)
    words = {"power": "suggest", "organisation_id": town.organisations.heating.pk, "basis": "待确认"}
    for kind, word, begin in (("power_draft", "海棠", powers.draft), ("power_use", "丁香", powers.issue)):
        world.things[kind] = begin(leader, what=f"{word}街管网改造", why=f"{word}街停暖", **words)
        world.words[kind] = word
    world.things["power_asked"] = powers.request_consent(
        _actor(world, R.DEPARTMENT_CLERK), power="take_part", street_id=town.areas.street.pk, what="紫藤换热站选址",
        why="紫藤", basis="待确认",
    )  # fmt: skip
    world.things["command_order"] = powers.order(
        leader, team_id=town.organisations.team.pk, what="连翘路清占道", why="连翘"
    )
    squad = world.people[str(R.DEPARTMENT_CLERK), "team"].posts.get()
    world.things["yearly_opinion"] = powers.write_opinion(
        leader, post_id=squad.pk, year=clock.today().year, text="石榴街的事随叫随到。"
    )
    world.words |= {"power_asked": "紫藤", "command_order": "连翘", "yearly_opinion": "石榴"}


def _filings(world: World) -> None:
    """A department's form for its whole district, the sheet of the community that is here, and a draft."""
    town, clerk = world.town, _actor(world, R.DEPARTMENT_CLERK)
    matter = admission.apply(clerk, **gate.words(town, title="报表准入", kinds=["report"], times=9))
    admission.pass_by_record(_actor(world, R.DISTRICT_DISPATCHER), matter.pk, burden="依法直接准入")
    words = {"scope_id": town.areas.district.pk, "matter_id": matter.pk, "purpose": "金银花排班"}
    draft = filings.draft_form(clerk, **forms.words(town, title="忍冬月报", **words))
    form = filings.draft_form(clerk, **forms.words(town, **words))
    filings.open_(clerk, form)
    forms.keep_papers(clerk, form)
    world.things |= {
        "filing": form, "filing_draft": draft,
        "filing_sheet": form.sheets.get(area_id=town.areas.community.pk),
    }  # fmt: skip
    world.words |= {"filing": "金银花", "filing_draft": "忍冬月报"}


def _policies(world: World) -> None:
    """A set of the street in force with a requirement for its community and a question, a draft, a word in doubt."""
    town, leader = world.town, _actor(world, R.STREET_LEADER)
    draft = policies.draft_set(leader, code="MG", title="木槿制度")
    held = policies.draft_set(leader, code="YC", title="迎春制度")
    policies.add_paper(leader, held.pk, document_id=paper().pk, main=True)
    policies.enact_set(leader, held.pk, **DAYS)
    held.refresh_from_db()
    requirement = policies.plan_requirement(
        leader, held, level="community", text="茉莉自查", due_on=clock.today() + timedelta(days=9),
        organisation_ids=[town.organisations.community.pk],
    )  # fmt: skip
    policies.issue_requirement(leader, requirement.pk)
    noted = policies.acknowledge(_actor(world, R.COMMUNITY_WORKER), held.pk, question="茉莉怎么报")
    world.things |= {
        "policy_draft": draft, "policy_set": held, "requirement": requirement, "acknowledgement": noted,
        "term": Term.objects.get(word="一街四区"), "requirement_task": requirement.handed.get().task,
    }  # fmt: skip
    world.words |= {
        "policy_draft": "木槿",
        "policy_set": "迎春",
        "requirement": "茉莉",
        "acknowledgement": "茉莉",
    }


def _projects(world: World) -> None:
    """The city's yearly call; a draft of the community, and a project that waits for the collective to study it."""
    mayor, secretary, today = (
        _actor(world, R.CITY_LEADER),
        _actor(world, R.COMMUNITY_SECRETARY),
        clock.today(),
    )
    call = projects.write_call(
        mayor, year=today.year, title="芍药通知", text="请认领芍药", levels=["street", "community"], opens_on=today,
        closes_on=today + timedelta(days=30),
    )  # fmt: skip
    world.things["project_call"] = projects.publish(mayor, call)
    for kind, word in (("project_draft", "牡丹"), ("project", "杜鹃")):
        made = projects.draft_project(
            secretary, call_id=call.pk, title=f"{word}项目", problem=f"{word}难题", obstacle="interest",
            measures=f"{word}措施", starts_on=today, ends_on=today + timedelta(days=90),
        )  # fmt: skip
        projects.add_effect(
            secretary, made, name=f"{word}成效", how="现场数", unit="件", better="up", baseline=0, baseline_on=today,
            target=3, target_on=today + timedelta(days=80),
        )  # fmt: skip
        projects.add_milestone(secretary, made, what=f"{word}节点", due_on=today + timedelta(days=20))
        world.things[kind], world.words[kind] = made, word
    projects.declare(secretary, world.things["project"])
    world.words["project_call"] = "芍药"


def _called(world: World, kind: str, word: str, **more: Any) -> None:
    """A case with a photo, two departments called, the lead's dispute."""
    town = world.town
    photo = _photo()
    case = _case(world, kind, word, files=photo, **more)
    if kind == "called":
        cases.raise_up(_actor(world, R.GRID_HEAD), case, reason="不是自家阀门的事")
        cases.raise_up(_actor(world, R.COMMUNITY_WORKER), case, reason="物业无权动")
    call = [
        {"organisation_id": town.organisations.heating.pk, "lead": True, "reason": "职责清单"},
        {"organisation_id": town.organisations.civil.pk, "lead": False, "reason": "职责清单"},
    ]
    whistle = whistles.propose(
        _actor(world, R.STREET_CLERK), case, kind="unsolved", call=call, request=f"{word}请求更换"
    )
    whistles.sign(_actor(world, R.STREET_LEADER), whistle)
    lead, helper = ReportIn.objects.filter(case=case).order_by("-lead")
    dispute = whistles.dispute(
        _actor(world, R.DEPARTMENT_CLERK), lead, clause="清单第47条", text=f"{word}管沟开挖"
    )
    case.refresh_from_db()
    from gongzhi.town.files.models import Attachment

    mine = {"case": case, "whistle": whistle, "report_in": lead, "helper_in": helper, "dispute": dispute}
    mine["file"] = Attachment.objects.get(subject_id=str(case.reports.get().pk))
    prefix = "" if kind == "called" else "secret_"
    world.things |= {prefix + name if name != "case" else kind: thing for name, thing in mine.items()}


def _photo() -> list[str]:
    from PIL import Image

    out = io.BytesIO()
    Image.new("RGB", (20, 20), "green").save(out, "PNG")
    key = clock.now().isoformat()[-32:]
    photos.keep(resident(), key, [SimpleUploadedFile("a.png", out.getvalue(), "image/png")])
    return photos.ids(key)
