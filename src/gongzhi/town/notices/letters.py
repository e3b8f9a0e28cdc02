"""What goes out of the house: each notice at most once by each way, several of one person in one letter.

Queued in the transaction that stores the notice. The worker claims all that is due for one person under the lock of
their address, stores that it is being sent, and only then hands it over. What certainly failed is tried again, later each
time; what may have gone out, or was claimed by a worker that died, is kept as unsure and never sent twice.
"""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import translation

from gongzhi.kit import clock
from gongzhi.kit.identity import new_id
from gongzhi.kit.privacy.seal import unseal
from gongzhi.town.notices.channels import Letter, NotSent, Outside, Unsure
from gongzhi.town.notices.groups import FIRST, group_of, said_outside
from gongzhi.town.notices.models import Address, Choice, Delivery, Notice, Pace
from gongzhi.town.notices.rules import again_at, due_at, kept_trying, quiet_until

log = logging.getLogger("gongzhi.letters")
S = Delivery.Stage
CLAIM = timedelta(minutes=5)
MOST_LINES = 50  # of one letter; the others go in the next one
KEPT = timedelta(days=30)


def queue(way: str, notices: Sequence[Notice]) -> int:
    """Put notices on their way to whoever wants their group by ``way``; returns how many."""
    users = {notice.user_id for notice in notices}
    known = Address.objects.filter(way=way, user_id__in=users, refused_at=None, user__is_active=True)
    reached = set(known.exclude(confirmed_at=None).values_list("user_id", flat=True))
    if not reached:
        return 0
    chosen = {choice.user_id: choice for choice in Choice.objects.filter(way=way, user_id__in=reached)}
    stored = Notice.objects.filter(once__in=[n.once for n in notices if n.user_id in reached])
    made = []
    for notice in stored:
        choice = chosen.get(notice.user_id)
        if group_of(notice.kind) in (choice.groups if choice else FIRST):
            made.append(_delivery(way, notice, choice.pace if choice else Pace.WINDOW))
    return len(Delivery.objects.bulk_create(made, ignore_conflicts=True, batch_size=1000))


def _delivery(way: str, notice: Notice, pace: str) -> Delivery:
    moment = clock.now()
    due = due_at(moment, urgent=notice.urgent, pace=pace)
    return Delivery(
        notice=notice, user_id=notice.user_id, way=way, urgent=notice.urgent, made_at=moment, due_at=due
    )


def send_due(channel: Outside) -> int:
    """Hand over what is due by one way; returns how many letters went out. Stops when nothing can be handed over now."""
    overtaken(channel.name)
    sent = 0
    while letter := claim(channel.name):
        try:
            sent += _handed_over(channel, letter)
        except NotSent:
            break
    return sent


def _handed_over(channel: Outside, letter: Letter) -> bool:
    try:
        with translation.override(letter.language):
            channel.deliver(letter)
    except NotSent as wrong:
        log.warning("letter not sent: %s", wrong)
        failed(channel.name, letter.id, for_good=wrong.for_good)
        if wrong.everybody:
            raise
        return False
    except Unsure:
        log.warning("letter may have been sent; it is not sent again")
        settle(letter.id, S.UNSURE)
        return False
    except Exception:
        log.exception("letter not sent")
        failed(channel.name, letter.id)
        return False
    settle(letter.id, S.SENT)
    return True


def claim(way: str) -> Letter | None:
    """The next letter, stored as being sent: all that is due for one person, and with it what they would get soon."""
    while True:
        with transaction.atomic():
            due = _due(way, clock.now())
            address = _first_address(way, due)
            if address is None:
                return None
            if rows := _together(address, due):
                return _claimed(address, rows)


def _first_address(way: str, due: QuerySet[Delivery]) -> Address | None:
    """Of somebody who has something due; locked, so that one person's letter is made by one worker."""
    known = Address.objects.filter(way=way, refused_at=None).exclude(confirmed_at=None)
    waited_for = known.filter(Exists(due.filter(user_id=OuterRef("user_id"))))
    return waited_for.select_for_update(of=("self",), skip_locked=True).order_by("pk").first()


def _claimed(address: Address, rows: Sequence[Delivery]) -> Letter:
    [plain] = unseal([address.sealed])
    letter = Letter(
        id=new_id(), to=plain or "", language=address.language, lines=_lines(rows, address.language),
        urgent=any(row.urgent for row in rows),
    )  # fmt: skip
    until = clock.now() + CLAIM
    _store([row.pk for row in rows], stage=S.SENDING, letter=letter.id, sending_until=until)
    return letter


def _due(way: str, moment: datetime) -> QuerySet[Delivery]:
    """What may go out now: in the quiet hours only what is urgent."""
    rows = Delivery.objects.filter(way=way, stage=S.WAITING, due_at__lte=moment)
    return rows.filter(urgent=True) if quiet_until(moment) else rows


def _together(address: Address, due: QuerySet[Delivery]) -> list[Delivery]:
    """The rows of a person's letter. What they have seen in the app meanwhile needs no letter."""
    mine = Delivery.objects.filter(user_id=address.user_id, way=address.way, stage=S.WAITING)
    ready = due.filter(user_id=address.user_id)
    rows = mine if ready.filter(urgent=False).exists() else ready
    _store(
        list(rows.filter(urgent=False, notice__seen_at__isnull=False).values_list("pk", flat=True)),
        stage=S.NEEDLESS,
        ended_at=clock.now(),
    )
    locked = rows.select_related("notice").select_for_update(of=("self",)).order_by("-urgent", "notice_id")
    return list(locked[:MOST_LINES])


def _lines(rows: Sequence[Delivery], language: str) -> tuple[tuple[str, str], ...]:
    with translation.override(language):
        return tuple((said_outside(row.notice.kind, row.notice.title), row.notice.url) for row in rows)


def _store(pks: Sequence[Any], **values: Any) -> int:
    return Delivery.objects.filter(pk__in=pks).update(**values) if pks else 0


def settle(letter: UUID, stage: str) -> int:
    """What became of a letter; a row that was settled already stays as it is."""
    return Delivery.objects.filter(letter=letter, stage=S.SENDING).update(stage=stage, ended_at=clock.now())


def failed(way: str, letter: UUID, *, for_good: bool = False) -> None:
    """It did not go out: later again, or never if the address is refused or it has been tried for too long."""
    moment = clock.now()
    with transaction.atomic():
        rows = list(Delivery.objects.select_for_update().filter(letter=letter, stage=S.SENDING))
        if for_good and rows:
            Address.objects.filter(user_id=rows[0].user_id, way=way).update(refused_at=moment)
            waiting = Delivery.objects.filter(user_id=rows[0].user_id, way=way, stage=S.WAITING)
            waiting.update(stage=S.GIVEN_UP, ended_at=moment)
        for row in rows:
            over = for_good or moment - row.made_at >= kept_trying()
            row.stage = S.GIVEN_UP if over else S.WAITING
            row.ended_at = moment if over else None
            row.due_at = again_at(moment, row.attempts, urgent=row.urgent)
            row.attempts += 1
            row.letter = row.sending_until = None
        Delivery.objects.bulk_update(
            rows, ["stage", "ended_at", "due_at", "attempts", "letter", "sending_until"]
        )


def overtaken(way: str) -> int:
    """Letters of a worker that died while it sent them: nobody knows whether they went out."""
    late = Q(way=way, stage=S.SENDING, sending_until__lt=clock.now())
    return Delivery.objects.filter(late).update(stage=S.UNSURE, ended_at=clock.now())


def sweep() -> int:
    """What was settled a month ago goes; the notice itself stays in the app."""
    return Delivery.objects.filter(ended_at__lt=clock.now() - KEPT).delete()[0]
