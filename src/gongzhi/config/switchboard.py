"""The switchboard: which verb of which kind is heard by whom. Listeners read the journal by cursor, at least once."""

import logging
import threading
from collections.abc import Callable

from django.db import close_old_connections

from gongzhi.kit.journal import outbox
from gongzhi.kit.journal.hearing import one_hearing
from gongzhi.kit.journal.models import Entry
from gongzhi.town.notices.commands import told_together
from gongzhi.work.admission import listeners as admission
from gongzhi.work.cases import listeners as cases
from gongzhi.work.enforcement import listeners as enforcement
from gongzhi.work.filings import listeners as filings
from gongzhi.work.mandates import listeners as mandates
from gongzhi.work.meetings import listeners as meetings
from gongzhi.work.policies import listeners as policies
from gongzhi.work.secretary_projects import listeners as projects
from gongzhi.work.street_powers import listeners as powers
from gongzhi.work.tasks import listeners as tasks
from gongzhi.work.whistles import listeners as whistles

log = logging.getLogger("gongzhi.listeners")
Listener = Callable[[Entry], None]
PAUSE = 0.5  # seconds between two looks at the journal

SWITCHBOARD: dict[str, tuple[Listener, ...]] = {
    "cases.case report": (cases.tell_desk,),
    "cases.case raise_up": (cases.tell_desk,),
    "cases.case hand_down": (cases.tell_desk,),
    "cases.case place": (cases.tell_desk,),
    "cases.case all_finished": (cases.tell_eyes,),
    "cases.case resolve": (cases.tell_eyes,),
    "cases.case widen_eyes": (cases.tell_eyes,),
    "cases.case verify": (cases.draw,),
    "cases.case send_back": (cases.tell_hands,),
    "cases.case reopen": (cases.tell_hands, cases.drop_calls),
    "cases.case rate": (cases.drop_calls,),
    "cases.case close_unrated": (cases.drop_calls,),
    "cases.case answer": (cases.tell_hands,),
    "cases.case urge": (cases.tell_hands, whistles.tell_called),
    "cases.case press": (cases.tell_press,),
    "cases.case note": (cases.draw_look,),
    "whistles.whistle propose": (whistles.tell_signer,),
    "whistles.whistle decline": (whistles.tell_proposer,),
    "whistles.whistle lapse": (whistles.tell_proposer,),
    "whistles.whistle sign": (whistles.tell_departments,),
    "whistles.whistle sound_at_once": (whistles.tell_departments, whistles.tell_signer),
    "whistles.reportin call_more": (whistles.tell_departments,),
    "whistles.reportin remind": (whistles.tell_department,),
    "whistles.reportin press": (whistles.tell_press,),
    "whistles.reportin take_up_again": (whistles.tell_department,),
    "whistles.reportin mark": (whistles.tell_department,),
    "whistles.dispute dispute": (whistles.tell_dispatcher,),
    "whistles.dispute uphold": (whistles.tell_decision,),
    "whistles.dispute move": (whistles.tell_decision,),
    "whistles.dispute name_fallback": (whistles.tell_decision,),
    "enforcement.delegatedpower draft_power": (enforcement.tell_street,),
    "enforcement.delegatedpower give_opinion": (enforcement.tell_district,),
    "enforcement.delegatedpower bring_into_force": (enforcement.tell_street,),
    "enforcement.delegatedpower take_back": (enforcement.tell_street,),
    "enforcement.enforcementfile open_clue": (enforcement.tell_leader,),
    "enforcement.enforcementfile hear": (enforcement.tell_leader,),
    "enforcement.enforcementfile review": (enforcement.tell_leader,),
    "enforcement.enforcementfile transfer": (enforcement.tell_receiver,),
    "enforcement.enforcementfile press": (enforcement.tell_press,),
    "secretary_projects.call publish": (projects.tell_secretaries,),
    "secretary_projects.project study": (projects.tell_above,),
    "secretary_projects.project ask_acceptance": (projects.tell_above,),
    "secretary_projects.project approve": (projects.tell_owner,),
    "secretary_projects.project hand_back": (projects.tell_owner,),
    "secretary_projects.project reject": (projects.tell_owner,),
    "secretary_projects.project extend": (projects.tell_owner,),
    "secretary_projects.project accept": (projects.tell_owner,),
    "secretary_projects.project send_back": (projects.tell_owner,),
    "secretary_projects.project stop": (projects.tell_owner,),
    "street_powers.poweruse draft": (powers.tell_signer,),
    "street_powers.poweruse sign": (powers.tell_other_side,),
    "street_powers.poweruse issue": (powers.tell_other_side,),
    "street_powers.poweruse decline": (powers.tell_drafter,),
    "street_powers.poweruse withdraw": (powers.tell_withdrawn,),
    "street_powers.poweruse answer": (powers.tell_street,),
    "street_powers.poweruse accept": (powers.tell_answered,),
    "street_powers.poweruse insist": (powers.tell_answered,),
    "street_powers.poweruse rule_on": (powers.tell_ruling,),
    "street_powers.poweruse request_consent": (powers.tell_street,),
    "street_powers.poweruse consent": (powers.tell_asker,),
    "street_powers.poweruse object": (powers.tell_asker,),
    "street_powers.poweruse take_as_consent": (powers.tell_asker,),
    "street_powers.poweruse carry_out": (powers.tell_street,),
    "street_powers.poweruse press": (powers.tell_press,),
    "street_powers.commandorder order": (powers.tell_team,),
    "street_powers.commandorder cancel": (powers.tell_team,),
    "street_powers.commandorder mark": (powers.tell_team,),
    "street_powers.commandorder arrive": (powers.tell_commander,),
    "street_powers.commandorder finish": (powers.tell_commander,),
    "street_powers.commandorder refuse": (powers.tell_refused,),
    "street_powers.commandorder press": (powers.tell_late,),
    "street_powers.yearlyopinion write_opinion": (powers.tell_person,),
    "street_powers.yearlyopinion reply": (powers.tell_author,),
    "tasks.task assign": (tasks.tell_doer,),
    "tasks.task answer": (tasks.tell_setter,),
    "tasks.task return_": (tasks.tell_doer,),
    "filings.filingform open_period": (filings.tell_asker,),
    "meetings.meeting call_meeting": (meetings.tell_members,),
    "meetings.meeting invite": (meetings.tell_members,),
    "meetings.meeting reschedule": (meetings.tell_members,),
    "meetings.meeting cancel": (meetings.tell_members,),
    "meetings.meeting minute": (meetings.tell_members,),
    "meetings.topic raise_topic": (meetings.tell_secretariat,),
    "meetings.topic adopt": (meetings.tell_raiser,),
    "meetings.topic decline_topic": (meetings.tell_raiser,),
    "meetings.topic decide": (meetings.tell_raiser,),
    "meetings.topic postpone": (meetings.tell_raiser,),
    "admission.matter apply": (admission.tell_reviewer,),
    "admission.matter complete": (admission.tell_reviewer,),
    "admission.matter go_ahead": (admission.tell_reviewer,),
    "admission.matter send_back": (admission.tell_asker,),
    "admission.matter pass_by_record": (admission.tell_asker,),
    "admission.matter refuse_matter": (admission.tell_asker,),
    "admission.matter review": (admission.tell_asker,),
    "admission.matter admit": (admission.tell_asker,),
    "admission.matter turn_down": (admission.tell_asker,),
    "admission.matter review_after": (admission.tell_asker,),
    "admission.matter lapse_bypass": (admission.tell_asker,),
    "admission.matter expire": (admission.tell_asker,),
    "admission.matter exit_": (admission.tell_asker,),
    "admission.objection object_to": (admission.tell_objection,),
    "admission.objection keep": (admission.tell_objection,),
    "admission.objection uphold_objection": (admission.tell_objection,),
    "admission.push refuse_push": (admission.tell_push,),
    "admission.push own_up": (admission.tell_push,),
    "admission.push contest": (admission.tell_push,),
    "admission.push uphold_refusal": (admission.tell_push,),
    "admission.push overrule": (admission.tell_push,),
    "policies.acknowledgement acknowledge": (policies.tell_issuer,),
    "policies.acknowledgement ask_issuer": (policies.tell_issuer,),
    "policies.acknowledgement answer_question": (policies.tell_asker,),
    "mandates.listing enact": (mandates.tell_streets,),
    "mandates.responsibilityletter issue_letter": (mandates.tell_street,),
    "mandates.responsibilityletter review": (mandates.tell_deciders,),
    "mandates.responsibilityletter keep": (mandates.tell_both,),
    "mandates.responsibilityletter merge": (mandates.tell_both,),
    "mandates.responsibilityletter abolish": (mandates.tell_both,),
}


def hear(rows: list[Entry]) -> None:
    """Give each row to its listeners, in order; what they tell goes out together."""
    heard = [(row, SWITCHBOARD.get(f"{row.subject_kind} {row.verb}", ())) for row in rows]
    with one_hearing(), told_together():
        cases.read_ahead([row for row, listeners in heard if listeners])
        for row, listeners in heard:
            for listener in listeners:
                listener(row)


def drain() -> int:
    """Hear everything that is safe to read now; returns how many rows."""
    total = 0
    while count := outbox.pump("switchboard", hear):
        total += count
    return total


def run_forever(stop: threading.Event) -> None:
    """Until ``stop``: hear what is new, every half second."""
    while not stop.is_set():
        drain()
        close_old_connections()
        stop.wait(PAUSE)
