"""One-time links: made for one report and one purpose, used once, stored hashed. Used with the step it opens, in
one transaction: a refused step leaves the link good.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, Refused, Unseen
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import resident
from gongzhi.work.cases.commands.eyes import rate
from gongzhi.work.cases.commands.resident import answer
from gongzhi.work.cases.models import Report, Ticket

STEPS = {"rate": rate, "answer": answer}
LETTERS = 24


class Used(NotNow):
    """The link was good once, and is no more (410)."""

    status = 410


def make_ticket(report: Report, purpose: str) -> str:
    """发一次性链接: the plain token, which is nowhere kept. ``purpose`` is rate or answer."""
    if purpose not in STEPS:
        raise Refused(_("链接只能用来评价或回答。"))
    plain = secrets.token_urlsafe(LETTERS)
    days = records.value("ticket.days")
    Ticket.objects.create(
        hashed=keyed_hash(plain, "ticket"),
        report=report,
        purpose=purpose,
        expires_at=clock.now() + timedelta(days=days),
    )
    return plain


def open_ticket(plain: str) -> Ticket:
    """The link as it is, to show its page; raises Unseen for an unknown one and Used for one that is over."""
    ticket = Ticket.objects.select_related("report__case").filter(hashed=keyed_hash(plain, "ticket")).first()
    return _good(ticket)


def use_ticket(plain: str, **details: Any) -> Ticket:
    """用一次性链接: take the one step it was made for."""
    with transaction.atomic():
        rows = Ticket.objects.select_for_update(of=("self",)).filter(hashed=keyed_hash(plain, "ticket"))
        ticket = _good(rows.select_related("report").first())
        ticket.used_at = clock.now()
        ticket.save(update_fields=["used_at"])
        more = {"via": "link"} if ticket.purpose == "rate" else {}
        STEPS[ticket.purpose](resident(ticket.report_id), ticket.report.case_id, **details, **more)
    return ticket


def _good(ticket: Ticket | None) -> Ticket:
    if ticket is None:
        raise Unseen(_("没有这个链接。请从短信里重新点开，或用编号和查询码。"))
    if ticket.used_at is not None:
        raise Used(_("这个链接用过了，一个链接只用一次。您说的已经记下。"))
    if ticket.expires_at <= clock.now():
        raise Used(_("这个链接过期了。还想说，请用编号和查询码。"))
    return ticket
