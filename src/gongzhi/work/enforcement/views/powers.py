"""下放权力: the list, one power with its steps and its files, a new one."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.beginning import begin
from gongzhi.kit.web.doors import Door
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.enforcement import commands, forms, tables
from gongzhi.work.enforcement.models import DelegatedPower, Fitness, Mode
from gongzhi.work.enforcement.queries import powers, streets_under
from gongzhi.work.enforcement.rules import FILE, POWER, delegates
from gongzhi.work.enforcement.views.common import one_first

ICONS = {
    "assess": "checklist", "give_opinion": "message-circle", "bring_into_force": "arrow-down", "review_power": "history",
    "take_back": "arrow-back-up",
}  # fmt: skip
SHOWN = 10


@login_required
def listing(request: Any) -> HttpResponse:
    context = {
        "may_open": delegates(request.actor),
        "may_book": bool(request.actor.serves("district_dispatcher", "street_clerk", "street_leader")),
    }
    table = tables.powers(request.actor)
    return table_answers.answer(
        request, table, lambda: powers(request.actor), "enforcement/powers.html", context
    )


def rows(actor: Actor) -> QuerySet:
    return POWER.seen_by(actor)


def context(request: Any, power: DelegatedPower) -> dict[str, Any]:
    return {
        "power": power,
        "now": clock.now(),
        "percent": tables.PERCENT.get(power.stage, 100),
        "street": tree().full_name(power.street_id),
        "department": directory().name(power.department_id),
        "mode": Mode(power.mode).label,
        "late": power.stage == power.Stage.IN_FORCE and (power.review_due or clock.today()) < clock.today(),
        "files": list(FILE.seen_by(request.actor).filter(power_id=power.pk).order_by("-id")[:SHOWN]),
        "do": request.GET.get("do", ""),
    }


class PowerDoor(Door):
    """What stands in the way comes first: an assessment that is missing, unfit, or leaves the street without an answer."""

    def faces(self, thing: Any, bound: Any = None) -> list[Any]:
        silent = thing.street_fitness == Fitness.UNFIT and not thing.street_answered
        ready = thing.fitness == Fitness.FIT and not silent
        shown = super().faces(thing, bound)
        for face in shown:
            face.first = face.verb == ("bring_into_force" if ready else "assess")
        return one_first(shown)


DOOR = PowerDoor(
    "power", POWER, commands, "enforcement/power.html", context=context, forms=forms.POWER_FORMS, icons=ICONS,
    base="/enforcement/powers/", rows=rows,
)  # fmt: skip


@login_required
def new(request: Any) -> HttpResponse:
    if not delegates(request.actor):
        raise NotYours(_("权力由区里下放。"))
    post = request.actor.post
    form = forms.NewPower(None, request.POST or None).offer(
        streets_under(request.actor), post.area_id if post else None
    )
    return begin(
        request,
        form,
        commands.draft_power,
        "enforcement/power_new.html",
        lambda made: f"/enforcement/powers/{made.pk}/",
    )
