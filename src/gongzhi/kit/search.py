"""Search in Chinese: arrays of character pairs (and Latin words), GIN-indexed, with an exact recheck.

Trigrams can't see two-character words; an array of pairs can. A query of one character is refused.
"""

import re
from functools import reduce

from django.db.models import Q
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


def matching(query: str, *, pairs: str, texts: tuple[str, ...]) -> Q:
    """A filter: the array field ``pairs`` holds all pairs of the query, and each word stands in one of ``texts``."""
    condition = Q()
    for word in words_of(query):
        keys = bigrams(word)
        exact = reduce(lambda a, b: a | b, (Q(**{f"{name}__icontains": word}) for name in texts))
        condition &= Q(**{f"{pairs}__contains": keys}) & exact if keys else exact
    return condition
