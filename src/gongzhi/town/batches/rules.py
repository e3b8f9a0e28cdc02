"""How long a batch waits and how many things it may hold: records."""

from datetime import timedelta

from gongzhi.kit.records import rules as records


def undo_time() -> timedelta:
    """How long a batch can be taken back."""
    return timedelta(seconds=float(records.value("batches.undo_seconds")))


def most() -> int:
    """How many things one batch may hold."""
    return int(records.value("batches.most"))
