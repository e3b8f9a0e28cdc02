"""What the clock calls for whistles: late arrivals and finishes, unsigned whistles."""

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.town.access.actor import CLOCK
from gongzhi.work.whistles import commands
from gongzhi.work.whistles.models import ReportIn, Whistle

BATCH = 200


def press() -> int:
    """Departments that are late, level by level."""
    rows = list(ReportIn.objects.filter(act_at__lte=clock.now()).order_by("act_at")[:BATCH])
    for row in rows:
        try:
            commands.press(CLOCK, row, level=row.press_level + 1)
        except Stopped:
            continue
    return len(rows)


def lapse() -> int:
    """Whistles that nobody signed within the limit; an emergency's missing signature is told, the whistle stands."""
    rows = list(Whistle.objects.filter(sign_by__lte=clock.now(), stage=Whistle.Stage.PROPOSED)[:BATCH])
    for row in rows:
        try:
            commands.lapse(CLOCK, row)
        except Stopped:
            continue
    return len(rows)
