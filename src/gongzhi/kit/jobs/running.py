"""Jobs begun and run: the row tells the page how far it is, over a connection of its own while a transaction runs."""

import logging
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped, Unseen
from gongzhi.kit.jobs.models import Job, Stage

log = logging.getLogger(__name__)
Tell = Callable[..., None]
Doing = Callable[[Job, Tell], dict[str, Any]]
KINDS: dict[str, Doing] = {}
KEPT = timedelta(days=30)


def kind(name: str) -> Callable[[Doing], Doing]:
    """Name a piece of work: ``doing(job, tell)`` returns the result, ``tell(done, total, word)`` says how far it is."""

    def keep(doing: Doing) -> Doing:
        KINDS[name] = doing
        return doing

    return keep


def begin(name: str, actor: Any, given: dict[str, Any], *, at_once: bool = False) -> Job:
    """A job of ``actor``'s: run here if it is short, otherwise left to the worker."""
    job = Job.objects.create(kind=name, by_id=actor.user_id, by_label=actor.label, given=given)
    if at_once:
        return run(job.pk, aside=False)
    from gongzhi.kit.jobs.slow import run_job

    run_job.defer(job_id=str(job.pk))
    return job


def of(actor: Any, name: str, job_id: UUID) -> Job:
    """The actor's own job; nobody else's exists for them."""
    job = Job.objects.filter(pk=job_id, kind=name, by_id=actor.user_id or 0).first()
    if job is None:
        raise Unseen(_("没有找到这次作业。"))
    return job


def run(job_id: UUID | str, *, aside: bool = True) -> Job:
    """Do it. A refusal is kept as its sentence; a fault is logged and kept as 失败; neither is raised."""
    job = Job.objects.get(pk=job_id)
    if job.stage != Stage.WAITING:
        return job  # the worker may hand out a job twice
    job.stage = Stage.RUNNING
    job.save(update_fields=["stage"])
    told = _Aside(job.pk) if aside else None
    try:
        job.result, job.stage = KINDS[job.kind](job, told or _silent), Stage.DONE
    except Stopped as wrong:
        job.refusal, job.stage = wrong.message, Stage.FAILED
    except Exception:
        log.exception("job %s failed", job.kind)
        job.refusal, job.stage = _("系统出了错，这次没有做成。"), Stage.FAILED
    finally:
        if told:
            told.close()
    job.ended_at = clock.now()
    job.save(update_fields=["stage", "result", "refusal", "ended_at"])
    return job


def _silent(_done: int, _total: int, _word: str = "") -> None:
    """Nobody watches work that is over before the page is drawn."""


class _Aside:
    """Tells how far it is over a connection of its own: what the work's own transaction writes nobody sees yet."""

    def __init__(self, job_id: UUID) -> None:
        self.job_id, self.other = job_id, connection.copy()

    def __call__(self, done: int, total: int, word: str = "") -> None:
        with self.other.cursor() as cursor:
            cursor.execute(
                "update jobs_job set done = %s, total = %s, word = %s where id = %s",
                [done, total, word[:40], self.job_id],
            )

    def close(self) -> None:
        self.other.close()


def sweep() -> int:
    """Old jobs go; returns how many."""
    return Job.objects.filter(made_at__lt=clock.now() - KEPT).delete()[0]
