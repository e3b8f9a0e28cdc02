"""Sessions in the database, read together with the account and its posts: one statement a request."""

from datetime import datetime
from typing import Any, cast

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from gongzhi.kit import clock
from gongzhi.town.people.models import SignIn, User
from gongzhi.town.people.queries import signed_in


class SessionStore(DatabaseStore):
    """Django's store over ``SignIn``; what was read beside the session stays at ``found``."""

    found: SignIn | None = None

    @classmethod
    def get_model_class(cls) -> type[SignIn]:
        return SignIn

    def _get_session_from_db(self) -> SignIn | None:
        self.found = signed_in(self.session_key) if self.session_key else None
        if self.found is None:
            self._session_key = None
        return self.found

    def get_expiry_date(self, **given: Any) -> datetime:
        """When the session ends, by the one clock, which also decides whether it has ended."""
        return super().get_expiry_date(**{"modification": clock.now()} | given)

    def create_model_instance(self, data: dict[str, Any]) -> SignIn:
        row = cast(SignIn, super().create_model_instance(data))
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        return row

    def user(self) -> User | None:
        """The account that this session is bound to."""
        self._get_session()  # type: ignore[attr-defined]
        return self.found.user if self.found else None
