"""Sets, requirements, acknowledgements, terms: what is special about them."""

from datetime import date, timedelta

import pytest

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.work.admission.models import Push
from gongzhi.work.admission.tests.world import admitted
from gongzhi.work.policies import commands, queries, rules
from gongzhi.work.policies.models import Acknowledgement, PolicyPaper, PolicySet, Requirement, Term
from gongzhi.work.policies.rules import REQUIREMENT, SET
from gongzhi.work.policies.tests.making import DAYS, drafted, in_force, paper, planned
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.ports import NotAdmitted

pytestmark = pytest.mark.django_db


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def test_what_the_report_names_is_there_and_nothing_is_invented(town):
    known = PolicySet.objects.get(code="1+9")
    places = queries.papers(known)
    assert [row.part for row in places] == ["main", *["supporting"] * 9]
    assert [row.document_id for row in places[1:]] == [None] * 9
    assert known.number == "" and known.issued_on is None and known.issuer == "待确认"
    assert not Term.objects.exclude(meaning="").exists() and Term.objects.count() == 5
    assert SET.seen_by(town.worker).filter(pk=known.pk).exists()


def test_a_place_gets_its_document_once(town):
    known = PolicySet.objects.get(code="1+9")
    with pytest.raises(NotYours):
        commands.name_paper(town.district, known.pk, position=2, document_id=paper().pk)
    commands.name_paper(town.mayor, known.pk, position=2, document_id=paper().pk)
    assert known.papers.get(position=2).document_id == paper().pk
    for position, document in ((2, paper("B", "又一份").pk), (3, paper().pk), (99, paper("B").pk), (3, 0)):
        with pytest.raises(Refused):
            commands.name_paper(town.mayor, known.pk, position=position, document_id=document)


def test_a_draft_is_its_offices_and_needs_its_main_document(town):
    made = commands.draft_set(town.district, code="ZD", title="制度")
    assert not SET.seen_by(town.dispatcher).filter(pk=made.pk).exists()
    with pytest.raises(Unseen):
        commands.add_paper(town.clerk, made.pk)
    with pytest.raises(Refused):
        commands.enact_set(town.district, made.pk, **DAYS)
    commands.add_paper(town.district, made.pk, document_id=paper().pk, main=True)
    for wrong in (
        {"document_id": paper("C").pk, "main": True},
        {"document_id": paper().pk},
        {"document_id": 0},
    ):
        with pytest.raises(Refused):
            commands.add_paper(town.district, made.pk, **wrong)
    commands.add_paper(town.district, made.pk)
    commands.drop_paper(town.district, made.pk, position=1)
    with pytest.raises(Refused):
        commands.drop_paper(town.district, made.pk, position=1)
    tomorrow = clock.today() + timedelta(days=1)
    for days in (
        {"issued_on": date(2024, 2, 2), "in_force_on": date(2024, 2, 1)},
        {"issued_on": date(2024, 2, 2), "in_force_on": tomorrow},
    ):
        with pytest.raises(Refused):
            commands.enact_set(town.district, made.pk, **days)
    commands.enact_set(town.district, made.pk, number="某发〔2024〕1号", **DAYS)
    assert again(made).stage == "in_force" and again(made).number == "某发〔2024〕1号"


def test_who_drafts(town):
    for name in ("worker", "head", "caller", "system"):
        with pytest.raises(NotYours):
            commands.draft_set(town.actor(name), code="ZD", title="制度")
    commands.draft_set(town.clerk, code="ZD", title="制度")
    for wrong in (
        {"code": "ZD", "title": "又一项"},
        {"code": "Z2", "title": " "},
        {"code": "", "title": "制度"},
    ):
        with pytest.raises(Refused):
            commands.draft_set(town.clerk, **wrong)


def test_a_new_version_takes_the_place_and_the_old_stays_readable(town):
    old = in_force(town)
    new = commands.draft_version(town.district, old)
    assert (new.version, PolicyPaper.objects.filter(policy_set=new).count()) == (2, 2)
    with pytest.raises(Refused):
        commands.draft_version(town.district, old)
    commands.enact_set(town.district, new.pk, issued_on=date(2025, 1, 1), in_force_on=date(2025, 3, 1))
    old = again(old)
    assert (old.stage, old.repealed_on, old.reason) == ("repealed", date(2025, 3, 1), "第2版代替")
    assert [row["version"] for row in queries.versions(old, town.worker)] == [2, 1]
    assert Entry.objects.filter(verb="repeal_set", subject_id=str(old.pk)).exists()
    assert queries.papers(old)[0].document.title == "某实施意见（测试）"
    with pytest.raises(Refused):
        commands.draft_version(town.district, old)
    with pytest.raises(NotYours):
        commands.draft_version(town.dispatcher, again(new))


def test_a_repeal_says_why_and_stops_what_is_not_yet_handed_down(town):
    made = in_force(town)
    waiting = planned(town, made)
    handed = planned(town, made)
    commands.issue_requirement(town.district, handed.pk, matter_id=_matter(town).pk)
    for wrong in (
        {"on": date(2023, 1, 1), "reason": "过时"},
        {"on": clock.today() + timedelta(days=1), "reason": "过时"},
        {"on": clock.today(), "reason": " "},
    ):
        with pytest.raises(Refused):
            commands.repeal_set(town.district, made.pk, **wrong)
    commands.repeal_set(town.district, made.pk, on=clock.today(), reason="过时")
    with pytest.raises(Refused):
        commands.issue_requirement(town.district, waiting.pk, matter_id=None)
    assert again(handed).stage == "issued" and Task.objects.get(subject_id=str(handed.pk)).stage == "assigned"
    with pytest.raises(Refused):
        planned(town, again(made))


def _matter(town):
    """An admitted matter of the district's own office."""
    town.actor("district")
    from gongzhi.work.admission import commands as admission
    from gongzhi.work.admission.tests.world import words

    made = admission.apply(town.district, **words(town, title="制度自查"))
    admission.pass_by_record(town.dispatcher, made.pk, burden="依文件直接准入")
    return again(made)


def test_the_gate_stops_what_is_not_admitted_for_everybody_and_says_whom(town):
    requirement = planned(
        town, organisation_ids=[town.organisations.heating.pk, town.organisations.street.pk]
    )
    with pytest.raises(NotAdmitted) as stop:
        commands.issue_requirement(town.district, requirement.pk)
    assert stop.value.message.startswith(town.organisations.street.short_name)
    assert again(requirement).stage == "planned" and not Task.objects.exists()
    assert Push.objects.filter(way="").exists() or Push.objects.exists(), "what the gate stops is on record"
    other = admitted(town)
    with pytest.raises(NotAdmitted):
        commands.issue_requirement(town.district, requirement.pk, matter_id=other.pk)
    commands.issue_requirement(town.district, requirement.pk, matter_id=_matter(town).pk)
    assert set(Task.objects.values_list("organisation_id", flat=True)) == set(requirement.addressee_ids)
    assert Task.objects.filter(kind="requirement", subject_kind="policies.requirement").count() == 2


def test_what_a_street_asks_of_its_communities_needs_no_admission(town):
    requirement = planned(town, in_force(town, "leader"), by="leader", level="community")
    assert requirement.addressee_ids == [town.organisations.community.pk]
    assert not REQUIREMENT.seen_by(town.secretary).exists(), "planned: nobody is told"
    commands.issue_requirement(town.clerk, requirement.pk)
    assert REQUIREMENT.seen_by(town.secretary).exists() and REQUIREMENT.seen_by(town.district).exists()
    assert not REQUIREMENT.seen_by(town.heating).exists()


def test_what_is_planned_wrongly(town):
    made = in_force(town)
    for wrong in (
        {"level": "village"},
        {"level": "city"},
        {"text": " "},
        {"due_on": clock.today() - timedelta(days=1)},
        {"clause_id": 0},
        {"organisation_ids": [town.organisations.city.pk]},
        {"organisation_ids": [town.organisations.district.pk]},
    ):
        with pytest.raises(Refused):
            planned(town, made, **wrong)
    with pytest.raises(NotYours):
        planned(town, made, by="worker")
    with pytest.raises(Refused):
        planned(town, drafted(town, code="ZD-9"))


def test_a_day_off_moves_to_the_next_working_day(town):
    saturday = date(2027, 1, 9)
    assert rules.working_day(saturday) == date(2027, 1, 11)
    assert rules.working_day(date(2027, 1, 12)) == date(2027, 1, 12)
    from gongzhi.kit.reference import bump
    from gongzhi.town.calendar.models import Day

    Day.objects.create(day=date(2027, 1, 11), working=False, name="调休", basis="测试")
    Day.objects.create(day=saturday, working=True, name="调休上班", basis="测试")
    bump("calendar")
    assert rules.working_day(saturday) == saturday
    assert rules.working_day(date(2027, 1, 10)) == date(2027, 1, 12)
    with clock.at(clock.now().replace(year=2027, month=1, day=4)):
        requirement = planned(
            town, in_force(town, "leader"), by="leader", level="community", due_on=date(2027, 1, 10)
        )
        commands.issue_requirement(town.leader, requirement.pk)
    assert Task.objects.get().due_on == date(2027, 1, 12)


@pytest.mark.parametrize(
    ("day", "cycle", "following"),
    [
        (date(2027, 1, 31), "month", date(2027, 2, 28)),
        (date(2027, 11, 30), "quarter", date(2028, 2, 29)),
        (date(2028, 2, 29), "year", date(2029, 2, 28)),
        (date(2027, 12, 5), "month", date(2028, 1, 5)),
        (date(2027, 11, 5), "month", date(2027, 12, 5)),
    ],
)
def test_the_next_round(day, cycle, following):
    assert rules.next_due(day, cycle) == following


def test_round_after_round_and_no_round_is_skipped_before_its_day(town):
    requirement = planned(town, in_force(town, "leader"), by="leader", level="community", cycle="month")
    commands.issue_requirement(town.leader, requirement.pk)
    with pytest.raises(Refused):
        commands.issue_again(town.leader, requirement.pk)
    with pytest.raises(Refused):
        commands.finish_requirement(town.leader, requirement.pk)
    with clock.at(clock.now() + timedelta(days=75)):
        commands.issue_again(town.leader, requirement.pk)
        assert again(requirement).due_on >= clock.today()
    assert again(requirement).round == 2
    assert sorted(row["round"] for row in queries.handed(requirement)) == [1, 2]
    assert Task.objects.filter(text__endswith="（第2期）").exists()
    once = planned(town, PolicySet.objects.get(code="ZD-1"), by="leader", level="community")
    commands.issue_requirement(town.leader, once.pk)
    with pytest.raises(NotYours):
        commands.issue_again(town.leader, once.pk)


def test_finished_when_all_is_closed_and_withdrawn_with_what_is_open(town):
    made = in_force(town, "leader")
    first, second = (planned(town, made, by="leader", level="community") for _ in range(2))
    for one in (first, second):
        commands.issue_requirement(town.leader, one.pk)
    task = Task.objects.get(subject_id=str(first.pk))
    tasks.answer(town.secretary, task.pk, result="做完了")
    with pytest.raises(Refused):
        commands.finish_requirement(town.leader, first.pk)
    with pytest.raises(Refused):
        commands.withdraw_requirement(town.leader, first.pk, reason="不要了")
    tasks.close(town.leader, task.pk)
    commands.finish_requirement(town.clerk, first.pk)
    assert again(first).stage == "done" and again(first).done_at
    with pytest.raises(Refused):
        commands.withdraw_requirement(town.clerk, second.pk, reason="不要了")
    commands.withdraw_requirement(town.leader, second.pk, reason="不要了")
    assert Task.objects.get(subject_id=str(second.pk)).stage == "withdrawn"


def test_an_organisation_takes_note_once_asks_and_is_answered(town):
    made = in_force(town)
    first = commands.acknowledge(town.clerk, made.pk)
    with pytest.raises((Refused, NotYours)):
        commands.acknowledge(town.leader, made.pk)
    with pytest.raises(NotYours):
        commands.acknowledge(town.head, made.pk)
    asking = commands.acknowledge(town.secretary, made.pk, question="社区要不要另报？")
    assert (first.stage, asking.stage) == ("noted", "asked")
    with pytest.raises(Unseen):
        commands.answer_question(town.clerk, asking.pk, answer="不用")
    commands.answer_question(town.district, asking.pk, answer="不用另报")
    assert again(asking).answer == "不用另报"
    commands.ask_issuer(town.worker, asking.pk, question="那表呢？")
    assert (again(asking).stage, again(asking).answer) == ("asked", "")
    assert again(made).acknowledged_ids == [town.organisations.street.pk, town.organisations.community.pk]
    seen = queries.acknowledgements(town.leader)
    assert [row["organisation_id"] for row in seen] == [town.organisations.street.pk]
    assert Acknowledgement.objects.get(pk=first.pk).by_label == town.clerk.label


def test_a_word_is_defined_with_its_source_only(town):
    word = Term.objects.get(word="一街四区")
    for wrong in (
        {"meaning": " ", "basis": "某文件第一条"},
        {"meaning": "某义（测试）", "basis": ""},
        {"meaning": "某义（测试）", "basis": "待确认"},
        {"meaning": "某义（测试）", "basis": "某文件", "clause_id": 0},
    ):
        with pytest.raises(Refused):
            commands.define_term(town.mayor, word.pk, **wrong)
    with pytest.raises(NotYours):
        commands.define_term(town.district, word.pk, meaning="某义（测试）", basis="某文件第一条")
    commands.define_term(town.mayor, word.pk, meaning="某义（测试）", basis="某文件第一条")
    commands.redefine_term(town.sorter, word.pk, meaning="又一义（测试）", basis="某文件第二条")
    assert again(word).meaning == "又一义（测试）"
    with pytest.raises(NotNow):
        commands.define_term(town.mayor, word.pk, meaning="某义", basis="某文件")
    with pytest.raises(Refused):
        commands.enter_term(town.mayor, word="一街四区")
    with pytest.raises(NotYours):
        commands.enter_term(town.clerk, word="某词")


def test_lists_take_one_statement(town, django_assert_num_queries):
    made = in_force(town, "leader")
    for _ in range(3):
        commands.issue_requirement(town.leader, planned(town, made, by="leader", level="community").pk)
    actor = town.leader
    with django_assert_num_queries(1):
        rows = list(queries.requirements(actor))
    assert [(row["handed_count"], row["left"]) for row in rows] == [(1, 1)] * 3
    assert Requirement.objects.count() == 3
