"""Acknowledgements: an organisation takes note, asks if it has a question, and is answered."""

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import step
from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import new_id
from gongzhi.town.access.actor import Actor
from gongzhi.work.policies.commands.sets import said
from gongzhi.work.policies.models import Acknowledgement, PolicySet
from gongzhi.work.policies.rules import ACKNOWLEDGEMENT, SET


@step(SET)
def acknowledge(actor: Actor, policy_set: PolicySet, *, question: str = "") -> Acknowledgement:
    """知悉: once for an organisation, by whoever serves there; with a question if it has one."""
    assert actor.organisation_id is not None
    if actor.organisation_id in policy_set.acknowledged_ids:
        raise Refused(_("您单位已经知悉。"))
    asked = question.strip()[:600]
    policy_set.acknowledged_ids = [*policy_set.acknowledged_ids, actor.organisation_id]
    return Acknowledgement.objects.create(
        id=new_id(), policy_set=policy_set, organisation_id=actor.organisation_id, issuer_id=policy_set.issuer_id,
        by_label=actor.label, at=clock.now(), question=asked, asked_at=clock.now() if asked else None,
        stage=Acknowledgement.Stage.ASKED if asked else Acknowledgement.Stage.NOTED,
    )  # fmt: skip


@step(ACKNOWLEDGEMENT)
def ask_issuer(_actor: Actor, acknowledgement: Acknowledgement, *, question: str) -> None:
    """提疑问: to whoever issued the set; a later question takes the place of an answered one."""
    said(question, _("请写清楚问什么。"), "question")
    acknowledgement.question, acknowledgement.asked_at = question.strip()[:600], clock.now()
    acknowledgement.answer, acknowledgement.answered_at = "", None


@step(ACKNOWLEDGEMENT)
def answer_question(_actor: Actor, acknowledgement: Acknowledgement, *, answer: str) -> None:
    """解答: by whoever issued the set."""
    said(answer, _("请写解答。"), "answer")
    acknowledgement.answer, acknowledgement.answered_at = answer.strip()[:600], clock.now()
