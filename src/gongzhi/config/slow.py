"""Slow work of the pages: importing a register. Found by the worker by its name (settings: AUTODISCOVER)."""

import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.jobs import running
from gongzhi.kit.jobs.models import Job
from gongzhi.kit.jobs.running import Tell, kind
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.checks import Row
from gongzhi.kit.registers.register import Outcome
from gongzhi.town.people.commands import actor_of
from gongzhi.town.people.models import User

IMPORT = "import"
SHOWN = 50  # wrong rows whose reasons stand on the page; the workbook has them all
KEPT = timedelta(days=1)


def folder(name: str) -> Path:
    """Where an upload waits for its import: for nobody else's eyes, a day at most."""
    return Path(settings.FILES_ROOT) / "imports" / Path(name).name


@kind(IMPORT)
def bring_in(job: Job, tell: Tell) -> dict[str, Any]:
    """A file into a register, as whoever uploaded it: tried (``dry``) or written."""
    given = job.given
    user = User.objects.filter(pk=job.by_id or 0, is_active=True).first()
    if user is None:
        raise NotYours(_("上传的人已经停用。"))
    place = folder(given["folder"])
    register = registry.get(given["register"])
    outcome = register.import_file(
        place / given["file"], actor_of(user.username), given["mode"], good_rows=given["good_rows"],
        dry_run=given["dry"], progress=tell, errors_folder=place,
    )  # fmt: skip
    return said(outcome, {column.field: str(column.heading) for column in register.columns})


def said(outcome: Outcome, names: dict[str, str]) -> dict[str, Any]:
    """Counts, the first wrong rows with their reasons, and the name of the workbook with all of them."""
    wrong = [row for row in outcome.rows if row.wrong][:SHOWN]
    return {
        "created": outcome.created, "changed": outcome.changed, "unchanged": outcome.unchanged,
        "rejected": outcome.rejected, "rows": len(outcome.rows),
        "errors": outcome.errors_path.name if outcome.errors_path else "",
        "wrong": [[row.number, reasons(row, names)] for row in wrong],
    }  # fmt: skip


def reasons(row: Row, names: dict[str, str]) -> str:
    """What is wrong with a row, each reason with the heading of its column."""
    whole = _("整行")
    return "；".join(f"{names.get(field, whole)}：{reason}" for field, reason in row.wrong.items())


def sweep() -> int:
    """Uploads that waited for a day go, and jobs of a month; returns how many."""
    limit = (clock.now() - KEPT).timestamp()
    root = Path(settings.FILES_ROOT) / "imports"
    old = [one for one in root.glob("*") if one.is_dir() and one.stat().st_mtime < limit]
    for one in old:
        shutil.rmtree(one, ignore_errors=True)
    return len(old) + running.sweep()
