"""The list of cases; steps on several of them wait in town.batches."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from gongzhi.kit.web import table_answers
from gongzhi.kit.web.address import changed_query
from gongzhi.town.batches.views import offer
from gongzhi.work.cases.tables import source, table_for


@login_required
def listing(request: Any) -> HttpResponse:
    """The list as a page, a spreadsheet or a print."""
    context = {
        "own": request.GET.get("author") == "me",
        "building": request.GET.get("building", ""),
        "q": request.GET.get("q", ""),
        "together": offer(request, "cases"),
        "asked": changed_query(request.GET, {}),
    }
    return table_answers.answer(
        request, table_for(request.actor), source(request.actor, request.GET), "cases/list.html", context
    )
