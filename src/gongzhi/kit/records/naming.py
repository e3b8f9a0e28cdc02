"""What a city calls things: labels with a name of its own in the record ``names``, else in the words given.

The record's value maps a label's key to a word, or to one for each language:
``{"level.street": "苏木(镇)", "level.grid": {"zh": "片区", "en": "precinct"}}``.
"""

from typing import Any

from django.db.utils import DatabaseError
from django.utils.functional import lazy
from django.utils.translation import get_language

from gongzhi.kit.records import rules

KEY = "names"


def _said(key: str, otherwise: Any) -> str:
    try:
        own = rules.value(KEY).get(key)
    except (rules.MissingRule, DatabaseError):  # before the tables are made there are only our own words
        own = None
    if isinstance(own, dict):
        own = own.get((get_language() or "zh")[:2])
    return str(own or otherwise)


_lazily = lazy(_said, str)


def named(key: str, otherwise: Any) -> Any:
    """A label, read each time it is shown."""
    return _lazily(key, otherwise)
