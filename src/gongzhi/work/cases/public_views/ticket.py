"""The page of a one-time link: GET shows the question, POST uses it up. It opens nothing else of the case."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gongzhi.kit import throttle
from gongzhi.kit.flow import NotNow, Refused, Stopped, Unseen
from gongzhi.kit.records import rules as records
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.tickets import open_ticket, use_ticket
from gongzhi.work.cases.forms import FORMS
from gongzhi.work.cases.models import Ticket
from gongzhi.work.cases.public_views import keep
from gongzhi.work.cases.public_views.trace import MINUTES
from gongzhi.work.cases.trace import may, open_question, rated


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ticket(request: HttpRequest, token: str) -> HttpResponse:
    """One link, one purpose, one use."""
    caller = f"ticket:{keep.address(request)}"
    try:
        throttle.check(caller, records.value("public.wrong_codes"))
        found = open_ticket(token)
    except Stopped as stop:
        if isinstance(stop, Unseen):
            throttle.count(caller, MINUTES)
        return render(request, "cases/public/ticket.html", {"wrong": stop.message}, status=stop.status)
    form = FORMS[found.purpose](None, request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return _drawn(request, found, form, 422 if form.is_bound else 200)
    try:
        use_ticket(token, **form.details)
    except Refused as stop:
        form.add_error(stop.field if stop.field in form.fields else None, stop.message)
        return _drawn(request, found, form, 422)
    except NotNow as stop:
        return render(request, "cases/public/ticket.html", {"wrong": stop.message}, status=stop.status)
    return render(request, "cases/public/ticket.html", {"done": found.purpose})


def _drawn(request: HttpRequest, ticket: Ticket, form: Any, status: int) -> HttpResponse:
    """The question alone: number, kind and place, not the story and nobody's words."""
    report = ticket.report
    question = open_question(report)
    open_now = ticket.purpose in may(report, question, rated(report))
    context = {
        "ticket": ticket, "form": form, "number": report.number, "question": question, "open": open_now,
        "kind": catalogue().get(report.case.category_id).full_name, "address": report.case.address,
        "outcome": report.case.outcome,
    }  # fmt: skip
    return render(request, "cases/public/ticket.html", context, status=status)
