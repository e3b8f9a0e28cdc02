"""Addresses that hold a list's filters, sort and columns."""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

CURSORS = ("after", "before")
NOT_KEPT = (*CURSORS, "as")
NOT_A_VIEW = (*NOT_KEPT, "view", "batch", "all")


def changed_query(query: QueryDict, changes: Mapping[str, Any]) -> str:
    """``?a=1&b=2``: ``query`` under ``changes``; None or '' removes a name. Cursors are dropped."""
    changed = query.copy()
    for name in NOT_KEPT:
        changed.pop(name, None)
    for name, value in changes.items():
        several = value if isinstance(value, list | tuple) else [value]
        changed.setlist(name, [str(one) for one in several if one not in (None, "")])
    return "?" + changed.urlencode()


def pairs_without(query: QueryDict, name: str) -> list[tuple[str, str]]:
    """What a small form carries along as hidden fields, so that the rest of the address stays."""
    left = [(key, values) for key, values in query.lists() if key != name and key not in NOT_KEPT]
    return [(key, value) for key, values in left for value in values if isinstance(value, str)]


def canonical(query: QueryDict) -> str:
    """What of an address makes a view: filters, sort and columns, in one order, without empty ones and places."""
    pairs = [
        (key, value) for key, values in query.lists() if key not in NOT_A_VIEW for value in values if value
    ]
    found = QueryDict(mutable=True)
    for key, value in sorted(pairs):
        found.appendlist(key, str(value))
    return found.urlencode()
