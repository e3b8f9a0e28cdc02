"""First values for data migrations. Imports no model and no app: it takes the migration's own ``apps``."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

ALWAYS = date(2000, 1, 1)


def seed(apps: Any, rows: Iterable[Mapping[str, Any]]) -> int:
    """Create the rules that do not exist yet; returns how many.

    A row holds ``key``, ``value`` and ``basis`` (待确认 where it is not known), and may hold ``scope_id``, ``fixed``,
    ``valid_from`` (2000-01-01), ``valid_to`` and ``clause_id``. A key that has any record in its scope is left as
    it is, so that a city's own value survives a repeated migration. Depend on ``("records", "rules_and_versions")``.
    """
    rule = apps.get_model("records", "Rule")
    known = set(rule.objects.values_list("key", "scope_id"))
    fresh = [row for row in rows if (row["key"], row.get("scope_id")) not in known]
    rule.objects.bulk_create([rule(**{"valid_from": ALWAYS, **row}) for row in fresh])
    return len(fresh)


def unseed(apps: Any, keys: Iterable[str]) -> None:
    """Take the keys away again (a migration's way back)."""
    apps.get_model("records", "Rule").objects.filter(key__in=list(keys)).delete()
