"""The verbs of a case, by whose they are: intake, desk, eyes, resident, clockwork."""

from gongzhi.work.cases.commands.calling import dial
from gongzhi.work.cases.commands.clockwork import (
    close_unrated,
    draw_call_back,
    expire_question,
    press,
    purge,
    widen_eyes,
)  # fmt: skip
from gongzhi.work.cases.commands.desk import (
    accept,
    ask,
    deliver,
    extend,
    hand_down,
    instruct,
    place,
    raise_up,
    recategorise,
    recategorise_called,
    refuse,
    remark,
    resolve,
    return_to_score,
    reveal,
    shelve,
)  # fmt: skip
from gongzhi.work.cases.commands.eyes import drop, look, rate, reached, reopen, send_back, tried, verify
from gongzhi.work.cases.commands.intake import archive, join, note, report
from gongzhi.work.cases.commands.parts import absorb, merge, split
from gongzhi.work.cases.commands.resident import answer, supplement, urge, withdraw
from gongzhi.work.cases.commands.whistled import (
    all_finished,
    call_more,
    send_back_by_helper,
    sound,
    stand_down,
)

__all__ = [
    "absorb", "accept", "all_finished", "answer", "archive", "ask", "call_more", "close_unrated", "deliver", "dial", "draw_call_back",
    "drop", "expire_question", "extend", "hand_down", "instruct", "join", "look", "merge", "note", "place", "press",
    "purge", "raise_up", "rate", "reached", "recategorise", "recategorise_called", "refuse", "remark", "reopen",
    "report", "resolve", "return_to_score", "reveal", "send_back", "send_back_by_helper", "shelve", "sound", "split", "stand_down",
    "supplement", "tried", "urge", "verify", "widen_eyes", "withdraw",
]  # fmt: skip
