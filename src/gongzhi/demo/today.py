"""What lies on the desks at the end: for every printed login something in each of its lists.

These stories are short, keep no office hours and stop where they are to be seen: (hours ago, story, how often).
"""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

from gongzhi.demo import words
from gongzhi.demo.life import Life, Matter, report
from gongzhi.demo.records import owner
from gongzhi.demo.ways import Way, called, done, eyes, proposed, report_ins, resolved
from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import Place
from gongzhi.town.areas.places import place_of
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task
from gongzhi.work.whistles import commands as whistles

Story = Callable[[Life], Way]
MINUTE = 1 / 60


def here(life: Life, category: str, **more: Any) -> Matter:
    """A matter in the home grid."""
    return report(life, grid=life.home_grid(), category=category, known=True, **more)


def up(m: Matter, accept: bool = True) -> None:
    """At once to the street's desk."""
    if m.level == "grid":
        cases.raise_up(m.head, m.case, reason=m.life.one(words.UP_FROM_GRID))
    if m.level == "community":
        cases.raise_up(m.worker, m.case, reason=m.life.one(words.UP_FROM_COMMUNITY))
    if accept:
        cases.accept(m.clerk, m.case)


def whistle(life: Life, category: str, kind: str = "unsolved") -> Matter:
    """Called a moment ago."""
    m = here(life, category)
    up(m)
    whistles.sign(m.leader, proposed(m, kind).pk)
    return m


def new(life: Life, category: str, by: str = "", channel: str = "resident") -> Way:
    """Just told; nobody has taken it up."""
    here(life, category, by=life.actor(by) if by else None, channel=channel)
    yield life.after(0)


def in_community(life: Life, category: str, accept: bool = False) -> Way:
    m = here(life, category)
    yield life.after(2 * MINUTE)
    cases.raise_up(m.head, m.case, reason=life.one(words.UP_FROM_GRID))
    if accept:
        cases.accept(m.worker, m.case)


def in_street(life: Life, category: str) -> Way:
    m = here(life, category)
    yield life.after(2 * MINUTE)
    up(m)


def on_street_desk(life: Life, category: str) -> Way:
    """From the hotline, not yet taken up."""
    here(life, category, channel="hotline")
    yield life.after(0)


def asked(life: Life) -> Way:
    """A question waits for the resident; the clock pauses."""
    m = here(life, "heat-cold")
    yield life.after(5 * MINUTE)
    cases.accept(m.head, m.case)
    cases.ask(m.head, m.case, text=life.one(words.QUESTIONS), spoken=True)


def to_sign(life: Life, category: str, kind: str = "unsolved", by: str = "clerk") -> Way:
    m = here(life, category)
    up(m, accept=by != "worker")
    yield life.after(MINUTE)
    proposed(m, kind, life.actor(by))


def to_sign_after(life: Life) -> Way:
    """Sounded in the night by the leader on duty; the departments are there, the signature is still to come."""
    m = here(life, "heat-burst")
    yield life.after(3 * MINUTE)
    leader = life.on_duty(m.at.street_id or 0) or m.leader
    whistles.sound_at_once(leader, m.case, call=called(m), request="主管道爆裂，请立即关阀抢修，疏导行人")
    for row in report_ins(m):
        yield life.after(8 * MINUTE)
        whistles.report_in(life.department(row.organisation_id), row.pk, attending="抢修班")


def to_arrive(life: Life, category: str) -> Way:
    whistle(life, category)
    yield life.after(0)


def in_hand(life: Life, category: str) -> Way:
    m = whistle(life, category)
    for row in report_ins(m):
        yield life.after(5 * MINUTE)
        whistles.report_in(life.department(row.organisation_id), row.pk, attending="两人到场")
    lead = report_ins(m)[0]
    whistles.progress(life.department(lead.organisation_id), lead.pk, text=life.one(words.PROGRESS))


def to_countersign(life: Life, category: str) -> Way:
    """The lead has replied; helpers may still object. The grid's eyes are asked as well."""
    m = whistle(life, category)
    for row in report_ins(m):
        yield life.after(2 * MINUTE)
        whistles.report_in(life.department(row.organisation_id), row.pk)
    for row in reversed(report_ins(m)):
        yield life.after(2 * MINUTE)
        done(m, row)


def to_decide(life: Life, category: str) -> Way:
    """A dispute that the district has not decided yet."""
    m = whistle(life, category)
    yield life.after(6 * MINUTE)
    lead = report_ins(m)[0]
    whistles.dispute(
        life.department(lead.organisation_id), lead.pk, clause="演示清单第22条",
        text="在小区红线内，应由住建部门督促物业办理",
        owner_id=owner("housing", tree().card(m.at.district_id or 0)).id,
    )  # fmt: skip


def to_verify(life: Life, category: str, by: str = "worker") -> Way:
    """Done; other eyes are to look."""
    m = here(life, category)
    if by != "head":
        cases.raise_up(m.head, m.case, reason=life.one(words.UP_FROM_GRID))
    if by == "clerk2":
        cases.raise_up(m.worker, m.case, reason=life.one(words.UP_FROM_COMMUNITY))
    yield life.after(10 * MINUTE)
    cases.resolve(life.actor(by), m.case, measures=m.measures, spoken_with=life.one(words.SPOKEN))


def to_rate(life: Life, category: str) -> Way:
    """Verified; the reporter is asked, and some are drawn for a call-back."""
    m = here(life, category)
    cases.raise_up(m.head, m.case, reason=life.one(words.UP_FROM_GRID))
    yield life.after(10 * MINUTE)
    resolved(m)
    cases.verify(eyes(m), m.case)


def sorting(life: Life, where: str, category: str) -> Way:
    """No area can be told from what was said: the city's sorting desk."""
    report(life, at=Place(address=where), category=category, text=f"{where}，有情况请来看看", known=True)
    yield life.after(0)


def overdue(life: Life, category: str) -> Way:
    """Left lying in the street until the clock has told everybody."""
    m = here(life, category)
    up(m)
    yield life.after(0)


def instructed(life: Life, by: str, answered: bool) -> Way:
    """A leader's instruction, open or answered and to be closed by who set it."""
    m = here(life, "lift-broken")
    up(m)
    yield life.after(10 * MINUTE)
    due = clock.today() + timedelta(days=2)
    boss: Actor = life.actor(by)
    office = m.clerk.organisation_id if by != "leader" else m.worker.organisation_id
    cases.instruct(
        boss, m.case, text="请今天到现场，明天上班前告诉我结果", organisation_id=office or 0, due_on=due
    )
    if answered:
        yield life.after(20 * MINUTE)
        doer = m.clerk if by != "leader" else m.secretary
        task = Task.objects.filter(subject_id=str(m.case)).latest("set_at")
        tasks.answer(doer, task.pk, result="已到现场，维保在换件，今晚恢复")


def shelved(life: Life) -> Way:
    m = here(life, "house-leak")
    up(m)
    yield life.after(10 * MINUTE)
    day = clock.today() + timedelta(days=150)
    cases.shelve(m.leader, m.case, reason="上冻期不能做外墙，开春施工", recheck_on=day)


def noted(life: Life) -> Way:
    """即办: the head did it on the spot this morning."""
    at = place_of(life.unit(life.home_grid()))
    text = "把单元门口的冰铲了，撒了炉灰"
    cases.note(
        life.actor("head"), category=catalogue().coded("snow"), at=at, telling=life.telling(text, known=False)
    )
    yield life.after(0)


def needless(life: Life) -> Way:
    """An instruction taken back: what is known already is not asked for again."""
    m = here(life, "lift-broken")
    up(m)
    yield life.after(10 * MINUTE)
    due, office = clock.today() + timedelta(days=1), m.worker.organisation_id or 0
    cases.instruct(m.leader, m.case, text="请社区报一份情况说明", organisation_id=office, due_on=due)
    task = Task.objects.filter(subject_id=str(m.case)).latest("set_at")
    tasks.withdraw(m.leader, task.pk, reason="系统里已有，不需要另写材料")


TODAY: tuple[tuple[float, Story], ...] = (
    (0.4, partial(new, category="lamp-stair", by="unit", channel="head")),
    (0.8, partial(new, category="snow", by="building", channel="head")),
    (1.3, partial(new, category="rubbish")),
    (2.2, partial(new, category="heat-cold")),
    (22.5, partial(new, category="heat-cold")),  # due within the day
    (23.2, partial(new, category="lift-broken")),
    (25.5, partial(new, category="heat-leak")),  # late
    (1.1, partial(new, category="suggestion", by="contact", channel="contact_point")),
    (3.1, partial(new, category="parking", by="liaison", channel="liaison")),
    (2.5, asked),
    (1.5, partial(in_community, category="drain")),
    (4.0, partial(in_community, category="property-service", accept=True)),
    (0.6, partial(in_community, category="aged")),
    (2.0, partial(in_street, category="noise-life")),
    (5.0, partial(in_street, category="relief")),
    (0.3, partial(on_street_desk, category="paper")),
    (1.0, partial(on_street_desk, category="heat-stop")),
    (0.5, partial(to_sign, category="rubbish-build")),
    (0.2, partial(to_sign, category="heat-leak", by="worker")),
    (0.7, partial(to_sign, category="fume", kind="enforcement")),
    (3.0, to_sign_after),
    (0.5, partial(to_arrive, category="heat-cold")),
    (0.9, partial(to_arrive, category="stall")),
    (0.4, partial(to_arrive, category="relief")),
    (3.5, partial(in_hand, category="heat-leak")),
    (2.8, partial(in_hand, category="pothole")),
    (4.2, partial(in_hand, category="aged")),
    (1.5, partial(to_countersign, category="heat-cold")),
    (1.2, partial(to_countersign, category="fume")),
    (1.0, partial(to_decide, category="rubbish-build")),
    (2.0, partial(to_decide, category="snow")),
    (2.6, partial(to_verify, category="drain")),
    (4.6, partial(to_verify, category="rubbish")),
    (3.3, partial(to_verify, category="property-service", by="clerk2")),
    (2.4, partial(to_verify, category="paper", by="clerk2")),
    (1.9, partial(to_verify, category="lamp-stair", by="head")),
    *((5.0 + n, partial(to_rate, category=code)) for n, code in enumerate(
        ("rubbish", "snow", "drain", "heat-cold", "lamp-stair", "door", "parking", "dog", "aged", "noise-life",
         "rubbish", "snow", "lift-broken", "pothole", "stall", "green"))),
    (1.4, partial(sorting, where="高架桥下第二个匝道口", category="pothole")),
    (2.7, partial(sorting, where="新开的那个菜市场北门", category="stall")),
    (31.0, partial(overdue, category="water-low")),
    (100.0, partial(overdue, category="heat-cold")),
    (220.0, partial(overdue, category="noise-shop")),
    (6.0, partial(instructed, by="leader", answered=False)),
    (9.0, partial(instructed, by="leader", answered=True)),
    (8.0, partial(instructed, by="district", answered=False)),
    (12.0, partial(instructed, by="mayor", answered=True)),
    (30.0, shelved),
    (1.7, noted),
    (26.0, needless),
)  # fmt: skip
