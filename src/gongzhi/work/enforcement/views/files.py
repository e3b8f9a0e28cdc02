"""执法案卷: the list, one file with its steps, a new clue, the files of a case, the decision on paper."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours
from gongzhi.kit.privacy.seal import unseal
from gongzhi.kit.records import rules as records
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.api import uuid_of
from gongzhi.kit.web.beginning import begin
from gongzhi.kit.web.doors import Door
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import lineage, tree
from gongzhi.town.files.queries import of
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.models import Case
from gongzhi.work.cases.rules import FLOW as CASES
from gongzhi.work.enforcement import commands, evidence, forms, tables
from gongzhi.work.enforcement.models import EnforcementFile, Mode, Officer
from gongzhi.work.enforcement.queries import files, files_of
from gongzhi.work.enforcement.rules import FILE, STREET_ROLES, P, hearing_ends
from gongzhi.work.enforcement.views.common import one_first

ICONS = {
    "open_file": "gavel", "gather": "camera", "tell": "speakerphone", "hear": "messages", "review": "scale",
    "decide": "gavel", "extend": "calendar-event", "change_officers": "users", "conclude": "circle-check",
    "transfer": "arrow-forward-up", "drop": "x", "reveal": "eye", "name_party": "user",
}  # fmt: skip
RARE = frozenset({"extend", "change_officers", "transfer", "drop", "reveal"})


@login_required
def listing(request: Any) -> HttpResponse:
    context = {"may_open": bool(request.actor.serves(*STREET_ROLES))}
    table = tables.files(request.actor)
    return table_answers.answer(request, table, lambda: _of_case(request), "enforcement/files.html", context)


def _of_case(request: Any) -> QuerySet:
    rows, case = files(request.actor), request.GET.get("case", "")
    return rows.filter(case_id=uuid_of(case)) if case else rows


class FileDoor(Door):
    """The rarer steps are folded; whoever acts in a file is not shown the review of it."""

    def faces(self, thing: Any, bound: Any = None) -> list[Any]:
        mine = thing.looker.user_id in thing.acting_user_ids
        shown = [face for face in super().faces(thing, bound) if not (mine and face.verb == "review")]
        gone = thing.power is not None and thing.power.stage == P.TAKEN_BACK
        for face in shown:
            face.rare = face.verb in RARE and not (face.form and face.form.errors)
            face.first = face.first or (face.verb == "review" and bool(thing.said_kind))
            if gone and face.verb != "conclude":  # a power taken back leaves one way: to the department
                face.first = face.verb == "transfer"
                face.rare = face.rare and not face.first
        return one_first(shown)


def rows(actor: Actor) -> QuerySet:
    return FILE.seen_by(actor).select_related("power", "squad")


def context(request: Any, file: EnforcementFile) -> dict[str, Any]:
    return {
        "file": file,
        "now": clock.now(),
        "clock": tables.face_of(file.stage, file.limit),
        "percent": tables.PERCENT.get(file.stage, 100),
        "street": tree().name(file.street_id),
        "department": directory().name(file.department_id) if file.department_id else "",
        "mode": Mode(file.mode).label if file.mode else "",
        "officers": list(Officer.objects.filter(pk__in=file.officer_ids).order_by("pk")),
        "evidence": list(file.evidence.order_by("pk")),
        "attachments": list(of(evidence.KIND, file.pk)),
        "case": CASES.seen_by(request.actor).filter(pk=file.case_id).first() if file.case_id else None,
        "to": directory().name(file.transferred_to_id) if file.transferred_to_id else "",
        "fine": tables.yuan(file.fine_fen),
        "paid": tables.yuan(file.paid_fen),
        "hearing_ends": hearing_ends(file.told_on, file.street_id)
        if file.hearing_offered and file.told_on
        else None,
        "revealed": getattr(request, "revealed", None),
        "do": request.GET.get("do", ""),
    }


def after(request: Any, file: EnforcementFile, _made: Any, verb: str) -> HttpResponse | None:
    """Looking at the party shows it once, in the answer to this step; asked from the decision, on the decision."""
    if verb != "reveal":
        return None
    request.revealed = party_of(file)
    if request.POST.get("paper"):
        return _paper(request, DOOR.get(request, file.pk))
    return DOOR.show(request, file.pk)


def party_of(file: EnforcementFile) -> dict[str, str]:
    """The party's values in the clear; the reveal that allowed it is journalled."""
    plain = unseal([file.party_name_sealed, file.party_number_sealed, file.party_phone_sealed])
    return {name: text or "" for name, text in zip(("name", "number", "phone"), plain, strict=True)}


DOOR = FileDoor(
    "enforcement-file", FILE, commands, "enforcement/file.html", context=context, forms=forms.FILE_FORMS, icons=ICONS,
    base="/enforcement/", rows=rows, after=after,
)  # fmt: skip


@login_required
def new(request: Any) -> HttpResponse:
    """A clue, on its own or from a case."""
    if not request.actor.serves(*STREET_ROLES):
        raise NotYours(_("执法线索由街道登记。"))
    case = _case(request)
    given = (
        {"case_id": case.pk, "matter": case.title, "address": case.address, "source": _("事项转来")}
        if case
        else {}
    )
    form = forms.NewClue(None, request.POST or None, initial=given)
    return begin(request, form, commands.open_clue, "enforcement/new.html", lambda made: f"/enforcement/{made.pk}/", case=case
    )  # fmt: skip


def _case(request: Any) -> Case | None:
    wanted = request.GET.get("case", "")
    return CASES.seen_by(request.actor).filter(pk=uuid_of(wanted)).first() if wanted else None


@login_required
def on_case(request: Any) -> HttpResponse:
    """The files of a case, as a part of its page."""
    wanted = request.GET.get("case", "")
    found = files_of(request.actor, uuid_of(wanted)) if wanted else []
    return render(request, "enforcement/on_case.html", {"files": found, "case_id": wanted})


@login_required
def decision(request: Any, pk: Any) -> HttpResponse:
    """The decision on paper, with the party masked; its name is put in for a reason, by the step 看当事人."""
    file = DOOR.get(request, pk)
    if file.decided_on is None:
        raise NotNow(_("还没有决定，没有决定书可以打印。"))
    return _paper(request, file)


def _paper(request: Any, file: EnforcementFile) -> HttpResponse:
    assert file.power is not None  # it is decided
    appeal = records.value("enforcement.appeal", lineage(file.street_id), file.decided_on)
    shown = {
        "file": file,
        "officers": list(Officer.objects.filter(pk__in=file.officer_ids).order_by("pk")),
        "issuer": _issuer(file),
        "evidence": list(file.evidence.order_by("pk")),
        "fine": tables.yuan(file.fine_fen),
        "appeal": appeal,
        "revealed": getattr(request, "revealed", None),
        "may_reveal": getattr(file, "may_reveal", False) and file.purged_at is None,
    }
    return render(request, "enforcement/decision.html", shown)


def _issuer(file: EnforcementFile) -> str:
    """In whose name it is decided, by its full name: the street's office, or the department that the power is of."""
    own = file.mode == Mode.OWN
    card = directory().street_office(file.street_id) if own else directory().get(file.department_id)
    return card.name if card else ""
