"""The gate (闸口): the one place where downward work is let through or stopped; it fills the port of ``tasks``.

Asked inside the transaction that would write the work, it locks the matter, so that two at once can't both use the last
time. What it stops is put on record after the rollback.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused
from gongzhi.kit.rows import locked
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.work.admission import commands
from gongzhi.work.admission.models import Matter, Passage, Push
from gongzhi.work.admission.queries import usable
from gongzhi.work.admission.rules import covers
from gongzhi.work.tasks.ports import NotAdmitted, Order

Why = Push.Why


def ask(actor: Actor, order: Order) -> None:
    """Let an order through under its matter, writing down the passage; raises NotAdmitted otherwise.

    Every way down comes here: a task, a resolution, a form, a letter. Nothing of a resident's case does.
    """
    doer = directory().get(order.organisation_id)
    lineage = _lineage(doer)
    matter = locked(Matter, order.matter_id) if order.matter_id else None
    wrong = _wrong(actor, order, matter, lineage)
    if wrong is not None:
        why, words = wrong
        stop = NotAdmitted(words)
        stop.afterwards = _recorder(actor, order, why, lineage)
        raise stop
    _pass(actor, order, matter, doer)  # type: ignore[arg-type]


def offered(actor: Actor) -> list[tuple[str, str]]:
    """The matters under which an actor may set work today, for the form of a task."""
    return [
        (str(row.pk), _("第%(n)d号 %(what)s") % {"n": row.serial, "what": row.title}) for row in usable(actor)
    ]


def refuse(actor: Actor, task: Any) -> None:
    """拒收 of a task already set: put on record against its sender where its matter no longer covers it.

    It does not once it has left admission, or its emergency lapsed. Term, times and notice were held to when the task was
    set; a matter that merely ran out since covers it still, so who is late can't refuse.
    """
    matter = Matter.objects.filter(pk=task.matter_id).first()
    if matter is not None and matter.stage != Matter.Stage.EXITED and matter.bypass != Matter.Bypass.LAPSED:
        words = _("第%d号准入事项还管着这项任务，不能拒收。觉得不该做，请打开“看准入”提异议。")
        raise Refused(words % matter.serial)
    commands.refuse_push(
        actor, from_organisation_id=task.from_organisation_id, text=task.text[:600], way=_("系统里的任务"),
        why=Why.EXPIRED if matter else Why.NOT_ADMITTED, matter_id=task.matter_id, organisation_id=task.organisation_id, task_id=task.pk,
    )  # fmt: skip


def _lineage(doer: OrganisationCard | None) -> tuple[int, ...]:
    card = tree().get(doer.area_id) if doer else None
    return tuple(card.lineage) if card else ()


def _wrong(
    actor: Actor, order: Order, matter: Matter | None, lineage: tuple[int, ...]
) -> tuple[str, str] | None:
    """Why a matter does not let an order through, and the sentence; None if it does."""
    checks: tuple[Callable[[], tuple[str, str] | None], ...] = (
        lambda: _unknown(actor, matter),
        lambda: _out_of_term(matter),  # type: ignore[arg-type]
        lambda: _out_of_scope(matter, order, lineage),  # type: ignore[arg-type]
        lambda: _too_much(matter, order),  # type: ignore[arg-type]
    )
    for check in checks:
        found = check()
        if found is not None:
            return found
    return None


def _unknown(actor: Actor, matter: Matter | None) -> tuple[str, str] | None:
    if matter is None:
        return Why.NOT_ADMITTED, _(
            "市、区单位给街道、社区派工作，要先经过事项准入。请选已准入的事项；没有就先申请。没有派出。"
        )
    if matter.organisation_id != actor.organisation_id:
        return Why.NOT_ADMITTED, _("这个准入事项是别的单位申请的，您单位不能用。没有派出。")
    if matter.stage != Matter.Stage.ADMITTED:
        expired = matter.stage in (Matter.Stage.EXPIRED, Matter.Stage.EXITED)
        return Why.EXPIRED if expired else Why.NOT_ADMITTED, _(
            "这个事项现在是“%(stage)s”，还不能往下派。没有派出。"
        ) % {"stage": matter.get_stage_display()}
    return None


def _out_of_term(matter: Matter) -> tuple[str, str] | None:
    today = clock.today()
    if not matter.valid_from <= today <= matter.valid_to:
        return Why.EXPIRED, _("准入期限是%(from)s到%(to)s，今天不在里面。没有派出。") % {
            "from": matter.valid_from, "to": matter.valid_to,
        }  # fmt: skip
    if matter.bypass == Matter.Bypass.RUNNING and matter.bypass_by and matter.bypass_by <= clock.now():
        return Why.EXPIRED, _("应急先行已经过了补审的时限，不能再派。没有派出。")
    return None


def _out_of_scope(matter: Matter, order: Order, lineage: tuple[int, ...]) -> tuple[str, str] | None:
    if not covers(matter, lineage):
        return Why.OUT_OF_AREA, _("这个事项没有准入到那个街道、社区。没有派出。")
    if order.form not in matter.kinds:
        return Why.NOT_ADMITTED, _("这个事项没有准入这种形式。没有派出。")
    if order.due_on > matter.valid_to:
        return Why.EXPIRED, _("期限超过了准入的最后一天（%s）。没有派出。") % matter.valid_to
    soon = clock.today() + timedelta(days=matter.notice_days)
    if not matter.bypass and order.due_on < soon:
        return Why.SHORT_NOTICE, _("通知太急：这个事项要至少提前%d天通知。没有派出。") % matter.notice_days
    return None


def _too_much(matter: Matter, order: Order) -> tuple[str, str] | None:
    used = Passage.objects.filter(matter=matter, organisation_id=order.organisation_id).count()
    if used >= matter.times:
        return Why.OVER, _("准入的是每处最多%d次，已经用完。没有派出。") % matter.times
    return None


def _pass(actor: Actor, order: Order, matter: Matter, doer: OrganisationCard) -> None:
    above = tree().above(doer.area_id, "street")
    Passage.objects.create(
        matter=matter, organisation_id=order.organisation_id, from_organisation_id=actor.organisation_id,
        area_id=doer.area_id, street_id=above.id if above else None, kind=order.form, text=order.text[:200],
        subject_kind=order.subject_kind, subject_id=order.subject_id, hours=matter.hours, passed_at=clock.now(), due_on=order.due_on,
    )  # fmt: skip


def _recorder(actor: Actor, order: Order, why: str, lineage: tuple[int, ...]) -> Callable[[], Any]:
    facts = {
        "why": why, "organisation_id": order.organisation_id, "lineage": list(lineage), "text": order.text[:600],
        "matter_id": order.matter_id,
    }  # fmt: skip
    return lambda: commands.stopped(actor, **facts)
