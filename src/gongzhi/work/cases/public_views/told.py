"""After sending: number and code, big, and a slip of paper to keep."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gongzhi.kit import clock
from gongzhi.work.cases.public_views import keep
from gongzhi.work.cases.trace import parcel


@never_cache
@require_GET
def told(request: HttpRequest) -> HttpResponse:
    """The thank-you page; it may be loaded again while the hour lasts."""
    return _drawn(request, "cases/public/told.html")


@never_cache
@require_GET
def slip(request: HttpRequest) -> HttpResponse:
    """The same for paper."""
    return _drawn(request, "cases/public/slip.html")


def _drawn(request: HttpRequest, template: str) -> HttpResponse:
    found = keep.held(request)
    if found is None:
        return HttpResponseRedirect(reverse("public-trace"))
    report, code = found
    context: dict[str, Any] = {
        "report": report,
        "code": code,
        "parcel": parcel(report),
        "today": clock.today(),
    }
    context["address"] = request.build_absolute_uri(reverse("public-trace"))
    return render(request, template, context)
