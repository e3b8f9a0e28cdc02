"""The page, composed of what the town knows and of the parts that rooms fill in. Nobody signs in; nothing is written."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.config.public_page import heads
from gongzhi.kit.flow import Unseen
from gongzhi.kit.web import slots
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.tree import AreaCard, tree
from gongzhi.town.counters.queries import guides_of, open_state
from gongzhi.work.cases import answered

FACES = (Level.STREET, Level.COMMUNITY)
MOST_DIGITS = 18


def found(code: str) -> tuple[AreaCard, Area | None]:
    """The street or community of a code, and the grid, building or unit if the code is one of those."""
    card = tree().by_code(code)
    if card is not None and card.level in FACES:
        return card, None
    area = Area.objects.filter(code=code, valid_to=None).first()
    community = tree().above(area.lineage[3], Level.COMMUNITY) if area and len(area.lineage) > 3 else None
    if community is None:
        raise Unseen
    return community, area


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
        return index(request, _("没有这个地方的页面，码可能换过了。请从下面找您的街道。"))
    area = area or _within(card, request.GET.get("at", ""))
    street = tree().above(card.id, Level.STREET)
    context = {
        "area": card, "scanned": area, "street": street if street and street.id != card.id else None,
        "seats": heads.seats(card, area) if card.level == Level.COMMUNITY else [],
        "communities": tree().children(card.id) if card.level == Level.STREET else (),
        "phone": heads.counter_phone(card), "state": open_state(card.id), "guides": guides_of(card.id),
        "parts": slots.of("public-page", card), "report": f"/r/q/{area.code if area else card.code}/",
    }  # fmt: skip
    return render(request, "public/page.html", context)


@require_safe
def done(request: Any, code: str) -> HttpResponse:
    """Everything behind the figure: what was done in the last thirty days."""
    card, _area = found(code)
    rows = answered.done(card.id)
    context = {"area": card, "rows": rows, "days": answered.LATELY.days, "most": answered.MOST}
    return render(request, "public/answered.html", context)


@require_safe
def index(request: Any, wrong: str = "") -> HttpResponse:
    """All districts with their streets: for who has no code at hand."""
    city = tree().city()
    groups = [(district, tree().children(district.id)) for district in tree().children(city.id)]
    context = {"city": city, "groups": groups, "wrong": wrong}
    return render(request, "public/index.html", context, status=404 if wrong else 200)
