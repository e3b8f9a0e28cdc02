"""What of the gate is mine now: to review, to complete, to answer, to rule on. Three statements."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kit.flow import Flow
from gongzhi.kit.web.desks import DeskRow, DeskStep
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE
from gongzhi.town.organisations.directory import directory
from gongzhi.work.admission.faces import clock_of
from gongzhi.work.admission.models import Matter, Objection, Push
from gongzhi.work.admission.rules import ASKER, FLOW, OBJECTION, PUSH, PUSHER, REVIEWER

MOST = 50


def rows(actor: Actor) -> list[DeskRow]:
    """Requests to review or complete, pushes to answer or rule on, objections to answer."""
    reviewing, asking, pushing = REVIEWER(actor), ASKER(actor), PUSHER(actor)
    if reviewing == NONE and asking == NONE:
        return []
    running = Q(stage=Matter.Stage.ADMITTED, bypass=Matter.Bypass.RUNNING)
    matters = (reviewing & (Q(stage=Matter.Stage.ASKED) | running)) | (
        asking & Q(stage=Matter.Stage.SENT_BACK)
    )
    found = FLOW.with_steps(actor, Matter.objects.filter(matters)).order_by("decide_by")[:MOST]
    made = [_matter(row) for row in found]
    back = (pushing & Q(stage=Push.Stage.REFUSED)) | (reviewing & Q(stage=Push.Stage.CONTESTED))
    made += [_push(row) for row in PUSH.with_steps(actor, Push.objects.filter(back)).order_by("at")[:MOST]]
    if reviewing != NONE:
        raised = Objection.objects.filter(reviewing, stage=Objection.Stage.RAISED).order_by("raised_at")
        made += [_objection(row) for row in OBJECTION.with_steps(actor, raised)[:MOST]]
    return made


def _steps(flow: Flow, thing: Any, url: str, verbs: tuple[str, ...]) -> list[DeskStep]:
    open_now = [step for step in flow.open_on(thing) if step.verb in verbs]
    return [DeskStep(step.label, f"{url}?do={step.verb}#do-{step.verb}") for step in open_now[:2]]


def _matter(matter: Any) -> DeskRow:
    url = f"/admission/{matter.pk}/"
    verbs = ("review", "pass_by_record", "review_after", "send_back", "complete")
    line = directory().name(matter.organisation_id)
    return DeskRow("matter", matter.title[:60], url, line, clock_of(matter), _steps(FLOW, matter, url, verbs))


def _push(push: Any) -> DeskRow:
    url = f"/admission/pushes/{push.pk}/"
    verbs = ("own_up", "contest", "uphold_refusal", "overrule")
    line = _("%(to)s拒收") % {"to": directory().name(push.organisation_id)}
    return DeskRow("push", push.text[:60], url, line, None, _steps(PUSH, push, url, verbs))


def _objection(objection: Any) -> DeskRow:
    url = f"/admission/objections/{objection.pk}/"
    line = directory().name(objection.organisation_id)
    return DeskRow(
        "objection",
        objection.text[:60],
        url,
        line,
        None,
        _steps(OBJECTION, objection, url, ("keep", "uphold_objection")),
    )
