"""Keyset paging: a page is found by the last row seen, never by counting. No OFFSET, no COUNT(*).

A cursor is the base64url of (sort value, id). Order is PostgreSQL's own: ascending with nulls last,
descending with nulls first, the id after the sort value in the same direction, so that one index on
(sort, id) serves both.
"""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import FieldError, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404

Row = dict[str, Any]
LONGEST = 600
WRITERS: tuple[tuple[type, str], ...] = ((datetime, "t"), (date, "d"), (UUID, "u"), (Decimal, "n"))
READERS: dict[str, Callable[[str], Any]] = {
    "t": datetime.fromisoformat,
    "d": date.fromisoformat,
    "u": UUID,
    "n": Decimal,
}


def encode(*values: Any) -> str:
    """Sort value and id as text that can stand in an address."""
    packed = json.dumps([_pack(value) for value in values], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")


def decode(text: str, length: int = 2) -> list[Any]:
    """The values of a cursor; a bad one is 404, for no page of ours ever linked to it."""
    try:
        packed = json.loads(base64.urlsafe_b64decode(text[:LONGEST] + "=" * (-len(text) % 4)))
        values = [_unpack(value) for value in packed]
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError, binascii.Error) as bad:
        raise Http404("bad cursor") from bad
    if len(values) != length:
        raise Http404("bad cursor")
    return values


def _pack(value: Any) -> Any:
    for kind, mark in WRITERS:
        if isinstance(value, kind):
            text = value.isoformat() if isinstance(value, date) else str(value)
            return {mark: text}
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        [(mark, text)] = value.items()
        return READERS[mark](text)
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("no such text in PostgreSQL")
    if isinstance(value, list):
        raise TypeError("not a value")
    return value


@dataclass(frozen=True)
class Order:
    """By which value of the rows, downwards or not; ``nullable`` if it may be empty."""

    path: str
    down: bool = False
    nullable: bool = True
    key: str = "id"

    def names(self, *, backwards: bool = False) -> tuple[str, str]:
        """For ``order_by``."""
        sign = "-" if self.down != backwards else ""
        return sign + self.path, sign + self.key

    def beyond(self, value: Any, key: Any, *, backwards: bool = False) -> Q:
        """The rows after (or before) the row with this sort value and id."""
        return self._below(value, key) if self.down != backwards else self._above(value, key)

    def _above(self, value: Any, key: Any) -> Q:
        same = self._same(value) & Q(**{f"{self.key}__gt": key})
        if value is None:
            return same
        higher = Q(**{f"{self.path}__gt": value}) | same
        if self.nullable:
            return higher | Q(**{f"{self.path}__isnull": True})
        return Q(**{f"{self.path}__gte": value}) & higher  # the bound that the index can use

    def _below(self, value: Any, key: Any) -> Q:
        same = self._same(value) & Q(**{f"{self.key}__lt": key})
        if value is None:
            return same | Q(**{f"{self.path}__isnull": False})
        lower = Q(**{f"{self.path}__lt": value}) | same
        return Q(**{f"{self.path}__lte": value}) & lower

    def _same(self, value: Any) -> Q:
        return Q(**{f"{self.path}__isnull": True}) if value is None else Q(**{self.path: value})


@dataclass(frozen=True)
class Window:
    """The rows of one page and the cursors of its neighbours ('' when there is none)."""

    rows: Sequence[Row]
    previous: str
    next: str


def window(rows: QuerySet[Any, Row], order: Order, size: int, after: str = "", before: str = "") -> Window:
    """One page of ``rows`` (a ``.values()`` queryset that holds the sort value and the id)."""
    backwards = bool(before)
    mark = before or after
    try:
        if mark:
            rows = rows.filter(order.beyond(*decode(mark), backwards=backwards))
        found = list(rows.order_by(*order.names(backwards=backwards))[: size + 1])
    except (ValueError, TypeError, ValidationError, FieldError) as bad:
        if not mark:
            raise
        raise Http404("bad cursor") from bad
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    if not found:
        return Window([], "", "")
    first, last = (encode(row[order.path], row[order.key]) for row in (found[0], found[-1]))
    return Window(
        found, first if (more if backwards else bool(after)) else "", last if backwards or more else ""
    )
