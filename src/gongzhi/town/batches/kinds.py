"""What may be done together, list by list. A room declares its kind; ``config/batches.py`` names them all."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from gongzhi.kit import matching
from gongzhi.kit.flow import Flow, Refused
from gongzhi.town.access.actor import Actor


@dataclass(frozen=True)
class Verb:
    """A step of the flow; ``word`` is the detail that the one line of words becomes, ``needed`` if it may not be empty."""

    verb: str
    word: str = ""
    needed: bool = False


@dataclass(frozen=True)
class Kind:
    """The steps that a list offers for several of its rows.

    ``found(actor, query)`` gives the rows of the list under an address; ``title(thing)`` names one in the answer
    (read together ``with_`` what it needs); things stand below ``base``, the list itself at ``back`` (the same).
    """

    name: str
    flow: Flow
    commands: ModuleType
    base: str
    verbs: tuple[Verb, ...]
    found: Callable[[Actor, QueryDict], QuerySet]
    title: Callable[[Any], str]
    back: str = ""
    with_: tuple[str, ...] = ()

    def verb(self, name: str) -> Verb | None:
        return next((one for one in self.verbs if one.verb == name), None)

    def key(self, pk: Any) -> str:
        """An id of such a thing in its one form; Refused for what is none."""
        try:
            return str(self.flow.model._meta.pk.to_python(str(pk)))  # type: ignore[union-attr]
        except ValidationError as wrong:
            raise Refused(_("有一件认不出来，请回到列表重新选。"), field="one") from wrong

    def label(self, verb: str) -> Any:
        return self.flow.steps[verb].label

    def open_to(self, actor: Actor) -> list[Verb]:
        """What this actor's posts can ever take; the others are not drawn."""
        return [one for one in self.verbs if matching.could_hold(self.flow.steps[one.verb].who(actor))]


_kinds: dict[str, Kind] = {}


def fill(kinds: Mapping[str, Kind]) -> None:
    """Filled at start-up. What is private in a flow may not wait in the clear."""
    for kind in kinds.values():
        for one in kind.verbs:
            if one.word in kind.flow.steps[one.verb].private:
                raise ValueError(f"{kind.name} {one.verb}: {one.word} is private")
    _kinds.update(kinds)


def get(name: str) -> Kind | None:
    return _kinds.get(name)
