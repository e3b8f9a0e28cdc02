"""All registers by name. A room declares its own in ``registers.py``; they are found at the first question."""

from functools import cache

from django.utils.module_loading import autodiscover_modules

from gongzhi.kit.registers.register import Register

_all: dict[str, Register] = {}


def register(made: Register) -> Register:
    """Make a register known; returns it."""
    if made.name in _all and _all[made.name] is not made:
        raise ValueError(f"Two registers are called {made.name!r}.")
    _all[made.name] = made
    return made


@cache
def _find() -> None:
    autodiscover_modules("registers")


def get(name: str) -> Register:
    """The register of that name.

    :raises LookupError: there is none.
    """
    _find()
    if name not in _all:
        raise LookupError(f"No register {name!r}.")
    return _all[name]


def names() -> list[str]:
    _find()
    return sorted(_all)


def all() -> list[Register]:
    _find()
    return [_all[name] for name in sorted(_all)]
