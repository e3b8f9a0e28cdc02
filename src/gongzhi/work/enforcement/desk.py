"""What of enforcement is mine now: files by their limit, powers to assess or review, certificates that end."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
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
NEXT = {
    S.CLUE: ("open_file",), S.FILED: ("gather",), S.EVIDENCE: ("tell", "gather"), S.TOLD: ("hear", "review"),
    S.REVIEWED: ("decide",), S.DECIDED: ("conclude",),
}  # fmt: skip
KIND = {S.TOLD: "file_review", S.REVIEWED: "file_decide"}


def rows(actor: Actor) -> list[DeskRow]:
    """Files, powers and certificates, each read only for those who may have some."""
    return [*_files(actor), *_powers(actor), *_certificates(actor)]


def _files(actor: Actor) -> list[DeskRow]:
    wanted = mine(actor)
    if wanted == NONE:
        return []
    found = FILE.with_steps(actor, EnforcementFile.objects.filter(wanted)).order_by("due_on", "id")[:MOST]
    return [_of_file(file) for file in found]


def _of_file(file: Any) -> DeskRow:
    verbs = NEXT[file.stage]
    if file.stage == S.TOLD:
        verbs = ("review",) if file.said_kind else ("hear",)
    url = f"/enforcement/{file.pk}/"
    steps = [
        DeskStep(s.label, f"{url}?do={s.verb}#do-{s.verb}") for s in FILE.open_on(file) if s.verb in verbs
    ]
    kind = "file_work" if file.stage == S.TOLD and not file.said_kind else KIND.get(file.stage, "file_work")
    line = f"{file.number}·{file.get_stage_display()}"
    return DeskRow(kind, file.matter[:60], url, line, face_of(file.stage, file.limit), steps)


def _powers(actor: Actor) -> list[DeskRow]:
    wanted = powers_waiting(actor)
    if wanted == NONE:
        return []
    found = POWER.with_steps(actor, DelegatedPower.objects.filter(wanted)).order_by("review_due", "id")[:MOST]
    return [_of_power(power) for power in found]


def _of_power(power: Any) -> DeskRow:
    url = f"/enforcement/powers/{power.pk}/"
    verbs = (
        ("review_power", "take_back")
        if power.stage == P.IN_FORCE
        else ("assess", "bring_into_force", "give_opinion")
    )
    steps = [
        DeskStep(s.label, f"{url}?do={s.verb}#do-{s.verb}") for s in POWER.open_on(power) if s.verb in verbs
    ]
    line = f"{tree().name(power.street_id)}·{power.get_stage_display()}"
    due = power.review_due if power.stage == P.IN_FORCE else None
    face = ClockFace(due_moment(due), clock.now(), clock.Unit.HOURS, verb=_("复评")) if due else None
    return DeskRow("power", power.item[:60], url, line, face, steps[:2])


def _certificates(actor: Actor) -> list[DeskRow]:
    """For the street's clerk: whose certificate ends soon or has ended."""
    if not actor.serves("street_clerk"):
        return []
    found = Officer.objects.filter(expiring() & SQUADS(actor)).order_by("expires_on", "id")[:MOST]
    made = []
    for officer in found:
        title = _("执法证到期：%s") % officer.name
        url = f"/enforcement/squads/{officer.squad_id}/#officer-{officer.pk}"
        face = ClockFace(due_moment(officer.expires_on), clock.now(), clock.Unit.HOURS, verb=_("换证"))
        line = _("%s 后不能办案") % day(officer.expires_on)
        made.append(DeskRow("certificate", title, url, line, face))
    return made
