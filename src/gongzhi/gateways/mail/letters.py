"""A letter as it is written: plain text, titles and links; or the code that confirms an address."""

import re
from email.utils import format_datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from gongzhi.kit import clock
from gongzhi.kit.privacy.patterns import without_numbers
from gongzhi.town.notices.channels import Letter

CHOICES = "/me/notices/choices/"
DOOR = re.compile(r"(?<=单元)\s*\d{1,4}\s*[室户号]?|(?<!\d)\d{1,4}\s*[室户](?!\w)")


def written(letter: Letter) -> EmailMessage:
    """The message to this letter's address, in the language that is set."""
    lines = [(_outside(title), settings.PUBLIC_URL + url) for title, url in letter.lines]
    context = {"lines": lines, "code": letter.code, "choices": settings.PUBLIC_URL + CHOICES}
    message = EmailMessage(
        subject=_subject(letter),
        body=render_to_string("mail/code.txt" if letter.code else "mail/notices.txt", context),
        from_email=settings.SMTP_FROM,
        to=[letter.to],
        headers={
            "Message-ID": f"<{letter.id}@{urlsplit(settings.PUBLIC_URL).hostname or 'gongzhi'}>",
            "Date": format_datetime(clock.local()),
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
            "List-Unsubscribe": f"<{settings.PUBLIC_URL}{CHOICES}>",
        },
    )
    message.encoding = "utf-8"
    return message


def _subject(letter: Letter) -> str:
    """How many, and whether it is urgent; never what about: subjects stand on locked screens."""
    if letter.code:
        return _("共治：通知地址的验证码")
    n = len(letter.lines)
    if letter.urgent:
        return ngettext("共治：%(n)d 条通知，有紧急的", "共治：%(n)d 条通知，有紧急的", n) % {"n": n}
    return ngettext("共治：%(n)d 条通知", "共治：%(n)d 条通知", n) % {"n": n}


def _outside(title: str) -> str:
    """A title that leaves the house: without door numbers and numbers of persons, in one line."""
    return " ".join(DOOR.sub("", without_numbers(title)).split())
