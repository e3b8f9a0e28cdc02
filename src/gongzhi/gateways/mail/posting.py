"""Handing one message to the SMTP server: taken, certainly not taken, or nobody knows.

Connection, TLS and sign-in are Django's SMTP backend. The three commands of a message are given here one by one, because
only so it is known on which side of the final dot the line broke.
"""

import re
from smtplib import SMTP, SMTPAuthenticationError, SMTPException
from typing import Any, cast

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

from gongzhi.town.notices.channels import NotSent, Unsure

OK, START_INPUT, FOR_GOOD = 250, 354, 500
FIRST_DOT = re.compile(rb"^\.", re.MULTILINE)
BAD_SERVER = (SMTPException, OSError)


def post(message: EmailMessage) -> None:
    """Hand it over.

    :raises NotSent: the server did not take it: not there (``everybody``), not now, or not for this address (``for_good``).
    :raises Unsure: the line broke after the server had all of it.
    """
    backend = _opened()
    try:
        _hand_over(cast(SMTP, backend.connection), message)
    finally:
        _close(backend)


def reachable() -> list[str]:
    """What is wrong with the server, as sentences: for ``gongzhi check``."""
    try:
        _close(_opened())
    except NotSent as wrong:
        return [f"{settings.SMTP_HOST}:{settings.SMTP_PORT}: {wrong}"]
    return []


def _opened() -> EmailBackend:
    backend = _backend()
    try:
        backend.open()
    except SMTPAuthenticationError as wrong:
        raise NotSent(f"signing in was refused: {wrong.smtp_code}", everybody=True) from wrong
    except BAD_SERVER as wrong:
        raise NotSent(f"no connection: {type(wrong).__name__}", everybody=True) from wrong
    return backend


def _backend() -> EmailBackend:
    return EmailBackend(
        host=settings.SMTP_HOST, port=settings.SMTP_PORT, username=settings.SMTP_USER, password=settings.SMTP_PASSWORD,
        use_tls=settings.SMTP_SECURITY == "starttls", use_ssl=settings.SMTP_SECURITY == "tls",
        timeout=settings.SMTP_TIMEOUT,
    )  # fmt: skip


def _hand_over(line: SMTP, message: EmailMessage) -> None:
    made: Any = message.message()
    body = made.as_bytes(linesep="\r\n")
    try:
        line.ehlo_or_helo_if_needed()
        _expect(line.mail(settings.SMTP_FROM_ADDRESS), everybody=True)
        _expect(line.rcpt(message.to[0]), address=True)
        _expect(line.docmd("DATA"), wanted=START_INPUT)
        line.send(FIRST_DOT.sub(b"..", body).rstrip(b"\r\n") + b"\r\n.\r\n")
    except BAD_SERVER as wrong:
        raise NotSent(f"the line broke: {type(wrong).__name__}") from wrong
    try:
        answer = line.getreply()
    except BAD_SERVER as wrong:
        raise Unsure(type(wrong).__name__) from wrong
    _expect(answer)


def _expect(
    answer: tuple[int, bytes], *, wanted: int = OK, address: bool = False, everybody: bool = False
) -> None:
    """The server's words stay out of our logs: they may quote the address."""
    code = answer[0]
    if code != wanted and not (address and code == 251):
        raise NotSent(f"the server said {code}", for_good=address and code >= FOR_GOOD, everybody=everybody)


def _close(backend: EmailBackend) -> None:
    """Goodbye; a server that is gone already changes nothing about the letter."""
    try:
        backend.close()
    except BAD_SERVER:
        backend.connection = None
