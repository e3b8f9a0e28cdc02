"""What of cases is mine now, and what I wait for; for 我的待办. One statement each."""

from typing import Any

from django.db.models import Case as When_
from django.db.models import CharField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web import slots
from gongzhi.kit.web.desks import DeskRow, DeskStep, Waited
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.access.actor import Actor
from gongzhi.work.cases import faces
from gongzhi.work.cases.models import OPEN, CallBack, Case, Stage
from gongzhi.work.cases.queries import mine
from gongzhi.work.cases.rules import DESK, FLOW, STREET

MOST = 300
SHOWN = 2
STEPS = ("place", "verify", "send_back", "accept", "resolve", "raise_up", "hand_down")
ONE_PRESS = frozenset({"accept"})


def kinds(actor: Actor) -> dict[str, Q]:
    """My cases by kind; the first that fits names the row."""
    now = mine(actor)
    return {
        "sorting": now["sorting"],
        "accept": now["desk"] & Q(stage=Stage.REPORTED, paused_at=None),
        "work": now["desk"] & Q(stage=Stage.ACCEPTED, paused_at=None),
        "eyes": now["eyes"],
        "overdue": now["overdue"] & Q(paused_at=None),
    }


def rows(actor: Actor) -> list[DeskRow]:
    """The cases on my desk, for my eyes, or late in my street."""
    conditions = kinds(actor)
    every = Q(pk__in=[])
    for condition in conditions.values():
        every |= condition
    whens = [When(condition, then=Value(code)) for code, condition in conditions.items()]
    found = Case.objects.filter(every).annotate(
        kind=When_(*whens, default=Value("work"), output_field=CharField())
    )
    for waits in slots.of("case-waits"):
        found = found.exclude(waits, stage__in=(Stage.REPORTED, Stage.ACCEPTED))
    return [_row(case, actor) for case in found.order_by("due_at", "id")[:MOST]]


def _row(case: Any, actor: Actor) -> DeskRow:
    face = faces.clock_of(vars(case))
    if case.stage == Stage.RESOLVED:
        face = ClockFace(case.act_at, clock.now(), clock.Unit.WORKING_DAYS, verb=_("核验"))
    line = faces.subtitle(vars(case), case.number)
    return DeskRow(case.kind, case.title, f"/cases/{case.pk}/", line, face, steps_of(case, actor))


def steps_of(case: Any, actor: Actor) -> list[DeskStep]:
    """The two likeliest buttons of a row, answered in memory; other rooms' (吹哨) next to taking up."""
    open_now = [FLOW.steps[verb] for verb in STEPS if FLOW.may(actor, FLOW.steps[verb], case)]
    verbs = {step.verb for step in open_now}
    likely = [step for step in open_now if step.verb != "resolve" or "accept" not in verbs]
    made = [_step(case, step) for step in likely]
    others = slots.of("case-row-steps", case, actor)
    at = 1 if "accept" in verbs else 0
    return [*made[:at], *others, *made[at:]][:SHOWN]


def _step(case: Any, step: Any) -> DeskStep:
    if step.verb == "place":
        return DeskStep(step.label, f"/cases/{case.pk}/where/", icon="map-pin")
    if step.verb in ONE_PRESS:
        return DeskStep(step.label, f"/cases/{case.pk}/{step.verb}/", post=True)
    return DeskStep(step.label, f"/cases/{case.pk}/?do={step.verb}#do-{step.verb}")


def waited(actor: Actor) -> list[Waited]:
    """Questions to residents that stop a clock."""
    asked = Case.objects.filter(
        DESK(actor) | STREET(actor), stage__in=OPEN, paused_at__isnull=False
    ).order_by("paused_at")
    shown = []
    for case in asked[:20]:
        note = _("第 %(n)d 次停表") % {"n": case.pauses}
        face = ClockFace(case.due_at, clock.now(), paused_note=_("等居民，停表"))
        shown.append(Waited(_("居民"), case.title, f"/cases/{case.pk}/", note, face))
    return shown


def calls(actor: Actor) -> list[DeskRow]:
    """The call-backs drawn for my organisation."""
    ours = sorted({post.organisation_id for post in actor.serves("caller")})
    drawn: QuerySet[CallBack] = CallBack.objects.filter(organisation_id__in=ours, stage=CallBack.Stage.DRAWN)
    return [
        DeskRow(
            "calls",
            call.case.title,
            f"/cases/call-backs/{call.pk}/",
            _("第 %d 次拨打") % (len(call.tries) + 1),
            None,
            [DeskStep(_("去回访"), f"/cases/call-backs/{call.pk}/")],
        )
        for call in drawn.select_related("case").order_by("drawn_at")[:MOST]
    ]
