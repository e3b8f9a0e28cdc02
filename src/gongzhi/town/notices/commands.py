"""Tell somebody something, once; mark what was seen. Notices are consequences: the journal holds what they tell of."""

import logging
from collections.abc import Iterable

from gongzhi.kit.clock import now
from gongzhi.town.notices.channels import all_channels
from gongzhi.town.notices.models import Notice

log = logging.getLogger(__name__)
LONGEST = 120  # characters of a title and of the key ``once``


def tell(
    user_ids: Iterable[int],
    kind: str,
    title: str,
    url: str,
    once: str,
    *,
    urgent: bool = False,
    subject_id: str = "",
) -> int:
    """Tell each of these people; returns how many had not been told yet.

    :param once: what makes the notice the same one: told again with the same words it is not repeated.
    :param urgent: heads the list, and may be sent at night by channels that keep quiet hours.
    """
    wanted = {f"{once}:{user}"[-LONGEST:]: user for user in set(user_ids)}
    told = set(Notice.objects.filter(once__in=wanted).values_list("once", flat=True)) if wanted else set()
    notices = [
        Notice(
            user_id=user,
            kind=kind,
            title=title[:LONGEST],
            url=url,
            once=key,
            urgent=urgent,
            subject_id=subject_id,
        )
        for key, user in wanted.items()
        if key not in told
    ]
    if notices:
        Notice.objects.bulk_create(notices, ignore_conflicts=True)
        _send(notices)
    return len(notices)


def _send(notices: list[Notice]) -> None:
    for channel in all_channels():
        try:
            channel.send(notices)
        except (
            Exception
        ):  # another system's failure is not the work's: it is logged and the app has the notice
            log.exception("channel failed", extra={"channel": channel.name, "notices": len(notices)})


def seen(user_id: int, notice_ids: Iterable[int] | None = None) -> int:
    """Mark notices of this person as seen: these, or all. Returns how many changed."""
    rows = Notice.objects.filter(user_id=user_id, seen_at=None)
    if notice_ids is not None:
        rows = rows.filter(pk__in=list(notice_ids))
    return rows.update(seen_at=now())
