"""The case page: left the story, right the steps open to me now, the whistle, the facts."""

from typing import Any

from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.privacy.patterns import without_numbers
from gongzhi.kit.privacy.seal import unseal
from gongzhi.kit.web import slots
from gongzhi.kit.web.doors import Door, StepFace
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import commands, faces, forms, spots
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import Case, Channel, Report
from gongzhi.work.cases.queries import story, with_reports
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.cases.sight import sees_reporter
from gongzhi.work.cases.story import events, waiting

ICONS = {
    "ask": "message-question",
    "remark": "notes",
    "reveal": "eye",
    "raise_up": "arrow-up",
    "hand_down": "arrow-down",
    "merge": "arrows-join",
    "split": "arrows-split",
    "instruct": "signature",
    "resolve": "check",
    "verify": "eye",
    "send_back": "arrow-back-up",
    "place": "map-pin",
    "shelve": "archive",
    "reopen": "refresh",
    "rate": "star",
}
RARE = frozenset(
    {
        "recategorise",
        "recategorise_called",
        "merge",
        "split",
        "shelve",
        "extend",
        "refuse",
        "instruct",
        "reveal",
        "deliver",
    }
)
FILTERS = {"departments": "departments", "limits": "limits"}


def rows(actor: Actor) -> QuerySet:
    """The case with its reports, and how many earlier ones its building had."""
    earlier = FLOW.seen_by(actor).filter(
        building_id=OuterRef("building_id"), reported_at__lt=OuterRef("reported_at")
    )
    counted = earlier.order_by().values("building_id").annotate(n=Count("pk")).values("n")
    return with_reports(FLOW.seen_by(actor)).annotate(earlier=Subquery(counted))


def context(request: Any, case: Case) -> dict[str, Any]:
    """What the page tells beside the steps."""
    sees = sees_reporter(request.actor, case)
    rail = slots.of("case-rail", request, case)
    limit, limit_basis = faces.limit_words(case)
    return {
        "case": case,
        "clock": faces.clock_of(vars(case)),
        "percent": faces.percent(case.stage),
        "now": clock.now(),
        "rail": rail,
        "marks": slots.of("case-marks", request, case),
        "category": catalogue().get(case.category_id),
        "limit": limit,
        "limit_key": f"limit.{case.limit_kind}",
        "limit_basis": limit_basis,
        "holder": faces.holder_words(case),
        "eyes": faces.eyes_words(case),
        "duty": slots.of("case-duty", request, case),
        "reporters": reporters(case) if sees else [],
        "sees": sees,
        "channels": channels(case),
        "area": " ".join(filter(None, [tree().name(case.community_id), tree().name(case.grid_id)])),
        "on_map": spots.spot(vars(case)) is not None,
        "questions": questions(case, sees),
        "revealed": getattr(request, "revealed", None),
        "do": request.GET.get("do", ""),
        **_story(request, case, sees),
    }


def _story(request: HttpRequest, case: Case, sees: bool) -> dict[str, Any]:
    tellers: dict[Any, Any] = {}
    for given in slots.of("case-story", request, case):
        tellers |= given
    told = events(story(case.pk), case, sees, tellers)
    only = FILTERS.get(request.GET.get("only", ""), "")
    shown = [event for event in told if not only or only in event.topics]
    ahead = None if only else waiting(case)
    return {"events": [*([ahead] if ahead else []), *shown], "told": len(told), "only": only}


def reporters(case: Case) -> list[str]:
    """The reporters of a case by their masked names, anonymous ones said so."""
    standing = [row for row in case.report_rows if not row["withdrawn"]]  # type: ignore[attr-defined]
    return [row["name"] or _("匿名") for row in standing]


def channels(case: Case) -> list[tuple[str, int]]:
    """Whence the reports came, and how many each way."""
    found: dict[str, int] = {}
    for row in case.report_rows:  # type: ignore[attr-defined]
        label = str(Channel(row["channel"]).label)
        found[label] = found.get(label, 0) + 1
    return list(found.items())


def questions(case: Case, sees: bool) -> list[dict[str, Any]]:
    """The questions that wait for an answer, and those answered."""
    made = []
    for row in case.question_rows:  # type: ignore[attr-defined]
        answer = row["answer"] if sees else without_numbers(row["answer"])
        made.append({**row, "answer": answer, "by": row["asked_by"]})
    return made


class CaseDoor(Door):
    """The door of a case: steps of other rooms stand among its own, one red button in all, the rarer ones folded."""

    def faces(self, thing: Any, bound: Any = None) -> list[StepFace]:
        own = super().faces(thing, bound)
        others = slots.of("case-steps", thing)
        shown = sorted([*others, *own], key=lambda face: not face.first)
        for face in shown[1:]:
            face.first = False
        for face in shown:
            face.rare = face.verb in RARE and not (face.form and face.form.errors)
        return shown


def after(request: Any, case: Case, _made: Any, verb: str) -> HttpResponse | None:
    """Looking at the contact shows it once, in the answer to this step and nowhere else."""
    if verb != "reveal":
        return None
    found = list(Report.objects.filter(case_id=case.pk, withdrawn_at=None).order_by("id"))
    plain = unseal([text for row in found for text in (row.name_sealed, row.phone_sealed)])
    request.revealed = [
        {
            "name": plain[2 * at] or row.name_masked,
            "phone": plain[2 * at + 1],
            "consent": row.consent,
            "gone": row.purged_at,
        }
        for at, row in enumerate(found)
    ]
    return DOOR.show(request, case.pk)


DOOR = CaseDoor(
    "case",
    FLOW,
    commands,
    "cases/case.html",
    context=context,
    forms=forms.FORMS,
    icons=ICONS,
    base="/cases/",
    keeps=("remark", "verify", "send_back", "deliver", "resolve"),
    rows=rows,
    after=after,
    links={
        "rate": lambda case: f"/cases/call-backs/?case={case.pk}",
        "place": lambda case: f"/cases/{case.pk}/where/",
    },
)


def slip(request: Any, pk: Any) -> HttpResponse:
    """The case on paper, without the reporters' names."""
    case = DOOR.get(request, pk)
    shown = context(request, case)
    shown["events"] = [event for event in shown["events"] if event.at]
    shown["reply"] = case.reply
    return render(request, "cases/slip.html", shown)
