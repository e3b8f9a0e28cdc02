"""The API of the whole house: one document, bearer tokens with scopes, problem details."""

from functools import cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.docs import Swagger
from ninja.security import HttpBearer

from gongzhi import __version__
from gongzhi.config.public_page.api import public
from gongzhi.gateways.open311 import document as open311
from gongzhi.kit.flow import Stopped
from gongzhi.kit.web.api import Invalid, problem
from gongzhi.town.access.actor import from_rows
from gongzhi.town.certificates.api import certificates
from gongzhi.town.counters.api import counters
from gongzhi.town.people.queries import by_token
from gongzhi.work.admission.api import matters, objections, pushes
from gongzhi.work.cases.api import reference, router, trace
from gongzhi.work.enforcement import api as enforcement
from gongzhi.work.filings import api as filings
from gongzhi.work.mandates.api import letters, listings
from gongzhi.work.meetings.api import meetings, topics
from gongzhi.work.policies import api as policies
from gongzhi.work.secretary_projects import api as secretary_projects
from gongzhi.work.street_powers.api import opinions, orders, powers
from gongzhi.work.tasks.api import router as tasks
from gongzhi.work.whistles.api import disputes, on_case, report_ins, whistles

TITLES = {403: "Forbidden", 404: "Not found", 409: "Conflict", 422: "Unprocessable", 429: "Too many requests"}


class Bearer(HttpBearer):
    """``Authorization: Bearer gz_...``: one statement gives the account, its posts and the token's scopes."""

    def authenticate(self, request: Any, token: str) -> Any:
        found = by_token(token)
        if found is None:
            return None
        actor = from_rows(found.user, found.post_rows)  # type: ignore[attr-defined]
        object.__setattr__(actor, "scopes", frozenset(found.scopes))
        request.actor = actor
        return found


api = NinjaAPI(
    title="共治 Gongzhi", version=__version__, auth=Bearer(), docs=Swagger(), docs_url=None, openapi_url=None,
    urls_namespace="api",
    description="Report, whistle, report in. Scopes: cases:read, cases:write, whistles:read, whistles:write, "
    "tasks:read, tasks:write, meetings:read, meetings:write, admission:read, admission:write, mandates:read, "
    "mandates:write, enforcement:read, enforcement:write, powers:read, powers:write, filings:read, filings:write, "
    "policies:read, policies:write, "
    "counters:read, counters:write, certificates:read, certificates:write, "
    "secretary_projects:read, secretary_projects:write.",
)  # fmt: skip
api.add_router("/cases", router, tags=["cases"])
api.add_router("/cases", on_case, tags=["whistles"])
api.add_router("/whistles", whistles, tags=["whistles"])
api.add_router("/report-ins", report_ins, tags=["whistles"])
api.add_router("/disputes", disputes, tags=["whistles"])
api.add_router("/tasks", tasks, tags=["tasks"])
api.add_router("/meetings", meetings, tags=["meetings"])
api.add_router("/topics", topics, tags=["meetings"])
api.add_router("/admission/matters", matters, tags=["admission"])
api.add_router("/admission/pushes", pushes, tags=["admission"])
api.add_router("/admission/objections", objections, tags=["admission"])
api.add_router("/listings", listings, tags=["mandates"])
api.add_router("/letters", letters, tags=["mandates"])
api.add_router("/enforcement", enforcement.file_router, tags=["enforcement"])
api.add_router("/delegated-powers", enforcement.power_router, tags=["enforcement"])
api.add_router("/squads", enforcement.squad_router, tags=["enforcement"])
api.add_router("/powers", powers, tags=["street powers"])
api.add_router("/command-orders", orders, tags=["street powers"])
api.add_router("/yearly-opinions", opinions, tags=["street powers"])
api.add_router("/filings/forms", filings.forms, tags=["filings"])
api.add_router("/filings/sheets", filings.sheets, tags=["filings"])
api.add_router("/filings/fields", filings.fields, tags=["filings"])
api.add_router("/policies", policies.policies, tags=["policies"])
api.add_router("/requirements", policies.requirements, tags=["policies"])
api.add_router("/acknowledgements", policies.acknowledgements, tags=["policies"])
api.add_router("/policy-terms", policies.terms, tags=["policies"])
api.add_router("/secretary-projects", secretary_projects.projects, tags=["secretary projects"])
api.add_router("/secretary-project-calls", secretary_projects.calls, tags=["secretary projects"])
api.add_router("/trace", trace, tags=["residents"])
api.add_router("/counters", counters, tags=["counters"])
api.add_router("/certificates", certificates, tags=["counters"])
api.add_router("/public", public, tags=["residents"])
api.add_router("/reference", reference, tags=["reference"])


@api.exception_handler(Stopped)
def stopped(_request: HttpRequest, wrong: Stopped) -> HttpResponse:
    errors = (
        wrong.errors
        if isinstance(wrong, Invalid)
        else [{"field": wrong.field, "message": wrong.message}]
        if wrong.field
        else []
    )
    return problem(wrong.status, TITLES.get(wrong.status, "Stopped"), wrong.message, errors)


@api.exception_handler(ValidationError)
def invalid(_request: HttpRequest, wrong: ValidationError) -> HttpResponse:
    errors = [
        {"field": ".".join(str(part) for part in row["loc"][1:]), "message": row["msg"]}
        for row in wrong.errors
    ]
    return problem(422, "Unprocessable", _("请求里有字段不对。"), errors)


@api.exception_handler(AuthenticationError)
def unknown(_request: HttpRequest, _wrong: AuthenticationError) -> HttpResponse:
    answer = problem(401, "Unauthorized", _("请带上有效的令牌。"))
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(Http404)
def missing(_request: HttpRequest, _wrong: Http404) -> HttpResponse:
    return problem(404, "Not found", _("没有找到。"))


@api.exception_handler(HttpError)
def http(_request: HttpRequest, wrong: HttpError) -> HttpResponse:
    return problem(wrong.status_code, TITLES.get(wrong.status_code, "Error"), str(wrong))


def document(_request: HttpRequest) -> HttpResponse:
    """The OpenAPI 3.1 document."""
    from gongzhi.kit.web.api import answer

    return answer(described())


@cache
def described() -> dict[str, Any]:
    """The document, with error answers as problem details and string keys."""
    schema = api.get_openapi_schema(path_prefix="/api/v1/")
    for operations in schema["paths"].values():
        for operation in operations.values():
            operation["responses"] = {str(code): reply for code, reply in operation["responses"].items()}
            for code, reply in operation["responses"].items():
                content = reply.get("content", {})
                if code >= "400" and "application/json" in content:
                    content["application/problem+json"] = content.pop("application/json")
    schema["paths"] |= open311.paths()
    return schema
