"""One hearing: a listener's rows heard together, so that what many of them ask is asked once.

Within ``one_hearing`` a function marked ``asked_once`` keeps its answers by its arguments. A hearing lasts as long as
one batch of the outbox (some hundred rows, one transaction); outside of one nothing is kept.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

Asked = ParamSpec("Asked")
Answer = TypeVar("Answer")
_kept: ContextVar[dict[Any, Any] | None] = ContextVar("kept", default=None)


@contextmanager
def one_hearing() -> Iterator[None]:
    """Answers are kept from here to the end of the block."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def asked_once(function: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    """Keep the answers of ``function`` (hashable arguments, none of them named) during one hearing."""

    @wraps(function)
    def ask(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
        kept = _kept.get()
        if kept is None or named:
            return function(*asked, **named)
        key = (function, asked)
        if key not in kept:
            kept[key] = function(*asked, **named)
        return kept[key]

    return ask


def known(function: Callable[..., Any], answers: dict[tuple[Any, ...], Any]) -> None:
    """Answers that were read together beforehand: ``{arguments: answer}``. Nothing outside of a hearing."""
    kept = _kept.get()
    if kept is not None:
        plain = getattr(function, "__wrapped__", function)
        kept |= {(plain, asked): answer for asked, answer in answers.items()}
