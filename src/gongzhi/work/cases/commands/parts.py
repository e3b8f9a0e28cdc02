"""Parts and wholes: merge what is one matter, split what is two."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import Place
from gongzhi.work.cases.catalogue import CategoryCard
from gongzhi.work.cases.clockface import end_waiting
from gongzhi.work.cases.commands.intake import Telling, report
from gongzhi.work.cases.models import OPEN, Case, Question, Report
from gongzhi.work.cases.rules import FLOW


@step(FLOW)
def merge(actor: Actor, case: Case, *, into: Any, reason: str) -> None:
    """并案: this case's reporters move to the other; each keeps number and code, is answered and asked."""
    master = Case.objects.filter(FLOW.seen(actor), pk=into).first()
    if master is None or master.pk == case.pk or master.stage not in OPEN:
        raise Refused(_("请选另一件还在办的事。"), field="into")
    if master.street_id != case.street_id:
        raise Refused(_("只能并到同一街道的事项。"), field="into")
    if case.called_ids:
        raise Refused(_("已经叫了部门，请把另一件并到这一件。"))
    absorb(actor, master, part=case.number)
    end_waiting(case)
    Question.objects.filter(case=case, answered_at=None).update(expires_at=clock.now())
    Report.objects.filter(case=case).update(case=master)
    case.master_id, case.closed_at, case.act_at = master.pk, clock.now(), None


@step(FLOW)
def absorb(_actor: Actor, case: Case, *, part: str) -> None:
    """并入: the other half of a merge, in the story of the case that goes on."""
    case.reporters += Report.objects.filter(case__serial=int(part.split("-")[1]), withdrawn_at=None).count()


@step(FLOW)
def split(actor: Actor, case: Case, *, title: str, category: CategoryCard, text: str) -> Case:
    """拆分: a part with hands of its own; the same reporter is answered for both."""
    if len(text.strip()) < 2:
        raise Refused(_("请写明拆出来的是什么事。"), field="text")
    names = ("district_id", "street_id", "community_id", "grid_id", "building_id", "unit_id", "estate_id")
    at = Place(**{n: getattr(case, n) for n in names}, address=case.address, lon=case.lon, lat=case.lat)
    part = report(
        actor, channel=case.channel, category=category, at=at, telling=Telling(text=text), title=title
    )
    part.split_from = case
    return part
