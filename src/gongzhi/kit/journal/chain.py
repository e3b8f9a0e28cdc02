"""The chain: each row's head is the hash of the row and of the head before it, per trunk."""

import hashlib
import json
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from gongzhi.kit import rows
from gongzhi.kit.journal.models import Entry

HASHED = (
    "id", "at", "claimed_at", "actor_id", "actor_kind", "actor_label", "post_id", "organisation_id", "verb",
    "subject_kind", "subject_id", "trunk_kind", "trunk_id", "seq", "before", "after",
)  # fmt: skip


def head_of(entry: Entry, previous: str) -> str:
    """SHA-256 (hex) over the row as canonical JSON and the head before it."""
    row: dict[str, Any] = {name: _plain(getattr(entry, name)) for name in HASHED}
    row["details"] = json.loads(json.dumps(entry.details, cls=DjangoJSONEncoder))
    text = json.dumps(row, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(previous.encode() + text.encode()).hexdigest()


def _plain(value: Any) -> Any:
    if hasattr(value, "timestamp"):
        return round(value.timestamp() * 1_000_000)
    return str(value) if value is not None and not isinstance(value, int | str) else value


def write(entries: list[tuple[Any, Entry]]) -> None:
    """Number, chain and insert the rows of one command with one statement; each trunk keeps its head."""
    for trunk, entry in entries:
        trunk.journal_seq += 1
        entry.seq = trunk.journal_seq
        entry.head = trunk.journal_head = head_of(entry, trunk.journal_head)
    rows.insert([entry for _, entry in entries])
