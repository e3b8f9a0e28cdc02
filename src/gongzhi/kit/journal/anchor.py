"""Anchors: each day's journal under one Merkle root, signed and written outside the database."""

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from gongzhi.kit import clock
from gongzhi.kit.identity import first_id
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.privacy import ring


@dataclass(frozen=True)
class Anchor:
    """One line of the anchor file: the day (city time), how many rows, their root, the anchor before, a signature."""

    day: str
    rows: int
    root: str
    previous: str
    signature: str = ""

    def text(self) -> bytes:
        return f"{self.day}|{self.rows}|{self.root}|{self.previous}".encode()


def root_of(heads: list[str]) -> str:
    """The Merkle root (SHA-256, hex) of the rows' heads; "" for none. An odd one is carried up."""
    level = [bytes.fromhex(head) for head in heads]
    while len(level) > 1:
        pairs = [hashlib.sha256(level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + level[len(pairs) * 2 :]
    return level[0].hex() if level else ""


def day_of(day: date) -> tuple[int, str]:
    """How many rows that day has, and their root, in the order of their ids."""
    start = datetime.combine(day, time(), clock.zone())
    low, high = first_id(start), first_id(start + timedelta(days=1))
    heads = list(Entry.objects.filter(id__gte=low, id__lt=high).order_by("id").values_list("head", flat=True))
    return len(heads), root_of(heads)


def read(folder: Path) -> list[Anchor]:
    """The anchors of a folder, oldest first; none where there is no file yet."""
    file = folder / "anchors.jsonl"
    return [Anchor(**json.loads(line)) for line in file.read_text().splitlines()] if file.exists() else []


def write(folder: Path, day: date) -> Anchor:
    """Sign the head of a day that has ended and append it; a day already there is not written again."""
    known = read(folder)
    for anchor in known:
        if anchor.day == day.isoformat():
            return anchor
    rows, root = day_of(day)
    bare = Anchor(day.isoformat(), rows, root, known[-1].signature if known else "")
    anchor = Anchor(**{**asdict(bare), "signature": ring.signing_key().sign(bare.text()).hex()})
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (folder / "anchors.jsonl").open("a") as file:
        file.write(json.dumps(asdict(anchor)) + "\n")
    return anchor
