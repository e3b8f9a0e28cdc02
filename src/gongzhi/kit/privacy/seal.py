"""Sealed values: personal fields are stored as ciphertext under the key of their subject and purpose."""

import base64
import secrets
from uuid import UUID

from gongzhi.kit.privacy import ring
from gongzhi.kit.privacy.models import SubjectKey

CIPHERS = tuple(ring.SIZES)  # their places are written into files: only ever append


def seal(values: dict[str, str], subject: str, purpose: str) -> dict[str, str]:
    """Each value sealed (``s1:key:cipher:base64``) under the one key of subject and purpose; empty stays empty."""
    found = (
        SubjectKey.objects.filter(subject=subject, purpose=purpose).first() if any(values.values()) else None
    )
    if found is None:
        return seal_new(values, subject, purpose)
    key = ring.unwrap(found.ring_key, bytes(found.wrapped))
    return {name: _sealed(value, found.id, key) for name, value in values.items()}


def seal_new(values: dict[str, str], subject: str, purpose: str) -> dict[str, str]:
    """The same for a subject that has no key yet (its id was just made): one statement, none without values."""
    if not any(values.values()):
        return dict.fromkeys(values, "")
    key = secrets.token_bytes(32)
    ring_key, wrapped = ring.wrap(key)
    made = SubjectKey.objects.create(subject=subject, purpose=purpose, wrapped=wrapped, ring_key=ring_key)
    return {name: _sealed(value, made.id, key) for name, value in values.items()}


def _sealed(value: str, key_id: UUID, key: bytes) -> str:
    if not value:
        return ""
    cipher = ring.cipher()
    text = ring.encrypt(cipher, key[: ring.SIZES[cipher]], value.encode())
    return f"s1:{key_id.hex}:{cipher}:{base64.b64encode(text).decode()}"


def unseal(sealed: list[str]) -> list[str | None]:
    """The plain values, in one statement; None where the key was destroyed. Only reveal commands call this."""
    ids = {text.split(":")[1] for text in sealed if text}
    keys = (
        {row.id.hex: row for row in SubjectKey.objects.filter(pk__in=[UUID(i) for i in ids])} if ids else {}
    )
    return [_plain(text, keys) for text in sealed]


def _plain(text: str, keys: dict[str, SubjectKey]) -> str | None:
    if not text:
        return ""
    _, key_id, cipher, body = text.split(":", 3)
    row = keys.get(key_id)
    if row is None:
        return None
    key = ring.unwrap(row.ring_key, bytes(row.wrapped))[: ring.SIZES[cipher]]
    return ring.decrypt(cipher, key, base64.b64decode(body)).decode()


def seal_bytes(parts: list[bytes], subject: str, purpose: str) -> list[bytes]:
    """Files of one new subject under its one key: the key's id (16 bytes), the cipher's number, then what is sealed."""
    key = secrets.token_bytes(32)
    ring_key, wrapped = ring.wrap(key)
    made = SubjectKey.objects.create(subject=subject, purpose=purpose, wrapped=wrapped, ring_key=ring_key)
    cipher = ring.cipher()
    head = made.id.bytes + bytes([CIPHERS.index(cipher)])
    return [head + ring.encrypt(cipher, key[: ring.SIZES[cipher]], part) for part in parts]


def unseal_bytes(sealed: bytes) -> bytes | None:
    """The plain bytes; None where the key was destroyed. The door that shows them has asked for the right."""
    row = SubjectKey.objects.filter(pk=UUID(bytes=sealed[:16])).first()
    if row is None:
        return None
    cipher = CIPHERS[sealed[16]]
    key = ring.unwrap(row.ring_key, bytes(row.wrapped))[: ring.SIZES[cipher]]
    return ring.decrypt(cipher, key, sealed[17:])


def destroy(subject: str, purpose: str | None = None) -> int:
    """Destroy a subject's keys: what was sealed under them is gone everywhere. Returns how many."""
    rows = SubjectKey.objects.filter(subject=subject)
    return (rows.filter(purpose=purpose) if purpose else rows).delete()[0]


def rewrap(batch: int = 1000) -> int:
    """Wrap keys of an earlier ring key under the current one, a batch at a time; returns how many."""
    rows = list(SubjectKey.objects.exclude(ring_key=ring.current())[:batch])
    for row in rows:
        row.ring_key, row.wrapped = ring.wrap(ring.unwrap(row.ring_key, bytes(row.wrapped)))
    SubjectKey.objects.bulk_update(rows, ["ring_key", "wrapped"])
    return len(rows)


def blind(value: str, purpose: str) -> str:
    """The blind index of a value: equal values have equal hashes within one purpose; "" for none."""
    return ring.keyed_hash(value.strip(), f"blind:{purpose}") if value.strip() else ""
