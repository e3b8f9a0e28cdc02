"""Who keeps the registers of the town: system administrators, and the command line of the machine's operator."""

from typing import Any


def keeps_registers(actor: Any) -> bool:
    """``actor`` as ``town.access`` makes it; asked by its kind and posts only, so that this floor stays the lowest."""
    return actor.kind == "system" or bool(actor.serves("system_admin"))
