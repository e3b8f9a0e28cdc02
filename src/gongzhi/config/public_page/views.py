"""The page, composed of what the town knows and of the parts that rooms fill in. Nobody signs in; nothing is written."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.config.public_page import heads
from gongzhi.kit.flow import Unseen
from gongzhi.kit.web import slots
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.tree import AreaCard, tree
from gongzhi.town.certificates.queries import kinds
from gongzhi.town.counters.queries import guides_of, open_state, shut_ahead, week
from gongzhi.work.cases import answered

FACES = (Level.STREET, Level.COMMUNITY)
MOST_DIGITS = 18


def found(code: str) -> tuple[AreaCard, Area | None]:
    """The street or community of a code, and the grid, building or unit if the code is one of those.

    :raises Unseen: no such place today; see ``became`` for what it has become.
    """
    card = tree().by_code(code)
    if card is not None and card.level in FACES:
        return card, None
    area = Area.objects.filter(code=code, valid_to=None).first()
    above = [tree().get(one) for one in area.lineage] if area else []
    community = next((one for one in above if one and one.level == Level.COMMUNITY), None)
    if community is None:
        raise Unseen
    return community, area


def became(code: str) -> list[AreaCard]:
    """The streets or communities that took the place of one whose code was printed before a merge or split."""
    once = tree().once(code)
    return [card for card in tree().today_of(once.id) if card.level in FACES] if once else []


def _within(card: AreaCard, said: str) -> Area | None:
    """The grid, building or unit that the page before spoke of, if it lies here."""
    if not said.isdigit() or len(said) > MOST_DIGITS or card.level != Level.COMMUNITY:
        return None
    return (
        Area.objects.filter(pk=int(said), lineage__contains=[card.id], valid_to=None)
        .exclude(pk=card.id)
        .first()
    )


@require_safe
def page(request: Any, code: str) -> HttpResponse:
    """A community's or street's page; with the code of a door, its own three heads first."""
    try:
        card, area = found(code)
    except Unseen:
        return _moved(request, became(code))
    area = area or _within(card, request.GET.get("at", ""))
    street = tree().above(card.id, Level.STREET)
    context = {
        "area": card, "scanned": area, "street": street if street and street.id != card.id else None,
        "seats": heads.seats(card, area) if card.level == Level.COMMUNITY else [],
        "communities": tree().children(card.id) if card.level == Level.STREET else (),
        "phone": heads.counter_phone(card), "state": open_state(card.id), "guides": guides_of(card.id),
        "week": week(card.id), "coming": shut_ahead(card.id),
        "parts": slots.of("public-page", card), "report": f"/r/q/{area.code if area else card.code}/",
    }  # fmt: skip
    return render(request, "public/page.html", context)


def _moved(request: Any, now: list[AreaCard]) -> HttpResponse:
    """One place took over: on to its page; several, or none: say so, with where to look."""
    if len(now) == 1:
        return HttpResponseRedirect(reverse("public-page", args=[now[0].code]))
    if now:
        return index(request, _("这个地方拆分了，请选您现在所在的。"), now)
    return index(request, _("没有这个地方的页面，码可能换过了。请从下面找您的街道。"))


@require_safe
def done(request: Any, code: str) -> HttpResponse:
    """Everything behind the figure: what was done in the last thirty days."""
    try:
        card, _area = found(code)
    except Unseen:
        return _moved(request, became(code))
    rows = answered.done(card.id)
    context = {"area": card, "rows": rows, "days": answered.LATELY.days, "most": answered.MOST}
    return render(request, "public/answered.html", context)


@require_safe
def certificates(request: Any) -> HttpResponse:
    """What no community issues, and where to go instead: read before standing in a queue."""
    text = request.GET.get("q", "").strip()[:60]
    return render(request, "public/certificates.html", {"kinds": kinds(text), "text": text})


@require_safe
def index(request: Any, wrong: str = "", now: Sequence[AreaCard] = ()) -> HttpResponse:
    """All districts with their streets: for who has no code at hand. ``now``: what a former place has become."""
    city = tree().city()
    groups = [(district, tree().children(district.id)) for district in tree().children(city.id)]
    context = {"city": city, "groups": groups, "wrong": wrong, "now": now}
    return render(request, "public/index.html", context, status=404 if wrong else 200)
