"""What administrators do to accounts; each step in the journal, under the account it concerns."""

import secrets
from datetime import date, timedelta
from typing import Any

from axes.utils import reset as forget_attempts
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding
from gongzhi.kit.flow import Refused
from gongzhi.town.access.actor import Actor
from gongzhi.town.people.commands import administers, hide, keep_apart, keeps_security
from gongzhi.town.people.models import Post, SignIn, Token, User

ALPHABET = "23456789abcdefghijkmnpqrstuvwxyz"  # nothing that looks like something else
LENGTH = 12


def initial_password() -> str:
    """Twelve letters in three groups, to be read out or copied once."""
    letters = "".join(secrets.choice(ALPHABET) for _place in range(LENGTH))
    return "-".join(letters[at : at + 4] for at in range(0, LENGTH, 4))


@founding("reset_password", may=administers, private=("password",))
def reset_password(_actor: Actor, user: User, *, password: str) -> User:
    """重置密码: an initial password again; open sessions end, because they belong to the old one."""
    user.set_password(password)
    user.must_change = True
    user.save(update_fields=["password", "must_change"])
    return user


@founding("close_account", may=administers)
def close_account(actor: Actor, user: User, *, reason: str) -> User:
    """停用账号: nobody signs in with it; posts end today, tokens stop, what it did stays."""
    if user.pk == actor.user_id:
        raise Refused(_("不能停用自己的账号，请别的系统管理员来办。"))
    _say_why(reason)
    user.is_active = False
    user.save(update_fields=["is_active"])
    yesterday = clock.today() - timedelta(days=1)
    for post in Post.objects.filter(user=user, valid_to=None) | Post.objects.filter(
        user=user, valid_to__gt=yesterday
    ):
        post.valid_to = max(yesterday, post.valid_from)
        post.save(update_fields=["valid_to"])
    hide(Post.objects.filter(user=user))
    Token.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())
    return user


@founding("open_again", may=administers)
def open_again(_actor: Actor, user: User, *, reason: str) -> User:
    """启用账号: it can be signed in with again; posts are given anew."""
    _say_why(reason)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@founding("arrange_substitute", may=administers)
def arrange_substitute(_actor: Actor, user: User, *, post_id: int, until: date) -> Post:
    """安排代理: ``user`` stands in for the holder of a post who can't arrange it (illness, leave)."""
    post = Post.objects.filter(pk=post_id, stands_in_for=None).first()
    if post is None:
        raise Refused(_("没有这个任职。"), field="post_id")
    if until < clock.today() or user.pk == post.user_id:
        raise Refused(_("代理要写明另一个人和今天以后的日期。"), field="until")
    keep_apart(user, post.role)
    return Post.objects.create(
        user=user, role=post.role, organisation_id=post.organisation_id, area_id=post.area_id,
        valid_from=clock.today(), valid_to=until, stands_in_for=post,
    )  # fmt: skip


@founding("end_sessions", may=keeps_security)
def end_sessions(_actor: Actor, user: User, *, reason: str) -> User:
    """强制退出: every session of an account ends, on whatever machine it is."""
    _say_why(reason)
    SignIn.objects.filter(user=user).delete()
    return user


@founding("unlock_account", may=keeps_security)
def unlock_account(_actor: Actor, user: User, *, reason: str) -> User:
    """解锁: the count of wrong passwords starts again."""
    _say_why(reason)
    forget_attempts(username=user.username)
    return user


def _say_why(reason: Any) -> None:
    if len(str(reason).strip()) < 2:
        raise Refused(_("请写明原因。"), field="reason")
