"""What of enforcement is mine now: files by their limit, powers to assess or review, certificates that end."""

from collections.abc import Callable
from typing import Any

from django.db.models import Model, Q, QuerySet, Value
from django.db.models.functions import JSONObject
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Flow
from gongzhi.kit.web.desks import DeskRow, DeskStep
from gongzhi.kit.web.faces import ClockFace
from gongzhi.kit.web.words import day
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE
from gongzhi.town.areas.tree import tree
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Officer
from gongzhi.work.enforcement.queries import SQUADS, expiring, mine, powers_waiting
from gongzhi.work.enforcement.rules import FILE, POWER, P, S
from gongzhi.work.enforcement.tables import due_moment, face_of

MOST = 100
NEXT: dict[str, tuple[str, ...]] = {
    S.CLUE: ("open_file",), S.FILED: ("gather",), S.EVIDENCE: ("tell", "gather"), S.TOLD: ("hear", "review"),
    S.REVIEWED: ("decide",), S.DECIDED: ("conclude",),
}  # fmt: skip
KIND: dict[str, str] = {S.TOLD: "file_review", S.REVIEWED: "file_decide"}
FILE_FIELDS = (
    "id", "serial", "stage", "matter", "clue_at", "due_on", "extended_to", "said_kind", "street_id", "district_id",
    "department_id", "mode", "acting_user_ids",
)  # fmt: skip
POWER_FIELDS = ("id", "stage", "item", "street_id", "district_id", "department_id", "review_due")
OFFICER_FIELDS = ("id", "name", "squad_id", "expires_on")


def rows(actor: Actor) -> list[DeskRow]:
    """Files, powers and certificates by one statement; none for those who can have none of them."""
    waiting = [
        (EnforcementFile, mine(actor), FILE_FIELDS, ("due_on", "id")),
        (DelegatedPower, powers_waiting(actor), POWER_FIELDS, ("review_due", "id")),
        (Officer, _ending(actor), OFFICER_FIELDS, ("expires_on", "id")),
    ]
    parts = [_slim(*one) for one in waiting if one[1] != NONE]
    if not parts:
        return []
    found = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    return [FACES[kind](actor, _thing(kind, row)) for kind, row in found]


def _ending(actor: Actor) -> Q:
    """For the street's clerk: the certificates that end soon or have ended."""
    return expiring() & SQUADS(actor) if actor.serves("street_clerk") else NONE


def _slim(model: type[Model], condition: Q, fields: tuple[str, ...], order: tuple[str, ...]) -> QuerySet:
    """The kind of a thing and what its row needs, so that several kinds come by one statement."""
    row = JSONObject(**{name: name for name in fields})
    found = model._default_manager.filter(condition).order_by(*order)
    return found.annotate(kind_of=Value(model.__name__), row=row).values_list("kind_of", "row")[:MOST]


def _thing(kind: str, row: dict[str, Any]) -> Any:
    """The thing again, with these values; its steps are then answered in memory."""
    model: Any = {"EnforcementFile": EnforcementFile, "DelegatedPower": DelegatedPower, "Officer": Officer}[
        kind
    ]
    return model(**{name: model._meta.get_field(name).to_python(value) for name, value in row.items()})


def _steps(flow: Flow, actor: Actor, thing: Any, url: str, verbs: tuple[str, ...]) -> list[DeskStep]:
    found = [step for step in flow.open_to(actor, thing) if step.verb in verbs]
    return [DeskStep(step.label, f"{url}?do={step.verb}#do-{step.verb}") for step in found[:2]]


def _of_file(actor: Actor, file: EnforcementFile) -> DeskRow:
    verbs = NEXT[file.stage]
    kind = KIND.get(file.stage, "file_work")
    if file.stage == S.TOLD:
        verbs, kind = (("review",), kind) if file.said_kind else (("hear",), "file_work")
    if actor.user_id in file.acting_user_ids:
        verbs = tuple(verb for verb in verbs if verb != "review")
    url = f"/enforcement/{file.pk}/"
    line = f"{file.number}·{file.get_stage_display()}"
    steps = _steps(FILE, actor, file, url, verbs)
    return DeskRow(kind, file.matter[:60], url, line, face_of(file.stage, file.limit), steps)


def _of_power(actor: Actor, power: DelegatedPower) -> DeskRow:
    url = f"/enforcement/powers/{power.pk}/"
    held = power.stage == P.IN_FORCE
    verbs = ("review_power", "take_back") if held else ("assess", "bring_into_force", "give_opinion")
    line = f"{tree().name(power.street_id)}·{power.get_stage_display()}"
    due = power.review_due if held else None
    face = ClockFace(due_moment(due), clock.now(), clock.Unit.HOURS, verb=_("复评")) if due else None
    return DeskRow("power", power.item[:60], url, line, face, _steps(POWER, actor, power, url, verbs))


def _of_officer(_actor: Actor, officer: Officer) -> DeskRow:
    title = _("执法证到期：%s") % officer.name
    url = f"/enforcement/squads/{officer.squad_id}/#officer-{officer.pk}"
    face = ClockFace(due_moment(officer.expires_on), clock.now(), clock.Unit.HOURS, verb=_("换证"))
    return DeskRow("certificate", title, url, _("%s 后不能办案") % day(officer.expires_on), face)


FACES: dict[str, Callable[[Actor, Any], DeskRow]] = {
    "EnforcementFile": _of_file,
    "DelegatedPower": _of_power,
    "Officer": _of_officer,
}
