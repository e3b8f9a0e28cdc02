"""Against an admitted matter: a street or community objects, the district answers."""

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import held, step
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.work.admission.commands.deciding import exit_
from gongzhi.work.admission.models import Matter, Objection
from gongzhi.work.admission.rules import FLOW, LOCAL_ROLES, OBJECTION


@step(FLOW)
def object_to(actor: Actor, matter: Matter, *, text: str, residents_reject: bool = False) -> Objection:
    """提异议: it is too much, or residents reject it; the district answers, the matter holds until then."""
    if len(text.strip()) < 2:
        raise Refused(_("请写明为什么。"), field="text")
    posts = actor.serves(*LOCAL_ROLES)
    area = tree().get(posts[0].area_id) if posts else None
    if area is None or actor.organisation_id is None:
        raise NotYours(_("由街道、社区提异议。"))
    if Objection.objects.filter(
        matter=matter, organisation_id=actor.organisation_id, stage=Objection.Stage.RAISED
    ).exists():
        raise Refused(_("这一件您单位的异议还没答复。"))
    return Objection.objects.create(
        id=new_id(), matter=matter, organisation_id=actor.organisation_id, lineage=list(area.lineage),
        residents_reject=residents_reject, text=text.strip(), raised_at=clock.now(),
    )  # fmt: skip


@step(OBJECTION)
def keep(_actor: Actor, objection: Objection, *, answer: str) -> None:
    """维持准入: with the reason."""
    _answered(objection, answer)


@step(OBJECTION)
def uphold_objection(actor: Actor, objection: Objection, *, answer: str) -> None:
    """异议成立: the matter leaves admission; the department may ask anew."""
    _answered(objection, answer)
    matter = held(Matter, objection.matter_id)
    if matter.stage == Matter.Stage.ADMITTED:
        exit_(actor, matter, reason=answer)


def _answered(objection: Objection, answer: str) -> None:
    if len(answer.strip()) < 2:
        raise Refused(_("请写答复。"), field="answer")
    objection.answer, objection.answered_at = answer.strip()[:600], clock.now()
