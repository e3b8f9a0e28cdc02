"""One use, one order, one opinion: the page with its steps."""

import re
from typing import Any

from django.http import HttpRequest

from gongzhi.kit import clock
from gongzhi.kit.web.doors import Door
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.street_powers import commands
from gongzhi.work.street_powers.desk import order_clock, use_clock
from gongzhi.work.street_powers.forms import OPINION_FORMS, ORDER_FORMS, USE_FORMS
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, TeamMark, TransferRequest, YearlyOpinion
from gongzhi.work.street_powers.queries import power, power_name
from gongzhi.work.street_powers.rules import OPINION, ORDER, USE

NUMBER = re.compile(r"\d{8}-\d{6}")


def look_up(about: str) -> str:
    """Where a matter's number is looked for, under its reader's own rights."""
    found = NUMBER.search(about)
    return f"/cases/?q={found.group()}" if found else ""


def of_use(request: HttpRequest, use: PowerUse) -> dict[str, Any]:
    day = clock.local(use.drafted_at).date()
    used = power(use.power, use.street_id, day)
    silent = use.answered_at is None and use.answer_by is not None and use.answer_by < clock.now()
    return {
        "use": use, "now": clock.now(), "clock": use_clock(use), "name": power_name(use.power, use.street_id, day),
        "used": used, "street": tree().name(use.street_id), "other": directory().name(use.organisation_id),
        "about": look_up(use.about), "silent": silent and use.stage != PowerUse.Stage.WITHDRAWN,
        "late": use.answered_at is not None and use.answer_by is not None and use.answered_at > use.answer_by,
        "transfer": TransferRequest.objects.select_related("team").filter(use=use).first()
        if use.procedure == "consent"
        else None,
        "do": request.GET.get("do", ""),
    }  # fmt: skip


def of_order(request: HttpRequest, order: CommandOrder) -> dict[str, Any]:
    return {
        "order": order, "now": clock.now(), "clock": order_clock(order), "team": directory().get(order.team_id),
        "street": tree().name(order.street_id), "department": directory().name(order.department_id),
        "about": look_up(order.about), "mark": TeamMark.objects.filter(order=order).first(),
        "do": request.GET.get("do", ""),
    }  # fmt: skip


def of_opinion(request: HttpRequest, opinion: YearlyOpinion) -> dict[str, Any]:
    return {
        "opinion": opinion, "now": clock.now(), "street": tree().name(opinion.street_id),
        "team": directory().name(opinion.team_id), "do": request.GET.get("do", ""),
    }  # fmt: skip


USES = Door(
    "power-use",
    USE,
    commands,
    "street_powers/use.html",
    context=of_use,
    forms=USE_FORMS,
    base="/powers/",
    icons={
        "sign": "signature", "decline": "x", "withdraw": "arrow-back-up", "answer": "check", "accept": "circle-check",
        "insist": "flag", "rule_on": "gavel", "consent": "check", "object": "hand-stop", "carry_out": "checkbox",
    },
)  # fmt: skip
ORDERS = Door(
    "command-order",
    ORDER,
    commands,
    "street_powers/order.html",
    context=of_order,
    forms=ORDER_FORMS,
    base="/powers/orders/",
    icons={
        "arrive": "door-enter", "confirm_arrival": "eye", "finish": "check", "refuse": "hand-stop", "cancel": "x",
        "mark": "scale",
    },
)  # fmt: skip
OPINIONS = Door(
    "yearly-opinion",
    OPINION,
    commands,
    "street_powers/opinion.html",
    context=of_opinion,
    forms=OPINION_FORMS,
    base="/powers/opinions/",
    icons={"reply": "message-circle"},
    rows=lambda actor: OPINION.seen_by(actor).select_related("person"),
)
