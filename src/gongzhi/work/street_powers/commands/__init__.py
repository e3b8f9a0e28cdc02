"""The verbs of the street's powers, of its orders to stationed teams, and of what it says of them."""

from gongzhi.work.street_powers.commands.asking import (
    carry_out,
    consent,
    object,
    request_consent,
    take_as_consent,
)
from gongzhi.work.street_powers.commands.opinions import reply, write_opinion
from gongzhi.work.street_powers.commands.ordering import (
    arrive,
    cancel,
    confirm_arrival,
    finish,
    mark,
    order,
    refuse,
)
from gongzhi.work.street_powers.commands.ordering import press as press_order
from gongzhi.work.street_powers.commands.using import (
    accept,
    answer,
    decline,
    draft,
    insist,
    issue,
    press,
    rule_on,
    sign,
    withdraw,
)

__all__ = [
    "accept", "answer", "arrive", "cancel", "carry_out", "confirm_arrival", "consent", "decline", "draft", "finish",
    "insist", "issue", "mark", "object", "order", "press", "press_order", "refuse", "reply", "request_consent", "rule_on",
    "sign", "take_as_consent", "withdraw", "write_opinion",
]  # fmt: skip
