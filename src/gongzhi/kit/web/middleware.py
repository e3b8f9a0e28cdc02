"""Around every page: how long it took, and what is said when a step is stopped."""

import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from gongzhi.kit import flow
from gongzhi.kit.web import metrics, views

Answer = Callable[[HttpRequest], HttpResponse]
OTHERS = ("/api", "/open311")


class Watch:
    """Times every answer; ``request.began`` is the monotonic start."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.began = time.perf_counter()  # type: ignore[attr-defined]
        answer = self.get_response(request)
        match = request.resolver_match
        door = (match.view_name or "unnamed") if match else "none"
        metrics.count(door, request.method or "", answer.status_code, time.perf_counter() - request.began)  # type: ignore[attr-defined]
        return answer


class Problems:
    """Turns a stopped step into an answer: 404 unseen, 403 not yours, 409 wrong moment,
    422 refused words.

    The API answers for itself. htmx gets the words alone, put where notices stand, and the event
    ``gz:stale``, so that panels showing an older state fetch themselves again.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        if not isinstance(problem, flow.Stopped) or request.path.startswith(OTHERS):
            return None
        status = problem.status if problem.status in views.SAID else 409
        if request.headers.get("HX-Request") == "true":
            return self.for_htmx(request, problem, status)
        return views.problem(request, status, problem.message, back=self.came_from(request))

    def for_htmx(self, request: HttpRequest, problem: flow.Stopped, status: int) -> HttpResponse:
        answer = render(request, "web/parts/notice.html", {"message": problem.message}, status=status)
        answer["HX-Retarget"] = "#notices"
        answer["HX-Reswap"] = "innerHTML"
        answer["HX-Trigger"] = "gz:stale"
        return answer

    def came_from(self, request: HttpRequest) -> str:
        """The page the form stood on, if it is ours, else the front page."""
        return views.back(request, request.headers.get("Referer"))
