"""The verbs of a batch: ask for it, take it back. What is done to each thing is that thing's own step."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked
from gongzhi.kit.flow import NotNow, NotYours, Refused, Unseen
from gongzhi.kit.privacy.patterns import personal_number
from gongzhi.town.access.actor import Actor
from gongzhi.town.batches import kinds
from gongzhi.town.batches.models import Batch
from gongzhi.town.batches.rules import most, undo_time


@founding("ask_batch", may=lambda actor: bool(actor.posts), private=("ids", "words"))
def ask_batch(actor: Actor, *, kind: str, verb: str, ids: Sequence[Any], words: str = "") -> Batch:
    """一起办: one step on several things, after ten seconds in which it can be taken back."""
    if actor.user_id is None:
        raise NotYours(_("请先登录。"))
    offered = kinds.get(kind)
    one = offered.verb(verb) if offered else None
    if offered is None or one is None:
        raise Refused(_("没有这一步。"), field="verb")
    if one not in offered.open_to(actor):
        raise NotYours(_("您的岗位不能做这件事。"))
    things = list(dict.fromkeys(offered.key(pk) for pk in ids))
    if not things:
        raise Refused(_("还没有选。请在表里勾选要办的，再按“办理”。"), field="one")
    if len(things) > most():
        raise Refused(_("一次最多办 %d 件，请先筛选。") % most(), field="one")
    moment = clock.now()
    return Batch.objects.create(
        user_id=actor.user_id, post_id=actor.post_id, kind=kind, verb=verb, ids=things,
        words=_words(one, offered.label(verb), words), language=get_language() or "zh-hans",
        made_at=moment, due_at=moment + undo_time(),
    )  # fmt: skip


def _words(one: kinds.Verb, label: Any, words: str) -> dict[str, str]:
    words = words.strip()
    if one.needed and len(words) < 2:
        raise Refused(_("“%s”要写说明。") % label, field="text")
    if personal_number(words):
        raise Refused(_("这里会长期留存，请不要写手机号或身份证号。"), field="text")
    return {one.word: words} if one.word and words else {}


@founding("undo_batch")
def undo_batch(actor: Actor, given: Any) -> Batch:
    """撤销: nothing of it is done. While the worker has not begun, also after the ten seconds."""
    pk = given.pk if isinstance(given, Batch) else given
    found = locked(Batch.objects.filter(pk=_key(pk), user_id=actor.user_id or 0))
    if not found:
        raise Unseen(_("没有找到这一批。"))
    batch = found[0]
    if batch.stage != Batch.Stage.WAITING:
        raise NotNow(_("来不及撤销了：这一批是“%s”。") % batch.get_stage_display())
    batch.stage, batch.ended_at = Batch.Stage.UNDONE, clock.now()
    return batch


def _key(pk: Any) -> UUID:
    return pk if isinstance(pk, UUID) else UUID(str(pk))
