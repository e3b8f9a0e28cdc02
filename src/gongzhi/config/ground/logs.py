"""Log lines: JSON (``GONGZHI_LOG=json``) or plain text, on stderr, without personal data.

Arguments of a request, bodies, names and addresses are never logged. An exception gives its type and where it
was raised, not its text: the text of a database error can quote a row.
"""

import json
import logging
import os
import traceback
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

SYNTHETIC = any(os.environ.get(name) == "1" for name in ("GONGZHI_DEMO", "GONGZHI_TESTING", "GONGZHI_DEBUG"))
"""Nobody's values are at stake: an error may then be quoted in full."""


def _said(record: logging.LogRecord) -> dict[str, Any]:
    said: dict[str, Any] = {
        "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname.lower(),
        "from": record.name,
        "message": _message(record),
    }
    said.update(getattr(record, "said", {}))
    if record.exc_info and record.exc_info[0]:
        said["error"] = record.exc_info[0].__name__ + (f": {record.exc_info[1]}" if SYNTHETIC else "")
        frames = traceback.extract_tb(record.exc_info[2])[-8:]
        said["where"] = [
            f"{frame.filename.rpartition('/src/')[2]}:{frame.lineno} {frame.name}" for frame in frames
        ]
    return said


def _message(record: logging.LogRecord) -> str:
    """Django's request messages quote the path, which can hold a code: only the words stay, and the status."""
    if record.name.startswith("django.request") or record.name.startswith("django.security"):
        status = getattr(record, "status_code", 0)
        return f"{HTTPStatus(status).phrase} {status}" if status in set(HTTPStatus) else "request refused"
    return record.getMessage()


class JsonLines(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return json.dumps(_said(record), ensure_ascii=False, default=str)


class PlainText(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        said = _said(record)
        head = f"{said.pop('at')} {said.pop('level'):7} {said.pop('from')}: {said.pop('message')}"
        where = said.pop("where", [])
        more = "".join(f" {key}={value}" for key, value in said.items())
        return head + more + "".join(f"\n    {line}" for line in where)


def configuration() -> dict[str, Any]:
    """Django's LOGGING."""
    form = "JsonLines" if os.environ.get("GONGZHI_LOG") == "json" else "PlainText"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": f"gongzhi.config.ground.logs.{form}"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "gongzhi": {"level": "INFO"},
            "gongzhi.access": {"level": "INFO" if os.environ.get("GONGZHI_ACCESS_LOG") == "1" else "WARNING"},
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        },
    }
