"""The verbs of mandates, by topic."""

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

__all__ = [
    "begin_listing",
    "drop_item",
    "enact",
    "fill",
    "remark",
    "supersede",
    "withdraw",
    "write_item",
]
