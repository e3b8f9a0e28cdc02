"""Verify: is the journal whole? Every chain unbroken, every trunk at its head, every anchored day as signed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from django.apps import apps

from gongzhi.kit.journal.anchor import Anchor, day_of, read
from gongzhi.kit.journal.chain import head_of
from gongzhi.kit.journal.models import Entry, Trunk
from gongzhi.kit.privacy import ring


def run(anchors: Path | None = None) -> list[str]:
    """The faults found, as sentences; an empty list means that nothing was changed, removed or cut off."""
    faults, heads = list(_chains()), {}
    for entry in _last_rows():
        heads[(entry.trunk_kind, entry.trunk_id)] = (entry.seq, entry.head)
    faults += list(_trunks(heads))
    return faults + (list(_anchored(read(anchors))) if anchors else [])


def _chains() -> Iterator[str]:
    trunk, seq, head = ("", ""), 0, ""
    for entry in Entry.objects.order_by("trunk_kind", "trunk_id", "seq").iterator(2000):
        if (entry.trunk_kind, entry.trunk_id) != trunk:
            trunk, seq, head = (entry.trunk_kind, entry.trunk_id), 0, ""
        if entry.seq != seq + 1:
            yield f"{trunk[0]} {trunk[1]}: row {seq + 1} is missing"
        elif head_of(entry, head) != entry.head:
            yield f"{trunk[0]} {trunk[1]}: row {entry.seq} was changed"
        seq, head = entry.seq, entry.head


def _last_rows() -> Iterator[Entry]:
    rows = Entry.objects.order_by("trunk_kind", "trunk_id", "-seq").distinct("trunk_kind", "trunk_id")
    return rows.only("trunk_kind", "trunk_id", "seq", "head").iterator(2000)


def _trunks(heads: dict[tuple[str, str], tuple[int, str]]) -> Iterator[str]:
    """A chain cut at its end no longer meets the head that its trunk holds."""
    for model in apps.get_models():
        if issubclass(model, Trunk):
            kind = model._meta.label_lower
            for pk, seq, head in model._default_manager.values_list(
                "pk", "journal_seq", "journal_head"
            ).iterator(2000):
                if seq and heads.get((kind, str(pk))) != (seq, head):
                    yield f"{kind} {pk}: the journal ends before row {seq}"


def _anchored(anchors: list[Anchor]) -> Iterator[str]:
    previous = ""
    public = ring.signing_key().public_key()
    for anchor in anchors:
        try:
            public.verify(bytes.fromhex(anchor.signature), anchor.text())
        except (InvalidSignature, ValueError):
            yield f"anchor of {anchor.day}: the signature is wrong"
        if anchor.previous != previous:
            yield f"anchor of {anchor.day}: does not follow the one before"
        if day_of(date.fromisoformat(anchor.day)) != (anchor.rows, anchor.root):
            yield f"journal of {anchor.day}: not as it was signed"
        previous = anchor.signature
