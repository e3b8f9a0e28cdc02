"""Tell somebody something, once; mark what was seen. Notices are consequences: the journal holds what they tell of."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import DatabaseError, transaction

from gongzhi.kit.clock import now
from gongzhi.town.notices.channels import all_channels
from gongzhi.town.notices.models import Notice

log = logging.getLogger(__name__)
_waiting: ContextVar[list[Notice] | None] = ContextVar("waiting", default=None)
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
    wanted = [
        Notice(
            user_id=user, kind=kind, title=title[:LONGEST], url=url, once=f"{once}:{user}"[-LONGEST:],
            urgent=urgent, subject_id=subject_id,
        )
        for user in set(user_ids)
    ]  # fmt: skip
    waiting = _waiting.get()
    if waiting is None:
        return _told(wanted)
    waiting += wanted
    return len(wanted)


@contextmanager
def told_together() -> Iterator[None]:
    """What is told inside the block goes out at its end, by two statements for all of it; nothing if it fails."""
    waiting: list[Notice] = []
    token = _waiting.set(waiting)
    try:
        yield
    finally:
        _waiting.reset(token)
    _told(waiting)


def _told(wanted: list[Notice]) -> int:
    """Write and send those that are not there yet; returns how many."""
    fresh = {notice.once: notice for notice in wanted}
    if fresh:
        for once in Notice.objects.filter(once__in=list(fresh)).values_list("once", flat=True):
            del fresh[once]
    if fresh:
        notices = list(fresh.values())
        with transaction.atomic():  # what is stored here is on its way outside too, or neither
            Notice.objects.bulk_create(notices, ignore_conflicts=True, batch_size=1000)
            _send(notices)
    return len(fresh)


def _send(notices: list[Notice]) -> None:
    for channel in all_channels():
        try:
            channel.send(notices)
        except DatabaseError:  # the transaction is broken: all of it is heard again
            raise
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
