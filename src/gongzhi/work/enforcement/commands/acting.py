"""Who may act in a file, asked under the lock: the power held today, two officers, certificates that hold."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import locked
from gongzhi.kit.flow import Refused
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Officer
from gongzhi.work.enforcement.rules import certified_until, streets_of, why_not_certified, why_not_held


def power_of(power_id: Any) -> DelegatedPower | None:
    """The power, locked: nobody takes it back while a file is filed or decided on it."""
    found = locked(DelegatedPower.objects.filter(pk=power_id))
    return found[0] if found else None


def officers_of(file: EnforcementFile, officer_ids: Sequence[int]) -> list[Officer]:
    """These officers of the file's street, locked; others are left out."""
    street = sorted(streets_of(file.street_id))
    return locked(Officer.objects.filter(pk__in=list(officer_ids), street_id__in=street))


def put_on(file: EnforcementFile, officers: list[Officer]) -> None:
    """Let these act in the file.

    :raises Refused: fewer than two, or a certificate that does not hold today.
    """
    why = why_not_certified(officers, clock.today())
    if why:
        raise Refused(why, field="lead_officer_id")
    file.officer_ids = sorted(officer.pk for officer in officers)
    file.acting_user_ids = sorted({officer.account_id for officer in officers if officer.account_id})
    file.certified_until = certified_until(officers)
    file.squad_id = officers[0].squad_id


def may_act(file: EnforcementFile) -> None:
    """Whether the file may go on today: its power not taken back or run out, its officers certified.

    :raises Refused: with what to do instead.
    """
    why = why_not_held(power_of(file.power_id), file.street_id, clock.today())
    if why:
        raise Refused(why)
    officers = officers_of(file, file.officer_ids)
    why = why_not_certified(officers, clock.today())
    if why:
        raise Refused(why)
    file.certified_until = certified_until(officers)


def said(text: Any, field: str, longest: int = 1000) -> str:
    """Words that say something, within their length."""
    words = str(text).strip()
    if len(words) < 2:
        raise Refused(_("请写清楚，至少两个字。"), field=field)
    if len(words) > longest:
        raise Refused(_("请写在%d字以内。") % longest, field=field)
    return words
