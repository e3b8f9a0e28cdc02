"""The artery: report -> raise_up -> propose -> sign -> two departments report in -> finish -> verify -> rate."""

import pytest

from gongzhi.kit.flow import NotNow, NotYours, Unseen
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.journal.verify import run as verify_journal
from gongzhi.town.access.actor import resident
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.models import Case
from gongzhi.work.mandates.queries import propose
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import ReportIn


def call(case):
    rows = propose(case.category_id, (case.district_id, case.street_id))
    return [
        {"organisation_id": p.organisation_id, "lead": p.lead, "reason": p.reason, "duty_id": p.duty_id}
        for p in rows
    ]


@pytest.fixture
def sounded(town, told):
    case = told(name="李桂兰", phone="13800000000", consent=True)
    cases.raise_up(town.head, case, reason="不是自家阀门的事")
    cases.raise_up(town.worker, case, reason="物业无权动立管")
    whistle = whistles.propose(
        town.clerk, case, kind="unsolved", call=call(case), request="更换立管阀门，恢复供暖"
    )
    whistles.sign(town.leader, whistle)
    return Case.objects.get(pk=case.pk)


def test_the_whole_way_from_report_to_rating(town, told, sounded):
    case = sounded
    assert case.stage == "called"
    lead, helper = ReportIn.objects.filter(case=case).order_by("-lead")
    assert (lead.organisation_id, helper.organisation_id) == (
        town.organisations.heating.pk,
        town.organisations.civil.pk,
    )
    whistles.report_in(town.heating, lead, attending="陈志刚等2人")
    whistles.report_in(town.civil, helper)
    whistles.finish(town.civil, helper, measures="送电暖器两台")
    assert Case.objects.get(pk=case.pk).stage == "called"
    whistles.finish(town.heating, lead, measures="更换阀门，室温20度", spoken_with="住户李女士")
    assert Case.objects.get(pk=case.pk).stage == "resolved"
    cases.verify(town.head, case)
    report = case.reports.get()
    cases.rate(resident(report.pk), case, contacted=True, solved=True, satisfaction="good")
    case.refresh_from_db()
    assert case.stage == "closed"
    story = list(Entry.objects.filter(trunk_id=str(case.pk)).order_by("seq").values_list("verb", flat=True))
    assert story == [
        "report", "raise_up", "raise_up", "propose", "sound", "sign", "report_in", "report_in", "finish",
        "all_finished", "finish", "verify", "rate",
    ]  # fmt: skip
    assert verify_journal() == []


def test_only_a_called_department_reports_in_and_not_before_it_is_there_can_it_finish(town, sounded):
    lead = ReportIn.objects.get(case=sounded, lead=True)
    with pytest.raises(Unseen):
        whistles.report_in(town.parks, lead)
    with pytest.raises(NotYours):
        whistles.report_in(town.clerk, lead)
    with pytest.raises(NotNow):
        whistles.finish(town.heating, lead, measures="太早了", spoken_with="住户")
