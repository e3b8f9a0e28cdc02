"""Identity: time-ordered ids for what is created in the field, and codes that a person can read out."""

import secrets
import uuid
from datetime import datetime

from gongzhi.kit import clock

ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # no 0/O, 1/I/L: read out over the telephone


def new_id(moment: datetime | None = None) -> uuid.UUID:
    """A UUIDv7 of this moment (the city's clock), so that ids sort by time and partitions are ranges of ids."""
    when = moment or clock.now()
    millis, micros = divmod(round(when.timestamp() * 1_000_000), 1000)
    fraction = micros * 4096 // 1000  # RFC 9562 §6.2, method 3: the twelve bits after the milliseconds
    random = secrets.randbits(62)
    return uuid.UUID(int=millis << 80 | 7 << 76 | fraction << 64 | 2 << 62 | random)


def first_id(moment: datetime) -> uuid.UUID:
    """The lowest id of that millisecond: the border between two partitions."""
    return uuid.UUID(int=round(moment.timestamp() * 1000) << 80)


def spoken_code(length: int = 9) -> str:
    """A random code of ``length`` letters, 4.95 bits each: nine letters hold 44 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(length))
