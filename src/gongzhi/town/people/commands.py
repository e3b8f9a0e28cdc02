"""What is done to accounts and posts; the administrators' work, each step in the journal."""

import re
import secrets
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from gongzhi.kit.chinese import sort_key
from gongzhi.kit.clock import now, today
from gongzhi.kit.command import founding
from gongzhi.kit.flow import Refused
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.kit.privacy.seal import destroy, seal
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.models import Area
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people.models import ADMINISTRATORS, HEADS, Post, Role, SignIn, Token, User
from gongzhi.town.people.queries import in_force

PURPOSE = "staff-contact"
IN_PUBLIC = "public-contact"
CALLABLE = re.compile(r"\+?\d[\d -]{3,17}\d")


def administers(actor: Actor) -> bool:
    """System administrators, and the command line of the machine's operator."""
    return actor.kind == "system" or bool(actor.serves(Role.SYSTEM_ADMIN))


def keeps_security(actor: Actor) -> bool:
    """Security administrators, and the command line."""
    return actor.kind == "system" or bool(actor.serves(Role.SECURITY_ADMIN))


@founding("open_account", may=administers, private=("name", "password", "phone"))
def open_account(
    _actor: Actor,
    username: str,
    *,
    name: str,
    password: str | None = None,
    phone: str = "",
    synthetic: bool = False,
    must_change: bool = False,
) -> User:
    """开户: an account for a person in service; the telephone number is stored sealed.

    ``must_change``: the password is an initial one, to be changed before anything else is done.
    """
    if User.objects.filter(username=username).exists():
        raise Refused(_("账号“%s”已经有了。") % username, field="username")
    sealed = seal({"phone": phone}, f"user:{username}", PURPOSE)["phone"]
    return User.objects.create_user(
        username,
        name,
        password,
        pinyin=sort_key(name, 120),
        phone_sealed=sealed,
        synthetic=synthetic,
        must_change=must_change,
    )


@founding("grant", may=administers)
def grant(
    _actor: Actor, user: User, *, role: str, organisation: Organisation, area: Area,
    from_date: date | None = None, to_date: date | None = None, volunteer: bool = False,
) -> Post:  # fmt: skip
    """任职: give a post from a day (today) to a day."""
    if role not in Role.values:
        raise Refused(_("没有“%s”这个岗位。") % role, field="role")
    keep_apart(user, role)
    try:
        with transaction.atomic():
            return Post.objects.create(
                user=user, role=role, organisation=organisation, area=area, volunteer=volunteer,
                valid_from=from_date or today(), valid_to=to_date,
            )  # fmt: skip
    except IntegrityError as wrong:
        raise Refused(_("这个任职已经有了，或者起止日期不对。")) from wrong


def keep_apart(user: User, role: str) -> None:
    """三员分立: who administers holds no other post, so that no administrator reads residents' data."""
    held = set(Post.objects.filter(in_force(), user=user).values_list("role", flat=True)) - {role}
    if held and (role in ADMINISTRATORS or held & set(ADMINISTRATORS)):
        raise Refused(_("系统、安全、审计三种管理员要分开，也不能兼业务岗位，请另开账号。"), field="role")


@founding("show_to_residents", private=("phone",))
def show_to_residents(actor: Actor, post: Post, *, name: bool, phone: str = "") -> Post:
    """公开自己: a head lets residents see their name, and gives a number that they may call; both are taken back by the same step.

    Nobody else can do it for them, and nothing is shown before (MISSION: name only with consent).
    """
    if post.user_id != (actor.user_id or 0) or post.role not in HEADS:
        raise Refused(_("只能决定自己三长岗位上公开什么。"), field="post_id")
    if post.valid_to is not None and post.valid_to < today():
        raise Refused(_("这个岗位已经结束，居民的页面上不再有您。"), field="post_id")
    number = phone.strip()
    if number and not CALLABLE.fullmatch(number):
        raise Refused(_("电话只写数字，可以有区号和横线，例如 0431-88880001。"), field="phone")
    destroy(in_public(post), IN_PUBLIC)
    sealed = seal({"phone": number}, in_public(post), IN_PUBLIC)["phone"] if number else ""
    post.name_shown, post.phone_shown = name, sealed
    post.save(update_fields=["name_shown", "phone_shown"])
    return post


def hide(posts: Iterable[Post]) -> int:
    """What was shown of posts that have ended is taken back: the number's key is destroyed. Returns how many."""
    hidden = [post for post in posts if post.name_shown or post.phone_shown]
    for post in hidden:
        destroy(in_public(post), IN_PUBLIC)
        post.name_shown, post.phone_shown = False, ""
        post.save(update_fields=["name_shown", "phone_shown"])
    return len(hidden)


@founding("hide_ended", may=lambda actor: actor.kind == "clock")
def hide_ended(_actor: Actor, post: Post) -> Post:
    """收回公开: the post has ended, and with it the consent that was given for it."""
    hide([post])
    return post


def in_public(post: Post) -> str:
    """Under which key the published number of a post lies."""
    return f"post:{post.pk}"


@founding("end_post", may=administers)
def end_post(_actor: Actor, post: Post, *, on: date | None = None) -> Post:
    """免职: the post ends with that day (today); what residents saw of its holder goes with it."""
    post.valid_to = on or today()
    post.save(update_fields=["valid_to"])
    if post.valid_to <= today():
        hide([post])
    return post


@founding("substitute")
def substitute(actor: Actor, user: User, *, post_id: int, until: date, from_date: date | None = None) -> Post:
    """代理: the holder lets somebody else act in a post until a day; the post stays theirs."""
    post = Post.objects.filter(pk=post_id, user_id=actor.user_id or 0).first()
    if post is None:
        raise Refused(_("只能请人代理您自己的岗位。"), field="post_id")
    if until < today() or user.pk == actor.user_id:
        raise Refused(_("代理要写明另一个人和今天以后的日期。"), field="until")
    keep_apart(user, post.role)
    return Post.objects.create(
        user=user, role=post.role, organisation_id=post.organisation_id, area_id=post.area_id,
        valid_from=from_date or today(), valid_to=until, stands_in_for=post,
    )  # fmt: skip


def issue_token(actor: Actor, user: User, label: str, scopes: list[str], days: int) -> str:
    """发令牌: an API token that acts as its user within the scopes; the plain text is shown once and not kept."""
    plain = "gz_" + secrets.token_urlsafe(32)
    keep_token(actor, user, label=label, scopes=scopes, days=days, plain=plain)
    return plain


@founding("issue_token", private=("plain",))
def keep_token(actor: Actor, user: User, *, label: str, scopes: list[str], days: int, plain: str) -> Token:
    """The record of a token; for oneself, or by an administrator."""
    if not (administers(actor) or actor.user_id == user.pk):
        raise Refused(_("只能给自己发令牌。"))
    if not 1 <= days <= 366:
        raise Refused(_("令牌的期限是1到366天。"), field="days")
    expires = now() + timedelta(days=days)
    hashed = keyed_hash(plain, "token")
    return Token.objects.create(user=user, label=label, hashed=hashed, scopes=scopes, expires_at=expires)


@founding("revoke_token")
def revoke_token(actor: Actor, token: Token) -> Token:
    """收回令牌: it stops working at once."""
    if not (administers(actor) or keeps_security(actor) or actor.user_id == token.user_id):
        raise Refused(_("只能收回自己的令牌。"))
    token.revoked_at = now()
    token.save(update_fields=["revoked_at"])
    return token


def end_sign_in(actor: Actor, row: SignIn, *, lost: bool) -> None:
    """End a session now; the session's key stays out of the journal."""
    end_session(actor, User.objects.get(pk=row.user_id or 0), row=row, lost=lost)


@founding("end_session", private=("row",))
def end_session(actor: Actor, user: User, *, row: SignIn, lost: bool = False) -> User:
    """下线: a session of one's own ends; a lost phone is wiped at its next contact."""
    if actor.user_id != user.pk or row.user_id != user.pk:
        raise Refused(_("只能让自己的登录退出。"))
    SignIn.objects.filter(pk=row.pk).update(
        expire_date=now() - timedelta(seconds=1), lost_at=now() if lost else None
    )
    return user


def put_tour_away(user_id: int) -> None:
    """收起导览提示: the line that offers the tour does not come again. Nobody else learns of it: it stands in no journal."""
    User.objects.filter(pk=user_id).update(tour_put_away=True)


def actor_of(username: str) -> Any:
    """The actor of an account, as if signed in: for the command line and the demo city."""
    from gongzhi.town.access.actor import from_rows
    from gongzhi.town.people.queries import account

    user = account(username)
    if user is None:
        raise Refused(_("没有账号“%s”。") % username)
    return from_rows(user, user.post_rows)  # type: ignore[attr-defined]
