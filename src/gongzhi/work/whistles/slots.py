"""What the whistle shows on a case's page: its panel, the steps, the words of its verbs. The case never imports it."""

from types import SimpleNamespace
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.flow import Flow
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.web import words
from gongzhi.kit.web.desks import DeskStep
from gongzhi.kit.web.doors import StepFace
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.rules import STREET_ROLES
from gongzhi.work.whistles import faces
from gongzhi.work.whistles.models import Dispute, Kind, ReportIn, Whistle
from gongzhi.work.whistles.queries import calls_on, whistles_on
from gongzhi.work.whistles.rules import DISPUTE, ON_CASE, REPORT_IN, WHISTLE

ICONS = {
    "propose": "whistle",
    "sound_at_once": "urgent",
    "sign": "signature",
    "sign_after": "signature",
    "call_more": "plus",
    "recall": "arrow-back-up",
    "decline": "x",
    "remind": "bell",
    "mark": "star",
    "confirm_arrival": "user-check",
    "say_more": "scale",
    "report_in": "door-enter",
    "finish": "check",
    "progress": "notes",
    "dispute": "scale",
}
RARE = frozenset({"recall", "decline"})


def panel_of(case: Any) -> SimpleNamespace:
    """The whistles of a case and their calls, read once for a page (two statements, one where none was blown)."""
    if not hasattr(case, "whistle_panel"):
        whistles = whistles_on(case.looker, case.pk)
        calls = (
            calls_on(case.looker, case.pk) if any(w.stage != Whistle.Stage.PROPOSED for w in whistles) else []
        )
        case.whistle_panel = SimpleNamespace(whistles=whistles, calls=calls)
    return case.whistle_panel


def case_steps(case: Any) -> list[StepFace]:
    """The whistle's steps among the case's own; each has a page of its own."""
    panel = panel_of(case)
    found = []
    open_one = any(w.stage in (Whistle.Stage.PROPOSED, Whistle.Stage.SOUNDED) for w in panel.whistles)
    for step in ON_CASE.open_to(case.looker, case) if not open_one else []:
        face = _link(
            step, f"/whistles/new/{case.pk}/" + ("?kind=emergency" if step.verb == "sound_at_once" else "")
        )
        face.first = (
            step.verb == "propose"
            and case.desk_id == case.street_id
            and bool(case.looker.serves(*STREET_ROLES))
        )
        face.rare = step.verb == "sound_at_once" and not case.emergency
        found.append(face)
    for whistle in panel.whistles:
        found += [
            _link(step, f"/whistles/{whistle.pk}/?do={step.verb}#do-{step.verb}")
            for step in WHISTLE.open_on(whistle)
        ]
    return found + _of_calls(case, panel.calls)


def row_steps(case: Any, actor: Any) -> list[DeskStep]:
    """吹哨 in a row of the desk, where the case lies with the street. No statement."""
    here = case.desk_id == case.street_id and ON_CASE.may(actor, ON_CASE.steps["propose"], case)
    return (
        [DeskStep(ON_CASE.steps["propose"].label, f"/whistles/new/{case.pk}/", icon="whistle")]
        if here
        else []
    )


def case_waits() -> Q:
    """The cases that wait for a signature: not on the proposer's desk meanwhile, but among what they wait for."""
    return Q(Exists(Whistle.objects.filter(case_id=OuterRef("pk"), stage=Whistle.Stage.PROPOSED)))


def _of_calls(case: Any, calls: list[ReportIn]) -> list[StepFace]:
    """My own department's steps, and the street's word in an open dispute."""
    ours = {post.organisation_id for post in case.looker.posts}
    found = []
    for row in calls:
        address = f"/whistles/in/{row.pk}/"
        if row.organisation_id in ours:
            found += [_link(s, f"{address}?do={s.verb}#do-{s.verb}") for s in REPORT_IN.open_on(row)]
        about = faces.dispute_of(row)
        if (
            about
            and about.stage == Dispute.Stage.RAISED
            and case.looker.serves("street_clerk", "street_leader")
        ):
            found.append(_say_more(about))
    return found


def _say_more(about: Dispute) -> StepFace:
    """The street's word before the decision; the first thing to do while it has not been said."""
    address = f"/whistles/disputes/{about.pk}/?do=say_more#do-say_more"
    return StepFace(
        "say_more", _("补充争议说明"), address, link=address, icon="scale", first=not about.street_says
    )


def _link(step: Any, address: str) -> StepFace:
    return StepFace(
        step.verb,
        step.label,
        address,
        link=address,
        icon=ICONS.get(step.verb, ""),
        first=step.main,
        rare=step.verb in RARE,
    )


def case_marks(_request: HttpRequest, case: Any) -> list[str]:
    """1 项争议."""
    rows = [faces.dispute_of(row) for row in panel_of(case).calls]
    count = sum(about is not None and about.stage == Dispute.Stage.RAISED for about in rows)
    return [_("%d 项争议") % count] if count else []


def reads(flow: Flow, case: Any, thing: Any) -> bool:
    """Whether whoever looks at the case may open this as well: no link leads to what is not there for them."""
    thing.case = case
    return flow.lets(flow.seen(case.looker), thing)


def case_rail(_request: HttpRequest, case: Any) -> list[dict[str, Any]]:
    """A panel for each whistle, newest first, with a summon card for each department."""
    panel = panel_of(case)
    shown = []
    for whistle in panel.whistles:
        cards = [
            faces.card(row, card_steps(case, row)) for row in panel.calls if row.whistle_id == whistle.pk
        ]
        shown.append(
            {
                "template": "whistles/case_rail.html",
                "whistle": whistle,
                "reads": reads(WHISTLE, case, whistle),
                "number": faces.number_of(whistle),
                "cards": cards,
                "called": [
                    (directory().name(row["organisation_id"]), row.get("lead")) for row in whistle.proposals
                ],
            }
        )
    return shown


def card_steps(case: Any, row: ReportIn) -> list[StepFace]:
    """The whistler's steps on one department, as small buttons on its card."""
    ours = {post.organisation_id for post in case.looker.posts}
    if row.organisation_id in ours:
        return []
    address = f"/whistles/in/{row.pk}/"
    return [StepFace(s.verb, s.label, f"{address}?do={s.verb}#do-{s.verb}") for s in REPORT_IN.open_on(row)]


TITLES = {
    "propose": gettext_lazy("%(org)s提请吹哨"),
    "sign": gettext_lazy("%(org)s吹哨"),
    "sound_at_once": gettext_lazy("%(org)s应急吹哨"),
    "decline": gettext_lazy("%(org)s没有签发"),
    "lapse": gettext_lazy("到时限没有人签发"),
    "sign_after": gettext_lazy("%(org)s补签"),
    "call_more": gettext_lazy("%(org)s加叫部门"),
    "recall": gettext_lazy("%(org)s收哨"),
    "report_in": gettext_lazy("%(org)s到场"),
    "confirm_arrival": gettext_lazy("%(org)s认到场"),
    "progress": gettext_lazy("%(org)s记进展"),
    "finish": gettext_lazy("%(org)s办完签退"),
    "take_up_again": gettext_lazy("退回主办重办"),
    "dispute": gettext_lazy("%(org)s提出异议"),
    "ask_more_time": gettext_lazy("%(org)s申请延期"),
    "grant_more_time": gettext_lazy("%(org)s同意延期"),
    "remind": gettext_lazy("%(org)s催办"),
    "agree": gettext_lazy("%(org)s会签同意"),
    "object": gettext_lazy("%(org)s会签不同意"),
    "mark": gettext_lazy("%(org)s评部门"),
    "stand_down": gettext_lazy("改派，不再叫"),
    "press": gettext_lazy("逾期督办部门"),
    "say_more": gettext_lazy("%(org)s补充争议说明"),
    "uphold": gettext_lazy("%(org)s裁定：维持原派"),
    "move": gettext_lazy("%(org)s裁定：改派"),
    "name_fallback": gettext_lazy("%(org)s裁定：指定兜底"),
    "take_back": gettext_lazy("%(org)s撤回异议"),
}
ABOUT = frozenset(
    {
        "confirm_arrival",
        "remind",
        "mark",
        "press",
        "grant_more_time",
        "stand_down",
        "call_more",
        "take_up_again",
    }
)
DEPARTMENT = frozenset({"departments"})


def case_story(_request: HttpRequest, case: Any) -> dict[Any, Any]:
    """The words of every verb of whistle, report-in and dispute, knowing the calls of this page."""
    calls = {str(row.pk): row for row in panel_of(case).calls}
    numbers = {str(w.pk): w for w in panel_of(case).whistles}
    disputes = {str(about.pk): about for row in panel_of(case).calls if (about := faces.dispute_of(row))}

    def tell(entry: Entry, made: Any) -> None:
        org = directory().name(entry.organisation_id)
        made.title = str(TITLES.get(entry.verb, entry.verb)) % {"org": org}
        made.topics = DEPARTMENT
        call = calls.get(entry.subject_id)
        if entry.verb in ABOUT and call is not None:
            made.title += _("：%s") % directory().name(call.organisation_id)
        if entry.subject_kind == "whistles.whistle":
            _of_whistle(entry, made, numbers.get(entry.subject_id))
            made.papers = _papers(case, numbers.get(entry.subject_id)) if made.dot == "wh" else []
        elif entry.subject_kind == "whistles.dispute":
            _of_dispute(entry, made)
            about = disputes.get(entry.subject_id)
            if about is not None and reads(DISPUTE, case, about):
                made.papers = [(f"/whistles/disputes/{about.pk}/", _("看这项争议"))]
        elif call is not None:
            _of_call(entry, made, call)

    kinds = ("whistles.whistle", "whistles.reportin", "whistles.dispute")
    told = {(kind, verb): tell for kind in kinds for verb in TITLES}
    return {**told, ("cases.case", "sound"): _quiet, ("cases.case", "call_more"): _quiet}


def _quiet(_entry: Entry, made: Any) -> None:
    made.title = ""  # the whistle's own line says it


def _of_whistle(entry: Entry, made: Any, whistle: Whistle | None) -> None:
    if entry.verb in ("sign", "sound_at_once"):
        made.dot = "wh"
        if whistle is not None:
            made.text = whistle.request
    rows = entry.details.get("call") or (whistle.proposals if whistle and entry.verb in ("sign",) else [])
    if isinstance(rows, list) and rows:
        made.by += _("；叫 %s") % _called(rows)
    if entry.details.get("kind") in Kind.values:
        sounded = whistle is not None and whistle.sounded_at is not None
        made.text = f"{Kind(entry.details['kind']).label}\n{'' if sounded else made.text}".strip()


def _papers(case: Any, whistle: Whistle | None) -> list[tuple[str, str]]:
    """The letter, for whoever may read it: the street's side, and the departments that it called."""
    if whistle is None:
        return []
    calls = [row for row in panel_of(case).calls if row.whistle_id == whistle.pk]
    if not (reads(WHISTLE, case, whistle) or any(reads(REPORT_IN, case, row) for row in calls)):
        return []
    return [(f"/whistles/{whistle.pk}/letter/", _("召集函 %s") % faces.number_of(whistle))]


def _called(rows: list[dict[str, Any]]) -> str:
    lead = _("（主办）")
    return _("、").join(
        directory().name(row["organisation_id"]) + (lead if row.get("lead") else "") for row in rows
    )


def _of_dispute(entry: Entry, made: Any) -> None:
    said = entry.details
    if entry.verb == "dispute":
        made.dot = "dash"
        owner = directory().name(said.get("owner_id")) or _("别的单位")
        made.quote = _("依据%(clause)s：%(text)s应由%(owner)s办理。") % {
            "clause": said.get("clause", ""),
            "text": f"{said.get('text', '').rstrip('。')}。",
            "owner": owner,
        }
        made.text = ""
    if entry.verb in ("move", "name_fallback"):
        made.limit = _("由%s办理") % directory().name(said.get("organisation_id"))


def _of_call(entry: Entry, made: Any, call: ReportIn) -> None:
    if entry.verb == "report_in" and call.arrived_at:
        made.limit, made.kept = faces.arrival_words(call), call.arrived_at <= call.arrive_by
        bring = entry.details.get("bring")
        attending = call.attending if call.attending != entry.actor_label else ""
        made.text = "，".join(filter(None, [attending, _("带：%s") % bring if bring else ""]))
    if entry.verb == "finish" and call.finished_at:
        made.kept = call.finished_at <= call.due_at
        made.limit = _("应 %s 前办结") % words.moment(call.due_at)
    if entry.verb == "press":
        made.kept, made.limit, made.topics = False, _("超过时限"), DEPARTMENT | {"limits"}
    if entry.verb == "mark" and entry.details.get("grade") in ReportIn.Mark.values:
        made.text = "·".join(
            filter(None, [str(ReportIn.Mark(entry.details["grade"]).label), entry.details.get("reason", "")])
        )
