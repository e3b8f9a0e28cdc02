"""What of filings is mine now: the sheets to confirm. One statement."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.desks import DeskRow, DeskStep
from gongzhi.kit.web.faces import ClockFace
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE
from gongzhi.work.filings.models import Sheet
from gongzhi.work.filings.rules import FILLER, SHEET
from gongzhi.work.tasks.desk import due_moment

MOST = 50


def rows(actor: Actor) -> list[DeskRow]:
    """The sheets that wait for my office."""
    mine = FILLER(actor)
    if mine == NONE:
        return []
    found = (
        Sheet.objects.filter(mine, stage=Sheet.Stage.WAITING).select_related("form").order_by("due_on")[:MOST]
    )
    return [_row(sheet) for sheet in SHEET.with_steps(actor, found)]


def _row(sheet: Any) -> DeskRow:
    url = f"/filings/sheets/{sheet.pk}/"
    steps = [
        DeskStep(step.label, f"{url}?do={step.verb}#do-{step.verb}")
        for step in SHEET.open_on(sheet)
        if step.verb == "confirm"
    ]
    line = _("系统已填好，核对后确认") if sheet.drawn_at else ""
    return DeskRow("sheet", sheet.form.title[:60], url, line, clock_of(sheet), steps)


def clock_of(sheet: Any) -> ClockFace | None:
    """Until the end of the day on which it is due."""
    if sheet.stage != Sheet.Stage.WAITING:
        return None
    return ClockFace(due_moment(sheet.due_on), clock.now(), clock.Unit.HOURS)
