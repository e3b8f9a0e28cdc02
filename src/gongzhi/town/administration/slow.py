"""Slow work of the administrators: the whole journal looked through."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from gongzhi.kit.jobs.models import Job
from gongzhi.kit.jobs.running import Tell, kind
from gongzhi.kit.journal import anchor, verify
from gongzhi.kit.journal.models import Entry

VERIFY = "verify"
MOST = 200  # sentences kept; the count says how many there are


@kind(VERIFY)
def look_through(_job: Job, tell: Tell) -> dict[str, Any]:
    """Every chain, every trunk's head, every signed day."""
    rows = Entry.objects.count()
    tell(0, rows, _("逐行核对"))
    faults = verify.run(Path(settings.ANCHORS))
    tell(rows, rows, _("核对完"))
    return {
        "rows": rows,
        "faults": faults[:MOST],
        "count": len(faults),
        "days": len(anchor.read(Path(settings.ANCHORS))),
    }
