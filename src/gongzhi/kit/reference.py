"""Reference data in memory: what every request reads and almost nobody writes (areas, rules, calendar, organisations).

A ``Reference`` loads once per process. A writer calls ``bump(name)`` inside its transaction: the version row moves
with the data, this process forgets at commit, and other processes see the new version at their next look, at most
every ``settings.REFERENCE_RECHECK_SECONDS`` (one statement for all references; ``None`` = never look). Between two
looks a request costs no statement. Inside the writing transaction the writer sees its own rows and nobody else does.
"""

import threading
import time
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connection, transaction

T = TypeVar("T")

_all: dict[str, "Reference[Any]"] = {}
_own = threading.local()


class Reference(Generic[T]):
    """One value of reference data under a unique ``name``; ``load`` reads it from the database."""

    def __init__(self, name: str, load: Callable[[], T]) -> None:
        if name in _all:
            raise ValueError(f"Two references are called {name!r}.")
        self.name, self._load = name, load
        self._kept: tuple[T] | None = None
        self._epoch = 0
        self._lock = threading.Lock()
        _all[name] = self

    def get(self) -> T:
        """The value: this transaction's own after a ``bump`` in it, otherwise the process's."""
        if _is_writing(self.name):
            return self._of_this_transaction()
        _look_for_news()
        kept = self._kept
        return kept[0] if kept is not None else self._load_shared()

    def forget(self) -> None:
        """Load again at the next ``get``; a load already under way is used once and not kept."""
        self._epoch += 1
        self._kept = None

    def _load_shared(self) -> T:
        with self._lock:
            if self._kept is not None:
                return self._kept[0]
            epoch, value = self._epoch, self._load()
            if epoch == self._epoch:
                self._kept = (value,)
            return value

    def _of_this_transaction(self) -> T:
        values = _own.values
        if self.name not in values:
            values[self.name] = self._load()
        return values[self.name]


def bump(name: str) -> None:
    """Say that the rows behind ``name`` changed. One statement; call it after writing, in the same transaction."""
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_referenceversion (name, version) values (%s, 1)"
            " on conflict (name) do update set version = records_referenceversion.version + 1",
            [name],
        )

    def committed() -> None:
        if name in _all:  # otherwise its module is not loaded in this process: nothing to forget
            _all[name].forget()

    if not hasattr(_own, "marks"):
        _own.marks, _own.values = {}, {}
    _own.marks[name] = committed
    _own.values.pop(name, None)
    transaction.on_commit(committed)


def forget_all() -> None:
    """For tests: as if the process had just started."""
    for reference in _all.values():
        reference.forget()
    _own.__dict__.clear()
    _news.reset()


def _is_writing(name: str) -> bool:
    """Whether this thread's open transaction has bumped ``name`` (a rollback drops the mark by itself)."""
    mark = getattr(_own, "marks", {}).get(name)
    if mark is None:
        return False
    if any(entry[1] is mark for entry in connection.run_on_commit):
        return True
    _own.marks.pop(name, None)
    _own.values.pop(name, None)
    return False


class _News:
    """The versions last seen by this process."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.reset()

    def reset(self) -> None:
        self.versions: dict[str, int] | None = None
        self.looked_at = float("-inf")

    def look(self) -> None:
        from gongzhi.kit.records.models import ReferenceVersion

        found = dict(ReferenceVersion.objects.values_list("name", "version"))
        for name, reference in _all.items():
            if self.versions is not None and self.versions.get(name) != found.get(name):
                reference.forget()
        self.versions = found


_news = _News()


def _look_for_news() -> None:
    """Compare versions if the last look is old enough; one thread looks, the others go on with what they have."""
    every = settings.REFERENCE_RECHECK_SECONDS
    if (
        every is None or time.monotonic() - _news.looked_at < every
    ):  # a machine's interval, not the city's clock
        return
    if _news.lock.acquire(blocking=_news.versions is None):
        try:
            _news.look()
            _news.looked_at = time.monotonic()
        finally:
            _news.lock.release()


def warm() -> None:
    """Load everything now, so that no request pays for it: at the start of a web process."""
    for reference in _all.values():
        reference.get()
