"""The verbs of meetings, by topic: ``sitting`` (the meeting itself), ``agenda`` (its topics)."""

from gongzhi.work.meetings.commands.agenda import (
    add_resolution,
    adopt,
    decide,
    decline_topic,
    postpone,
    raise_topic,
    withdraw_topic,
)
from gongzhi.work.meetings.commands.sitting import (
    call_meeting,
    cancel,
    invite,
    minute,
    open_,
    reply,
    reschedule,
    set_agenda,
)

__all__ = [
    "add_resolution",
    "adopt",
    "call_meeting",
    "cancel",
    "decide",
    "decline_topic",
    "invite",
    "minute",
    "open_",
    "postpone",
    "raise_topic",
    "reply",
    "reschedule",
    "set_agenda",
    "withdraw_topic",
]
