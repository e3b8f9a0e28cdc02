"""今天: what is due, by clock, each with the steps open to this head in two taps at most."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.forms import BoundField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.places import place_of
from gongzhi.work.cases.forms import FORMS
from gongzhi.work.cases.head_views import mine
from gongzhi.work.cases.models import OPEN, Case, Channel, Report, Stage
from gongzhi.work.cases.public_views.where import spoken
from gongzhi.work.cases.queries import mine as conditions
from gongzhi.work.cases.rules import FLOW

BASE = "/today/"
MOST = 60
BUTTONS = {
    "verify": (gettext_lazy("办好了"), "", "check"),
    "send_back": (gettext_lazy("没办好"), "reason", "arrow-back-up"),
    "accept": (gettext_lazy("受理"), "", "check"),
    "resolve": (gettext_lazy("办结"), "measures", "circle-check"),
    "raise_up": (gettext_lazy("上报"), "reason", "arrow-up"),
}


@dataclass(frozen=True)
class Button:
    """One step in the list: pressed at once, or opened to say one thing (``field``)."""

    verb: str
    label: Any
    url: str
    icon: str
    key: str
    field: BoundField | None


@dataclass(frozen=True)
class Item:
    """One matter of the day."""

    case: Case
    url: str
    clock: ClockFace | None
    due: datetime | None
    line: str
    urged: bool
    buttons: list[Button]


@never_cache
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """The front page of a head."""
    actor = mine.must_be_head(request)
    items = [item_of(case) for case in due(actor)]
    items.sort(key=lambda item: (item.due is None, item.due or clock.now()))
    now = [item for item in items if is_of_today(item)]
    later = [item for item in items if item not in now]
    context = {"now": now, "later": later, "moment": clock.now(), "record": record_box(request, actor)}
    return render(request, "cases/head/today.html", context)


def is_of_today(item: Item) -> bool:
    """Due today or before, or not yet taken up: what came in is looked at the same day."""
    soon = item.due is not None and clock.local(item.due).date() <= clock.today()
    return soon or item.case.stage == Stage.REPORTED


def due(actor: Actor) -> list[Case]:
    """The cases at their desk and those their eyes are asked for; one statement with all its buttons."""
    asked = conditions(actor)
    urged = Report.objects.filter(case_id=OuterRef("pk"), urged__len__gt=0)
    rows = FLOW.with_steps(actor, Case.objects.filter(asked["desk"] | asked["eyes"]))
    return list(rows.annotate(urged=Exists(urged)).order_by(F("due_at").asc(nulls_last=True), "id")[:MOST])


def item_of(case: Case) -> Item:
    verify = case.stage == Stage.RESOLVED
    paused = _("等居民，停表") if case.paused_at else ""
    due_at, unit = (case.act_at, clock.Unit.WORKING_DAYS) if verify else (case.due_at, case.limit_unit)
    face = ClockFace(due_at, clock.now(), unit, paused) if due_at else None
    url = f"{BASE}{case.pk}/"
    return Item(
        case, url, face, due_at, _line(case), bool(getattr(case, "urged", False)), _buttons(case, url)
    )


def _line(case: Case) -> str:
    """What to know before pressing."""
    if case.stage == Stage.RESOLVED:
        return _("说办好了：%(outcome)s。不是您办的，请您去看看。") % {"outcome": case.outcome.rstrip("。")}
    return _("%(channel)s·%(address)s") % {
        "channel": Channel(case.channel).label,
        "address": short_address(case),
    }


def short_address(case: Case) -> str:
    """The address without what every case of this head has in common."""
    for word in ("社区", "村"):
        _head, found, rest = case.address.partition(word)
        if found and rest:
            return rest
    return case.address


def _buttons(case: Case, url: str) -> list[Button]:
    open_verbs = [step.verb for step in FLOW.open_on(case)]
    made = []
    for verb, (label, field, icon) in BUTTONS.items():
        if verb in open_verbs:
            form = FORMS[verb](case) if field else None
            if form is not None:
                form.fields[field].required = True
                form.auto_id = f"id_{case.pk.hex[-8:]}_{verb}_%s"
            made.append(
                Button(verb, label, f"{url}{verb}/", icon, str(new_id()), form[field] if form else None)
            )
    return made


def record_box(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """The line at the thumb: where it records, and the key that makes a double press one."""
    try:
        area_id, place = mine.place_for(actor, mine.asked_area(request))
    except Refused:
        area_id, place = mine.place_for(actor, None)
    title, _under = spoken(place)
    return {"area": area_id, "title": title, "key": new_id().hex, "scanned": "at" in request.GET}


def waiting_in(areas: Q) -> Any:
    """The cases that run in some areas."""
    return Case.objects.filter(areas, stage__in=(*OPEN, Stage.RESOLVED))


def title_of(area_id: int) -> str:
    return spoken(place_of(area_id))[0]
