"""Forms and sheets: asked once, filled in by the system, confirmed, corrected, added up."""

from datetime import UTC, datetime, timedelta

import pytest

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.town.access.actor import CLOCK
from gongzhi.work.admission.models import Passage, Push
from gongzhi.work.filings import commands
from gongzhi.work.filings.models import Cell, Correction, FilingForm, Sheet
from gongzhi.work.filings.tests import making
from gongzhi.work.tasks.ports import NotAdmitted


def cell(sheet, code):
    return Cell.objects.get(sheet=sheet, field__code=code)


def test_what_the_system_knows_is_filled_in_with_its_source_and_day(town):
    form = making.opened(town)
    sheet = form.sheets.get()
    assert (sheet.stage, sheet.organisation_id) == ("waiting", town.organisations.community.pk)
    held = cell(sheet, "HS")
    assert (held.value, held.number, held.source, held.by_system) == ("990", 990, "households", True)
    assert held.as_of is not None
    assert cell(sheet, "LD").value == "" and not cell(sheet, "LD").by_system


def test_the_worker_confirms_and_changes_what_is_wrong(town):
    form = making.opened(town)
    sheet = making.confirmed(town, form, HS="1,001")
    assert sheet.stage == "filled" and sheet.answered_by == town.worker.user_id
    assert (cell(sheet, "HS").value, cell(sheet, "HS").changed) == ("1001", True)
    assert cell(sheet, "YY").value == "yes"
    assert verify_journal() == []


def test_nothing_stays_empty_and_nothing_is_an_answer(town):
    form = making.opened(town)
    sheet = form.sheets.get()
    with pytest.raises(Refused, match="楼道堆物处数"):
        commands.confirm(town.worker, sheet)
    assert commands.report_nothing(town.worker, sheet).stage == "nothing"
    with pytest.raises(NotNow):
        commands.report_nothing(town.worker, sheet)


@pytest.mark.parametrize(
    ("code", "wrong"), [("LD", "三处"), ("DJ", "优"), ("YY", "大概"), ("LD", "13812345678"), ("LD", "1.234")]
)
def test_a_wrong_value_is_refused_at_its_field(town, code, wrong):
    form = making.opened(town)
    with pytest.raises(Refused) as refused:
        making.confirmed(town, form, **{code: wrong})
    assert refused.value.field in making.answers(**{code: ""})
    assert cell(form.sheets.get(), code).value == ""


def test_text_never_holds_a_number_of_a_person(town):
    form = making.opened(town, "clerk", making.field("BZ", "text", name="说明"))
    with pytest.raises(Refused, match="身份证"):
        commands.confirm(town.worker, form.sheets.get(), given=making.answers(BZ="李某 220103199001011234"))


def test_a_correction_says_why_and_keeps_what_was(town):
    sheet = making.confirmed(town, making.opened(town))
    with pytest.raises(Refused):
        commands.correct(town.worker, sheet, given=making.answers(LD="4"), reason=" ")
    with pytest.raises(Refused, match="没有改动"):
        commands.correct(town.worker, sheet, given=making.answers(LD="3"), reason="再核一遍")
    commands.correct(town.worker, sheet, given=making.answers(LD="4"), reason="漏了一处")
    kept = Correction.objects.get()
    assert (kept.before, kept.after, kept.reason) == ("3", "4", "漏了一处")
    assert Sheet.objects.get().corrections == 1


def test_reading_again_keeps_what_a_person_changed(town):
    form = making.opened(
        town, "clerk", making.field("HS", source="households"), making.field("WG", source="grids")
    )
    sheet = form.sheets.get()
    Cell.objects.filter(sheet=sheet).update(value="1", held="1", number=1)
    Cell.objects.filter(sheet=sheet, field__code="WG").update(changed=True)
    commands.read_again(town.worker, sheet)
    assert (cell(sheet, "HS").value, cell(sheet, "WG").value) == ("990", "1")


def test_nobody_else_fills_and_nobody_else_asks(town):
    form = making.opened(town)
    sheet = form.sheets.get()
    with pytest.raises(NotYours):
        commands.report_nothing(town.clerk, sheet)
    with pytest.raises(Unseen):
        commands.report_nothing(town.heating, sheet)
    with pytest.raises(NotYours):
        commands.draft_form(town.worker, **making.words(town))
    with pytest.raises(Refused, match="自己辖区"):
        commands.draft_form(town.clerk, **making.words(town, scope_id=town.areas.street2.pk))
    with pytest.raises(NotYours):
        commands.end(town.worker, form, reason="不想填")


def test_a_form_from_above_passes_the_gate_for_each_community(town):
    with pytest.raises(NotAdmitted):
        making.opened(town, "heating", scope_id=town.areas.district.pk)
    assert Push.objects.filter(organisation_id=town.organisations.community.pk).exists()
    assert not Sheet.objects.exists()
    form = making.from_above(town)
    passed = Passage.objects.get()
    assert (passed.kind, passed.subject_id) == ("report", str(form.sheets.get().pk))
    assert form.from_above


def test_a_street_asks_its_own_communities_without_the_gate(town):
    assert not making.opened(town).from_above
    assert not Passage.objects.exists()


def test_what_a_department_holds_is_asked_there(town):
    held = making.field("DB", name="低保户数", holder=town.organisations.civil)
    form = making.drafted(town, "clerk", held)
    with pytest.raises(Refused, match="区民政局"):
        commands.open_(town.clerk, form)


def test_a_monthly_form_waits_for_the_months_end_and_goes_on(town):
    from gongzhi.work.filings import timers

    with clock.at(datetime(2026, 1, 20, 2, tzinfo=UTC)):
        form = making.opened(town, cycle="monthly", due_days=5)
        sheet = form.sheets.get()
        assert (sheet.stage, sheet.period, sheet.due_on.isoformat()) == ("planned", "2026-01", "2026-02-05")
        assert timers.go_on() == 0
    with clock.at(datetime(2026, 2, 1, 1, tzinfo=UTC)):
        assert timers.go_on() == 2
        sheet.refresh_from_db()
        assert sheet.stage == "waiting" and cell(sheet, "HS").value == "990"
        assert form.sheets.get(period="2026-02").stage == "planned"
        assert timers.go_on() == 0


def test_what_is_admitted_no_more_ends_by_itself(town):
    from gongzhi.work.filings import timers

    form = making.from_above(town, cycle="monthly", times=1, due_days=5)
    with clock.at(clock.now() + timedelta(days=32)):
        timers.go_on()
        form.refresh_from_db()
        assert form.stage == FilingForm.Stage.ENDED and "闸口" in form.reason
        assert set(form.sheets.values_list("stage", flat=True)) == {"void"}
    assert not Push.objects.exists()  # nobody pushed: the form had run out
    assert Entry.objects.filter(verb="open_period", after="ended").exists()


def test_what_ended_needs_no_answer(town):
    form = making.opened(town)
    commands.end(town.clerk, form, reason="并到月报里")
    sheet = form.sheets.get()
    assert sheet.stage == "void"
    with pytest.raises(NotNow):
        commands.report_nothing(town.worker, sheet)


def test_a_draft_is_revised_and_is_nobody_elses(town):
    form = making.drafted(town)
    commands.revise(town.clerk, form, **making.words(town, making.field("LD"), title="新名字"))
    form.refresh_from_db()
    assert form.title == "新名字" and form.lines.count() == 1
    with pytest.raises(Unseen):
        commands.end(town.worker, form, reason="看看")
    assert not CLOCK.posts
