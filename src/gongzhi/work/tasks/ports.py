"""The gate's port: every downward work asks it before it reaches a street or community (事项准入)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused


class NotAdmitted(Refused):
    """Work pushed down without an admitted matter: refused before anything is written."""


@dataclass(frozen=True)
class Order:
    """What the gate is shown: in which form (``models.Form``), what, for which organisation, until when, under which
    admitted matter; and the thing that it will be (kind and id).
    """

    form: str
    text: str
    organisation_id: int
    due_on: date
    subject_kind: str
    subject_id: str
    matter_id: UUID | None = None


Gate = Callable[[Any, Order], None]
_gate: list[Gate] = []


def guard(gate: Gate) -> None:
    """The room admission fills the port at start-up; its gate raises NotAdmitted."""
    _gate[:] = [gate]


Offer = Callable[[Any], list[tuple[str, str]]]
_offers: list[Offer] = []


def offer(matters: Offer) -> None:
    """The room admission also says which admitted matters an actor may set work under: (id, words)."""
    _offers[:] = [matters]


def offered(actor: Any) -> list[tuple[str, str]]:
    return _offers[0](actor) if _offers else []


Papers = Callable[[list[int], int], dict[int, int]]
_papers: list[Papers] = []


def count_papers(papers: Papers) -> None:
    """The room filings says how many sheets each area was asked for from its own street, in so many days."""
    _papers[:] = [papers]


def papers_asked(areas: list[int], days: int) -> dict[int, int]:
    """Of each area that has any; nothing where no room asks in writing."""
    return _papers[0](areas, days) if _papers else {}


def ask(actor: Any, order: Order) -> None:
    """Ask the gate. With no gate registered, all downward work is refused."""
    if not _gate:
        raise NotAdmitted(
            _("市、区单位给街道、社区派工作，要先经过事项准入。现在还没有准入的事项，没有派出。")
        )
    _gate[0](actor, order)


Refusal = Callable[[Any, Any], None]
_refusals: list[Refusal] = []


def refusals(put_on_record: Refusal) -> None:
    """The room admission also judges a refusal of work already set: it raises Refused while the matter still covers it,
    otherwise puts it on record against the sender.
    """
    _refusals[:] = [put_on_record]


def refuse(actor: Any, task: Any) -> None:
    """拒收: shown the task that a street or community does not take. With no gate registered, there is none to refuse."""
    if not _refusals:
        raise Refused(_("现在还没有事项准入，不能拒收。"))
    _refusals[0](actor, task)
