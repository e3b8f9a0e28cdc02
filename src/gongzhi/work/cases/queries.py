"""Reads of cases: the desk, the list, the board, one case with its story, likely duplicates, the resident's trace."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import CharField, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, JSONObject

from gongzhi.kit import clock
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.privacy.patterns import personal_number
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.kit.rows import Reading
from gongzhi.kit.search import bigrams, whose
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import Place
from gongzhi.town.files.models import Attachment
from gongzhi.work.cases import public_places
from gongzhi.work.cases.catalogue import CategoryCard, catalogue
from gongzhi.work.cases.models import OPEN, RUNNING, Case, Question, Report, Stage
from gongzhi.work.cases.rules import DESK, EYES, FLOW, SIGNER, SORTING

ROW = (
    "id", "serial", "title", "category_id", "channel", "stage", "desk_id", "called_ids", "round", "address",
    "reported_at", "due_at", "limit_unit", "limit_kind", "paused_at", "closed_at", "resolved_at", "street_id",
    "community_id", "grid_id", "emergency", "reporters", "press_level", "recheck_on", "eyes", "secret",
)  # fmt: skip


def listed(actor: Actor) -> QuerySet:
    """The rows of lists and exports: plain values, never model instances; newest first by id."""
    return FLOW.seen_by(actor).values(*ROW)


def searched(rows: QuerySet, query: str) -> QuerySet:
    """Rows whose number is, or whose words contain, the query."""
    found = by_number(query)
    if found is not None:
        return rows.filter(pk=found)
    if looks_like_number(query) or personal_number(query):
        return rows.none()  # nobody looks up what a telephone has reported
    return whose(
        rows, Report, query, link="case_id", pairs="pairs", texts=("text", "case__title", "case__address")
    )


def looks_like_number(text: str) -> bool:
    text = text.strip()
    return len(text) >= 15 and text[8:9] == "-" and text.replace("-", "").isdigit()


def by_number(text: str) -> UUID | None:
    """The case of a number that people read out: its own, or that of any of its reports."""
    if not looks_like_number(text):
        return None
    serial = int(text.strip().split("-")[1])
    if serial >= 2**63:
        return None
    row = Report.objects.filter(serial=serial).values_list("case_id", flat=True).first()
    return row or Case.objects.filter(serial=serial).values_list("pk", flat=True).first()


def mine(actor: Actor) -> dict[str, Q]:
    """What is mine now, by kind, for “我的待办”: the same conditions give counts and lists."""
    return {
        "desk": Q(stage__in=(Stage.REPORTED, Stage.ACCEPTED)) & DESK(actor),
        "sorting": Q(stage=Stage.REPORTED) & SORTING(actor),
        "eyes": Q(stage=Stage.RESOLVED) & EYES(actor),
        "overdue": Q(stage__in=OPEN, due_at__lt=clock.now()) & SIGNER(actor),
    }


def with_reports(rows: QuerySet) -> QuerySet:
    """The case page's rows: reports with their photos, and questions, come as arrays in the same statement."""
    hung = Attachment.objects.filter(subject_kind="cases.report", erased_at=None)
    photos = hung.filter(subject_id=Cast(OuterRef("pk"), CharField())).order_by("id").values("id")
    reports = Report.objects.filter(case_id=OuterRef("pk")).order_by("id").values(
        row=JSONObject(
            id="id", serial="serial", text="text", channel="channel", at="reported_at", anonymous="anonymous",
            name="name_masked", consent="consent", answers="answers", withdrawn="withdrawn_at",
            photos=ArraySubquery(photos),
            has_phone=Exists(Report.objects.filter(pk=OuterRef("pk")).exclude(phone_sealed="")), author="author_id",
        )
    )  # fmt: skip
    questions = Question.objects.filter(case_id=OuterRef("pk")).order_by("id").values(
        row=JSONObject(
            id="id", text="text", asked_at="asked_at", asked_by="asked_by", delivered="delivered_at", answer="answer",
            answered_at="answered_at", expires="expires_at", report_id="report_id",
        )
    )  # fmt: skip
    return rows.annotate(report_rows=ArraySubquery(reports[:200]), question_rows=ArraySubquery(questions))


#: One case with its reports and questions, by its key: SQL built once.
ONE = Reading(lambda pk: with_reports(Case.objects.filter(pk=pk)))


#: Handlers never see who is drawn for a call-back: these rows are for the audit, not for the story.
UNTOLD = ("draw_call_back", "tried", "reached", "drop")


def story(case_id: Any) -> list[Entry]:
    """The timeline, newest first. A case's journal is never older than the case: other partitions are not read."""
    rows = Entry.objects.filter(trunk_id=str(case_id)).exclude(verb__in=UNTOLD)
    if isinstance(case_id, UUID) and case_id.version == 7:
        rows = rows.filter(id__gte=UUID(int=(case_id.int >> 80) << 80))
    return list(rows.order_by("-seq")[:500])


def similar(place: Place, category: CategoryCard, text: str, *, limit: int = 3) -> list[dict[str, Any]]:
    """Likely the same matter: the same building, or the same community and branch of the catalogue with words in
    common, within 14 days. Shows nobody's text: category, place to the building, stage and date only.
    """
    near = Q(building_id=place.building_id) if place.building_id else Q(pk__in=[])
    around = Q(community_id=place.community_id) if place.community_id else Q(pk__in=[])
    branch = [
        card.id
        for card in catalogue().leaves
        if card.lineage[:-1] == category.lineage[:-1] or card.id == category.id
    ]
    rows = Case.objects.filter(
        near | around,
        stage__in=OPEN,
        secret=False,
        category_id__in=branch,
        reported_at__gte=clock.now() - timedelta(days=14),
    ).annotate(pairs=ArraySubquery(Report.objects.filter(case_id=OuterRef("pk")).values("pairs")[:1]))
    scored = [(_alike(row, place, category, set(bigrams(text))), row) for row in rows.order_by("-id")[:50]]
    best = sorted((pair for pair in scored if pair[0] >= 2), key=lambda pair: -pair[0])[:limit]
    names = public_places.named(
        {name: getattr(row, name) for name in public_places.FIELDS} for _score, row in best
    )
    return [
        {
            "id": row.pk, "number": row.number, "category": catalogue().get(row.category_id).full_name,
            "place": name,
            "stage": row.get_stage_display(), "reported_at": row.reported_at, "due_at": row.due_at, "reporters": row.reporters,
        }
        for (_score, row), name in zip(best, names, strict=True)
    ]  # fmt: skip


def _alike(row: Any, place: Place, category: CategoryCard, pairs: set[str]) -> float:
    """Points: the same building 2, the same leaf 1, and up to 2 for words in common (share of the shorter text)."""
    theirs = set(row.pairs[0]) if row.pairs else set()
    common = len(pairs & theirs) / max(1, min(len(pairs), len(theirs)))
    same_building = place.building_id is not None and row.building_id == place.building_id
    return 2 * same_building + (row.category_id == category.id) + min(2.0, 4 * common)


def by_code(number: str, code: str) -> Report | None:
    """The report of a number and its code; None if either is wrong: both answer alike."""
    if not looks_like_number(number):
        return None
    serial = int(number.strip().split("-")[1])
    rows = (
        Report.objects.select_related("case").filter(serial=serial)
        if serial < 2**63
        else Report.objects.none()
    )
    report = rows.filter(code_hash=keyed_hash(code.strip().upper(), "trace")).exclude(code_hash="").first()
    return report if report is not None and report.number == number.strip() else None


def board(
    actor: Actor, narrowed: Callable[[QuerySet], QuerySet] | None = None, each: int = 20
) -> dict[str, list[dict[str, Any]]]:
    """Columns by stage, cards by clock: ``each`` cards a column plus one to know that there are more. One statement."""
    rows = FLOW.seen_by(actor)
    rows = narrowed(rows) if narrowed else rows
    by_clock = [
        rows.filter(stage=stage).order_by(F("due_at").asc(nulls_last=True), "id").values(*ROW)[: each + 1]
        for stage in RUNNING
    ]
    columns: dict[str, list[dict[str, Any]]] = {str(stage): [] for stage in RUNNING}
    for row in by_clock[0].union(*by_clock[1:], all=True):
        columns[row["stage"]].append(row)
    return columns


def bounded_count(rows: QuerySet, most: int = 1000) -> int:
    """How many, counted up to ``most``: an exact small figure, never a scan of a million rows."""
    return rows.order_by()[: most + 1].values("pk").count() if most else 0
