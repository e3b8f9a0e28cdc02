"""The regulation of filings: who asks, who fills, who reads; periods, days, and what the records say."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.flow import Flow, Step, by_rooms
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.access.who import NONE, belonging, clock_itself, either, over, where
from gongzhi.town.areas.tree import lineage
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.work.filings.models import FilingForm, Sheet
from gongzhi.work.tasks.rules import downward

F, S = FilingForm.Stage, Sheet.Stage
LOCAL = ("street_leader", "street_clerk", "community_secretary", "community_worker")
LEADERS = ("district_leader", "district_dispatcher", "city_leader", "city_dispatcher")
ASKERS = ("department_leader", "department_clerk", "street_leader", "street_clerk", *LEADERS)

ASKER = belonging("organisation_id", *ASKERS)
FILLER = belonging("organisation_id", *LOCAL)
IN_USE = Q(stage__in=[F.OPEN, F.ENDED])


def reached(actor: Actor) -> Q:
    """The forms that ask streets and communities which a person serves, or that lie in an area which they lead."""
    areas = {one for post in actor.serves(*LOCAL, *LEADERS) for area in post.reach for one in lineage(area)}
    return Q(scope_id__in=sorted(areas)) if areas else NONE


FORM_SEEN = either(
    ASKER, where(IN_USE, reached), where(IN_USE, over(*LEADERS, "street_leader", "street_clerk"))
)
SHEET_SEEN = either(FILLER, belonging("asker_id", *ASKERS), over(*LEADERS, "street_leader", "street_clerk"))

# fmt: off
FORM = Flow(FilingForm, either(FORM_SEEN, clock_itself), (
    #    verb           label           from                 to        who
    Step("revise",      _("改草稿"),    (F.DRAFT,),          None,     ASKER),
    Step("open_",       _("启用"),      (F.DRAFT,),          F.OPEN,   ASKER, main=True),
    Step("end",         _("停用"),      (F.DRAFT, F.OPEN),   F.ENDED,  ASKER),
    Step("open_period", _("发下一期"),  (F.OPEN,),           None,     clock_itself, door=False),
    Step("draw",        _("取数"),      (F.OPEN,),           None,     clock_itself, door=False),
))
SHEET = Flow(Sheet, SHEET_SEEN, (
    Step("confirm",        _("确认"),         (S.WAITING,),            S.FILLED,  FILLER, main=True,
         private=("given", "seconds")),
    Step("report_nothing", _("无情况可报"),   (S.WAITING,),            S.NOTHING, FILLER),
    Step("correct",        _("更正"),         (S.FILLED, S.NOTHING),   S.FILLED,  FILLER,
         private=("given",)),
    Step("read_again",     _("重新取数"),     (S.WAITING,),            None,      FILLER),
    Step("prefill",        _("预填"),         (S.PLANNED,),            S.WAITING, by_rooms, door=False),
    Step("void",           _("作废"),         (S.PLANNED, S.WAITING),  S.VOID,    by_rooms, door=False),
))
# fmt: on


@dataclass(frozen=True)
class Period:
    """A month, a quarter, a year, or for a form asked once the day itself."""

    name: str
    first: date
    last: date


def period_of(cycle: str, day: date) -> Period:
    """The period that a day lies in."""
    if cycle == FilingForm.Cycle.ONCE:
        return Period("once", day, day)
    if cycle == FilingForm.Cycle.YEARLY:
        return Period(f"{day.year}", date(day.year, 1, 1), date(day.year, 12, 31))
    months = 1 if cycle == FilingForm.Cycle.MONTHLY else 3
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    name = f"{day.year}-{first:02}" if months == 1 else f"{day.year}Q{(first + 2) // 3}"
    return Period(name, date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1]))


def due_of(form: Any, period: Period) -> date:
    """The last day on which a sheet of the period is in time."""
    return period.last + timedelta(days=form.due_days)


TIMES = {"monthly": 12, "quarterly": 4, "yearly": 1, "once": 1}  # sheets a year of one area


def passes_gate(asker_id: int | None, filler: OrganisationCard) -> bool:
    """Whether a sheet for this office is downward work: not what a street asks of its own communities."""
    return downward(directory().get(asker_id), filler)


def remind_days(areas: Sequence[int]) -> int:
    """How many days before it is due a sheet is spoken of, once (``filings.remind_days``)."""
    return int(records.value("filings.remind_days", tuple(areas)))


def longest_seconds() -> int:
    """From when a page that lay open measures nothing (``filings.longest_minutes``)."""
    return int(records.value("filings.longest_minutes")) * 60


def most_layout_bytes() -> int:
    """How large an asker's paper may be (``filings.layout_kilobytes``)."""
    return int(records.value("filings.layout_kilobytes")) * 1024
