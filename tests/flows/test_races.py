"""Two people at once, with real threads on PostgreSQL: one wins, one is told, nothing is lost or doubled."""

import pytest

from gongzhi.kit import reference
from gongzhi.kit.flow import Stopped
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.kit.tests.racing import at_once, stopped
from gongzhi.town.access.actor import resident
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import Case, Report
from gongzhi.work.whistles import commands as whistles

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    from gongzhi.demo import small

    seed_rules()
    built = small.build()
    reference.warm()
    return built


def seed_rules():
    """A transactional test empties all tables, those that migrations filled as well: fill them again."""
    import importlib

    from django.apps import apps

    from gongzhi.kit.records.seed import seed

    for room in ("cases", "whistles", "enforcement"):
        module = importlib.import_module(f"gongzhi.work.{room}.migrations.0002_first_rules")
        seed(apps, module.RULES)


def test_two_last_finishers_resolve_once(town):
    from tests.flows.making import present

    case, lead, helper = present(town)
    heating, civil = town.heating, town.civil
    results = at_once(
        lambda: whistles.finish(heating, lead, measures="更换阀门", spoken_with="住户"),
        lambda: whistles.finish(civil, helper, measures="送电暖器"),
    )
    assert stopped(results) == []
    assert Case.objects.get(pk=case.pk).stage == "resolved"
    assert Entry.objects.filter(trunk_id=str(case.pk), verb="all_finished").count() == 1
    assert verify_journal() == []


def test_the_same_post_twice_is_one(town):
    from gongzhi.work.cases.catalogue import catalogue
    from gongzhi.work.cases.commands.intake import Telling

    worker, place, category = town.worker, town.place, catalogue().coded("living-lamp")
    send = lambda: cases.report(
        worker, channel="worker", category=category, at=place, telling=Telling(text="灯不亮"), key="once"
    )  # noqa: E731
    first, second = at_once(send, send)
    assert first.pk == second.pk
    assert Case.objects.count() == Report.objects.count() == 1


def test_sign_against_withdraw(town):
    from tests.flows.making import proposed

    case, whistle = proposed(town)
    leader, reporter = town.leader, resident(case.reports.get().pk)
    results = at_once(lambda: whistles.sign(leader, whistle), lambda: cases.withdraw(reporter, case))
    case.refresh_from_db()
    assert len(stopped(results)) == 1
    assert case.stage in ("called", "withdrawn")
    assert (case.stage == "called") == bool(case.called_ids)
    assert verify_journal() == []


def test_verify_against_send_back(town):
    from tests.flows.making import resolved

    case, lead, _helper = resolved(town)
    head, worker = town.head, town.worker
    results = at_once(
        lambda: cases.verify(head, case), lambda: cases.send_back(worker, case, reason="还是不热")
    )
    assert len(stopped(results)) == 1
    case.refresh_from_db()
    lead.refresh_from_db()
    assert (case.stage, lead.stage) in (("verified", "finished"), ("called", "present"))


def test_finish_against_send_back_loses_nothing(town):
    from tests.flows.making import resolved

    case, lead, _helper = resolved(town)
    cases.send_back(town.head, case, reason="还是不热")
    heating, head = town.heating, town.head
    results = at_once(
        lambda: whistles.finish(heating, lead, measures="又换了一个", spoken_with="住户"),
        lambda: cases.send_back(head, case, reason="没好"),
    )
    case.refresh_from_db()
    assert case.round in (2, 3)
    assert len(stopped(results)) == (1 if case.round == 2 else 0)
    assert verify_journal() == []


def test_two_merges_into_each_other_leave_one_case(town):
    from tests.flows.making import at_street

    one, two = at_street(town), at_street(town)
    clerk, leader = town.clerk, town.leader
    results = at_once(
        lambda: cases.merge(clerk, one, into=two.pk, reason="同一件事"),
        lambda: cases.merge(leader, two, into=one.pk, reason="同一件事"),
    )
    stages = sorted(Case.objects.values_list("stage", flat=True))
    assert stages == ["merged", "reported"]
    assert len(stopped(results)) == 1
    assert Report.objects.filter(case__stage="reported").count() == 2


def test_two_decisions_of_one_file_make_one(town):
    from gongzhi.work.enforcement import commands as enforcement
    from gongzhi.work.enforcement.models import EnforcementFile
    from gongzhi.work.enforcement.tests.making import DECISION, reviewed

    file, leader = reviewed(town), town.leader
    other = {**DECISION, "outcome": "warning", "fine_fen": None, "decision_no": "另一份"}
    results = at_once(
        lambda: enforcement.decide(leader, file.pk, **DECISION),
        lambda: enforcement.decide(leader, file.pk, **other),
    )
    assert len(stopped(results)) == 1
    row = EnforcementFile.objects.get(pk=file.pk)
    assert (row.outcome == "fine") == (row.fine_fen == 20000) == (row.decision_no == DECISION["decision_no"])
    assert Entry.objects.filter(trunk_id=str(file.pk), verb="decide").count() == 1
    assert verify_journal() == []


@pytest.mark.parametrize("turn", range(3))
def test_a_power_taken_back_while_a_file_is_filed(town, turn):
    """Either the file was filed first, and then it goes no further, or it is refused: never filed on nothing."""
    from gongzhi.work.enforcement import commands as enforcement
    from gongzhi.work.enforcement.models import EnforcementFile
    from gongzhi.work.enforcement.tests.making import clue, delegated, squad_of

    power, file = delegated(town), clue(town)
    ids = [one.pk for one in squad_of(town)[:2]]
    leader, dispatcher = town.leader, town.dispatcher
    results = at_once(
        lambda: enforcement.open_file(leader, file.pk, power_id=power.pk, officer_ids=ids),
        lambda: enforcement.take_back(dispatcher, power.pk, reason="接不住"),
    )
    row = EnforcementFile.objects.get(pk=file.pk)
    assert not isinstance(results[1], Stopped)
    assert (row.stage == "filed") != isinstance(results[0], Stopped)
    with pytest.raises(Stopped):
        enforcement.gather(town.clerk, file.pk, kind="scene", text="现场三个摊位")
    assert verify_journal() == []


def test_two_file_one_clue(town):
    from gongzhi.work.enforcement import commands as enforcement
    from gongzhi.work.enforcement.tests.making import clue, delegated, squad_of

    power, file, officers = delegated(town), clue(town), squad_of(town)
    leader = town.leader
    words = [{"power_id": power.pk, "officer_ids": [officers[n].pk, officers[n + 1].pk]} for n in (0, 1)]
    results = at_once(
        *(lambda given=given: enforcement.open_file(leader, file.pk, **given) for given in words)
    )
    assert len(stopped(results)) == 1
    assert Entry.objects.filter(trunk_id=str(file.pk), verb="open_file").count() == 1
