"""What the clock does for filings: the next period's sheets, the ended period's values, and a word in time."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.town.access.actor import CLOCK
from gongzhi.town.notices.commands import tell, told_together
from gongzhi.town.people.queries import serving_in
from gongzhi.work.filings import commands, rules
from gongzhi.work.filings.models import FilingForm, Sheet

MORNING = 9  # o'clock: nobody is woken by a form
WORKERS = ("community_secretary", "community_worker", "street_clerk")


def go_on() -> int:
    """Fill in the sheets whose period has ended, and send out those of the period that has begun."""
    today = clock.today()
    over = Sheet.objects.filter(
        stage=Sheet.Stage.PLANNED, period_to__lt=today, form__stage=FilingForm.Stage.OPEN
    )
    done = 0
    for pk in list(over.order_by().values_list("form_id", flat=True).distinct()):
        commands.draw(CLOCK, pk)
        done += 1
    for cycle in (FilingForm.Cycle.MONTHLY, FilingForm.Cycle.QUARTERLY, FilingForm.Cycle.YEARLY):
        now = Sheet.objects.filter(period=rules.period_of(cycle, today).name).values("form_id")
        rows = FilingForm.objects.filter(stage=FilingForm.Stage.OPEN, cycle=cycle).exclude(pk__in=now)
        for pk in list(rows.values_list("pk", flat=True)):
            commands.open_period(CLOCK, pk)
            done += 1
    return done


def remind() -> int:
    """One word before a sheet is due and one when it is late, to those who may answer it; no more than that."""
    if clock.local().hour < MORNING:
        return 0
    today = clock.today()
    soon = today + timedelta(days=rules.remind_days(()))
    waiting = Sheet.objects.filter(
        stage=Sheet.Stage.WAITING, due_on__gte=today - timedelta(days=7), due_on__lte=soon
    )
    told = 0
    with told_together():
        for sheet in waiting.select_related("form"):
            told += _tell(sheet, late=sheet.due_on < today)
    return told


def _tell(sheet: Any, *, late: bool) -> int:
    words = _("“%(form)s”已过期限%(day)s，请确认") if late else _("“%(form)s”%(day)s到期，系统已填好，请确认")
    kind = "late" if late else "due"
    return tell(
        serving_in([sheet.organisation_id], *WORKERS), kind=f"sheet.{kind}",
        title=words % {"form": sheet.form.title[:60], "day": sheet.due_on.isoformat()},
        url=f"/filings/sheets/{sheet.pk}/", once=f"sheet-{kind}-{sheet.pk}",
    )  # fmt: skip
