"""What allauth does here: sign in by name; nobody signs up by themselves."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_user_display(self, user: Any) -> str:
        return user.name

    def set_password(self, user: Any, password: str) -> None:
        """A password of one's own: the initial one, which somebody else knew, is over."""
        user.must_change = False
        super().set_password(user, password)
