"""Policies in the demo: a set in each stage, requirements in each, questions, a word that was defined.

Documents and words are made up and say so; the set "1+9" and the words of the report stay as they were found. The stories
draw nothing by chance, so that the others' days stay as they are.
"""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from gongzhi.demo.life import Life
from gongzhi.demo.street_powers import other
from gongzhi.demo.ways import Way
from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor, system
from gongzhi.town.documents import commands as documents
from gongzhi.town.documents.models import Document
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import Role
from gongzhi.work.policies import commands
from gongzhi.work.policies.models import PolicySet, Requirement
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.ports import NotAdmitted

DAY = timedelta(days=1)
INVENTED = "（演示，虚构）"
KEEPER = "演示"


def later(days: float) -> datetime:
    return clock.now() + days * DAY


def on(days: int = 0) -> date:
    return clock.today() + days * DAY


def paper(code: str, title: str) -> int:
    """A made-up document with one clause."""
    found = Document.objects.filter(code=code).first()
    if found is None:
        words = {"code": code, "title": title + INVENTED, "issuer": KEEPER, "issued_on": on(-30)}
        found = documents.enter_document(system(KEEPER), **words)
        documents.enter_clause(system(KEEPER), found, number="第三条", text=f"{title}：按季自查{INVENTED}")
    return found.pk


def enacted(who: Actor, code: str, title: str) -> PolicySet:
    """A set with its main document, one supporting one and a place that waits for its paper."""
    made = commands.draft_set(
        who, code=code, title=title + INVENTED, synthetic=True, basis="演示文件（虚构）；待确认"
    )
    commands.add_paper(who, made.pk, document_id=paper(f"{code}-1", title), main=True)
    commands.add_paper(who, made.pk, document_id=paper(f"{code}-2", "配套办法"))
    commands.add_paper(who, made.pk)
    commands.enact_set(
        who, made.pk, issued_on=on(-2), in_force_on=on(), number=f"演发〔{on().year}〕{code[-1]}号"
    )
    return PolicySet.objects.get(pk=made.pk)


def sets(life: Life) -> Way:
    """The district's set, its second version, the questions of a street and a community; a draft that waits."""
    district, leader = life.actor("district"), life.actor("leader")
    first = enacted(district, "QZD-1", "小区治理制度")
    yield later(1)
    asked = commands.acknowledge(leader, first.pk, question="街道的工作委员会算哪一类？")
    commands.acknowledge(life.actor("secretary"), first.pk)
    yield later(2)
    commands.answer_question(district, asked.pk, answer="算牵头单位，配套办法里会写明。")
    yield later(6)
    second = commands.draft_version(district, PolicySet.objects.get(pk=first.pk))
    commands.enact_set(district, second.pk, issued_on=on(-1), in_force_on=on())
    yield later(1)
    commands.acknowledge(leader, second.pk)
    commands.acknowledge(life.actor("worker"), second.pk, question="老旧小区没有业委会的，第三条怎么做？")
    commands.draft_set(
        district,
        code="QZD-2",
        title="网格运行制度" + INVENTED,
        synthetic=True,
        basis="演示文件（虚构）；待确认",
    )


def requirements(life: Life) -> Way:
    """What the street asks of its communities: done, withdrawn, every month, and one not yet handed down."""
    leader = life.actor("leader")
    held = enacted(leader, "JZD-1", "社区议事制度")
    office = directory().community_office(life.communities[life.streets[0].id][0].id)
    only = [office.id] if office else []
    done, off, monthly = (
        plan(leader, held, text, on(8), organisation_ids=only, cycle=cycle)
        for text, cycle in (
            ("把议事地点和时间贴到楼门口", "once"), ("报议事员名册", "once"), ("开一次居民议事会", "month"),
        )
    )  # fmt: skip
    for one in (done, off, monthly):
        commands.issue_requirement(leader, one.pk)
    yield later(2)
    commands.withdraw_requirement(leader, off.pk, reason="系统里已有，不再向社区要")
    for task in Task.objects.filter(subject_kind="policies.requirement", subject_id=str(done.pk)):
        tasks.answer(
            life.at(_area(task), Role.COMMUNITY_SECRETARY), task.pk, result="都贴好了，照片已传" + INVENTED
        )
        tasks.close(leader, task.pk)
    commands.finish_requirement(leader, done.pk)
    yield later(8)
    plan(leader, held, "年底前把议事规则修订一遍", on(20))


def through_the_gate(life: Life) -> Way:
    """What the district asks: of its departments, and of a street, where the gate stops it."""
    district = life.actor("district")
    held = PolicySet.objects.filter(code="QZD-1", stage="in_force").get()
    clause = Document.objects.get(code="QZD-1-1").clauses.get()
    owners = [other(life, key) for key in ("heat", "urban")]
    asked = plan(
        district, held, "报小区联系人", on(12), level="district", organisation_ids=owners, clause_id=clause.pk
    )
    commands.issue_requirement(district, asked.pk)
    street = directory().street_office(life.streets[0].id)
    stopped = plan(
        district, held, "按季自查小区治理", on(25), level="street", cycle="quarter", clause_id=clause.pk,
        organisation_ids=[street.id] if street else [],
    )  # fmt: skip
    try:
        commands.issue_requirement(district, stopped.pk)
    except NotAdmitted:
        yield later(0.1)


def words(life: Life) -> Way:
    """A made-up word gets its meaning; those of the report stay in doubt."""
    mayor = life.actor("mayor")
    term = commands.enter_term(mayor, word="邻里三问" + INVENTED, said_in="演示文件（虚构）", synthetic=True)
    yield later(1)
    commands.define_term(
        mayor, term.pk, meaning="问需、问计、问效" + INVENTED, basis="演示文件（虚构）第一条"
    )


def plan(who: Actor, held: PolicySet, text: str, due_on: date, **more: Any) -> Requirement:
    return commands.plan_requirement(
        who, held, text=text + INVENTED, due_on=due_on, **{"level": "community", **more}
    )


def _area(task: Task) -> int:
    card = directory().get(task.organisation_id)
    if card is None:
        raise LookupError(task.organisation_id)
    return card.area_id


Story = Callable[[Life], Way]
#: (days ago, story)
STORIES: tuple[tuple[float, Story], ...] = ((20, sets), (18, requirements), (4, through_the_gate), (3, words))
