"""回访: the caller's sheet. A person of another organisation phones; the number is shown for this call only."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused, Stopped, Unseen
from gongzhi.kit.identity import new_id
from gongzhi.kit.privacy.seal import unseal
from gongzhi.kit.records import rules as records
from gongzhi.kit.web.doors import Door
from gongzhi.town.access.actor import Actor
from gongzhi.work.cases import commands
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.forms import Rate
from gongzhi.work.cases.models import CallBack, Channel
from gongzhi.work.cases.rules import CALLBACKS

MOST = 200


def rows(actor: Actor) -> QuerySet:
    return CALLBACKS.seen_by(actor).select_related("case", "report")


@login_required
def sheet(request: Any) -> HttpResponse:
    """Whom to call, those not tried for longest first; and how the last ones ended."""
    drawn = rows(request.actor).filter(stage=CallBack.Stage.DRAWN)
    if (case := request.GET.get("case", "")) and len(case) == 36:
        drawn = drawn.filter(case_id=case)
    ended = rows(request.actor).exclude(stage=CallBack.Stage.DRAWN).order_by("-drawn_at")
    context = {
        "drawn": [_line(call) for call in drawn.order_by("drawn_at")[:MOST]],
        "ended": [_line(call) for call in ended[:20]],
        "now": clock.now(),
        "tries": records.value("call_back.tries"),
    }
    return render(request, "cases/call_backs.html", context)


def _line(call: CallBack) -> dict[str, Any]:
    return {
        "call": call,
        "name": call.report.name_masked or _("报告人"),
        "category": catalogue().get(call.case.category_id).full_name,
    }


def context(request: Any, call: CallBack) -> dict[str, Any]:
    """What the caller needs to ask: what it was, how it was answered; never who handled it."""
    dialled = hasattr(request, "dialled")
    steps = DOOR.faces(call)
    for face in steps:
        face.first = face.first and not dialled
    return {
        "steps": steps,
        "dialled": dialled,
        **_line(call),
        "case": call.case,
        "rate": getattr(request, "rate_form", None) or Rate(),
        "key": new_id(),
        "now": clock.now(),
        "phone": getattr(request, "dialled", None),
        "channel": Channel(call.report.channel).label,
        "tries": records.value("call_back.tries"),
        "open": call.stage == CallBack.Stage.DRAWN,
    }


def after(request: Any, call: CallBack, _made: Any, verb: str) -> HttpResponse | None:
    """The number stands in the answer to 看号码 and nowhere else."""
    if verb == "dial":
        [request.dialled] = unseal([call.report.phone_sealed])
        return DOOR.show(request, call.pk)
    return HttpResponseRedirect("/cases/call-backs/")


DOOR = Door(
    "call-back",
    CALLBACKS,
    commands,
    "cases/call_back.html",
    context=context,
    base="/cases/call-backs/",
    rows=rows,
    after=after,
    icons={"dial": "phone", "tried": "x"},
)


@login_required
@require_POST
def rate(request: Any, pk: Any) -> HttpResponse:
    """What the reporter said on the telephone, marked so."""
    call = DOOR.get(request, pk)
    form = Rate(call, request.POST)
    request.rate_form = form
    if not form.is_valid():
        return DOOR.show(request, pk, 422)
    try:
        commands.rate(
            request.actor,
            call.case_id,
            via="phone",
            report_id=call.report_id,
            key=request.POST.get("key") or None,
            **form.details,
        )
    except Refused as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return DOOR.show(request, pk, 422)
    except Unseen:
        raise
    except Stopped as wrong:
        return DOOR.show(request, pk, wrong.status, wrong=wrong)
    return HttpResponseRedirect("/cases/call-backs/")
