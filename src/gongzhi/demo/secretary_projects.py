"""Secretary projects in the demo: the city's yearly call, what has been claimed, and a project in every stage.

All words and figures are made up. The stories draw nothing by chance, so that the others' days stay as they are. The full
city holds as many claimed projects as the report says (1,177), spread over the levels; the others a few dozen.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from gongzhi.demo import people
from gongzhi.demo.life import Life
from gongzhi.demo.ways import Way
from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.people.commands import actor_of
from gongzhi.town.people.models import Role
from gongzhi.work.cases.queries import listed as cases_listed
from gongzhi.work.secretary_projects import commands
from gongzhi.work.secretary_projects.models import Call, Measurement, Project

INVENTED = "（演示数据，虚构）"
CLAIMED = {"small": 4, "default": 30, "city": 1177}  # with those of the stories, in the full city
OF_STORIES = 5  # how many the stories add that stay claimed
OPEN_DAYS = 60
SUBJECTS = (
    ("老旧小区加装电梯", "一楼不同意，六楼下不来", "interest", "装好的电梯", "部", "up", 0, 3),
    ("早市退路进场", "占道三年，清了又回", "interest", "占道摊位", "个", "down", 46, 0),
    ("物业弃管楼院托管", "没人收费，没人管灯", "system", "有人管的楼院", "处", "up", 1, 6),
    ("社区台账并表", "同一张表三家要", "power", "要填的表", "张", "down", 21, 8),
    ("断头路打通", "两个区各管一半", "power", "打通的路口", "处", "up", 0, 1),
    ("二次供水移交", "产权不清，水压不足", "system", "移交的泵房", "座", "up", 0, 4),
    ("校门口晚高峰分流", "接送车堵到主路", "power", "晚高峰拥堵", "分钟", "down", 35, 12),
)

Post = tuple[Actor, Actor, tuple[Actor, Actor]]


def build(scale: str) -> None:
    """The calls, and the projects that were claimed before the demo's days begin."""
    held = people.desks()
    known: dict[str, Actor] = {}

    def at(area_id: int, role: str) -> Actor | None:
        names = held.get((area_id, role))
        if not names:
            return None
        return known.setdefault(names[0], actor_of(names[0]))

    city = tree().city()
    mayor = at(city.id, Role.CITY_LEADER)
    if mayor is None:
        return
    call = _calls(mayor, at)
    posts = list(_posts(at))
    wanted = CLAIMED[scale] - (OF_STORIES if scale == "city" else 0)
    for number in range(wanted if posts else 0):
        _claimed(call, *posts[number % len(posts)], number)


def _calls(mayor: Actor, at: Callable[[int, str], Actor | None]) -> Call:
    """The city's call is open; one district closed last year's early, and drafts its own."""
    today, year = clock.today(), clock.today().year
    words = {"text": "每名书记可以认领一个难题，写明基线、目标和节点；认不认领自己定。" + INVENTED}
    call = commands.write_call(
        mayor, year=year, title=f"{year}年书记项目申报通知", levels=["district", "street", "community"], opens_on=today,
        closes_on=today + timedelta(days=OPEN_DAYS), **words,
    )  # fmt: skip
    leaders = (at(one.id, Role.DISTRICT_LEADER) for one in tree().at_level("district"))
    leader = next((one for one in leaders if one is not None), None)
    if leader is not None:
        mine = {"levels": ["street", "community"], "opens_on": today, "closes_on": today, **words}
        old = commands.write_call(leader, year=year - 1, title=f"{year - 1}年区书记项目通知", **mine)
        commands.close_call(leader, commands.publish(leader, old))
        commands.write_call(leader, year=year, title=f"{year}年区书记项目通知", **mine)
    return commands.publish(mayor, call)


def _posts(at: Callable[[int, str], Actor | None]) -> Iterator[Post]:
    """Who puts forward, who decides and who reviews: districts, then streets, then communities."""
    for level, secretary, judge, second in (
        ("district", Role.DISTRICT_LEADER, Role.CITY_LEADER, Role.CITY_DISPATCHER),
        ("street", Role.STREET_LEADER, Role.DISTRICT_LEADER, Role.DISTRICT_DISPATCHER),
        ("community", Role.COMMUNITY_SECRETARY, Role.STREET_LEADER, Role.STREET_CLERK),
    ):
        for area in tree().at_level(level):
            above = area.parent_id or 0
            found = at(area.id, secretary), at(above, judge), at(above, second)
            if all(found):
                yield found[0], found[1], (found[1], found[2])  # type: ignore[misc]


def _claimed(call: Call, secretary: Actor, judge: Actor, reviewers: tuple[Actor, Actor], number: int) -> None:
    project = drafted(secretary, call.pk, SUBJECTS[number % len(SUBJECTS)])
    commands.declare(secretary, project)
    commands.study(
        secretary, project, studied_on=clock.today(), study_record="班子研究，同意申报。" + INVENTED
    )
    for one in reviewers:
        reviewed(one, project)
    commands.approve(judge, project, decision="同意立项，按节点推进。")
    commands.start(secretary, project)


def drafted(secretary: Actor, call_id: UUID, subject: tuple[Any, ...]) -> Project:
    """A draft with one effect and two milestones."""
    title, problem, obstacle, name, unit, better, baseline, target = subject
    today = clock.today()
    project = commands.draft_project(
        secretary, call_id=call_id, title=title, problem=problem + INVENTED, obstacle=obstacle,
        measures="书记牵头，部门到场，一周一碰头，进度贴在楼门口。", starts_on=today, ends_on=today + timedelta(days=240),
    )  # fmt: skip
    commands.add_effect(
        secretary, project, name=name, how="现场点数，街道和居民代表一起核", unit=unit, better=better, baseline=baseline,
        baseline_on=today, target=target, target_on=today + timedelta(days=230),
    )  # fmt: skip
    for what, days in (("摸清底数，公示办法", 28), ("第一处完成", 120)):
        commands.add_milestone(secretary, project, what=what, due_on=today + timedelta(days=days))
    return project


def reviewed(reviewer: Actor, project: Project, advice: str = "approve") -> None:
    commands.review(
        reviewer, project, necessity="居民反映多年，绕不过去。", timeliness="今年有资金和施工窗口。",
        leverage="做成了，周边几处可以照着办。" + INVENTED, advice=advice,
    )  # fmt: skip


def later(days: float) -> Any:
    return clock.now() + timedelta(days=days)


def begun(life: Life, number: int) -> Project:
    """A draft of the home community's secretary in answer to the city's call."""
    call = Call.objects.get(stage=Call.Stage.OPEN)
    return drafted(life.actor("secretary"), call.pk, SUBJECTS[number])


def declared(life: Life, number: int) -> Project:
    return commands.declare(life.actor("secretary"), begun(life, number))


def studied(life: Life, number: int) -> Project:
    return commands.study(
        life.actor("secretary"), declared(life, number), studied_on=clock.today(),
        study_record="社区党委研究，全体同意申报。" + INVENTED,
    )  # fmt: skip


def judged(life: Life, number: int) -> Project:
    project = studied(life, number)
    for name in ("clerk", "leader"):
        reviewed(life.actor(name), project)
    return project


def approved(life: Life, number: int) -> Project:
    return commands.approve(life.actor("leader"), judged(life, number), decision="同意立项。")


def running(life: Life, number: int) -> Project:
    return commands.start(life.actor("secretary"), approved(life, number))


def reached(life: Life, project: Project) -> None:
    for row in project.milestones.filter(done_on=None):
        commands.reach(
            life.actor("secretary"), project, milestone_id=row.pk, done_on=clock.today(), kind="site",
            text="现场已完成，居民代表到场看过。" + INVENTED,
        )  # fmt: skip


def measured(life: Life, project: Project, value: int, phase: str = "final", kind: str = "site") -> None:
    row = project.effects.get()
    commands.measure(
        life.actor("secretary"), project, effect_id=row.pk, phase=phase, value=value, measured_on=clock.today(), kind=kind,
        text="按申报时的办法点的数。" + INVENTED,
    )  # fmt: skip


def verified(life: Life, project: Project) -> None:
    for row in Measurement.objects.filter(effect__project=project, verdict="waiting"):
        commands.verify(life.actor("clerk"), project, measurement_id=row.pk, so=True)


def accepted(life: Life) -> Way:
    """The whole way, with mid-term, one acceptance that was sent back, and acceptance against the verified figure."""
    project = running(life, 1)
    link(life, project)
    yield later(6)
    measured(life, project, 20, "midterm")
    verified(life, project)
    commands.record_midterm(life.actor("secretary"), project, midterm="一半摊位进场。" + INVENTED)
    yield later(8)
    reached(life, project)
    measured(life, project, 3)
    commands.ask_acceptance(life.actor("secretary"), project, result="摊位进场，路面恢复。" + INVENTED)
    yield later(1)
    commands.send_back(life.actor("leader"), project, reason="还有3个摊位在路上。")
    yield later(4)
    measured(life, project, 0)
    verified(life, project)
    commands.ask_acceptance(life.actor("secretary"), project, result="全部摊位进场。" + INVENTED)
    yield later(1)
    commands.accept(life.actor("leader"), project, acceptance="现场看过，路上没有摊位，同意验收。")


def link(life: Life, project: Project) -> None:
    """A matter of the home community that the project is about, if one has come."""
    case = cases_listed(life.actor("secretary")).order_by("id").values_list("serial", "reported_at").first()
    if case:
        number = f"{clock.local(case[1]):%Y%m%d}-{case[0]:06d}"
        commands.link_case(life.actor("secretary"), project, number=number)


def asked(life: Life) -> Way:
    """Waits for acceptance; its only figure rests on a document, and is not verified yet."""
    project = running(life, 3)
    yield later(9)
    reached(life, project)
    measured(life, project, 8, kind="document")
    commands.ask_acceptance(life.actor("secretary"), project, result="并成八张表。" + INVENTED)


def extended(life: Life) -> Way:
    """Runs, with one extension."""
    project = running(life, 2)
    yield later(5)
    commands.extend(
        life.actor("leader"),
        project,
        until=project.due_on + timedelta(days=60),
        reason="冬季不能开挖，顺延到开春。",
    )


def stopped(life: Life) -> Way:
    """Stopped by the street, with the reason."""
    project = running(life, 5)
    yield later(4)
    commands.stop(life.actor("leader"), project, reason="泵房已列入市里统一改造，不再单独立项。")


def handed_back(life: Life) -> Way:
    """One handed back to be changed, one not approved."""
    back, no = judged(life, 0), judged(life, 6)
    yield later(1)
    commands.hand_back(life.actor("leader"), back, reason="目标太低，请和居民商量后再报。")
    commands.reject(life.actor("leader"), no, reason="交警部门已在办，不重复立项。")


def waiting(life: Life) -> Way:
    """One at each desk: a draft, to be studied, to be reviewed, to be decided, to be started, running."""
    for number, make in enumerate((begun, declared, studied, judged, approved, running)):
        make(life, number)
    yield later(0)


Story = Callable[[Life], Way]
#: (days ago, story)
STORIES: tuple[tuple[float, Story], ...] = (
    (25, accepted), (20, asked), (15, extended), (12, stopped), (8, handed_back), (2, waiting),
)  # fmt: skip
