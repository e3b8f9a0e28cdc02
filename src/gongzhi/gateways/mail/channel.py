"""E-mail as a way of notices."""

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator
from django.utils.translation import gettext_lazy as _

from gongzhi.gateways.mail.letters import written
from gongzhi.gateways.mail.posting import post
from gongzhi.town.notices import letters
from gongzhi.town.notices.channels import Letter, NotSent
from gongzhi.town.notices.models import Notice


class Mail:
    """By SMTP, to an address that its person has confirmed."""

    name = "mail"
    label = _("邮件")
    asks_for = _("邮箱地址")

    def send(self, notices: Sequence[Notice]) -> None:
        """Queued: the worker sends what is due, several in one letter."""
        letters.queue(self.name, notices)

    def fits(self, address: str) -> bool:
        """One address of ordinary characters, so that nothing can be smuggled into a header."""
        try:
            EmailValidator()(address)
        except ValidationError:
            return False
        return address.isascii() and len(address) <= 254

    def masked(self, address: str) -> str:
        """z***@example.cn"""
        name, _at, host = address.rpartition("@")
        return f"{name[:1]}***@{host}"[:80]

    def deliver(self, letter: Letter) -> None:
        """Hand it over; NotSent or Unsure if it was not taken."""
        if not letter.to:
            raise NotSent("the address's key is gone", for_good=True)
        post(written(letter))
