"""Search in Chinese: arrays of character pairs (and Latin words), GIN-indexed, with an exact recheck.

Trigrams can't see two-character words; an array of pairs can. A query of one character is refused.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db import connection
from django.db.models import BooleanField, Exists, F, Func, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower, StrIndex
from django.db.models.lookups import GreaterThan
from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused

WORD = re.compile(r"[a-z0-9]{2,}")
RUN = re.compile(r"[一-鿿㐀-䶿]+")
MOST = 2000


def bigrams(*texts: str) -> list[str]:
    """The distinct pairs of Chinese characters and the Latin words of the texts, sorted; at most 2,000."""
    found: set[str] = set()
    for text in texts:
        low = text.lower()
        found.update(WORD.findall(low))
        for run in RUN.findall(low):
            found.update(run[i : i + 2] for i in range(len(run) - 1))
    return sorted(found)[:MOST]


def words_of(query: str) -> list[str]:
    """The words of a query; raises Refused when one is too short to search."""
    words = query.lower().split()
    if any(len(word) < 2 for word in words):
        raise Refused(_("请至少输入两个字。"), field="q")
    return words[:8]


def matching(
    model: type[Model], query: str, *, pairs: str, texts: tuple[str, ...], column: Callable[[str], Any] = F
) -> Q:
    """A filter over ``model``: the array field ``pairs`` holds all pairs of the query, and each word stands in one
    of ``texts``.

    A word that many rows hold is looked for by walking the newest rows, a rare one by the index: the database can't
    know, because it takes the pairs of one word for independent and any LIKE for rare (docs/performance.md).
    """
    condition = Q()
    for word in words_of(query):
        keys = bigrams(word)
        exact = reduce(lambda a, b: a | b, (Q(_stands(column(name), word)) for name in texts))
        condition &= (
            exact if not keys or is_common(model, pairs, keys) else Q(**{f"{pairs}__contains": keys}) & exact
        )
    return condition


class StandsAmong(Func):
    """``id = any(array(select ...))``: the array is made once, before the rows are looked at."""

    template = "%(expressions)s)"
    arg_joiner = " = any("
    output_field = BooleanField()


def whose(
    rows: QuerySet, told: type[Model], query: str, *, link: str, pairs: str, texts: tuple[str, ...]
) -> QuerySet:
    """The ``rows`` of which something ``told`` (their field ``link`` names the row) matches the query.

    A rare word's few rows are found first and looked up by their ids: left to itself the database walks all rows
    from the newest in the hope of a page that never comes (a word nowhere: 5 s with a million rows, now 8 ms).
    """
    words = told._default_manager.filter(matching(told, query, pairs=pairs, texts=texts))
    keys = [bigrams(word) for word in words_of(query)]
    if any(one and not is_common(told, pairs, one) for one in keys):
        return rows.filter(StandsAmong(F("pk"), ArraySubquery(words.values(link))))
    beside = f"{link.removesuffix('_id')}__"  # what stands in the row itself is not read a second time

    def column(name: str) -> Any:
        return OuterRef(name.removeprefix(beside)) if name.startswith(beside) else F(name)

    words = told._default_manager.filter(
        matching(told, query, pairs=pairs, texts=texts, column=column), **{link: OuterRef("pk")}
    )
    return rows.filter(Exists(words))


def _stands(column: Any, word: str) -> GreaterThan:
    return GreaterThan(StrIndex(Lower(column), Value(word)), 0)


@dataclass(frozen=True)
class Frequencies:
    """What the database's statistics say of an array: rows of the table, and the share of rows for common elements."""

    rows: float
    shares: dict[str, float]
    read_at: float

    @property
    def border(self) -> float:
        """The share of rows at which a walk costs what the index costs: a page of 50 in 50 / share rows at 8 µs
        against share * rows matches at 12 µs each.
        """
        return (33 / max(self.rows, 1)) ** 0.5


_known: dict[tuple[str, str], Frequencies] = {}


def is_common(model: type[Model], field: str, keys: list[str]) -> bool:
    """Whether even the rarest of the pairs stands in so many rows that walking is cheaper than the index."""
    known = _frequencies(model._meta.db_table, field)
    return known.rows > 10_000 and min(known.shares.get(key, 0.0) for key in keys) > known.border


def _frequencies(table: str, field: str) -> Frequencies:
    """Read from the statistics of the last ANALYZE, at most every ten minutes: one statement."""
    known = _known.get((table, field))
    if known is None or time.monotonic() - known.read_at > 600:
        with connection.cursor() as cursor:
            cursor.execute(
                "select c.reltuples, s.most_common_elems::text::text[], s.most_common_elem_freqs from pg_class c "
                "left join pg_stats s on s.tablename = c.relname and s.attname = %s where c.oid = %s::regclass",
                [field, table],
            )
            rows, elements, shares = cursor.fetchone()
        known = Frequencies(rows, dict(zip(elements or [], shares or [], strict=False)), time.monotonic())
        _known[table, field] = known
    return known
