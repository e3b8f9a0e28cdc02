"""The doors of Open311: one function for each resource; reading is open to everybody and to every origin."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.multipartparser import MultiPartParserError
from django.http.request import UnreadablePostError
from django.views.decorators.csrf import csrf_exempt

from gongzhi.gateways.open311 import posting, reading, services
from gongzhi.gateways.open311.errors import Wrong
from gongzhi.gateways.open311.formats import MEDIA, Said, write
from gongzhi.kit.flow import Stopped
from gongzhi.town.areas.tree import tree

READ = ("GET", "HEAD", "OPTIONS")
CHANGESET = "2026-11-01T00:00:00+08:00"  # when this interface last changed
SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"

Resource = Callable[..., Said]


def resource(*methods: str) -> Callable[[Resource], Callable[..., HttpResponse]]:
    """A resource in both formats, for these methods."""

    def wrap(say: Resource) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @wraps(say)
        def door(request: HttpRequest, form: str, **named: str) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            asked = request.method == "OPTIONS"
            answer = HttpResponse(status=204) if asked else write(_heard(say, request, named), form)
            if request.method in READ:
                answer["Access-Control-Allow-Origin"] = "*"
                answer["Access-Control-Allow-Methods"] = "GET, HEAD, OPTIONS"
            return answer

        return door

    return wrap


def _heard(say: Resource, request: HttpRequest, named: dict[str, str]) -> Said:
    """What the resource says, or what is wrong with the request."""
    try:
        _jurisdiction(request)
        return say(request, **named)
    except Wrong as wrong:
        return wrong.said()
    except RequestDataTooBig:
        return Wrong(413, "the request is too big").said()
    except (SuspiciousOperation, MultiPartParserError, UnreadablePostError):
        return Wrong(400, "the request can't be read").said()
    except Stopped as stop:
        return Wrong(stop.status, stop.message).said()


def _jurisdiction(request: HttpRequest) -> None:
    """The one jurisdiction is this city's, by the setting or its area code; raises Wrong (404)."""
    asked = request.GET.get("jurisdiction_id") or request.POST.get("jurisdiction_id")
    if asked and asked not in (settings.OPEN311_JURISDICTION, tree().city().code, tree().city().code12):
        raise Wrong(404, "jurisdiction_id not found")


@resource(*READ)
def discovery(request: HttpRequest) -> Said:
    """Where the interface stands; the test endpoint is the setting's, else this one."""
    here = request.build_absolute_uri("/open311/v2")
    places = (("production", here), ("test", settings.OPEN311_TEST_URL or here))
    common = {"specification": SPECIFICATION, "changeset": CHANGESET, "formats": list(MEDIA.values())}
    return Said("discovery", {
        "changeset": CHANGESET,
        "contact": settings.OPEN311_CONTACT,
        "key_service": settings.OPEN311_KEY_SERVICE,
        "endpoints": [{**common, "url": url, "type": kind} for kind, url in places],
    })  # fmt: skip


@resource(*READ)
def service_list(_request: HttpRequest) -> Said:
    return services.listed()


@resource(*READ)
def service_definition(_request: HttpRequest, code: str) -> Said:
    return services.defined(code)


@resource("POST", *READ)
def requests(request: HttpRequest) -> Said:
    return posting.post(request) if request.method == "POST" else reading.requests(request.GET.dict())


@resource(*READ)
def request(_request: HttpRequest, number: str) -> Said:
    return reading.request(number)


@resource(*READ)
def token(_request: HttpRequest, token: str) -> Said:
    return reading.token(token)


@resource(*READ)
def updates(request: HttpRequest) -> Said:
    return reading.updates(request.GET.dict())
