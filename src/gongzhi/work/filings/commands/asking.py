"""Forms: drafted, opened past the gate, sent out period by period, ended."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.rows import insert
from gongzhi.town.access.actor import CLOCK, Actor, PostCard
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.work.filings import queries, sources
from gongzhi.work.filings.commands import answering
from gongzhi.work.filings.models import Cell, Field, FilingForm, Line, Sheet
from gongzhi.work.filings.rules import ASKERS, FORM, Period, due_of, passes_gate, period_of
from gongzhi.work.tasks import ports
from gongzhi.work.tasks.models import Form
from gongzhi.work.tasks.ports import NotAdmitted

MOST_FIELDS = 60


@founding("draft_form")
def draft_form(
    actor: Actor, *, title: str, purpose: str, basis: str, field_ids: Sequence[int], scope_id: int, level: str, cycle: str,
    due_days: int, matter_id: UUID | None = None,
) -> FilingForm:  # fmt: skip
    """起草报表: what an organisation wants to know of streets or communities in its own area, why and how often."""
    mine = {post.organisation_id for post in actor.serves(*ASKERS)}
    if actor.organisation_id not in mine:
        raise NotYours(_("您的岗位不能向基层要报表。"))
    form = FilingForm(
        id=new_id(),
        organisation_id=actor.organisation_id or 0,
        asker_id=actor.user_id,
        drafted_at=clock.now(),
    )
    said = {"title": title, "purpose": purpose, "basis": basis, "level": level, "cycle": cycle}
    _say(form, {name: text.strip() for name, text in said.items()})
    _place(actor, form, scope_id)
    form.due_days, form.matter_id = due_days, matter_id
    fields = _chosen(field_ids)
    form.and_then = lambda: _put(form, fields)  # type: ignore[attr-defined]
    return form


@step(FORM)
def revise(
    actor: Actor, form: FilingForm, *, title: str, purpose: str, basis: str, field_ids: Sequence[int], scope_id: int, level: str,
    cycle: str, due_days: int, matter_id: UUID | None = None,
) -> None:  # fmt: skip
    """改草稿: other words, other fields; what is open is ended and asked anew instead."""
    said = {"title": title, "purpose": purpose, "basis": basis, "level": level, "cycle": cycle}
    _say(form, {name: text.strip() for name, text in said.items()})
    _place(actor, form, scope_id)
    form.due_days, form.matter_id = due_days, matter_id
    fields = _chosen(field_ids)
    Line.objects.filter(form=form).delete()
    _put(form, fields)


ASKED = {
    "title": (80, gettext_lazy("请写报表名称。")),
    "purpose": (600, gettext_lazy("请写清楚为什么要这张表。")),
    "basis": (300, gettext_lazy("请写依据。")),
}


def _say(form: FilingForm, said: dict[str, str]) -> None:
    """The words of a form, each looked at."""
    for name, (longest, words) in ASKED.items():
        if len(said[name]) < 2:
            raise Refused(words, field=name)
        setattr(form, name, said[name][:longest])
    if said["cycle"] not in FilingForm.Cycle.values:
        raise Refused(_("请选多久一次。"), field="cycle")
    form.level, form.cycle = said["level"], said["cycle"]


def _place(actor: Actor, form: FilingForm, scope_id: int) -> None:
    """Whom it asks: streets or communities in the asker's own area."""
    area = tree().get(scope_id)
    mine = {one for post in actor.serves(*ASKERS) for one in post.reach}
    if area is None or mine.isdisjoint(area.lineage):
        raise Refused(_("只能向自己辖区里的街道、社区要报表。"), field="scope_id")
    if form.level not in FilingForm.Level.values or not tree().under(area.id, form.level):
        raise Refused(_("那里没有这一级。"), field="level")
    form.scope_id, form.lineage = area.id, list(area.lineage)


def _chosen(field_ids: Sequence[int]) -> list[Field]:
    """The fields in the order given; each once, each in force."""
    known = {field.pk: field for field in queries.in_force().filter(pk__in=list(field_ids))}
    chosen = [known[pk] for pk in dict.fromkeys(field_ids) if pk in known]
    if not chosen or len(chosen) != len(set(field_ids)):
        raise Refused(_("请从登记册里启用的字段中选，至少一个。"), field="field_ids")
    if len(chosen) > MOST_FIELDS:
        raise Refused(_("一张表最多%d个字段。") % MOST_FIELDS, field="field_ids")
    return chosen


def _put(form: FilingForm, fields: list[Field]) -> None:
    Line.objects.bulk_create([Line(form=form, field=field, place=at) for at, field in enumerate(fields)])


@step(FORM)
def open_(actor: Actor, form: FilingForm) -> None:
    """启用: every street or community gets its sheet of this period; what comes from above passes the gate, one by one."""
    elsewhere = [field for field in queries.fields_of(form) if field.holder_id is not None]
    if elsewhere:
        names = [f"{field.name}（{directory().name(field.holder_id)}）" for field in elsewhere]
        raise Refused(_("这些别的单位已经掌握，请向它们要，不能再问基层：%s。") % _("、").join(names))
    form.opened_at = clock.now()
    _send(actor, form, period_of(form.cycle, clock.today()))


@step(FORM)
def open_period(_actor: Actor, form: FilingForm) -> None:
    """发下一期: the clock sends out the sheets of the period that has begun. What is admitted no more ends by itself."""
    period = period_of(form.cycle, clock.today())
    if form.cycle == FilingForm.Cycle.ONCE or Sheet.objects.filter(form=form, period=period.name).exists():
        return
    try:
        with transaction.atomic():
            _send(_in_the_name_of(form), form, period)
    except NotAdmitted as stop:
        _end(form, _("闸口不再放行：%s") % stop.message)


def _in_the_name_of(form: FilingForm) -> Actor:
    """The clock, as the gate has to see it: on behalf of the organisation that asks."""
    card = directory().get(form.organisation_id)
    area = tree().get(card.area_id) if card else None
    if card is None or area is None:
        return CLOCK
    post = PostCard(0, "", card.id, area.id, area.level)
    return Actor(kind=CLOCK.kind, label=CLOCK.label, posts=(post,))


def _send(actor: Actor, form: FilingForm, period: Period) -> None:
    """The sheets of a period, planned, or filled in at once where it has ended."""
    asked = queries.asked_areas(form)
    if not asked:
        raise Refused(_("那里没有能填的街道、社区。"))
    made = [_sheet(form, period, area, office) for area, office in asked]
    for sheet, (_area, office) in zip(made, asked, strict=True):
        if passes_gate(form.organisation_id, office):
            form.from_above = True
            ports.ask(actor, _order(form, sheet))
    insert(made)
    fields = queries.fields_of(form)
    Cell.objects.bulk_create(
        [answering.blank(sheet, field) for sheet in made for field in fields], batch_size=2000
    )
    if form.cycle == FilingForm.Cycle.ONCE:
        _fill_in(actor, form)


def _sheet(form: FilingForm, period: Period, area: AreaCard, office: OrganisationCard) -> Sheet:
    above = {level: one.id for level in ("street", "district") if (one := tree().above(area.id, level))}
    return Sheet(
        id=new_id(), form=form, period=period.name, period_from=period.first, period_to=period.last, area_id=area.id,
        street_id=above.get("street"), district_id=above.get("district"), lineage=list(area.lineage),
        organisation_id=office.id, asker_id=form.organisation_id, due_on=due_of(form, period),
    )  # fmt: skip


def _order(form: FilingForm, sheet: Sheet) -> ports.Order:
    return ports.Order(
        Form.REPORT, form.title, sheet.organisation_id, sheet.due_on, sheet._meta.label_lower, str(sheet.pk), form.matter_id
    )  # fmt: skip


@step(FORM)
def draw(actor: Actor, form: FilingForm) -> None:
    """取数: the sheets whose period has ended are filled in with all that the system knows."""
    _fill_in(actor, form, period_to__lt=clock.today())


def _fill_in(actor: Actor, form: FilingForm, **which: Any) -> None:
    """One reading for each source, whatever the number of sheets; periods one after another."""
    sheets = locked(Sheet.objects.filter(form=form, stage=Sheet.Stage.PLANNED, **which))
    for first, last in sorted({(sheet.period_from, sheet.period_to) for sheet in sheets}):
        of_period = {sheet.pk: sheet for sheet in sheets if sheet.period_from == first}
        cells = list(Cell.objects.filter(sheet_id__in=list(of_period)).select_related("field"))
        read = sources.read(
            {cell.field.source for cell in cells}, form.level, (one.area_id for one in of_period.values()), first, last
        )  # fmt: skip
        known = [cell for cell in cells if cell.field.source]
        for cell in known:
            answering.fill(cell, read[cell.field.source].get(of_period[cell.sheet_id].area_id) or 0)
        Cell.objects.bulk_update(
            known, ["value", "held", "number", "source", "as_of", "by_system", "changed"], batch_size=1000
        )
    for sheet in sheets:
        answering.prefill(actor, sheet)


@step(FORM)
def end(_actor: Actor, form: FilingForm, *, reason: str) -> None:
    """停用: nobody is asked any more; sheets that wait need no answer."""
    if len(reason.strip()) < 2:
        raise Refused(_("请写为什么停用。"), field="reason")
    _end(form, reason.strip())


def _end(form: FilingForm, reason: str) -> None:
    form.stage, form.ended_at, form.reason = FilingForm.Stage.ENDED, clock.now(), reason[:300]
    waiting = (Sheet.Stage.PLANNED, Sheet.Stage.WAITING)
    for sheet in locked(Sheet.objects.filter(form=form, stage__in=waiting)):
        answering.void(CLOCK, sheet)
