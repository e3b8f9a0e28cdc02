"""Imports as commands: one transaction, one row in the journal, one record of the run."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongzhi.kit.command import founding
from gongzhi.kit.registers.checks import Progress, Row
from gongzhi.kit.registers.models import HeadingMap, ImportRun

if TYPE_CHECKING:
    from gongzhi.kit.registers.register import Outcome, Register


@dataclass
class Job:
    """A checked file on its way into a register; the counts go into ``outcome``."""

    register: "Register"
    rows: list[Row]
    outcome: "Outcome"
    good_rows: bool
    progress: Progress


@founding("import_register", private=("file_name", "sha256"))
def bring(actor: Any, job: Job, *, register: str, mode: str, file_name: str, sha256: str) -> ImportRun:
    """导入: write the good rows and the record of the run."""
    outcome, good = job.outcome, [row for row in job.rows if not row.wrong]
    if job.good_rows or len(good) == len(job.rows):
        stored = job.register.keep(actor, good, mode, job.progress)
        outcome.created, outcome.changed, outcome.unchanged = stored.created, stored.changed, stored.unchanged
    outcome.rejected = sum(1 for row in job.rows if row.wrong)  # commands may have refused some more
    return ImportRun.objects.create(
        register=register, mode=mode, file_name=file_name[-200:], sha256=sha256, by_id=actor.user_id,
        by_label=actor.label, created=outcome.created, changed=outcome.changed, unchanged=outcome.unchanged,
        rejected=outcome.rejected,
    )  # fmt: skip


def remembered(register: "Register", actor: Any, mapping: dict[str, str], *, keep: bool) -> dict[str, str]:
    """Foreign heading to field: what was recorded, and ``mapping`` (to heading or field), recorded if ``keep``."""
    given = {heading.strip(): register.column(name).field for heading, name in mapping.items()}
    if given and keep:
        HeadingMap.objects.bulk_create(
            [
                HeadingMap(register=register.name, heading=h, field=f, by_label=actor.label)
                for h, f in given.items()
            ],
            update_conflicts=True,
            unique_fields=["register", "heading"],
            update_fields=["field", "by_label", "at"],
        )
    known = HeadingMap.objects.filter(register=register.name).values_list("heading", "field")
    fields = {column.field for column in register.columns}
    return {**{h: f for h, f in known if f in fields}, **given}
