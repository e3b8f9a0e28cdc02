"""The pages of one whistle, one report-in and one dispute; each a door over its flow."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.doors import Door, StepFace
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases import faces as case_faces
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Case
from gongzhi.work.cases.rules import FLOW as CASES
from gongzhi.work.whistles import commands, faces, forms
from gongzhi.work.whistles.composing import letter_of
from gongzhi.work.whistles.models import Dispute, ReportIn, Whistle
from gongzhi.work.whistles.queries import calls_on, precedents
from gongzhi.work.whistles.rules import DISPUTE, REPORT_IN, WHISTLE
from gongzhi.work.whistles.slots import ICONS, RARE


class FoldingDoor(Door):
    """A door whose rarer steps are folded, with one red button at most."""

    def faces(self, thing: Any, bound: Any = None) -> list[Any]:
        shown = super().faces(thing, bound)
        for face in shown[1:]:
            face.first = False
        for face in shown:
            face.rare = face.verb in RARE and not (face.form and face.form.errors)
        return shown


def case_context(case: Case, actor: Actor) -> dict[str, Any]:
    """What every page about a case says of it, and whether its own page is open to this actor."""
    return {
        "case": case,
        "now": clock.now(),
        "category": catalogue().get(case.category_id),
        "case_clock": case_faces.clock_of(vars(case)),
        "area": " ".join(filter(None, [tree().name(case.community_id), tree().name(case.grid_id)])),
        "case_percent": case_faces.percent(case.stage),
    }


def whistle_rows(actor: Actor) -> QuerySet:
    return WHISTLE.seen_by(actor).select_related("case")


def whistle_context(request: Any, whistle: Whistle) -> dict[str, Any]:
    calls = [row for row in calls_on(request.actor, whistle.case_id) if row.whistle_id == whistle.pk]
    return {
        **case_context(whistle.case, request.actor),
        "number": faces.number_of(whistle),
        "letter": letter_of(whistle, calls),
        "cards": [faces.card(row, look_closer(row)) for row in calls],
        "percent": 15 if whistle.stage == "proposed" else 100,
        "do": request.GET.get("do", ""),
    }


def look_closer(row: ReportIn) -> list[StepFace]:
    """From the whistle to one department's own page."""
    address = f"/whistles/in/{row.pk}/"
    return [StepFace("", _("看这个部门的办理"), address)]


WHISTLES = FoldingDoor(
    "whistle",
    WHISTLE,
    commands,
    "whistles/whistle.html",
    context=whistle_context,
    forms=forms.WHISTLE_FORMS,
    icons=ICONS,
    base="/whistles/",
    rows=whistle_rows,
)


def letter(request: Any, pk: Any) -> HttpResponse:
    """The letter on paper."""
    whistle = (
        WHISTLES.get(request, pk)
        if WHISTLE.seen_by(request.actor).filter(pk=pk).exists()
        else _called(request, pk)
    )
    calls = list(ReportIn.objects.filter(whistle=whistle).order_by("-lead", "id"))
    return render(request, "whistles/letter.html", {"letter": letter_of(whistle, calls)})


def _called(request: Any, pk: Any) -> Whistle:
    """A called department reads the letter that called it."""
    row = REPORT_IN.seen_by(request.actor).select_related("whistle__case").filter(whistle_id=pk).first()
    return row.whistle if row is not None else WHISTLES.get(request, pk)


def report_in_rows(actor: Actor) -> QuerySet:
    return REPORT_IN.seen_by(actor).select_related("case", "whistle", "dispute")


def report_in_context(request: Any, mine: ReportIn) -> dict[str, Any]:
    others = [
        row
        for row in calls_on(request.actor, mine.case_id)
        if row.pk != mine.pk and row.whistle_id == mine.whistle_id
    ]
    return {
        **case_context(mine.case, request.actor),
        "card": faces.card(mine, []),
        "name": directory().name(mine.organisation_id),
        "number": faces.number_of(mine.whistle),
        "others": [faces.card(row, []) for row in others],
        "arrival": faces.arrival_words(mine),
        "street": directory().street_office(mine.street_id),
        "about": faces.dispute_of(mine),
        "clock": faces.clock_of(vars(mine)),
        "countersign": countersign_words(mine, others),
        "do": request.GET.get("do", ""),
        "ours": any(post.organisation_id == mine.organisation_id for post in request.actor.posts),
        "sees_case": CASES.seen_by(request.actor).filter(pk=mine.case_id).exists(),
    }


def countersign_words(mine: ReportIn, others: list[ReportIn]) -> list[tuple[str, str]]:
    """Who stands by the lead's reply; silence past the hour is no objection, and said so."""
    rows = [mine, *others]
    lead = next((row for row in rows if row.lead and row.countersign_by), None)
    if lead is None or lead.countersign_by is None:
        return []
    silent = lead.countersign_by <= clock.now()
    return [
        (directory().name(row.organisation_id), faces.stand_words(row, silent))
        for row in rows
        if not row.lead
    ]


REPORT_INS = FoldingDoor(
    "report-in",
    REPORT_IN,
    commands,
    "whistles/report_in.html",
    context=report_in_context,
    forms=forms.REPORT_IN_FORMS,
    icons=ICONS,
    base="/whistles/in/",
    rows=report_in_rows,
)


def dispute_rows(actor: Actor) -> QuerySet:
    return DISPUTE.seen_by(actor).select_related("case", "report_in__whistle")


def dispute_context(request: Any, about: Dispute) -> dict[str, Any]:
    category = catalogue().get(about.case.category_id)
    return {
        **case_context(about.case, request.actor),
        "about": about,
        "name": directory().name(about.organisation_id),
        "owner": directory().name(about.owner_id),
        "decided_for": directory().name(about.decided_for_id),
        "number": faces.number_of(about.report_in.whistle),
        "do": request.GET.get("do", ""),
        "precedents": [
            (row, directory().name(row.organisation_id)) for row in precedents(category.id, about.pk)
        ],
        "call_clock": faces.clock_of(vars(about.report_in)),
    }


DISPUTES = FoldingDoor(
    "dispute",
    DISPUTE,
    commands,
    "whistles/dispute.html",
    context=dispute_context,
    forms=forms.DISPUTE_FORMS,
    icons=ICONS,
    base="/whistles/disputes/",
    rows=dispute_rows,
)
