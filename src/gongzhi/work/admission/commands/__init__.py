"""The verbs of the gate, by topic: ``asking``, ``deciding``, ``pushed`` (what was stopped or refused), ``objecting``."""

from gongzhi.work.admission.commands.asking import apply, complete, go_ahead, send_back, withdraw_matter
from gongzhi.work.admission.commands.deciding import (
    admit,
    exit_,
    expire,
    lapse_bypass,
    pass_by_record,
    refuse_matter,
    review,
    review_after,
    turn_down,
)
from gongzhi.work.admission.commands.objecting import keep, object_to, uphold_objection
from gongzhi.work.admission.commands.pushed import (
    contest,
    overrule,
    own_up,
    refuse_push,
    stopped,
    uphold_refusal,
)

__all__ = [
    "admit",
    "apply",
    "complete",
    "contest",
    "exit_",
    "expire",
    "go_ahead",
    "keep",
    "lapse_bypass",
    "object_to",
    "overrule",
    "own_up",
    "pass_by_record",
    "refuse_matter",
    "refuse_push",
    "review",
    "review_after",
    "send_back",
    "stopped",
    "turn_down",
    "uphold_objection",
    "uphold_refusal",
    "withdraw_matter",
]
