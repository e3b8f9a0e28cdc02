"""Flows: which verb moves a thing from which stage to which, and who may say it.

A permission is a filter: ``who(actor)`` returns a ``Q`` over the thing's model. The same Q decides the command,
the list, the buttons, the API, the export and the count. *Stage* is what has been done; *desk* (whose turn) is
another column.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import BooleanField, Case, Model, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from gongzhi.kit import matching

Who = Callable[[Any], Q]


class Stopped(Exception):
    """A step that was not taken. ``message`` says why and what to do; ``status`` is the HTTP answer.

    ``afterwards`` is run once everything was rolled back: what must stay on record although nothing was done.
    """

    status = 400
    afterwards: Callable[[], Any] | None = None

    def __init__(self, message: object = "", *, field: str | None = None):
        super().__init__(str(message))
        self.message = str(message)
        self.field = field


class Unseen(Stopped):
    """There is no such thing for this actor (404): what may not be seen does not exist."""

    status = 404


class NotYours(Stopped):
    """The actor may not take this step on this thing (403)."""

    status = 403


class NotNow(Stopped):
    """The step exists, but not from the thing's present stage (409)."""

    status = 409


class Refused(Stopped):
    """The words given are not good enough (422); ``field`` names which."""

    status = 422


@dataclass(frozen=True)
class Step:
    """One row of a regulation: verb, label, from which stages, to which (None: it stays), and who.

    ``door=False`` marks a step that only another room's command takes; it has no button and no API operation.
    """

    verb: str
    label: Any
    sources: tuple[str, ...]
    target: str | None
    who: Who
    door: bool = True
    main: bool = False
    private: tuple[str, ...] = ()


@dataclass(frozen=True)
class Flow:
    """The table of a room: the model it moves, who sees the thing, its steps, and the trunk locked first."""

    model: type[Model]
    seen: Who
    rows: tuple[Step, ...]
    trunk: str = ""
    steps: dict[str, Step] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "steps", {row.verb: row for row in self.rows})

    @property
    def kind(self) -> str:
        return self.model._meta.label_lower

    def seen_by(self, actor: Any) -> QuerySet:
        """The rows this actor may see: every page, list, export and count starts here."""
        return self.model._default_manager.filter(self.seen(actor))

    def may(self, actor: Any, step: Step, thing: Any) -> bool:
        """Whether this actor may take the step on a thing that was read: in memory, or by asking the database."""
        if step.sources and thing.stage not in step.sources:
            return False
        return self.lets(step.who(actor), thing)

    def lets(self, condition: Q, thing: Any) -> bool:
        """Whether a filter lets a thing through that was read; the database is asked only where it must be."""
        answer = matching.holds(condition, thing)
        return (
            self.model._default_manager.filter(condition, pk=thing.pk).exists() if answer is None else answer
        )

    def open_to(self, actor: Any, thing: Any) -> list[Step]:
        """The buttons to draw for a thing that was read; one statement at most, whatever the number of steps."""
        rows = [row for row in self.rows if row.door and (not row.sources or thing.stage in row.sources)]
        asked = {row.verb: row.who(actor) for row in rows}
        known = {verb: matching.holds(q, thing) for verb, q in asked.items()}
        unknown = {f"may_{verb}": holds(asked[verb]) for verb, answer in known.items() if answer is None}
        if unknown:
            said = (
                self.model._default_manager.filter(pk=thing.pk).annotate(**unknown).values(*unknown).first()
                or {}
            )
            known |= {name.removeprefix("may_"): answer for name, answer in said.items()}
        return [row for row in rows if known[row.verb]]

    def with_steps(self, actor: Any, rows: QuerySet) -> QuerySet:
        """For pages of several things: the rows with ``may_<verb>``, so that buttons cost no further statement."""
        return rows.annotate(
            **{f"may_{row.verb}": holds(self._open(actor, row)) for row in self.rows if row.door}
        )

    def _open(self, actor: Any, step: Step) -> Q:
        return Q(stage__in=step.sources) & step.who(actor) if step.sources else step.who(actor)

    def open_on(self, thing: Any) -> list[Step]:
        """The buttons of a thing that was read by ``with_steps``."""
        return [row for row in self.rows if row.door and getattr(thing, f"may_{row.verb}", False)]

    def at_door(self) -> list[Step]:
        """The steps that pages and the API offer."""
        return [row for row in self.rows if row.door]

    def refusal(self, step: Step, thing: Any) -> NotNow:
        """Why this step is not possible now, in words."""
        stage = thing.get_stage_display() if hasattr(thing, "get_stage_display") else thing.stage
        return NotNow(
            _("没有%(label)s：这件事现在是“%(stage)s”。请刷新后看能做什么。")
            % {"label": step.label, "stage": stage}
        )


def holds(condition: Q) -> Case:
    """A Q as a boolean column."""
    if not condition:
        return Case(default=Value(True), output_field=BooleanField())
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def by_rooms(_actor: Any) -> Q:
    """Who-function of steps that no person takes directly: a command of a room above takes them."""
    return Q(pk__in=[])
