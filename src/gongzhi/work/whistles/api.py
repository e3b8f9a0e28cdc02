"""The API of whistles, report-ins and disputes."""

from typing import Any, Literal

from django.db.models import QuerySet
from django.http import HttpResponse
from ninja import Body, Path, Router, Schema

from gongzhi.kit.web.api import PROBLEMS, Id, Key, Resource, answer, body_of, need, spoken, uuid_of
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.models import Case
from gongzhi.work.whistles import api_shapes as shapes
from gongzhi.work.whistles import commands, forms
from gongzhi.work.whistles.models import Dispute, ReportIn, Whistle
from gongzhi.work.whistles.queries import IN_ROW, disputes_listed, listed_in, whistles_listed
from gongzhi.work.whistles.rules import DISPUTE, REPORT_IN, WHISTLE

whistles, report_ins, disputes, on_case = Router(), Router(), Router(), Router()
WHISTLE_ROW = ("id", "case_id", "serial", "kind", "stage", "request", "proposals", "proposed_at", "proposer_label", "sign_by",
               "sounded_at", "signer_label", "reason", "street_id")  # fmt: skip
DISPUTE_ROW = ("id", "case_id", "report_in_id", "organisation_id", "stage", "clause", "owner_id", "text", "raised_at", "decide_by",
               "decision", "decided_at", "decided_for_id")  # fmt: skip


class Chosen(Schema):
    """Filters of the list of report-ins."""

    stage: Literal[tuple(ReportIn.Stage.values)] | None = None  # type: ignore[valid-type]
    case: Id | None = None


def narrow(rows: QuerySet, chosen: Any) -> QuerySet:
    rows = rows.filter(stage=chosen.stage) if chosen.stage else rows
    return rows.filter(case_id=uuid_of(chosen.case)) if chosen.case else rows


def whistle_out(_actor: Any, whistle: Whistle) -> dict[str, Any]:
    shown = {name: getattr(whistle, name) for name in WHISTLE_ROW}
    if whistle.stage == Whistle.Stage.SOUNDED:
        made = getattr(whistle, "called", None) or whistle.report_ins.order_by("-lead", "id")
        shown["report_ins"] = [row.pk for row in made]
    return shown


def report_in_out(_actor: Any, row: ReportIn) -> dict[str, Any]:
    return {
        **{name: getattr(row, name) for name in IN_ROW},
        "organisation": directory().name(row.organisation_id),
        "reply": row.reply,
    }


def dispute_out(_actor: Any, about: Dispute) -> dict[str, Any]:
    return {name: getattr(about, name) for name in DISPUTE_ROW}


Resource(
    "whistles", WHISTLE, commands, whistle_out, forms.WHISTLE_FORMS, "whistles", rows=whistles_listed
).mount(whistles)
Resource(
    "report_ins",
    REPORT_IN,
    commands,
    report_in_out,
    forms.REPORT_IN_FORMS,
    "whistles",
    rows=listed_in,
    narrow=narrow,
    filters=Chosen,
).mount(report_ins)
Resource(
    "disputes", DISPUTE, commands, dispute_out, forms.DISPUTE_FORMS, "whistles", rows=disputes_listed
).mount(disputes)


def _on_case(verb: str) -> Any:
    """propose and sound_at_once hang on the case; without a list the duty list's proposal is called."""
    form = forms.ON_CASE_FORMS[verb]
    body = body_of(form, verb.title().replace("_", ""))

    def take(
        request: Any,
        pk: Path[Id],
        data: Body[body],  # type: ignore[valid-type]
        idempotency_key: Key = None,
    ) -> HttpResponse:
        need(request, "whistles:write")
        case_id, given = uuid_of(pk), data.dict()  # type: ignore[attr-defined]
        case = None if given.get("call") else Case.objects.filter(pk=case_id).first()
        details = spoken(form, case, given)
        whistle = getattr(commands, verb)(request.actor, case_id, key=idempotency_key, **details)
        return answer(whistle_out(request.actor, whistle), 201)

    return take


for _verb in forms.ON_CASE_FORMS:
    on_case.post(
        f"/{{pk}}/{_verb}",
        operation_id=f"cases.{_verb}",
        summary="吹哨 " + _verb,
        response={201: shapes.WhistleOut, **PROBLEMS},
    )(_on_case(_verb))
