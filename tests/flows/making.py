"""Making cases and what hangs from them, through commands only."""

from datetime import timedelta

from gongzhi.demo import small
from gongzhi.kit import clock
from gongzhi.town.access.actor import resident
from gongzhi.town.people.models import Post
from gongzhi.work.admission import commands as admission
from gongzhi.work.admission.rules import FLOW as MATTERS
from gongzhi.work.admission.rules import OBJECTION, PUSH
from gongzhi.work.admission.tests import world as gate
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import CallBack, Case
from gongzhi.work.cases.rules import CALLBACKS, FLOW, TELLING
from gongzhi.work.enforcement.rules import FILE, POWER
from gongzhi.work.enforcement.tests.making import clue, delegated
from gongzhi.work.filings.rules import FORM, SHEET
from gongzhi.work.filings.tests import making as forms
from gongzhi.work.mandates import commands as mandates
from gongzhi.work.mandates.queries import propose
from gongzhi.work.mandates.rules import LETTER, LISTING
from gongzhi.work.meetings import commands as meetings
from gongzhi.work.meetings.rules import MEETING, TOPIC
from gongzhi.work.policies.models import Requirement, Term
from gongzhi.work.policies.rules import ACKNOWLEDGEMENT, REQUIREMENT, SET, TERM
from gongzhi.work.policies.tests import making as policies
from gongzhi.work.secretary_projects.rules import CALL as PROJECT_CALL
from gongzhi.work.secretary_projects.rules import PROJECT
from gongzhi.work.secretary_projects.tests import making as projects
from gongzhi.work.street_powers import commands as powers
from gongzhi.work.street_powers.rules import OPINION, ORDER, USE
from gongzhi.work.tasks import commands as tasks
from gongzhi.work.tasks.rules import FLOW as TASKS
from gongzhi.work.whistles import commands as whistles
from gongzhi.work.whistles.models import Dispute, ReportIn, Whistle
from gongzhi.work.whistles.rules import DISPUTE, ON_CASE, REPORT_IN, WHISTLE

FLOWS = {"cases": FLOW, "telling": TELLING, "call_backs": CALLBACKS, "on_case": ON_CASE, "whistles": WHISTLE,
         "report_ins": REPORT_IN, "disputes": DISPUTE, "tasks": TASKS}  # fmt: skip
FLOWS |= {"meetings": MEETING, "topics": TOPIC, "matters": MATTERS, "pushes": PUSH, "objections": OBJECTION}
FLOWS |= {"listings": LISTING, "letters": LETTER}
FLOWS |= {"powers": POWER, "enforcement": FILE}
FLOWS |= {"policies": SET, "requirements": REQUIREMENT, "acknowledgements": ACKNOWLEDGEMENT, "terms": TERM}
FLOWS |= {"secretary_project_calls": PROJECT_CALL, "secretary_projects": PROJECT}
FLOWS |= {"power_uses": USE, "command_orders": ORDER, "yearly_opinions": OPINION}
FLOWS |= {"filings": FORM, "filing_sheets": SHEET}


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


def drafted_list(town):
    """A draft of a list of the district, with an item."""
    listing = mandates.begin_listing(town.dispatcher, kind="basic", area_id=town.areas.district.pk)
    mandates.write_item(town.dispatcher, listing, code="1", text="楼道灯修理")
    return listing


def letter(town):
    """A letter that the street signed."""
    return mandates.record_letter(
        town.clerk, issuer_id=town.organisations.parks.pk, street_id=town.areas.street.pk, title="清雪责任状",
        signed_on=clock.today(),
    )  # fmt: skip


def of_street_powers(town):
    """A use that waits for its answer, an order to a stationed team, and a year's words about one of its people."""
    small.station(town)
    use = powers.issue(
        town.leader, power="suggest", organisation_id=town.organisations.parks.pk, what="早市搬进场内", why="占道",
        basis="待确认",
    )  # fmt: skip
    order = powers.order(town.clerk, team_id=town.organisations.team.pk, what="清占道", why="救护车进不来")
    post = Post.objects.get(user=town.users["squad"])
    opinion = powers.write_opinion(town.leader, post_id=post.pk, year=clock.today().year, text="随叫随到")
    return use, order, opinion


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
    power_things = of_street_powers(town)
    project = projects.reviewed(town)
    return {
        Case: case,
        ReportIn: lead,
        Whistle: whistle,
        Dispute: Dispute.objects.get(pk=dispute.pk),
        type(task): task,
        CallBack: call,
        **of_the_gate(town),
        LISTING.model: drafted_list(town),
        LETTER.model: letter(town),
        type(power): power,
        type(file): file,
        **{type(thing): thing for thing in (*power_things, *of_policies(town))},
        **of_filings(town),
        PROJECT.model: project,
        PROJECT_CALL.model: project.call,
    }


def of_filings(town):
    """A street's form in use, and the sheet of its community."""
    form = forms.opened(town)
    return {FORM.model: form, SHEET.model: form.sheets.get()}


def of_policies(town):
    """A set of the street in force, a requirement just planned, a question, a word in doubt."""
    made = policies.in_force(town, "leader")
    requirement = policies.planned(town, made, by="leader", level="community", cycle="month")
    noted = policies.commands.acknowledge(town.secretary, made.pk, question="怎么报")
    made.refresh_from_db()
    return made, Requirement.objects.get(pk=requirement.pk), noted, Term.objects.first()


def of_the_gate(town):
    """A meeting with a topic on its agenda, an admitted matter with an objection, and a refused push."""
    body = gate.body_of(town)
    meeting = meetings.call_meeting(
        town.dispatcher, body, held_at=clock.now() + timedelta(days=20), place="三楼会议室"
    )
    topic = meetings.raise_topic(town.heating, body, title="供热保障", text="请各单位分工")
    meetings.adopt(town.dispatcher, topic, meeting_id=meeting.pk)
    matter = gate.admitted(town)
    objection = admission.object_to(town.worker, matter.pk, text="一年三次太多")
    push = admission.refuse_push(
        town.worker, from_organisation_id=town.organisations.civil.pk, text="今天报空巢老人表"
    )
    made = (meeting, topic, matter, push, objection)
    return {type(one): type(one).objects.get(pk=one.pk) for one in made}
