"""A permission is a filter; for one thing that is already read, the same filter is answered in memory.

``holds(q, thing)`` gives True or False as the database would, or None where the question needs the database
(a subquery, a related field, an expression). As in Django, a comparison with NULL does not match, and its negation
does. ``tests/flows/test_matching.py`` holds every who-function of every flow against PostgreSQL.
"""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import BaseExpression

Answer = bool | None

LOOKUPS: dict[str, Callable[[Any, Any], bool]] = {
    "exact": lambda have, want: have is not None and have == want,
    "in": lambda have, want: have is not None and have in want,
    "isnull": lambda have, want: (have is None) == want,
    "gt": lambda have, want: have is not None and have > want,
    "gte": lambda have, want: have is not None and have >= want,
    "lt": lambda have, want: have is not None and have < want,
    "lte": lambda have, want: have is not None and have <= want,
    "overlap": lambda have, want: have is not None and not set(have).isdisjoint(want),
}


def holds(q: Any, thing: Model) -> Answer:
    """Whether the filter lets this thing through; None if only the database can say."""
    if not isinstance(q, Q):
        return _leaf(q, thing) if isinstance(q, tuple) else None
    answers = (holds(child, thing) for child in q.children)
    if q.connector == Q.XOR:
        return None
    found = _any(answers) if q.connector == Q.OR else _all(answers)
    return found if found is None or not q.negated else not found


def could_hold(q: Any) -> bool:
    """Whether the filter lets through anything at all, as far as it can be read: ``pk__in=[]`` lets nothing through."""
    if not isinstance(q, Q):
        return q != ("pk__in", [])
    if q.negated or not q.children:
        return True
    each = (could_hold(child) for child in q.children)
    return any(each) if q.connector == Q.OR else all(each)


def _all(answers: Any) -> Answer:
    unknown = False
    for answer in answers:
        if answer is False:
            return False
        unknown = unknown or answer is None
    return None if unknown else True


def _any(answers: Any) -> Answer:
    unknown, seen = False, False
    for answer in answers:
        seen = True
        if answer is True:
            return True
        unknown = unknown or answer is None
    return None if unknown else not seen


def _leaf(pair: tuple[str, Any], thing: Model) -> Answer:
    """One condition, ``field__lookup=value``, on a field of the thing itself or of another that was read with it."""
    name, _, lookup = pair[0].partition("__")
    above = thing._state.fields_cache.get(name)
    if isinstance(above, Model) and lookup and lookup not in LOOKUPS:
        return _leaf((lookup, pair[1]), above)
    test, want = LOOKUPS.get(lookup or "exact"), pair[1]
    if test is None or isinstance(want, QuerySet | BaseExpression):
        return None
    if want is None and (lookup or "exact") == "exact":
        test, want = LOOKUPS["isnull"], True
    try:
        field = thing._meta.pk if name == "pk" else thing._meta.get_field(name)
    except FieldDoesNotExist:
        return None
    attribute = getattr(field, "attname", None)
    if attribute is None or attribute not in thing.__dict__ or isinstance(want, Model):
        return None
    return test(thing.__dict__[attribute], want)
