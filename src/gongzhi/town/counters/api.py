"""The API of counters: what the keepers' page does, by the same forms and commands."""

from datetime import date, time
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router, Schema

from gongzhi.kit.flow import Unseen
from gongzhi.kit.web.api import PROBLEMS, AreaId, Key, answer, body_of, need, spoken
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import Area
from gongzhi.town.areas.tree import tree
from gongzhi.town.counters import commands, forms
from gongzhi.town.counters.models import Guide, Opening
from gongzhi.town.counters.queries import guides_of, openings_of

counters = Router()
NewOpening, NewGuide = body_of(forms.Hours, "NewOpening"), body_of(forms.Matter, "NewGuide")


class OpeningOut(Schema):
    """One span; ``area_id`` other than the counter's: taken from above. ``days``: working, resting, 1 to 7, closed."""

    id: int
    area_id: int
    days: str
    opens: time
    closes: time
    note: str
    basis: str
    valid_from: date
    valid_to: date | None


class GuideEntry(Schema):
    """One matter; ``area_id`` other than the counter's: taken from above."""

    id: int
    area_id: int
    code: str
    matter: str
    papers: str
    fee: str
    takes: str
    elsewhere: str
    basis: str
    valid_from: date
    valid_to: date | None
    synthetic: bool


class CounterOut(Schema):
    code: str
    name: str
    openings: list[OpeningOut]
    guides: list[GuideEntry]


@counters.get(
    "/{code}", operation_id="counters.show", summary="办事窗口", response={200: CounterOut, **PROBLEMS}
)
def show(request: Any, code: str) -> HttpResponse:
    """The hours and the guide of a counter that one keeps."""
    need(request, "counters:read")
    card = kept(request.actor, code)
    return answer({
        "code": card.code, "name": card.name,
        "openings": [out(row, OpeningOut) for row in openings_of(card.id)],
        "guides": [out(row, GuideEntry) for row in guides_of(card.id)],
    })  # fmt: skip


@counters.post(
    "/{code}/openings",
    operation_id="counters.set_opening",
    summary="改开放时间",
    response={201: OpeningOut, **PROBLEMS},
)
def set_opening(request: Any, code: str, data: NewOpening, idempotency_key: Key = None) -> HttpResponse:  # type: ignore[valid-type]
    """A span of hours, or a time in which the counter is shut."""
    made = _enter(request, code, forms.Hours, data, commands.set_opening, idempotency_key)
    return answer(out(made, OpeningOut), 201)


@counters.post(
    "/{code}/guides",
    operation_id="counters.enter_guide",
    summary="写办事指南",
    response={201: GuideEntry, **PROBLEMS},
)
def enter_guide(request: Any, code: str, data: NewGuide, idempotency_key: Key = None) -> HttpResponse:  # type: ignore[valid-type]
    """A matter; with a known code it is corrected."""
    made = _enter(request, code, forms.Matter, data, commands.enter_guide, idempotency_key)
    return answer(out(made, GuideEntry), 201)


@counters.post(
    "/openings/{pk}/end",
    operation_id="counters.end_opening",
    summary="停用开放时间",
    response={200: OpeningOut, **PROBLEMS},
)
def end_opening(request: Any, pk: Path[AreaId], idempotency_key: Key = None) -> HttpResponse:
    """The span holds no more from today."""
    need(request, "counters:write")
    row = _found(request.actor, Opening, pk)
    return answer(out(commands.end_opening(request.actor, row, key=idempotency_key), OpeningOut))


@counters.post(
    "/guides/{pk}/end",
    operation_id="counters.end_guide",
    summary="停用办事指南",
    response={200: GuideEntry, **PROBLEMS},
)
def end_guide(request: Any, pk: Path[AreaId], idempotency_key: Key = None) -> HttpResponse:
    """It is shown no more."""
    need(request, "counters:write")
    row = _found(request.actor, Guide, pk)
    return answer(out(commands.end_guide(request.actor, row, key=idempotency_key), GuideEntry))


def kept(actor: Any, code: str) -> AreaCard:
    """The street or community of a code that this actor keeps; Unseen otherwise."""
    card = tree().by_code(code)
    if card is None or card.level not in commands.LEVELS or not commands.keeps_area(actor, card.id):
        raise Unseen(_("没有这个窗口。"))
    return card


def out(row: Any, shape: type[Schema]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in shape.model_fields}


def _enter(request: Any, code: str, form: Any, data: Any, command: Any, key: str | None) -> Any:
    need(request, "counters:write")
    area = Area.objects.get(pk=kept(request.actor, code).id)
    return command(
        request.actor, area, key=key, **spoken(lambda _thing, given: form(given), None, data.dict())
    )


def _found(actor: Any, model: Any, pk: int) -> Any:
    row = model.objects.select_related("area").filter(pk=pk).first()
    if row is None or not commands.keeps_area(actor, row.area_id):
        raise Unseen(_("没有找到，可能已经停用。"))
    return row
