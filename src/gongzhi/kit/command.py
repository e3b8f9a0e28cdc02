"""The one way to change anything: lock the trunk, then the thing; check who and stage under the lock; act; move;
write the journal; all in one transaction, from page, API, timer, import and gateway alike.

Within one command several may run (the last ``finish`` resolves the case): they share one ``Work``, in which each
thing is locked once, saved once, and all journal rows are written by one statement.
"""

import inspect
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import Any

from django.db import IntegrityError, OperationalError, models, transaction
from django.utils.translation import gettext as _

from gongzhi.kit import receipts, rows
from gongzhi.kit.flow import Flow, NotNow, NotYours, Refused, Step, Stopped, Unseen, by_rooms
from gongzhi.kit.journal.chain import write
from gongzhi.kit.journal.models import Entry, Ledger, Trunk
from gongzhi.kit.privacy.patterns import personal_number

_work: ContextVar["Work | None"] = ContextVar("work", default=None)
TOGETHER = ("40P01", "23505")  # a deadlock, a row that another has just made: two at once, and one is told
COMMANDS: dict[tuple[str, str], Callable[..., Any]] = {}
FOUNDERS: dict[str, Callable[..., Any]] = {}


@dataclass
class Work:
    """What one command holds: the things it locked, as they were read, and the journal rows to write."""

    actor: Any
    claimed_at: datetime | None = None
    things: dict[tuple[type, Any], models.Model] = field(default_factory=dict)
    before: dict[tuple[type, Any], dict[str, Any]] = field(default_factory=dict)
    entries: list[tuple[models.Model, Entry]] = field(default_factory=list)
    begun: list[models.Model] = field(default_factory=list)

    def keep(self, thing: models.Model) -> models.Model:
        key = (type(thing), thing.pk)
        self.things[key] = thing
        self.before[key] = _values(thing)
        return thing

    def take(self, thing: models.Model | None) -> models.Model | None:
        """A row just locked; the same object if this work holds it already."""
        if thing is None:
            return None
        return self.things.get((type(thing), thing.pk)) or self.keep(thing)

    def save(self) -> None:
        """Write what changed: one statement for each thing, only the changed columns. What a founding command
        returned unsaved is inserted with its chain's head in it, and then what hangs from it (``and_then``).
        """
        begun, self.begun = self.begun, []
        for thing in begun:
            rows.insert([thing])
            self.keep(thing)
            if hasattr(thing, "and_then"):
                thing.and_then()
        for key, thing in self.things.items():
            now = _values(thing)
            changed = [name for name, value in now.items() if self.before[key][name] != value]
            if changed:
                rows.update(thing, changed)
                self.before[key] = now


def _values(thing: models.Model) -> dict[str, Any]:
    return {
        f.attname: list(v) if isinstance(v := thing.__dict__[f.attname], list) else v
        for f in thing._meta.concrete_fields
        if f.attname in thing.__dict__ and not f.primary_key
    }


def holding(thing: models.Model) -> None:
    """Add a thing that a command made itself to its work, so that later changes to it are saved."""
    work = _work.get()
    if work is None:
        raise RuntimeError("outside a command")
    work.keep(thing)


def held(model: type[models.Model], pk: Any) -> Any:
    """The thing that this work locked already, such as the trunk of what a command moves."""
    work = _work.get()
    if work is None:
        raise RuntimeError("outside a command")
    return work.things[(model, pk)]


def locked(queryset: models.QuerySet) -> list[Any]:
    """Further things of a command, locked in the order of their key, saved with it."""
    work = _work.get()
    if work is None:
        raise RuntimeError("outside a command")
    found = queryset.select_for_update(of=("self",)).order_by("pk")
    return [work.take(row) for row in found]


def step(flow: Flow, *, verb: str | None = None) -> Callable[..., Any]:
    """A command that moves one thing along its flow; its name is the verb. Raises Unseen, NotYours, NotNow, Refused."""

    def wrap(body: Callable[..., Any]) -> Callable[..., Any]:
        row = flow.steps[verb or body.__name__]

        def act(work: Work, thing: Any, details: dict[str, Any]) -> Any:
            thing = _claim(flow, row, work, thing)
            came_from = getattr(thing, "stage", "")
            made = body(work.actor, thing, **details)
            if row.target is not None and thing.stage == came_from:
                thing.stage = row.target
            subject = made if isinstance(made, models.Model) else thing
            trunk = _trunk(flow, work, thing)
            _note(work, row.verb, subject, trunk, came_from, _public(details, row.private))
            return subject

        run = _command(body, act, row.private)
        COMMANDS[(flow.kind, row.verb)] = run
        return run

    return wrap


def founding(
    verb: str, *, may: Callable[[Any], bool] | None = None, private: tuple[str, ...] = ()
) -> Callable[..., Any]:
    """A command that begins a thing which hangs from nothing else: its body makes and returns it."""

    def wrap(body: Callable[..., Any]) -> Callable[..., Any]:
        def act(work: Work, given: Any, details: dict[str, Any]) -> Any:
            if may is not None and not may(work.actor):
                raise NotYours(_("您的岗位不能做这件事。"))
            made = body(work.actor, **details) if given is None else body(work.actor, given, **details)
            trunk = _root(work, made)
            _note(work, verb, made, trunk, "", _public(details, private))
            return made

        run = _command(body, act, private)
        FOUNDERS[verb] = run
        return run

    return wrap


def said(kind: str, verb: str) -> str:
    """A verb in Chinese: the first word of its command's docstring; the verb itself where there is none.

    What a step of another thing made (a whistle proposed on a case) stands under the kind of what was made.
    """
    run = COMMANDS.get((kind, verb)) or FOUNDERS.get(verb)
    run = run or next((found for (_kind, name), found in COMMANDS.items() if name == verb), None)
    word = ((run.__doc__ if run else "") or "").strip().partition(":")[0]
    return word if word and not word.isascii() and len(word) < 20 else verb


def _command(
    body: Callable[..., Any], act: Callable[..., Any], private: tuple[str, ...]
) -> Callable[..., Any]:
    @wraps(body)
    def run(
        actor: Any,
        thing: Any = None,
        *,
        key: str | None = None,
        claimed_at: datetime | None = None,
        **details: Any,
    ) -> Any:
        _no_numbers(details, private)
        outer = _work.get()
        if outer is not None:
            return act(outer, thing, details)
        return _outermost(body.__name__, actor, key, claimed_at, lambda work: act(work, thing, details))

    run.details = inspect.signature(body)  # type: ignore[attr-defined]
    return run


def _outermost(
    verb: str, actor: Any, key: str | None, claimed_at: datetime | None, act: Callable[[Work], Any]
) -> Any:
    """Run in one transaction; with a key, what was done once is answered and not done twice."""
    try:
        with transaction.atomic():
            work = Work(actor, claimed_at)
            token = _work.set(work)
            try:
                subject = act(work)
                write(work.entries)
                work.save()
                if key:
                    receipts.give(key, actor, verb, subject)
            finally:
                _work.reset(token)
            return subject
    except (receipts.Given, Stopped) as stop:
        if (on_record := getattr(stop, "afterwards", None)) is not None:
            on_record()
        return receipts.answer(key, actor, verb, stop)
    except (OperationalError, IntegrityError) as wrong:
        if getattr(wrong.__cause__, "sqlstate", "") not in TOGETHER:
            raise
        return receipts.answer(
            key, actor, verb, NotNow(_("有人同时在改这件事，您这一步没有做。请刷新后再试。"))
        )


def _claim(flow: Flow, row: Step, work: Work, thing: Any) -> Any:
    """Lock the trunk, then the thing, and check sight, right and stage under the lock."""
    pk = thing.pk if isinstance(thing, models.Model) else thing
    held: Any = work.things.get((flow.model, pk))
    if held is None and flow.trunk:
        above: Any = flow.model._meta.get_field(flow.trunk).related_model
        if work.take(rows.locked_above(above, flow.model, flow.trunk, pk)) is None:
            raise Unseen(_("没有找到。"))
    if held is None or row.who is not by_rooms:
        work.save()
        held = _check(flow, row, work, pk)
    if row.sources and held.stage not in row.sources:
        raise flow.refusal(row, held)
    return held


def _check(flow: Flow, row: Step, work: Work, pk: Any) -> Any:
    """The thing, locked; Unseen, NotYours or NotNow if this actor may not take the step on it."""
    thing: Any = rows.locked(flow.model, pk)
    if thing is None:
        raise Unseen(_("没有找到。"))
    if row.who is not by_rooms and not flow.lets(flow.seen(work.actor), thing):
        raise Unseen(_("没有找到。"))
    if row.who is not by_rooms and not flow.lets(row.who(work.actor), thing):
        if row.sources and thing.stage not in row.sources:
            raise flow.refusal(row, thing)
        raise NotYours(_("您不能在这件事上“%(label)s”：它不在您手上。") % {"label": row.label})
    return work.things.get((flow.model, pk)) or work.keep(thing)


def _trunk(flow: Flow, work: Work, thing: Any) -> Any:
    if not flow.trunk:
        return thing
    way: Any = flow.model._meta.get_field(flow.trunk)
    return work.things[(way.related_model, getattr(thing, f"{flow.trunk}_id"))]


def _root(work: Work, made: Any) -> Any:
    """What a new thing hangs from: itself, its ``trunk`` (locked), or for registers the ledger of its kind."""
    trunk = getattr(made, "trunk", made)
    if trunk is made and made._state.adding:
        work.begun.append(made)
        return made
    if trunk is made and isinstance(made, Trunk):
        return work.things.get((type(made), made.pk)) or work.keep(made)
    if isinstance(trunk, Trunk):
        return work.take(rows.locked(type(trunk), trunk.pk))
    kind = made._meta.label_lower
    Ledger.objects.bulk_create([Ledger(kind=kind)], ignore_conflicts=True)
    return work.take(rows.locked(Ledger, kind))


def _note(work: Work, verb: str, subject: Any, trunk: Any, came_from: str, details: dict[str, Any]) -> None:
    work.entries.append((trunk, Entry.of(work, verb, subject, trunk, came_from, details)))


def _public(details: dict[str, Any], private: tuple[str, ...]) -> dict[str, Any]:
    """The words of a step without the private ones; things by key, or as they say themselves (``for_journal``)."""
    given = {
        name: value
        for name, value in details.items()
        if name not in private and value not in (None, "", [], ())
    }
    return {name: _told(value) for name, value in given.items()}


def _told(value: Any) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    return value.for_journal() if hasattr(value, "for_journal") else value


def _no_numbers(details: dict[str, Any], private: tuple[str, ...]) -> None:
    """The journal holds no personal value in clear: numbers of persons are refused in words meant for the record."""
    for name, value in details.items():
        if name not in private and isinstance(value, str) and personal_number(value):
            raise Refused(_("这里会长期留存，请不要写手机号或身份证号。"), field=name)
