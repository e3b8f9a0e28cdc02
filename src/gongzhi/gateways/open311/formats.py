"""How Open311 is written: the same facts as XML or JSON, with the choices of docs/open311.md."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.sax.saxutils import escape

import orjson
from django.conf import settings
from django.http import HttpResponse

from gongzhi.kit import clock

MEDIA = {"xml": "text/xml", "json": "application/json"}
#: In XML each row of a list is an element of its own name.
ROWS = {
    "services": "service", "attributes": "attribute", "values": "value", "service_requests": "request",
    "service_request_updates": "request_update", "errors": "error", "endpoints": "endpoint", "formats": "format",
}  # fmt: skip
UNPRINTABLE = {code: None for code in range(32) if code not in (9, 10, 13)} | {0xFFFE: None, 0xFFFF: None}


@dataclass(frozen=True)
class Said:
    """What a resource answers: the name of its root element, the facts, and the status."""

    root: str
    facts: Any
    status: int = 200


def write(said: Said, form: str) -> HttpResponse:
    """The answer in ``xml`` or ``json``."""
    body = orjson.dumps(said.facts) if form == "json" else _document(said)
    charset = "; charset=utf-8" if settings.OPEN311_CHARSET else ""
    return HttpResponse(body, status=said.status, headers={"Content-Type": MEDIA[form] + charset})


def moment(when: datetime | None) -> str | None:
    """``YYYY-MM-DDThh:mm:ss+08:00``, without fractions, in the city's own time."""
    return clock.local(when).isoformat(timespec="seconds") if when else None


def _document(said: Said) -> bytes:
    return ('<?xml version="1.0" encoding="utf-8"?>\n' + _element(said.root, said.facts)).encode()


def _element(name: str, value: Any) -> str:
    if isinstance(value, dict):
        inside = "".join(_element(key, one) for key, one in value.items())
    elif isinstance(value, list):
        inside = "".join(_element(ROWS[name], one) for one in value)
    else:
        inside = _text(value)
    return f"<{name}>{inside}</{name}>" if inside else f"<{name}/>"


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return escape(str(value).translate(UNPRINTABLE))
