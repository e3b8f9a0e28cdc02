"""What the worker does with batches whose time has come.

A batch is claimed for a minute under its row's lock; each thing is taken by its own command with a key of its own. Should
the worker die in between, another claims the batch when the minute is over, and what was done is answered, not repeated.
"""

import logging
from dataclasses import replace
from datetime import timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.town.access.actor import NOBODY, Actor
from gongzhi.town.batches import kinds
from gongzhi.town.batches.models import Batch
from gongzhi.town.notices.commands import tell
from gongzhi.town.people.commands import actor_of

log = logging.getLogger("gongzhi.batches")
CLAIM = timedelta(minutes=1)
EACH = 20  # things between two looks of the page at how far it is
KEPT = timedelta(days=30)
S = Batch.Stage


def take_due() -> int:
    """Carry out every batch whose time has come; returns how many."""
    count = 0
    while batch := claim():
        carry_out(batch)
        count += 1
    return count


def claim() -> Batch | None:
    """The batch that waits longest, now this worker's; what another holds is passed over."""
    moment = clock.now()
    ready = Q(stage=S.WAITING, due_at__lte=moment) | Q(stage=S.TAKING, taking_until__lt=moment)
    with transaction.atomic():
        batch = Batch.objects.filter(ready).select_for_update(skip_locked=True).order_by("due_at").first()
        if batch is not None:
            batch.stage, batch.taking_until = S.TAKING, moment + CLAIM
            batch.save(update_fields=["stage", "taking_until"])
    return batch


def carry_out(batch: Batch) -> None:
    """Every thing in turn. What was refused is kept with its sentence, in its person's language."""
    with translation.override(batch.language):
        actor = _actor(batch)
        left = [pk for pk in batch.ids if pk not in batch.results]
        for at, pk in enumerate(left, start=1):
            batch.results[pk] = take(batch, actor, pk)
            if at % EACH == 0:
                batch.taking_until = clock.now() + CLAIM
                batch.save(update_fields=["results", "taking_until"])
        batch.stage, batch.ended_at = S.TAKEN, clock.now()
        batch.save(update_fields=["results", "stage", "ended_at"])
        if batch.refused:
            title = _("一起办：%(n)d 件没有办成") % {"n": batch.refused}
            tell(
                [batch.user_id], "batch.refused", title, f"/me/batches/{batch.pk}/", once=f"batch:{batch.pk}"
            )


def take(batch: Batch, actor: Actor, pk: str) -> str:
    """One thing; why it was refused, or ""."""
    kind = kinds.get(batch.kind)
    if kind is None:
        return _("没有这一步。")
    try:
        getattr(kind.commands, batch.verb)(actor, pk, key=f"{batch.pk}:{pk}", **batch.words)
    except Stopped as wrong:
        return wrong.message
    except Exception:
        log.exception("batch %s: one thing failed", batch.kind)
        return _("系统出了错，这一件没有办。")
    return ""


def _actor(batch: Batch) -> Actor:
    """Its person with the posts of this moment; nobody, if the account was closed meanwhile."""
    if not batch.user.is_active:
        return NOBODY
    return replace(actor_of(batch.user.username), acting_as=batch.post_id)


def sweep() -> int:
    """Batches of a month ago go; what was done stands in the journal."""
    return Batch.objects.filter(made_at__lt=clock.now() - KEPT).delete()[0]
