"""Making cases and what hangs from them, through commands only."""

from datetime import timedelta

from gongzhi.kit import clock
from gongzhi.town.access.actor import resident
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import CallBack, Case
from gongzhi.work.cases.rules import CALLBACKS, FLOW, TELLING
from gongzhi.work.enforcement import commands as enforcement
from gongzhi.work.enforcement.commands.filing import Party
from gongzhi.work.enforcement.rules import FILE, POWER
from gongzhi.work.mandates.queries import propose
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.rules import FLOW as TASKS
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import Dispute, ReportIn, Whistle
from gongzhi.work.whistles.rules import DISPUTE, ON_CASE, REPORT_IN, WHISTLE

FLOWS = {"cases": FLOW, "telling": TELLING, "call_backs": CALLBACKS, "on_case": ON_CASE, "whistles": WHISTLE,
         "report_ins": REPORT_IN, "disputes": DISPUTE, "tasks": TASKS, "powers": POWER,
         "enforcement": FILE}  # fmt: skip


def told(town, category="living-heat-cold", **more):
    """A case just reported by a resident."""
    return cases.report(
        resident(), channel="resident", category=catalogue().coded(category), at=town.place,
        telling=Telling(text="二单元暖气不热", phone="13800000000", name="李桂兰", consent=True, **more),
    )  # fmt: skip


def call_of(case):
    rows = propose(case.category_id, (case.district_id, case.street_id))
    return [{"organisation_id": p.organisation_id, "lead": p.lead, "reason": p.reason} for p in rows]


def at_street(town, **more):
    case = told(town, **more)
    cases.raise_up(town.head, case, reason="不是自家阀门的事")
    cases.raise_up(town.worker, case, reason="物业无权动立管")
    return case


def proposed(town, **more):
    case = at_street(town, **more)
    whistle = whistles.propose(town.clerk, case, kind="unsolved", call=call_of(case), request="更换立管阀门")
    return case, whistle


def sounded(town, **more):
    """A case with two departments called: (case, lead's report-in, helper's)."""
    case, whistle = proposed(town, **more)
    whistles.sign(town.leader, whistle)
    lead, helper = ReportIn.objects.filter(case=case).order_by("-lead")
    return Case.objects.get(pk=case.pk), lead, helper


def present(town):
    case, lead, helper = sounded(town)
    whistles.report_in(town.heating, lead)
    whistles.report_in(town.civil, helper)
    return case, lead, helper


def resolved(town):
    case, lead, helper = present(town)
    whistles.finish(town.civil, helper, measures="送电暖器两台")
    whistles.finish(town.heating, lead, measures="更换阀门", spoken_with="住户李女士")
    return Case.objects.get(pk=case.pk), lead, helper


def delegated(town, code="CG-001", **more):
    """A power in force in the town's street."""
    power = enforcement.draft_power(
        town.dispatcher, street_id=town.areas.street.pk, code=code, item="对擅自占用道路摆摊设点的处罚",
        department_id=town.organisations.parks.pk, decision_no="测试决定1号", **more,
    )  # fmt: skip
    enforcement.assess(
        town.dispatcher, power, fitness="fit", assessed_on=clock.today(), assessed_by="区司法局", assessment="两人以上持证"
    )  # fmt: skip
    return enforcement.bring_into_force(
        town.dispatcher, power, review_due=clock.today() + timedelta(days=180)
    )


def squad_of(town, *names, days=400):
    """The street's squad with officers whose certificates hold for some days."""
    squad = enforcement.set_up_squad(
        town.clerk, street_id=town.areas.street.pk, code="ZD-1", name="欣园街道综合执法中队"
    )
    return [
        enforcement.enrol_officer(
            town.clerk, squad, name=name, certificate_no=f"ZF-{n}", issued_on=clock.today() - timedelta(days=400),
            expires_on=clock.today() + timedelta(days=days),
        )
        for n, name in enumerate(names or ("甲一", "乙二", "丙三"))
    ]  # fmt: skip


def clue(town, **more):
    """A clue of the town's street whose party is known."""
    return enforcement.open_clue(
        town.clerk, matter="占道摆摊", source="巡查发现",
        party=Party("person", "慕容秋实", "220103199001010011", "13900001234"), **more,
    )  # fmt: skip


def filed(town, **more):
    """A file on a delegated matter with two officers."""
    power, officers = delegated(town), squad_of(town)
    file = clue(town, **more)
    return enforcement.open_file(
        town.leader, file, power_id=power.pk, officer_ids=[one.pk for one in officers[:2]]
    )


def one_of_each(town):
    case, lead, _helper = sounded(town)
    dispute = whistles.dispute(town.heating, lead, clause="清单第47条", text="管沟开挖由供热单位负责")
    task = tasks.assign(
        town.clerk,
        text="巡查楼道",
        organisation_id=town.organisations.community.pk,
        due_on=clock.today() + timedelta(days=3),
    )
    call = CallBack.objects.create(
        case=case, report=case.reports.first(), organisation_id=town.organisations.calls.pk, round=1,
        drawn_at=clock.now(), seed="x",
    )  # fmt: skip
    whistle = Whistle.objects.get(case=case)
    power, file = delegated(town), clue(town)
    return {
        Case: case,
        ReportIn: lead,
        Whistle: whistle,
        Dispute: Dispute.objects.get(pk=dispute.pk),
        type(task): task,
        CallBack: call,
        type(power): power,
        type(file): file,
    }
