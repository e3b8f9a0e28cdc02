"""What the clock calls for the gate: terms that end, emergencies that nobody reviewed."""

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.town.access.actor import CLOCK
from gongzhi.work.admission import commands
from gongzhi.work.admission.models import Matter

BATCH = 200


def lapse() -> int:
    """Emergencies past their review."""
    rows = Matter.objects.filter(
        bypass=Matter.Bypass.RUNNING, bypass_by__lte=clock.now(), stage=Matter.Stage.ADMITTED
    )
    return sum(_tried(commands.lapse_bypass, row) for row in rows.order_by("bypass_by")[:BATCH])


def expire() -> int:
    """Matters whose last day is over."""
    rows = Matter.objects.filter(stage=Matter.Stage.ADMITTED, valid_to__lt=clock.today())
    return sum(_tried(commands.expire, row) for row in rows.order_by("valid_to")[:BATCH])


def _tried(command: object, row: Matter) -> int:
    try:
        command(CLOCK, row)  # type: ignore[operator]
    except Stopped:
        return 0
    return 1
