"""What of the street's powers and orders is mine now, and what I wait for; one statement for each table."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Flow
from gongzhi.kit.matching import could_hold
from gongzhi.kit.web.desks import DeskRow, DeskStep, Waited
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.rules import DEPARTMENT_ROLES
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, YearlyOpinion
from gongzhi.work.street_powers.rules import (
    ASKER,
    DISTRICT,
    LEADER,
    OPINION,
    ORDER,
    OTHER_SIDE,
    STREET,
    TEAM,
    THE_PERSON,
    UNMARKED,
    USE,
)

MOST, FEW = 100, 10
S, C = PowerUse.Stage, CommandOrder.Stage
USE_KINDS = {
    S.DRAFTED: "sign", S.SIGNED: "power_answer", S.ANSWERED: "power_read", S.INSISTED: "decide",
    S.ASKED: "power_consent", S.CONSENTED: "power_effect",
}  # fmt: skip
ONE_PRESS = {"sign", "accept", "confirm_arrival"}


def use_clock(use: Any) -> ClockFace | None:
    """The clock that runs on a use: the answer's, or the district's ruling."""
    if use.stage == S.INSISTED:
        return ClockFace(use.rule_by, clock.now(), use.unit, verb=_("裁定"))
    if use.stage in (S.SIGNED, S.ASKED):
        return ClockFace(use.answer_by, clock.now(), use.unit, verb=_("答复"))
    return None


def order_clock(order: Any) -> ClockFace | None:
    if order.stage != C.ORDERED:
        return None
    return ClockFace(order.arrive_by, clock.now(), order.unit, verb=_("到场"))


def rows(actor: Actor) -> list[DeskRow]:
    """To sign, answer, read, rule on; to arrive, finish, mark; to reply."""
    return [*_uses(actor), *_orders(actor), *_opinions(actor)]


def mine(actor: Actor) -> dict[Any, Q]:
    """What is mine now, by model: each condition counts only what its reader may see."""
    return {
        PowerUse: (Q(stage__in=(S.DRAFTED, S.ANSWERED, S.ASKED)) & LEADER(actor))
        | (Q(stage=S.SIGNED) & OTHER_SIDE(actor))
        | (Q(stage=S.INSISTED) & DISTRICT(actor))
        | (Q(stage=S.CONSENTED) & ASKER(actor)),
        CommandOrder: (Q(stage__in=(C.ORDERED, C.ARRIVED)) & TEAM(actor))
        | (Q(stage=C.DONE) & UNMARKED & STREET(actor)),
        YearlyOpinion: Q(stage=YearlyOpinion.Stage.WRITTEN) & THE_PERSON(actor),
    }


def _steps(flow: Flow, thing: Any, base: str) -> list[DeskStep]:
    made = []
    for step in flow.open_on(thing):
        if step.verb in ONE_PRESS:
            made.append(DeskStep(step.label, f"{base}{thing.pk}/{step.verb}/", post=True))
        else:
            made.append(DeskStep(step.label, f"{base}{thing.pk}/?do={step.verb}#do-{step.verb}"))
    return made[:2]


def _uses(actor: Actor) -> list[DeskRow]:
    condition = mine(actor)[PowerUse]
    if not could_hold(condition):
        return []
    found = USE.with_steps(actor, PowerUse.objects.filter(condition))
    made = []
    for use in found.order_by("answer_by", "id")[:MOST]:
        line = f"{use.get_procedure_display()}·{tree().name(use.street_id)}·{directory().name(use.organisation_id)}"
        kind = USE_KINDS[S(use.stage)]
        made.append(
            DeskRow(kind, use.what, f"/powers/{use.pk}/", line, use_clock(use), _steps(USE, use, "/powers/"))
        )
    return made


def _orders(actor: Actor) -> list[DeskRow]:
    condition = mine(actor)[CommandOrder]
    if not could_hold(condition):
        return []
    found = ORDER.with_steps(actor, CommandOrder.objects.filter(condition))
    kinds = {C.ORDERED: "arrive", C.ARRIVED: "finish", C.DONE: "mark"}
    made = []
    for order in found.order_by("arrive_by", "id")[:MOST]:
        line = f"{_('调度令')}·{tree().name(order.street_id)}·{directory().name(order.team_id)}"
        made.append(
            DeskRow(
                kinds[C(order.stage)],
                order.what[:60],
                f"/powers/orders/{order.pk}/",
                line,
                order_clock(order),
                _steps(ORDER, order, "/powers/orders/"),
            )
        )
    return made


def _opinions(actor: Actor) -> list[DeskRow]:
    if not actor.serves(*DEPARTMENT_ROLES):  # whoever is stationed somewhere holds a department's post
        return []
    found = OPINION.with_steps(actor, YearlyOpinion.objects.filter(mine(actor)[YearlyOpinion]))
    return [
        DeskRow(
            "opinion", _("%(year)s 年的年度意见") % {"year": one.year}, f"/powers/opinions/{one.pk}/",
            tree().name(one.street_id), None, _steps(OPINION, one, "/powers/opinions/"),
        )
        for one in found.order_by("written_at")[:FEW]
    ]  # fmt: skip


def waited(actor: Actor) -> list[Waited]:
    """Whose answer my street waits for, and which team has not arrived; for a department, which street's answer. One
    statement for both.
    """
    owed = (Q(stage=S.SIGNED) & STREET(actor)) | (Q(stage=S.ASKED) & ASKER(actor))
    ordered = Q(stage=C.ORDERED) & STREET(actor)
    if not (could_hold(owed) or could_hold(ordered)):
        return []
    names = ("id", "stage", "what", "street_id", "unit")
    uses = PowerUse.objects.filter(owed).values_list("organisation_id", "answer_by", *names)
    orders = CommandOrder.objects.filter(ordered).values_list("team_id", "arrive_by", *names)
    return [_waited(*row) for row in uses.union(orders, all=True).order_by("answer_by")[:FEW]]


def _waited(other: int, due: datetime, pk: Any, stage: str, what: str, street: int, unit: str) -> Waited:  # noqa: PLR0917
    order = stage == C.ORDERED
    who = tree().name(street) if stage == S.ASKED else directory().name(other)
    face = ClockFace(due, clock.now(), unit, verb=_("到场") if order else _("答复"))
    state = str(C(stage).label if order else S(stage).label)
    return Waited(who, what[:60], f"/powers/{'orders/' if order else ''}{pk}/", state, face)
