"""Under the addresses of machines every refusal is problem details, Django's own ones too: unknown paths, 405, 400."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from gongzhi.kit.web.api import problem

ADDRESSES = ("/api/", "/open311/")
KEPT = ("Allow", "WWW-Authenticate", "Retry-After")
MACHINES = ("application/problem+json", "application/json", "text/xml")
TITLES = {
    400: "Bad request", 403: "Forbidden", 404: "Not found", 405: "Method not allowed", 413: "Content too large",
    500: "Internal server error",
}  # fmt: skip


class Plainly:
    """Turns an error page into problem details; 405 keeps its ``Allow``."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        if answer.status_code < 400 or not request.path.startswith(ADDRESSES):
            return answer
        if answer.get("Content-Type", "").split(";")[0] in MACHINES:
            return answer
        plain = problem(answer.status_code, TITLES.get(answer.status_code, "Error"))
        for name in KEPT:
            if name in answer:
                plain[name] = answer[name]
        plain._has_been_logged = True  # type: ignore[attr-defined]  # the page it stands for was
        return plain
