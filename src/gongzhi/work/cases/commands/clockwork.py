"""What the clock does: press, widen the eyes, close unrated, end a waiting, draw call-backs, purge."""

import hashlib
from typing import Any

from gongzhi.kit import clock
from gongzhi.kit.command import locked, step
from gongzhi.kit.privacy.seal import destroy
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.files.commands import erase_all
from gongzhi.work.cases.clockface import next_act, resume
from gongzhi.work.cases.commands.intake import REPORT
from gongzhi.work.cases.models import CallBack, Case, Question, Stage
from gongzhi.work.cases.rules import FLOW

WIDER = {"grid": "community", "community": "street", "street": "street"}


@step(FLOW)
def press(_actor: Actor, case: Case, *, level: int) -> None:
    """督办: overdue. Level 1 reminds the hands, 2 tells their leader, 3 the district, 4 the city."""
    case.press_level = max(case.press_level, level)
    case.act_at = next_act(case, case.stage)


@step(FLOW)
def widen_eyes(_actor: Actor, case: Case) -> None:
    """换人核验: nobody looked within the limit; the next level may."""
    case.eyes = WIDER.get(case.eyes, case.eyes)
    case.act_at = next_act(case, Stage.RESOLVED)


@step(FLOW)
def close_unrated(_actor: Actor, case: Case) -> None:
    """未评价办结: silence is not praise; it closes as unrated."""
    case.closed_at, case.act_at = clock.now(), None


@step(FLOW)
def expire_question(_actor: Actor, case: Case) -> None:
    """等答到期: three days are over; the clock goes on without the answer."""
    for question in locked(
        Question.objects.filter(case=case, answered_at=None, expires_at__lte=clock.now(), paused=True)
    ):
        question.paused = False
    if case.paused_at:
        resume(case)


def draws(seed: str, report_id: Any, share: float) -> bool:
    """Whether a published seed draws this report: the same for everybody who redraws it."""
    number = int.from_bytes(hashlib.sha256(f"{seed}:{report_id}".encode()).digest()[:8])
    return number < share * 2**64


@step(FLOW)
def draw_call_back(_actor: Actor, case: Case, *, seed: str, organisation_id: int) -> None:
    """抽取回访: the drawn reporters who left a telephone and agreed; handlers never see who."""
    share = records.value("call_back.share")
    for report in case.reports.filter(withdrawn_at=None, consent=True).exclude(phone_sealed=""):
        if draws(seed, report.pk, share):
            CallBack.objects.get_or_create(
                report=report, round=case.round,
                defaults={"case": case, "organisation_id": organisation_id, "drawn_at": clock.now(), "seed": seed},
            )  # fmt: skip


@step(FLOW)
def purge(_actor: Actor, case: Case, *, report_ids: list[str]) -> None:
    """到期删除: name, telephone and the reporter's photos go, their keys with them: no backup can show them."""
    for report in locked(case.reports.filter(pk__in=report_ids, purged_at=None)):
        destroy(f"report:{report.pk}")
        erase_all(REPORT, report.pk)
        report.name_sealed = report.phone_sealed = report.phone_blind = report.name_masked = ""
        report.purged_at = clock.now()
