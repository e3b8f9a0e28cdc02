"""What the clock calls for cases: press what is late, close what nobody rates, re-check what was shelved."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import CLOCK
from gongzhi.work.cases import commands, photos
from gongzhi.work.cases.models import OPEN, Case, Question, Report, Stage

BATCH = 200


def act() -> int:
    """Everything whose moment has come, oldest first; returns how many."""
    due = Case.objects.filter(act_at__lte=clock.now()).order_by("act_at").values_list("pk", flat=True)[:BATCH]
    return sum(_act_on(pk) for pk in list(due))


def _act_on(pk: UUID) -> int:
    case = Case.objects.get(pk=pk)
    try:
        if case.stage in OPEN:
            commands.press(CLOCK, case, level=case.press_level + 1)
        elif case.stage == Stage.VERIFIED or (case.stage == Stage.RESOLVED and case.eyes == "reporter"):
            commands.close_unrated(CLOCK, case)
        elif case.stage == Stage.RESOLVED:
            commands.widen_eyes(CLOCK, case)
        elif case.stage == Stage.SHELVED:
            commands.return_to_score(CLOCK, case)
    except Stopped:
        return 0
    return 1


def expire_questions() -> int:
    """Questions that waited three days: the clock goes on."""
    rows = Question.objects.filter(paused=True, answered_at=None, expires_at__lte=clock.now())
    cases = list(rows.values_list("case_id", flat=True).distinct()[:BATCH])
    for pk in cases:
        try:
            commands.expire_question(CLOCK, pk)
        except Stopped:
            continue
    return len(cases)


def purge() -> int:
    """Contacts and photos whose retention, counted from the case's closing, has ended; none of a case reopened."""
    closed_before = clock.now() - timedelta(days=records.value("retention.case-contact"))
    rows = Report.objects.filter(purge_on__lte=clock.today(), purged_at=None).exclude(case__stage__in=OPEN)
    rows = rows.filter(Q(case__closed_at__lte=closed_before) | Q(withdrawn_at__lte=closed_before))
    due: dict[UUID, list[str]] = {}
    for pk, case_id in rows.values_list("pk", "case_id")[:BATCH]:
        due.setdefault(case_id, []).append(str(pk))
    for case_id, report_ids in due.items():
        commands.purge(CLOCK, case_id, report_ids=report_ids)
    return len(due)


def sweep_drafts() -> int:
    """Photos of forms that nobody sent within a day."""
    return photos.sweep()
