"""Reads about people: an account and its posts in force, in one statement."""

from collections.abc import Iterable
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
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


POSTS = """array(select json_build_object('id', p.id, 'role', p.role, 'organisation_id', p.organisation_id,
    'area_id', p.area_id, 'level', a.level, 'valid_to', p.valid_to, 'stands_in_for', p.stands_in_for_id)
    from people_post p join areas_area a on a.id = p.area_id
    where p.user_id = u.id and p.valid_from <= %s and (p.valid_to is null or p.valid_to >= %s)
    order by p.stands_in_for_id nulls first, p.id)"""
USER = tuple(field.attname for field in User._meta.concrete_fields)  # ``from_db`` takes them in this order
USER_COLUMNS = ", ".join(f"u.{name}" for name in USER)
UNSEEN = """(select count(*) from (select 1 from notices_notice n where n.user_id = s.user_id and n.seen_at is null
    limit 100) bell)"""
BY_SESSION = f"""select {POSTS}, s.session_key, s.session_data, s.expire_date, s.user_id, s.began_at, s.device, {UNSEEN}, {USER_COLUMNS}
    from people_signin s left join people_user u on u.id = s.user_id where s.session_key = %s and s.expire_date > %s"""
BY_TOKEN = f"""select {POSTS}, t.id, t.label, t.scopes, {USER_COLUMNS}
    from people_token t join people_user u on u.id = t.user_id
    where t.hashed = %s and t.revoked_at is null and t.expires_at > %s and u.is_active"""


def _row(sql: str, key: str) -> tuple | None:
    """One row of who is asking. Written as SQL because every request pays for it; the fields are the models' own."""
    with connection.cursor() as cursor:
        cursor.execute(sql, [today(), today(), key, now()])
        return cursor.fetchone()


def signed_in(session_key: str) -> SignIn | None:
    """The session with its account, posts (``sign_in.post_rows``) and how many notices are new to it: one statement."""
    row = _row(BY_SESSION, session_key)
    if row is None:
        return None
    found = SignIn.from_db(
        "default", ["session_key", "session_data", "expire_date", "user_id", "began_at", "device"], row[1:7]
    )
    found.post_rows, found.unseen = row[0], row[7]  # type: ignore[attr-defined]
    if row[4] is not None:
        found.user = User.from_db("default", list(USER), row[8:])
    return found


def by_token(plain: str) -> Token | None:
    """The token with its account and posts: one statement; None if unknown, expired or revoked."""
    row = _row(BY_TOKEN, keyed_hash(plain, "token"))
    if row is None:
        return None
    found = Token(id=row[1], label=row[2], scopes=row[3])
    found.user = User.from_db("default", list(USER), row[4:])
    found.post_rows = row[0]  # type: ignore[attr-defined]
    return found


def account(username: str) -> User | None:
    return User.objects.filter(username=username).annotate(post_rows=post_rows("pk")).first()


def holders(
    *, area_ids: list[int] | None = None, organisation_ids: list[int] | None = None, roles: list[str]
) -> QuerySet:
    """The posts in force with one of ``roles`` over exactly these areas or in these organisations."""
    rows = Post.objects.filter(in_force(), role__in=roles, user__is_active=True)
    if area_ids is not None:
        rows = rows.filter(area_id__in=area_ids)
    if organisation_ids is not None:
        rows = rows.filter(organisation_id__in=organisation_ids)
    return rows


def serving_in(organisation_ids: Iterable[int | None], *roles: str) -> list[int]:
    """The accounts that hold a post (with one of ``roles``, if given) in these organisations today."""
    wanted = [one for one in organisation_ids if one is not None]
    rows = Post.objects.filter(in_force(), organisation_id__in=wanted)
    if roles:
        rows = rows.filter(role__in=roles)
    return list(rows.values_list("user_id", flat=True).distinct())
