"""Two at once, with real threads on PostgreSQL: one wins, one is told, nothing is lost or doubled."""

import pytest

from gongzhi.kit import clock, reference
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.kit.tests.racing import at_once, stopped
from gongzhi.town.people.models import Post
from gongzhi.work.street_powers import commands
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, TeamMark, YearlyOpinion
from gongzhi.work.tasks.models import Task

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    import importlib

    from django.apps import apps

    from gongzhi.demo import small
    from gongzhi.kit.records.seed import seed

    for room in ("cases", "street_powers"):
        seed(apps, importlib.import_module(f"gongzhi.work.{room}.migrations.0002_first_rules").RULES)
    built = small.build()
    small.station(built)
    reference.warm()
    return built


def said(use):
    return list(Entry.objects.filter(trunk_id=str(use.pk)).order_by("seq").values_list("verb", flat=True))


def test_two_answers_are_one(town, signed):
    use, parks = signed(), town.parks
    results = at_once(
        lambda: commands.answer(parks, use, reply="adopted", reasons="就办"),
        lambda: commands.answer(parks, use, reply="not_adopted", reasons="没有场地"),
    )
    assert len(stopped(results)) == 1 and stopped(results)[0].status == 409
    assert said(use) == ["draft", "sign", "answer"]
    kept = PowerUse.objects.get(pk=use.pk)
    assert (kept.reply, kept.reasons) in {("adopted", "就办"), ("not_adopted", "没有场地")}
    assert verify_journal() == []


def test_answer_and_insist_at_once(town, signed):
    """Nobody insists on an answer that is not there: either it waits its turn, or it is told that it is not the moment."""
    use, parks, leader = signed(), town.parks, town.leader
    results = at_once(
        lambda: commands.answer(parks, use, reply="not_adopted", reasons="没有场地"),
        lambda: commands.insist(leader, use, reason="有场地"),
    )
    kept = PowerUse.objects.get(pk=use.pk)
    assert kept.stage == ("answered" if stopped(results) else "insisted")
    assert kept.answered_at is not None
    assert verify_journal() == []


def test_accept_against_insist(town, signed):
    use, leader = signed(), town.leader
    commands.answer(town.parks, use, reply="partly", reasons="搬一半")
    results = at_once(
        lambda: commands.accept(leader, use), lambda: commands.insist(leader, use, reason="全搬")
    )
    assert len(stopped(results)) == 1
    assert PowerUse.objects.get(pk=use.pk).stage in ("accepted", "insisted")


def test_answer_against_withdraw(town, signed):
    use, parks, leader = signed(), town.parks, town.leader
    results = at_once(
        lambda: commands.answer(parks, use, reply="adopted", reasons="就办"),
        lambda: commands.withdraw(leader, use, reason="不用了"),
    )
    kept = PowerUse.objects.get(pk=use.pk)
    assert len(stopped(results)) == 1
    assert (kept.stage == "withdrawn") == (kept.reply == "")


def test_two_rulings_make_one_task(town, signed):
    use, one, two = signed(), town.dispatcher, town.district
    commands.answer(town.parks, use, reply="not_adopted", reasons="没有场地")
    commands.insist(town.leader, use, reason="有场地")
    rule = {"ruling": "adopt", "decision": "应当搬", "due_on": clock.today()}
    results = at_once(lambda: commands.rule_on(one, use, **rule), lambda: commands.rule_on(two, use, **rule))
    assert len(stopped(results)) == 1
    assert Task.objects.count() == 1


def test_consent_against_object(town, asked):
    use, leader = asked(), town.leader
    results = at_once(
        lambda: commands.consent(leader, use, reasons="同意"),
        lambda: commands.object(leader, use, reasons="不行"),
    )
    assert len(stopped(results)) == 1
    kept = PowerUse.objects.get(pk=use.pk)
    assert kept.stage == kept.reply


def test_arrive_against_cancel(town, ordered):
    order, squad, clerk = ordered(), town.squad, town.clerk
    results = at_once(
        lambda: commands.arrive(squad, order), lambda: commands.cancel(clerk, order, reason="散了")
    )
    kept = CommandOrder.objects.get(pk=order.pk)
    assert kept.stage == "cancelled"  # arrived first or not: a street may call off what is not done
    assert len(stopped(results)) == (0 if kept.arrived_at else 1)


def test_two_marks_are_one(town, ordered):
    order, clerk, leader = ordered(), town.clerk, town.leader
    commands.arrive(town.squad, order)
    commands.finish(town.squad, order, result="清走了")
    results = at_once(
        lambda: commands.mark(clerk, order, solved="yes", word="good"),
        lambda: commands.mark(leader, order, solved="yes", word="good"),
    )
    assert len(stopped(results)) == 1
    assert TeamMark.objects.count() == 1


def test_two_opinions_of_a_year_are_one(town):
    leader, post = town.leader, Post.objects.get(user=town.users["squad"])
    write = lambda: commands.write_opinion(leader, post_id=post.pk, year=clock.today().year, text="随叫随到")  # noqa: E731
    assert len(stopped(at_once(write, write))) == 1
    assert YearlyOpinion.objects.count() == 1
