"""What of whistles is mine now, and which departments I wait for; for 我的待办. One statement for each table."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Flow
from gongzhi.kit.web.desks import DeskRow, DeskStep, Waited
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.whistles import faces
from gongzhi.work.whistles.models import Dispute, Kind, ReportIn, Whistle
from gongzhi.work.whistles.queries import mine
from gongzhi.work.whistles.rules import DISPUTE, LOCAL, REPORT_IN, STREET, WHISTLE

MOST = 200
R = ReportIn.Stage
SHOWN = frozenset(
    {
        "sign",
        "decline",
        "sign_after",
        "report_in",
        "finish",
        "agree",
        "object",
        "mark",
        "grant_more_time",
        "say_more",
        "uphold",
        "move",
    }
)


def _any(conditions: list[Q]) -> Q:
    joined = Q(pk__in=[])
    for condition in conditions:
        joined |= condition
    return joined


def rows(actor: Actor) -> list[DeskRow]:
    """To sign, to come, to finish, to countersign, to decide, to mark."""
    return [*_to_sign(actor), *_calls(actor), *_disputes(actor)]


def _to_sign(actor: Actor) -> list[DeskRow]:
    now = mine(actor)
    conditions = [now["to_sign"][1], now["to_sign_after"][1]]
    found = WHISTLE.with_steps(actor, Whistle.objects.filter(_any(conditions)))
    made = []
    for whistle in found.select_related("case").order_by("sign_by", "id")[:MOST]:
        unit = clock.Unit.HOURS if whistle.sounded_at else clock.Unit.WORKING_HOURS
        line = (
            f"{faces.SHORT_KIND[Kind(whistle.kind)]}·{tree().name(whistle.street_id)}·{whistle.case.number}"
        )
        face = ClockFace(whistle.sign_by, clock.now(), unit, verb=_("签发"))
        made.append(
            DeskRow(
                "sign",
                whistle.case.title,
                f"/whistles/{whistle.pk}/",
                line,
                face,
                _steps(WHISTLE, whistle, "/whistles/", {"sign", "sign_after"}),
            )
        )
    return made


def _steps(flow: Flow, thing: Any, base: str, one_press: set[str]) -> list[DeskStep]:
    """The open steps as small buttons; those without words are done by one press."""
    made = []
    for step in (one for one in flow.open_on(thing) if one.verb in SHOWN):
        address = f"{base}{thing.pk}/"
        if step.verb in one_press:
            made.append(
                DeskStep(
                    step.label,
                    f"{address}{step.verb}/",
                    post=True,
                    icon="signature" if "sign" in step.verb else "",
                )
            )
        else:
            made.append(DeskStep(step.label, f"{address}?do={step.verb}#do-{step.verb}"))
    return made[:2]


def call_kinds(actor: Actor) -> dict[str, Q]:
    now = mine(actor)
    whistlers = STREET(actor)
    return {
        "arrive": now["to_arrive"][1],
        "finish": now["in_hand"][1],
        "countersign": now["to_countersign"][1],
        "mark": Q(stage=R.FINISHED, street_mark="", case__stage__in=("resolved", "verified", "closed"))
        & whistlers,
        "more_time": Q(stage__in=(R.CALLED, R.PRESENT), extended=False) & ~Q(more_time_reason="") & whistlers,
    }


def _calls(actor: Actor) -> list[DeskRow]:
    found = ReportIn.objects.filter(_any(list(call_kinds(actor).values()))).select_related("case", "whistle")
    ours = {post.organisation_id for post in actor.posts}
    made = []
    for row in REPORT_IN.with_steps(actor, found).order_by("arrive_by", "id")[:MOST]:
        kind = _kind(row, row.organisation_id in ours)
        face = None if kind in ("mark", "countersign") else faces.clock_of(vars(row))
        where = (
            tree().name(row.street_id)
            if row.organisation_id in ours
            else directory().name(row.organisation_id)
        )
        role = _("主办") if row.lead else _("协办")
        line = f"{where}·{role}·{row.case.number}"
        made.append(
            DeskRow(
                kind,
                row.case.title,
                f"/whistles/in/{row.pk}/",
                line,
                face,
                _steps(REPORT_IN, row, "/whistles/in/", {"agree", "grant_more_time"}),
            )
        )
    return made


def _kind(row: ReportIn, ours: bool) -> str:
    if not ours:
        return "mark" if row.stage == R.FINISHED else "more_time"
    return {R.CALLED: "arrive", R.PRESENT: "finish"}.get(R(row.stage), "countersign")


def _disputes(actor: Actor) -> list[DeskRow]:
    decide = mine(actor)["to_decide"][1]
    speak = Q(stage=Dispute.Stage.RAISED, street_says="") & STREET(actor)
    found = Dispute.objects.filter(decide | speak).select_related("case")
    made = []
    for about in DISPUTE.with_steps(actor, found).order_by("decide_by", "id")[:MOST]:
        kind = "decide" if about.may_uphold else "dispute"
        line = _("%(who)s 引 %(clause)s") % {
            "who": directory().name(about.organisation_id),
            "clause": about.clause,
        }
        face = ClockFace(about.decide_by, clock.now(), clock.Unit.WORKING_DAYS, verb=_("裁定"))
        made.append(
            DeskRow(
                kind,
                about.case.title,
                f"/whistles/disputes/{about.pk}/",
                line,
                face,
                _steps(DISPUTE, about, "/whistles/disputes/", set()),
            )
        )
    return made


def _unsigned(actor: Actor) -> list[Waited]:
    """The whistles I proposed and nobody has signed yet."""
    found = Whistle.objects.filter(stage=Whistle.Stage.PROPOSED, proposer_id=actor.user_id).select_related(
        "case"
    )
    shown = []
    for row in found.order_by("sign_by")[:10]:
        face = ClockFace(row.sign_by, clock.now(), clock.Unit.WORKING_HOURS, verb=_("签发"))
        shown.append(
            Waited(_("街道领导"), row.case.title, f"/whistles/{row.pk}/", str(row.get_stage_display()), face)
        )
    return shown


def waited(actor: Actor) -> list[Waited]:
    """The departments that my street or I have called and that are not there, or not done."""
    ours = STREET(actor) | LOCAL(actor)
    found = ReportIn.objects.filter(ours, stage__in=(R.CALLED, R.PRESENT)).select_related("case")
    shown = _unsigned(actor)
    for row in found.order_by("stage", "arrive_by", "id")[:30]:
        name = directory().name(row.organisation_id)
        shown.append(
            Waited(
                name,
                row.case.title,
                f"/cases/{row.case_id}/",
                str(row.get_stage_display()),
                faces.clock_of(vars(row)),
            )
        )
    return shown
