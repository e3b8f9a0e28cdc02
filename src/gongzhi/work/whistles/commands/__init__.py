"""The verbs of the whistle, of the departments that it calls, and of what follows."""

from gongzhi.work.whistles.commands.aftermath import (
    agree,
    ask_more_time,
    dispute,
    grant_more_time,
    mark,
    move,
    name_fallback,
    object,
    press,
    remind,
    say_more,
    stand_down,
    take_back,
    uphold,
    waited,
)  # fmt: skip
from gongzhi.work.whistles.commands.reporting_in import (
    confirm_arrival,
    finish,
    progress,
    report_in,
    take_up_again,
)
from gongzhi.work.whistles.commands.sounding import (
    call_more,
    decline,
    lapse,
    propose,
    recall,
    sign,
    sign_after,
    sound_at_once,
)  # fmt: skip

__all__ = [
    "agree", "ask_more_time", "call_more", "confirm_arrival", "decline", "dispute", "finish", "grant_more_time",
    "lapse", "mark", "move", "name_fallback", "object", "press", "progress", "propose", "recall", "remind",
    "report_in", "say_more", "sign", "sign_after", "sound_at_once", "stand_down", "take_back", "take_up_again",
    "uphold", "waited",
]  # fmt: skip
