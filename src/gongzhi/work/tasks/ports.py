"""The gate's port: every downward work asks it before it reaches a street or community (事项准入)."""

from collections.abc import Callable
from typing import Any, Protocol

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused


class NotAdmitted(Refused):
    """Work pushed down without an admitted matter: refused before anything is written."""


class Order(Protocol):
    """What the gate is shown: who sets what for which organisation, until when, on which basis."""

    text: str
    organisation_id: int


Gate = Callable[[Any, Any], None]
_gate: list[Gate] = []


def guard(gate: Gate) -> None:
    """The room admission fills the port at start-up; its gate raises NotAdmitted."""
    _gate[:] = [gate]


def ask(actor: Any, order: Any) -> None:
    """Ask the gate. With no gate registered, all downward work is refused."""
    if not _gate:
        raise NotAdmitted(
            _("市、区单位给街道、社区派工作，要先经过事项准入。现在还没有准入的事项，没有派出。")
        )
    _gate[0](actor, order)
