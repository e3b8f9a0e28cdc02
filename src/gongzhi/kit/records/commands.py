"""Rules changed: a new record from a day on; what held before stays as it was."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding
from gongzhi.kit.flow import Refused
from gongzhi.kit.records import ports, rules
from gongzhi.kit.records.models import Rule
from gongzhi.kit.reference import bump

ONE_DAY = timedelta(days=1)


@founding("set_rule", may=ports.may_set)
def set_rule(
    _actor: Any, key: str, *, value: Any, basis: str, areas: Sequence[int] = (), valid_from: date | None = None,
    fixed: bool = False, clause_id: int | None = None,
) -> Rule:  # fmt: skip
    """改规则: from ``valid_from`` (tomorrow) ``key`` is ``value`` in the last of ``areas`` (its lineage; () = all).

    The record in force ends the day before; a later one stays and this one ends before it. A rule that already
    holds can change from tomorrow at the earliest, so that no day has two rules; a new key may start today.

    :raises Refused: no basis, a day in the past, or a record above that is not to be overridden.
    """
    scope_id = areas[-1] if areas else None
    start = valid_from or clock.today() + ONE_DAY
    _lock(key)
    _check(key, areas, start, basis)
    earlier = Rule.objects.filter(key=key, scope_id=scope_id, valid_from__lt=start)
    earlier.filter(Q(valid_to=None) | Q(valid_to__gte=start)).update(valid_to=start - ONE_DAY)
    Rule.objects.filter(key=key, scope_id=scope_id, valid_from=start).delete()  # not yet begun: see _check
    later = (
        Rule.objects.filter(key=key, scope_id=scope_id, valid_from__gt=start).order_by("valid_from").first()
    )
    rule = Rule.objects.create(
        key=key,
        value=value,
        scope_id=scope_id,
        fixed=fixed,
        valid_from=start,
        valid_to=later.valid_from - ONE_DAY if later else None,
        basis=basis.strip(),
        clause_id=clause_id,
    )
    bump("rules")
    return rule


def _lock(key: str) -> None:
    """One writer at a time for a key, also for its first record: the second sees what the first has done."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"rule:{key}"])


def _check(key: str, areas: Sequence[int], start: date, basis: str) -> None:
    if not basis.strip():
        raise Refused(_("规则要写明依据；不知道的写“待确认”。"), field="basis")
    today = clock.today()
    above = rules.nearest(rules.book_of(key=key), key, areas, start)
    if start < today or (above and start == today):
        raise Refused(_("规则只能从明天起改，已经过去的日子照旧。"), field="valid_from")
    if above and above.fixed and above.scope_id != (areas[-1] if areas else None):
        raise Refused(_("上级已规定这条规则不得改变，请向上级提出。"))
