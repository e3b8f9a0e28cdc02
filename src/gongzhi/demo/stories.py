"""Stories without departments: done in the grid, the community or the street, asked, refused, merged, reopened …

Each is a generator over one ``Life``; ``ORDINARY`` says how often each happens.
"""

from datetime import timedelta

from gongzhi.demo import words
from gongzhi.demo.life import Life, named, report
from gongzhi.demo.ways import Way, ended, eyes, rated, resolved, say, to_community, to_street, verified
from gongzhi.kit import clock
from gongzhi.town.access.actor import resident, system
from gongzhi.town.areas.cards import Place
from gongzhi.town.areas.places import place_of
from gongzhi.town.areas.tree import tree
from gongzhi.town.people.models import Role
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import CallBack, Stage
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task


def at_grid(life: Life) -> Way:
    """The head does it within the day; the reporter's rating verifies it."""
    m = report(life)
    yield life.awake(1)
    cases.accept(m.head, m.case)
    yield life.awake(7)
    resolved(m)
    yield from rated(m)


def at_community(life: Life) -> Way:
    m = report(life)
    yield from to_community(m)
    yield m.office(2)
    cases.accept(m.worker, m.case)
    if life.happens(0.3):
        cases.remark(m.worker, m.case, text="约了下午上门")
    yield m.office(9)
    resolved(m)
    yield from ended(m)


def at_street(life: Life) -> Way:
    papers = {"paper", "insurance", "relief", "aged-card", "suggestion", "owners"}
    m = report(life, category=life.category(papers).code)
    yield from to_street(m)
    yield m.office(12)
    resolved(m)
    yield from ended(m, good=0.5)


def by_worker(life: Life) -> Way:
    """Told at the counter or on the telephone, written down by the community's worker for somebody."""
    grid = life.grid()
    worker = life.at(grid.parent_id, Role.COMMUNITY_WORKER)
    m = report(life, grid=grid, by=worker, channel=life.one(("worker", "counter")))
    yield from to_community(m)
    yield m.office(5)
    cases.resolve(m.secretary, m.case, measures=m.measures)
    yield from ended(m)


def by_head(life: Life) -> Way:
    """A head of unit, building or grid reports what they saw."""
    grid = life.grid()
    m = report(life, grid=grid, by=life.at(grid.id, Role.GRID_HEAD), channel="head")
    yield from to_community(m, 4)
    yield m.office(6)
    resolved(m)
    yield from verified(m)


def noted(life: Life) -> Way:
    """即办: done on the spot, in one line; the community looks at some, and one was not done."""
    grid = life.grid()
    at = place_of(life.unit(grid))
    code, text = life.one(words.NOTES)
    said = text.format(**named(at), **words.details(life.chance))
    card, head = catalogue().coded(code), life.at(grid.id, Role.GRID_HEAD)
    case = cases.note(head, category=card, at=at, telling=life.telling(said, known=False))
    if life.happens(0.35):
        yield life.office(6)
        found = life.happens(0.7)
        worker = life.at(grid.parent_id, Role.COMMUNITY_WORKER)
        cases.look(worker, case.pk, found=found, remark="" if found else "现场看，还没有弄好")
        if not found:
            yield life.awake(8)
            cases.resolve(head, case.pk, measures="重新处理，这次拍了照片给社区看")


def asked(life: Life) -> Way:
    """The resident is asked and answers."""
    m = report(life, known=True)
    yield from to_community(m)
    yield m.office(1)
    cases.accept(m.worker, m.case)
    cases.reveal(m.worker, m.case, reason="打电话约上门时间")
    cases.ask(m.worker, m.case, text=life.one(words.QUESTIONS), spoken=True)
    yield life.awake(6)
    cases.answer(m.resident, m.case, text=life.one(words.ANSWERS))
    yield m.office(8)
    resolved(m)
    yield from ended(m)


def asked_in_vain(life: Life) -> Way:
    """Nobody answers for three days; the clock goes on."""
    m = report(life, known=True)
    yield from to_community(m)
    yield m.office(1)
    cases.ask(m.worker, m.case, text=life.one(words.QUESTIONS))
    yield life.after(2)
    cases.deliver(m.worker, m.case)
    yield life.after(80)
    yield m.office(6)
    resolved(m)
    yield from ended(m, silent=0.8)


def refused(life: Life) -> Way:
    """Not within this channel, on a recorded ground that says where to turn."""
    m = report(life, category=life.one(("price", "job", "property-fee", "other")))
    yield from to_street(m)
    yield m.office(4)
    ground = {"price": "lawsuit", "job": "labour"}.get(m.card.code, "civil-dispute")
    cases.refuse(m.clerk, m.case, ground=ground, reason="已电话说明，并告诉了可以去的地方")


def shelved(life: Life) -> Way:
    """Cannot be done in the frost; comes back to the score on its day."""
    m = report(life, category=life.one(("house-leak", "old-estate", "pothole", "green")))
    yield from to_street(m)
    yield m.office(5)
    day = clock.today() + timedelta(days=life.one((4, 8, 140)))
    cases.shelve(m.leader, m.case, reason="上冻期不能施工，开工条件具备后复查", recheck_on=day)
    yield life.after(11 * 24)
    if m.row.stage == Stage.ACCEPTED:
        resolved(m)
        yield from ended(m)


def sent_back(life: Life) -> Way:
    """The grid's eyes are not content; the same hands do it again."""
    m = report(life)
    yield from to_community(m)
    for again in (True, False):
        yield m.office(8)
        resolved(m)
        if again:
            yield life.awake(5)
            cases.send_back(eyes(m), m.case, reason=life.one(words.BACK))
    yield from ended(m)


def third_round(life: Life) -> Way:
    """Not solved twice: the third round goes to the desk above by itself."""
    m = report(life)
    yield from to_community(m)
    for _round in range(2):
        yield m.office(7)
        resolved(m)
        yield from verified(m)
        yield life.awake(6)
        cases.rate(
            m.resident,
            m.case,
            contacted=True,
            solved=False,
            satisfaction="bad",
            comment=life.one(words.AGAIN),
        )
    yield m.office(8)
    resolved(m)
    yield from ended(m, good=0.4)


def reopened(life: Life) -> Way:
    """Closed, and back within the window."""
    m = report(life, known=True)
    yield from to_community(m)
    yield m.office(6)
    resolved(m)
    yield from verified(m)
    yield from rated(m, silent=0)
    yield life.awake(40)
    cases.reopen(m.resident, m.case, text=life.one(words.AGAIN))
    yield m.office(6)
    resolved(m)
    yield from ended(m)


def withdrawn(life: Life) -> Way:
    m = report(life)
    yield life.awake(3)
    cases.withdraw(m.resident, m.case, reason="自己弄好了")


def urged(life: Life) -> Way:
    """Slow: the resident adds a line and urges."""
    m = report(life)
    yield from to_community(m, 5)
    yield life.awake(20)
    cases.supplement(m.resident, m.case, text="今天又看了，还是一样，家里有老人")
    cases.urge(m.resident, m.case)
    yield m.office(10)
    resolved(m)
    yield from ended(m, good=0.3)


def merged(life: Life) -> Way:
    """Three neighbours tell of the same thing; one joins, two are merged; all are answered and asked."""
    grid = life.grid()
    category = life.one(("rubbish", "pothole", "noise-life", "snow", "lift-broken"))
    m = report(life, grid=grid, category=category, known=True)
    yield life.awake(2)
    joined = cases.join(resident(), m.case, channel="resident", telling=life.telling("我家也是，同一个地方"))
    m.reports.append(joined.pk)
    yield life.awake(1)
    twin = report(life, grid=grid, at=m.at, category=m.card.code, known=True)
    yield from to_community(m)
    yield m.office(2)
    cases.merge(m.secretary, twin.case, into=m.case, reason="同一处同一件事")
    m.reports.append(twin.report)
    yield m.office(7)
    resolved(m)
    yield from verified(m)
    for each in m.reports:
        yield life.awake(7)
        cases.rate(
            resident(each), m.case, contacted=True, solved=True, satisfaction=life.one(("good", "fair"))
        )


def split(life: Life) -> Way:
    """One letter, two matters; each has its own hands."""
    text = "{estate}{building}楼道灯不亮，另外院里垃圾也没人清。".format(**_anywhere(life))
    m = report(life, text=text, category="lamp-stair")
    yield from to_community(m)
    yield m.office(2)
    rubbish, said = catalogue().coded("rubbish"), "院里垃圾没有清运（从另一件拆出）"
    part = cases.split(m.worker, m.case, title="院里垃圾没人清", category=rubbish, text=said)
    yield m.office(6)
    resolved(m)
    yield life.awake(3)
    cases.resolve(m.head, part.pk, measures="当天清运完毕")
    yield from ended(m)


def _anywhere(life: Life) -> dict[str, str]:
    return named(place_of(life.unit(life.grid())))


def from_hotline(life: Life) -> Way:
    """12345 files at the street's desk, which hands it down."""
    m = report(life, channel="hotline", known=True)
    yield m.office(1)
    cases.hand_down(m.clerk, m.case, reason=life.one(words.DOWN))
    yield m.office(8)
    resolved(m)
    yield from ended(m)


def sorted_by_city(life: Life) -> Way:
    """A point in no polygon: the city's sorting desk says where it is."""
    m = report(
        life, at=Place(address="地铁口往北走，一个大超市后面", lon=125.0, lat=43.5), category="rubbish"
    )
    yield m.office(2)
    at = place_of(life.unit(life.grid()))
    cases.place(life.at(tree().city().id, Role.CITY_DISPATCHER), m.case, at=at)
    m.at = at
    yield from to_community(m)
    yield m.office(6)
    resolved(m)
    yield from ended(m)


def recategorised(life: Life) -> Way:
    m = report(life, category="other", text="楼前冒黑烟呛得睁不开眼，不知道归谁管")
    yield from to_community(m)
    yield m.office(1)
    cases.recategorise(m.worker, m.case, category=catalogue().coded("smoke"), reason="是焚烧，不是其他")
    yield m.office(5)
    resolved(m)
    yield from ended(m)


def late(life: Life) -> Way:
    """Left lying: the clock presses, the district extends once, then it is done."""
    m = report(life, category=life.one(("heat-cold", "water-low", "lift-broken")))
    yield from to_community(m)
    yield life.after(60)
    cases.extend(m.leader, m.case, reason="配件要从外地调，已告诉居民")
    yield life.after(30)
    resolved(m)
    yield from ended(m, good=0.2)


def secret_tip(life: Life) -> Way:
    """举报: only the street sees who told; another person of the street verifies."""
    m = report(life, category=life.one(("tip-safety", "tip-conduct")), known=life.happens(0.4))
    yield from to_street(m)
    yield m.office(10)
    resolved(m)
    yield from verified(m)
    if m.row.stage == Stage.VERIFIED and life.happens(0.5):
        yield from rated(m)


def instructed(life: Life) -> Way:
    """批示: a leader's words become a task; the case keeps its stage."""
    m = report(life)
    yield from to_street(m)
    yield m.office(2)
    office = m.worker.organisation_id or 0
    due = clock.today() + timedelta(days=3)
    cases.instruct(
        m.leader, m.case, text="请社区今天上门，先解决住户的事", organisation_id=office, due_on=due
    )
    task = Task.objects.get(subject_id=str(m.case))
    yield m.office(6)
    tasks.answer(m.secretary, task.pk, result="已上门，住户认可")
    yield m.office(3)
    tasks.close(m.leader, task.pk)
    resolved(m)
    yield from ended(m)


def unreached(life: Life) -> Way:
    """Drawn for a call-back; three tries at different hours, nobody answers."""
    call = None
    for _day in range(25):
        yield life.office(7)
        free = CallBack.objects.filter(stage=CallBack.Stage.DRAWN, tries=[]).exclude(pk__in=life.in_vain)
        call = free.order_by("drawn_at").first()
        if call is not None:
            life.in_vain.add(call.pk)
            break
    for _again in range(3):
        yield life.office(1.6)
        if call is not None and CallBack.objects.filter(pk=call.pk, stage=CallBack.Stage.DRAWN).exists():
            cases.tried(life.at(call.case.district_id, Role.CALLER), call.pk)


def tidied(life: Life) -> Way:
    """Day by day callers strike off whom nobody needs to call: rated meanwhile, or reopened."""
    while True:
        yield life.office(20)
        for call in CallBack.objects.filter(stage=CallBack.Stage.DRAWN).exclude(case__stage=Stage.VERIFIED):
            cases.drop(life.at(call.case.district_id, Role.CALLER), call.pk)


def unlooked(life: Life) -> Way:
    """Nobody looks within the limit: the next level may."""
    m = report(life, category=life.one(("rubbish", "snow", "drain", "door")), known=True)
    yield from to_community(m)
    yield m.office(4)
    resolved(m)
    yield life.after(6 * 24)
    cases.verify(eyes(m), m.case)
    yield life.after(5)
    say(m, m.resident)


def matter_of_history(life: Life, number: int) -> None:
    """A case of years ago, archived with its own date: no clock, no notice, no rate."""
    at = place_of(life.unit(life.grid()))
    card = life.category(life.plain())
    text = life.words_for(card, at)
    cases.archive(
        system("演示城市"), category=card, at=at, telling=life.telling(text, known=False), title=text[:60],
        happened_at=clock.now() - timedelta(days=400 + 13 * number), source_id=f"demo-history-{number}",
        note="演示城市的历史事项，虚构",
    )  # fmt: skip


ORDINARY = {
    at_grid: 14, at_community: 16, at_street: 8, by_worker: 5, by_head: 5, noted: 9, asked: 4, asked_in_vain: 2,
    refused: 3, shelved: 3, sent_back: 3, third_round: 2, reopened: 3, withdrawn: 2, urged: 3, merged: 3, split: 2,
    from_hotline: 5, sorted_by_city: 2, recategorised: 1, late: 4, secret_tip: 2, instructed: 2, unreached: 3,
    unlooked: 4,
}  # fmt: skip
