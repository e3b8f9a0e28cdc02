"""Reads of filings: lists as plain values, the fields of a form with what is known of them already, a form's areas."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.work.filings.models import Cell, Field, FilingForm, Layout, Line, Sheet
from gongzhi.work.filings.rules import FORM, SHEET

FORM_ROW = (
    "id", "title", "stage", "purpose", "basis", "organisation_id", "scope_id", "level", "cycle", "due_days", "from_above",
    "matter_id", "opened_at", "ended_at", "reason",
)  # fmt: skip
SHEET_ROW = (
    "id", "form_id", "stage", "period", "period_from", "period_to", "area_id", "organisation_id", "due_on", "drawn_at",
    "answered_at", "corrections",
)  # fmt: skip
FIELD_ROW = (
    "id",
    "code",
    "name",
    "kind",
    "unit",
    "choices",
    "source",
    "holder_id",
    "basis",
    "valid_from",
    "valid_to",
)
ANSWERED = (Sheet.Stage.FILLED, Sheet.Stage.NOTHING)
LATE = {"stage": Sheet.Stage.WAITING}


def forms(actor: Actor) -> QuerySet:
    return FORM.seen_by(actor).values(*FORM_ROW)


def sheets(actor: Actor) -> QuerySet:
    return SHEET.seen_by(actor).values(*SHEET_ROW, title=F("form__title"))


def fields() -> QuerySet:
    """Every field, with how many forms in use ask it."""
    in_use = Q(lines__form__stage=FilingForm.Stage.OPEN)
    return Field.objects.annotate(asked=Count("lines", filter=in_use)).values(*FIELD_ROW, "asked")


def in_force() -> QuerySet[Field]:
    """The fields that a form may ask today."""
    today = clock.today()
    known = Field.objects.filter(valid_from__lte=today).filter(Q(valid_to=None) | Q(valid_to__gte=today))
    return known.order_by("code")


def fields_of(form: Any) -> list[Field]:
    """The fields of a form, in their places."""
    lines = Line.objects.filter(form_id=form.pk).select_related("field").order_by("place")
    return [line.field for line in lines]


def cells_of(sheet: Any) -> list[Cell]:
    """The cells of a sheet in the order of its form."""
    places = dict(Line.objects.filter(form_id=sheet.form_id).values_list("field_id", "place"))
    cells = sheet.cells.select_related("field")
    return sorted(cells, key=lambda cell: places.get(cell.field_id, 0))


def asked_areas(form: Any) -> list[tuple[AreaCard, OrganisationCard]]:
    """The streets or communities that a form asks today, each with its office; one without an office can't be asked."""
    find = (
        directory().community_office
        if form.level == FilingForm.Level.COMMUNITY
        else directory().street_office
    )
    found = ((area, find(area.id)) for area in tree().under(form.scope_id, form.level))
    return [(area, office) for area, office in found if office is not None]


def also_asked(form: Any, field_ids: Iterable[int]) -> dict[int, list[dict[str, Any]]]:
    """Of each field: the other forms in use that ask it of somebody whom this form asks, too; who, and since when."""
    scope = tree().get(form.scope_id)
    near = Q(form__lineage__contains=[form.scope_id]) | Q(
        form__scope_id__in=list(scope.lineage) if scope else []
    )
    rows: QuerySet = (
        Line.objects.filter(near, field_id__in=list(field_ids), form__stage=FilingForm.Stage.OPEN, form__level=form.level)
        .exclude(form_id=form.pk)
        .order_by("form__opened_at")
        .values("field_id", "form_id", title=F("form__title"), organisation_id=F("form__organisation_id"), since=F("form__opened_at"))
    )  # fmt: skip
    found: dict[int, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["field_id"], []).append(row)
    return found


def layout_of(form_id: Any, kind: str) -> Layout | None:
    """The asker's paper of a kind that counts: the latest."""
    return Layout.objects.filter(form_id=form_id, kind=kind).order_by("-id").first()


def layout_names(form_id: Any) -> dict[str, str]:
    """Kind to file name of the papers that count, without their bytes."""
    return dict(Layout.objects.filter(form_id=form_id).order_by("id").values_list("kind", "name"))


def periods_of(form_id: Any) -> list[str]:
    """The periods of a form, the latest first."""
    rows = Sheet.objects.filter(form_id=form_id).values("period", "period_from").distinct()
    return [row["period"] for row in rows.order_by("-period_from")]


def set_by_the_street(days: int) -> Q:
    """Sheets of a street's own forms whose turn came in so many days: they need no admission, and count as load."""
    since = clock.now() - timedelta(days=days)
    return Q(form__from_above=False, drawn_at__gte=since) & ~Q(stage=Sheet.Stage.VOID)


def papers_of_the_street(areas: list[int], days: int) -> dict[int, int]:
    """How many such sheets each area has; one statement."""
    rows = Sheet.objects.filter(set_by_the_street(days), area_id__in=areas).order_by()
    return dict(rows.values_list("area_id").annotate(n=Count("pk")))
