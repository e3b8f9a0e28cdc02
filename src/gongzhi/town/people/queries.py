"""Reads about people: an account and its posts in force, in one statement."""

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.db.models.functions import JSONObject

from gongzhi.kit.clock import now, today
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.town.people.models import Post, SignIn, Token, User


def in_force(on: Any = None) -> Q:
    """The posts that are held on a day (today)."""
    day = on or today()
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gte=day))


def post_rows(user: str) -> ArraySubquery:
    """The posts in force of the account that the outer field ``user`` names, as an array of objects."""
    rows = Post.objects.filter(in_force(), user_id=OuterRef(user))
    return ArraySubquery(
        rows.order_by("stands_in_for", "id").values(
            row=JSONObject(
                id="id",
                role="role",
                organisation_id="organisation_id",
                area_id="area_id",
                level=F("area__level"),
                valid_to="valid_to",
                stands_in_for="stands_in_for_id",
            )
        )
    )


def signed_in(session_key: str) -> SignIn | None:
    """The session with its account and posts (``sign_in.post_rows``): one statement."""
    rows = SignIn.objects.filter(session_key=session_key, expire_date__gt=now())
    return rows.select_related("user").annotate(post_rows=post_rows("user_id")).first()


def by_token(plain: str) -> Token | None:
    """The token with its account and posts: one statement; None if unknown, expired or revoked."""
    rows = Token.objects.filter(hashed=keyed_hash(plain, "token"), revoked_at=None, expires_at__gt=now())
    return rows.filter(user__is_active=True).select_related("user").annotate(post_rows=post_rows("user_id")).first()


def account(username: str) -> User | None:
    return User.objects.filter(username=username).annotate(post_rows=post_rows("pk")).first()


def holders(*, area_ids: list[int] | None = None, organisation_ids: list[int] | None = None, roles: list[str]) -> QuerySet:
    """The posts in force with one of ``roles`` over exactly these areas or in these organisations."""
    rows = Post.objects.filter(in_force(), role__in=roles, user__is_active=True)
    if area_ids is not None:
        rows = rows.filter(area_id__in=area_ids)
    if organisation_ids is not None:
        rows = rows.filter(organisation_id__in=organisation_ids)
    return rows
