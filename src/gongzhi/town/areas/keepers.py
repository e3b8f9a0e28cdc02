"""Who keeps the registers of the town: system administrators, and the command line of the machine's operator."""

from typing import Any


def keeps_registers(actor: Any) -> bool:
    """``actor`` as ``town.access`` makes it; asked by its kind and posts only, so that this floor stays the lowest."""
    return actor.kind == "system" or bool(actor.serves("system_admin"))


def keeps_streets(actor: Any) -> bool:
    """The same, and street clerks for what lies in their own street (``streets_of``)."""
    return keeps_registers(actor) or bool(actor.serves("street_clerk"))


def streets_of(actor: Any) -> list[int] | None:
    """The streets (with their predecessors) that an actor keeps; None for all."""
    if keeps_registers(actor):
        return None
    return sorted({one for post in actor.serves("street_clerk") for one in post.reach})
