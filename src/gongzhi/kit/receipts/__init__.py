"""Receipts (idempotency keys): what was sent twice is done once. Kept 90 days."""

from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from gongzhi.kit.clock import now
from gongzhi.kit.flow import Stopped


class Given(Exception):
    """This key was used before."""


class KeyTaken(Stopped):
    """The key belongs to somebody or something else (409), told without any content."""

    status = 409


def give(key: str, actor: Any, verb: str, subject: Any) -> None:
    """Keep the key with what it made; raises Given if it is known, after waiting for a command still under way."""
    row = [key, actor.key, verb, subject._meta.label_lower, str(subject.pk), now()]
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into receipts_receipt (key, author, verb, subject_kind, subject_id, given_at) "
            "values (%s, %s, %s, %s, %s, %s) on conflict (key) do nothing",
            row,
        )
        if cursor.rowcount == 0:
            raise Given


def answer(key: str | None, actor: Any, verb: str, stop: Exception) -> Any:
    """What the key made, for the same author and verb; otherwise the stop itself, or KeyTaken."""
    from gongzhi.kit.receipts.models import Receipt

    known = Receipt.objects.filter(pk=key).first() if key else None
    if known is None:
        raise stop
    if known.author != actor.key or known.verb != verb:
        raise KeyTaken(_("这个请求编号已经用过，请换一个再发。")) from stop
    return known.subject()
