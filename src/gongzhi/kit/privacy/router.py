"""The keys live apart from the data: another database, another backup."""

from typing import Any


class KeysApart:
    def db_for_read(self, model: Any, **_hints: Any) -> str | None:
        return "keys" if model._meta.app_label == "privacy" else None

    db_for_write = db_for_read

    def allow_migrate(self, db: str, app_label: str, **_hints: Any) -> bool | None:
        return (db == "keys") == (app_label == "privacy")
