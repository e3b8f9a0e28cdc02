"""What a person chooses: which notices by which way, where to. The journal says that, never what or where."""

import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked
from gongzhi.kit.flow import NotYours, Refused, Unseen
from gongzhi.kit.privacy import seal
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.town.access.actor import Actor
from gongzhi.town.notices.channels import Outside, outside_named
from gongzhi.town.notices.groups import GROUPS
from gongzhi.town.notices.models import Address, Choice, Delivery, Pace
from gongzhi.town.people.models import User

CODE_GOOD_FOR = timedelta(minutes=30)
S = Delivery.Stage


def new_code() -> str:
    """Six digits, to be typed in from the message that they came in."""
    return f"{secrets.randbelow(10**6):06d}"


def hashed(user_id: int, way: str, code: str) -> str:
    return keyed_hash(f"{user_id}:{way}:{code}", "notice-code")


@founding("choose_notices", private=("groups", "pace"))
def choose(actor: Actor, *, way: str, groups: Sequence[str], pace: str) -> Choice:
    """选通知: which groups come by a way outside the app, and how often; what waits for a group no longer wanted does not go."""
    user = _me(actor)
    _way(way)
    wanted = [code for code in GROUPS if code in groups]
    if pace not in Pace.values:
        raise Refused(_("请选多久发一次。"), field="pace")
    choice, _made = Choice.objects.update_or_create(
        user_id=user.pk, way=way, defaults={"groups": wanted, "pace": pace}
    )
    if not wanted:
        Delivery.objects.filter(user_id=user.pk, way=way, stage=S.WAITING).delete()
    return choice


@founding("give_address", private=("address", "code"))
def give_address(actor: Actor, *, way: str, address: str, code: str) -> Address:
    """填通知地址: stored sealed; nothing goes there before its code has been typed in."""
    user, channel = _me(actor), _way(way)
    address = address.strip()
    if not channel.fits(address):
        raise Refused(_("这个地址不像能用的，请核对。"), field="address")
    sealed = seal.seal({"address": address}, subject(user), purpose(way))["address"]
    values = {
        "sealed": sealed, "masked": channel.masked(address), "language": get_language() or "zh-hans",
        "code_hash": hashed(user.pk, way, code), "code_until": clock.now() + CODE_GOOD_FOR, "confirmed_at": None,
        "refused_at": None,
    }  # fmt: skip
    return Address.objects.update_or_create(user_id=user.pk, way=way, defaults=values)[0]


@founding("confirm_address", private=("code",))
def confirm_address(actor: Actor, *, way: str, code: str) -> Address:
    """确认通知地址: by the code that was sent there; from now on it is used."""
    user = _me(actor)
    found = Address.objects.filter(user_id=user.pk, way=way, confirmed_at=None).first()
    if found is None:
        raise Unseen(_("没有等着确认的地址。"))
    if found.code_until is None or found.code_until < clock.now():
        raise Refused(_("验证码过期了，请重新发一个。"), field="code")
    if not secrets.compare_digest(found.code_hash, hashed(user.pk, way, code.strip())):
        raise Refused(_("验证码不对，请看最新的那一封。"), field="code")
    found.confirmed_at, found.code_hash, found.code_until = clock.now(), "", None
    found.save(update_fields=["confirmed_at", "code_hash", "code_until"])
    return found


@founding("drop_address")
def drop_address(actor: Actor, *, way: str) -> Address:
    """删通知地址: it goes with its key, and nothing more goes there."""
    user = _me(actor)
    found = Address.objects.filter(user_id=user.pk, way=way).first()
    if found is None:
        raise Unseen(_("没有这个地址。"))
    Delivery.objects.filter(user_id=user.pk, way=way, stage=S.WAITING).delete()
    Address.objects.filter(pk=found.pk).delete()
    seal.destroy(subject(user), purpose(way))
    return found


def subject(user: User) -> str:
    return f"user:{user.username}"


def purpose(way: str) -> str:
    return f"staff-{way}"


def _me(actor: Actor) -> User:
    """The actor's account, locked: what one person chooses in two windows is done one after the other."""
    found: list[Any] = locked(User.objects.filter(pk=actor.user_id or 0, is_active=True))
    if not found:
        raise NotYours(_("请先登录。"))
    return found[0]


def _way(name: str) -> Outside:
    found = outside_named(name)
    if found is None:
        raise Refused(_("本系统没有接这种通知方式。"))
    return found
