"""Two at once, with real threads on PostgreSQL: one wins, one is told, nothing is lost or doubled."""

import pytest

from gongzhi.kit import clock, reference
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.kit.tests.racing import at_once, stopped
from gongzhi.work.filings import commands
from gongzhi.work.filings.models import Cell, FilingForm, Sheet
from gongzhi.work.filings.tests import making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def town(transactional_db):
    import importlib

    from django.apps import apps

    from gongzhi.demo import small
    from gongzhi.kit.records.seed import seed

    for room in ("cases", "filings"):
        seed(apps, importlib.import_module(f"gongzhi.work.{room}.migrations.0002_first_rules").RULES)
    built = small.build()
    reference.warm()
    return built


def test_two_confirm_the_same_sheet(town):
    sheet = making.opened(town).sheets.get()
    worker, secretary = town.worker, town.secretary
    mine, hers = making.answers(**making.GOOD), making.answers(**{**making.GOOD, "LD": "7"})
    results = at_once(
        lambda: commands.confirm(worker, sheet.pk, given=mine), lambda: commands.confirm(secretary, sheet.pk, given=hers)
    )  # fmt: skip
    assert [one.status for one in stopped(results)] == [409]
    kept = Sheet.objects.get()
    value = Cell.objects.get(sheet=kept, field__code="LD").value
    assert (kept.answered_by, value) in {(worker.user_id, "3"), (secretary.user_id, "7")}
    assert verify_journal() == []


def test_a_form_ends_while_its_sheet_is_confirmed(town):
    form = making.opened(town)
    sheet, worker, clerk = form.sheets.get(), town.worker, town.clerk
    given = making.answers(**making.GOOD)
    results = at_once(
        lambda: commands.confirm(worker, sheet.pk, given=given), lambda: commands.end(clerk, form.pk, reason="并到月报里")
    )  # fmt: skip
    kept = Sheet.objects.get()
    assert FilingForm.objects.get().stage == "ended"
    assert kept.stage == ("void" if stopped(results) else "filled")
    assert verify_journal() == []


def test_a_form_is_opened_once(town):
    form, clerk, leader = making.drafted(town), town.clerk, town.leader
    results = at_once(lambda: commands.open_(clerk, form.pk), lambda: commands.open_(leader, form.pk))
    assert len(stopped(results)) == 1
    assert Sheet.objects.count() == 1


def test_the_clock_draws_while_another_clock_does(town):
    from datetime import timedelta

    from gongzhi.work.filings import timers

    making.opened(town, cycle="monthly")
    with clock.at(clock.now() + timedelta(days=32)):
        moment = clock.now()

        def tick():
            with clock.at(moment):
                return timers.go_on()

        at_once(tick, tick)
    assert sorted(Sheet.objects.values_list("stage", flat=True)) == ["planned", "waiting"]
    assert verify_journal() == []
