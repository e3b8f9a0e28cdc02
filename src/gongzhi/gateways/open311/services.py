"""Services: the catalogue's leaves as the standard names them. 举报 is not offered to other hands."""

import re
from typing import Any

from gongzhi.gateways.open311.errors import Wrong
from gongzhi.gateways.open311.formats import Said
from gongzhi.work.cases.catalogue import CategoryCard, catalogue

IDENTIFIER = re.compile(r"^[\w\-]{1,40}$")


def offered() -> list[CategoryCard]:
    """The categories that may be reported through Open311, in the order of their codes."""
    return sorted((card for card in catalogue().leaves if not card.secret), key=lambda card: card.code)


def code_of(card: CategoryCard) -> str:
    """The category's own code; a numbered one where that is no identifier of the standard."""
    return card.code if IDENTIFIER.match(card.code) else f"c-{card.id}"


def find(code: str) -> CategoryCard:
    """The category of a service code; raises Wrong (404)."""
    for card in offered():
        if code_of(card) == code:
            return card
    raise Wrong(404, "service_code not found")


def listed() -> Said:
    from django.conf import settings

    batch = settings.OPEN311_BATCH
    return Said("services", [
        {
            "service_code": code_of(card), "service_name": card.name, "description": card.warning or card.full_name,
            "metadata": bool(card.questions), "type": "batch" if code_of(card) in batch else "realtime",
            "keywords": ",".join(card.keywords), "group": card.path[0],
        }
        for card in offered()
    ])  # fmt: skip


def defined(code: str) -> Said:
    """The definition of a service: the category's questions as attributes."""
    card = find(code)
    attributes = [_attribute(question, order) for order, question in enumerate(card.questions, 1)]
    return Said("service_definition", {"service_code": code, "attributes": attributes})


def _attribute(question: dict[str, Any], order: int) -> dict[str, Any]:
    options = question.get("options") or []
    return {
        "variable": True,
        "code": question["code"],
        "datatype": "singlevaluelist" if options else "string",
        "required": bool(question.get("required")),
        "datatype_description": "",
        "order": order,
        "description": question["label"],
        "values": [{"key": one, "name": one} for one in options],
    }
