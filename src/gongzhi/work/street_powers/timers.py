"""What the clock calls: answers, rulings and arrivals that are late; silence, where a record says what it means."""

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped
from gongzhi.town.access.actor import CLOCK
from gongzhi.work.street_powers import commands
from gongzhi.work.street_powers.models import CommandOrder, PowerUse

BATCH = 200


def act() -> int:
    """Uses whose moment has come: silence counts where their record says so, otherwise somebody is reminded."""
    rows = list(PowerUse.objects.filter(act_at__lte=clock.now()).order_by("act_at")[:BATCH])
    for row in rows:
        try:
            if row.stage == PowerUse.Stage.ASKED and row.silence_is_consent:
                commands.take_as_consent(CLOCK, row)
            else:
                commands.press(CLOCK, row, level=row.press_level + 1)
        except Stopped:
            continue
    return len(rows)


def press_orders() -> int:
    """Teams that have not arrived in time, level by level."""
    rows = list(CommandOrder.objects.filter(act_at__lte=clock.now()).order_by("act_at")[:BATCH])
    for row in rows:
        try:
            commands.press_order(CLOCK, row, level=row.press_level + 1)
        except Stopped:
            continue
    return len(rows)
