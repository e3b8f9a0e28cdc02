"""The verbs of mandates, by topic."""

from gongzhi.work.mandates.commands.letters import (
    abolish,
    issue_letter,
    keep,
    merge,
    record_letter,
    review,
)
from gongzhi.work.mandates.commands.lists import (
    begin_listing,
    drop_item,
    enact,
    fill,
    remark,
    supersede,
    withdraw,
    write_item,
)
from gongzhi.work.mandates.commands.offices import end_office, set_up_office, strip_function

__all__ = [
    "abolish",
    "begin_listing",
    "drop_item",
    "enact",
    "end_office",
    "fill",
    "issue_letter",
    "keep",
    "merge",
    "record_letter",
    "remark",
    "review",
    "set_up_office",
    "strip_function",
    "supersede",
    "withdraw",
    "write_item",
]
