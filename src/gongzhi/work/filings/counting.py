"""What nobody has to type: sums of a form up the tree, fields asked twice, what a form costs, what the system filled in."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field as by_default
from decimal import Decimal
from typing import Any

from django.db.models import Aggregate, Count, F, FloatField, Q, QuerySet, Sum

from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import LADDER
from gongzhi.town.areas.tree import tree
from gongzhi.work.filings import values
from gongzhi.work.filings.models import Cell, Field, FilingForm, Line, Sheet
from gongzhi.work.filings.queries import ANSWERED, fields_of
from gongzhi.work.filings.rules import FORM, SHEET, TIMES

MOST = 300  # rows of a page of counts


class Median(Aggregate):
    """The middle value of a column; NULL where there is none."""

    template = "percentile_cont(0.5) within group (order by %(expressions)s)"
    output_field = FloatField()


@dataclass
class Total:
    """What an area's sheets say of one field: the sum of numbers, or how often each answer was given."""

    field: Field
    number: Decimal = Decimal(0)
    answers: dict[str, int] = by_default(default_factory=dict)

    def add(self, value: str, number: Decimal | None, times: int) -> None:
        self.number += number or 0
        if value:
            self.answers[value] = self.answers.get(value, 0) + times

    @property
    def plain(self) -> str:
        """As it stands in somebody's own paper."""
        return values.said_number(self.number) if self.field.kind == Field.Kind.NUMBER else self.shown

    @property
    def shown(self) -> str:
        kind = Field.Kind
        if self.field.kind == kind.NUMBER:
            return f"{values.said_number(self.number)}{self.field.unit}"
        if self.field.kind in (kind.CHOICE, kind.YESNO):
            order = self.field.options or ["yes", "no"]
            said = [
                (values.shown(self.field, one), self.answers[one]) for one in order if one in self.answers
            ]
            return " ".join(f"{name} {n}" for name, n in said)
        return str(sum(self.answers.values())) if self.answers else ""


@dataclass
class Row:
    """An area in a roll-up: how many of its sheets are in, and its totals in the order of the form's fields."""

    area: AreaCard
    asked: int = 0
    answered: int = 0
    totals: list[Total] = by_default(default_factory=list)


def roll_up(actor: Actor, form: Any, period: str, area_id: int) -> tuple[Row, list[Row]]:
    """An area's own totals, and those of the areas right below it, from the sheets that the actor sees. Two statements.

    Communities add up to streets, streets to districts, districts to the city: every figure is a sum of sheets.
    """
    card = tree().card(area_id)
    fields = fields_of(form)
    below = _below(card, form.level)
    rows = {one.id: Row(one, totals=[Total(each) for each in fields]) for one in below}
    whole = Row(card, totals=[Total(each) for each in fields])
    at = F(f"lineage__{LADDER.index(below[0].level)}") if below else F("area_id")
    sheets = SHEET.seen_by(actor).filter(form_id=form.pk, period=period, lineage__contains=[area_id])
    counts = sheets.exclude(stage=Sheet.Stage.VOID).annotate(at=at).values("at").order_by()
    for found in counts.annotate(asked=Count("pk"), answered=Count("pk", filter=Q(stage__in=ANSWERED))):
        for row in (whole, rows.get(found["at"])):
            if row is not None:
                row.asked, row.answered = row.asked + found["asked"], row.answered + found["answered"]
    places = {each.pk: place for place, each in enumerate(fields)}
    for found in _said(sheets, at):
        place = places.get(found["field_id"])
        for row in (whole, rows.get(found["at"])):
            if row is not None and place is not None:
                row.totals[place].add(found["said"], found["number"], found["times"])
    return whole, [row for row in rows.values() if row.asked]


def _below(card: AreaCard, level: str) -> list[AreaCard]:
    return list(tree().children(card.id)) if LADDER.index(card.level) < LADDER.index(level) else [card]


def _said(sheets: QuerySet, at: Any) -> Iterable[dict[str, Any]]:
    """Values of confirmed sheets, numbers added up by the database, other answers counted."""
    filled = sheets.filter(stage=Sheet.Stage.FILLED).values("pk")
    placed = Cell.objects.filter(sheet__in=filled).annotate(at=F(f"sheet__{at.name}"))
    numbers = Q(field__kind=Field.Kind.NUMBER)
    summed = (
        placed.filter(numbers)
        .values("at", "field_id")
        .order_by()
        .annotate(sum=Sum("number"), times=Count("pk"))
    )
    for row in summed:
        yield {**row, "said": "", "number": row["sum"]}
    counted = placed.exclude(numbers).values("at", "field_id", "value").order_by().annotate(times=Count("pk"))
    for said in counted:
        yield {**said, "said": said["value"], "number": None}


def asked_twice(actor: Actor) -> list[dict[str, Any]]:
    """The fields that more than one form in use asks of the same places at the same level, and who asks them since when."""
    seen = FORM.seen_by(actor).filter(stage=FilingForm.Stage.OPEN).values("pk")
    rows: QuerySet = Line.objects.filter(form__in=seen).values(
        "field_id", "form_id", name=F("field__name"), code=F("field__code"), source=F("field__source"), title=F("form__title"),
        level=F("form__level"), scope_id=F("form__scope_id"), lineage=F("form__lineage"),
        organisation_id=F("form__organisation_id"), since=F("form__opened_at"),
    )  # fmt: skip
    found: dict[tuple[int, str], list[dict[str, Any]]] = defaultdict(list)
    for row in rows.order_by("field__code", "form__opened_at"):
        found[row["field_id"], row["level"]].append(row)
    groups = (
        (level, [row for row in asks if any(_meet(row, one) for one in asks if one is not row)])
        for (_field, level), asks in found.items()
    )
    return [
        {"name": asks[0]["name"], "code": asks[0]["code"], "source": asks[0]["source"], "level": level, "asks": asks}
        for level, asks in groups
        if asks
    ][:MOST]  # fmt: skip


def _meet(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two forms ask the same places: one's area lies in the other's."""
    return one["scope_id"] in other["lineage"] or other["scope_id"] in one["lineage"]


def costs(actor: Actor) -> list[dict[str, Any]]:
    """Of each form in use: sheets a year, the measured median of minutes, hours a year, the share left as the system
    filled it in. Two statements; what was not measured is None and not guessed.
    """
    forms = FORM.seen_by(actor).filter(stage=FilingForm.Stage.OPEN).order_by("-opened_at")[:MOST]
    known = {form.pk: form for form in forms}
    rows = (
        Sheet.objects.filter(form_id__in=list(known))
        .exclude(stage=Sheet.Stage.VOID)
        .values("form_id")
        .order_by()
    )
    sheets = {
        row["form_id"]: row
        for row in rows.annotate(areas=Count("area_id", distinct=True), median=Median("seconds"), measured=Count("seconds"))
    }  # fmt: skip
    shares = shares_of(list(known))
    return [_cost(form, dict(sheets.get(pk) or {}), shares.get(pk)) for pk, form in known.items()]


def _cost(form: Any, found: dict[str, Any], share: tuple[int, int] | None) -> dict[str, Any]:
    yearly = found.get("areas", 0) * TIMES[form.cycle]
    seconds = found.get("median")
    return {
        "form": form,
        "yearly": yearly,
        "measured": found.get("measured", 0),
        "minutes": None if seconds is None else round(seconds / 60, 1),
        "hours": None if seconds is None else round(seconds / 3600 * yearly, 1),
        "kept": share[0] if share else 0,
        "cells": share[1] if share else 0,
        "share": round(100 * share[0] / share[1]) if share and share[1] else None,
    }


def shares_of(form_ids: list[Any]) -> dict[Any, tuple[int, int]]:
    """Of the cells of each form's confirmed sheets: how many the system filled in and nobody changed, and how many there are."""
    rows = Cell.objects.filter(sheet__form_id__in=form_ids, sheet__stage=Sheet.Stage.FILLED)
    kept = Q(by_system=True, changed=False)
    counted = rows.values("sheet__form_id").order_by().annotate(n=Count("pk"), kept=Count("pk", filter=kept))
    return {row["sheet__form_id"]: (row["kept"], row["n"]) for row in counted}
