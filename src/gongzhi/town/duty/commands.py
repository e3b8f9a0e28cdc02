"""Duty: the rota entered, somebody swapped in, the shift handed over."""

from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.town.areas.keepers import keeps_registers
from gongzhi.town.duty.models import Shift
from gongzhi.town.organisations.models import Organisation

LONGEST = timedelta(days=3)


def makes_rota(actor: Any, organisation_id: int) -> bool:
    """Whoever holds a post in the organisation, and the keepers of registers."""
    return keeps_registers(actor) or any(post.organisation_id == organisation_id for post in actor.posts)


@founding("roster")
def roster(
    actor: Any, organisation: Organisation, *, starts_at: datetime, ends_at: datetime, leader_id: int, clerk_id: int,
    phone: str = "",
) -> Shift:  # fmt: skip
    """排班: who leads and who answers from when to when; shifts of one organisation do not overlap."""
    if not makes_rota(actor, organisation.pk):
        raise NotYours(_("只能给自己的单位排班。"))
    if not timedelta() < ends_at - starts_at <= LONGEST:
        raise Refused(_("一个班次要有先后，最长三天。"), field="ends_at")
    if ends_at <= clock.now():
        raise Refused(_("已经过去的班次不能补排。"), field="ends_at")
    try:
        with transaction.atomic():
            return Shift.objects.create(
                organisation=organisation, starts_at=starts_at, ends_at=ends_at, leader_id=leader_id,
                clerk_id=clerk_id, phone=phone or organisation.duty_phone,
            )  # fmt: skip
    except IntegrityError as wrong:
        raise Refused(_("这段时间已经有班次，请先改那一班。"), field="starts_at") from wrong


@founding("swap_duty")
def swap(actor: Any, shift: Shift, *, leader_id: int | None = None, clerk_id: int | None = None) -> Shift:
    """换班: another leader or clerk for a shift that is not over."""
    if not makes_rota(actor, shift.organisation_id):
        raise NotYours(_("只能改自己单位的班次。"))
    shift = Shift.objects.select_for_update().get(pk=shift.pk)
    if shift.ends_at <= clock.now():
        raise Refused(_("这个班次已经结束。"))
    shift.leader_id = leader_id or shift.leader_id
    shift.clerk_id = clerk_id or shift.clerk_id
    shift.save(update_fields=["leader", "clerk"])
    return shift


@founding("hand_over")
def hand_over(actor: Any, shift: Shift, *, note: str) -> Shift:
    """交班: what the next shift must know, written by the leader or clerk of this one, once."""
    shift = Shift.objects.select_for_update().get(pk=shift.pk)
    if actor.user_id not in (shift.leader_id, shift.clerk_id):
        raise NotYours(_("交班记录由本班的带班领导或值班员写。"))
    if len(note.strip()) < 2:
        raise Refused(_("请写明交给下一班的事；没有也请写“无”加一句说明。"), field="note")
    if shift.handed_over_at is not None:
        raise Refused(_("这一班已经交班。"))
    if shift.starts_at > clock.now():
        raise Refused(_("这一班还没有开始。"))
    shift.handover, shift.handed_over_at = note.strip(), clock.now()
    shift.save(update_fields=["handover", "handed_over_at"])
    return shift
