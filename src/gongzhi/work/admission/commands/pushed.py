"""What was pushed past the gate: stopped by it, or refused by a community with one click; and what its sender says."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.admission.models import Push
from gongzhi.work.admission.rules import LOCAL_ROLES, PUSH
from gongzhi.work.tasks import commands as tasks


@founding("stopped")
def stopped(
    actor: Actor,
    *,
    why: str,
    organisation_id: int,
    lineage: list[int],
    text: str,
    matter_id: UUID | None = None,
) -> Push:
    """闸口拦下: the gate itself puts on record what it did not let through, against whoever sent it."""
    return Push(
        id=new_id(), stage=Push.Stage.STOPPED, why=why, from_organisation_id=actor.organisation_id,
        organisation_id=organisation_id, lineage=lineage, text=text, way=_("系统里派单"), matter_id=matter_id,
        pusher_id=actor.user_id, at=clock.now(),
    )  # fmt: skip


@founding("refuse_push")
def refuse_push(
    actor: Actor, *, from_organisation_id: int, text: str, way: str = "", why: str = Push.Why.NOT_ADMITTED,
    matter_id: UUID | None = None, organisation_id: int | None = None, task_id: UUID | None = None,
) -> Push:  # fmt: skip
    """拒收: a community or street does not take what came without an admitted matter; counted against its sender.

    :param organisation_id: in whose name, for somebody who serves several; that of the present post if not said.
    :param task_id: the task of the list that is refused, if it is one; a ruling against the refusal opens it again.
    """
    posts = actor.serves(*LOCAL_ROLES)
    if not posts:
        raise NotYours(_("由街道、社区拒收。"))
    wanted = organisation_id or actor.organisation_id
    post = next((one for one in posts if one.organisation_id == wanted), posts[0])
    sender = directory().get(from_organisation_id)
    area = tree().get(sender.area_id) if sender else None
    mine = tree().get(post.area_id)
    if sender is None or sender.id == post.organisation_id:
        raise Refused(_("请选是哪个单位推来的。"), field="from_organisation_id")
    if sender.kind in ("street_office", "community") and area and mine and area.id in mine.lineage:
        raise Refused(_("街道给自己社区安排的工作不算硬推，不能拒收。"), field="from_organisation_id")
    if len(text.strip()) < 2:
        raise Refused(_("请写推来的是什么。"), field="text")
    return Push(
        id=new_id(), stage=Push.Stage.REFUSED, why=why, from_organisation_id=from_organisation_id,
        organisation_id=post.organisation_id, lineage=list(mine.lineage) if mine else [], text=text.strip(), way=way.strip(),
        matter_id=matter_id, task_id=task_id, refuser_id=actor.user_id, at=clock.now(),
    )  # fmt: skip


@step(PUSH)
def own_up(_actor: Actor, push: Push, *, answer: str = "") -> None:
    """认了，撤回: the sender takes it back."""
    push.answer = answer.strip()[:600]


@step(PUSH)
def contest(_actor: Actor, push: Push, *, answer: str) -> None:
    """不认，请裁定: the sender says under which admitted matter it stands; the district decides."""
    _said(answer, "answer")
    push.answer = answer.strip()[:600]


@step(PUSH)
def uphold_refusal(_actor: Actor, push: Push, *, ruling: str) -> None:
    """拒收成立: it stays refused and counted."""
    _said(ruling, "ruling")
    push.ruling = ruling.strip()[:600]


@step(PUSH)
def overrule(actor: Actor, push: Push, *, ruling: str) -> None:
    """应当承接: the matter was admitted; it is not counted, and the task that was refused is open again."""
    _said(ruling, "ruling")
    push.ruling = ruling.strip()[:600]
    if push.task_id is not None:
        tasks.put_back(actor, push.task_id)


def _said(text: Any, field: str) -> None:
    if len(text.strip()) < 2:
        raise Refused(_("请写明理由。"), field=field)
