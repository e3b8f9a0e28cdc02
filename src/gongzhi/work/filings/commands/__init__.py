"""The verbs of filings, by topic: ``asking`` (forms), ``answering`` (sheets), ``papers`` (the asker's own layout)."""

from gongzhi.work.filings.commands.answering import (
    confirm,
    correct,
    prefill,
    read_again,
    report_nothing,
    void,
)
from gongzhi.work.filings.commands.asking import draft_form, draw, end, open_, open_period, revise
from gongzhi.work.filings.commands.papers import keep_layout

__all__ = [
    "confirm",
    "correct",
    "draft_form",
    "draw",
    "end",
    "keep_layout",
    "open_",
    "open_period",
    "prefill",
    "read_again",
    "report_nothing",
    "revise",
    "void",
]
