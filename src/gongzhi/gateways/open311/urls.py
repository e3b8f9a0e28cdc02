"""The addresses of Open311, below ``/open311/``. The ending names the format."""

from collections.abc import Callable
from typing import Any

from django.urls import URLPattern, re_path

from gongzhi.gateways.open311 import views

FORM = r"\.(?P<form>xml|json)$"


def at(address: str, view: Callable[..., Any], name: str) -> URLPattern:
    return re_path(f"^{address}{FORM}", view, name=f"open311-{name}")


urlpatterns = [
    at("discovery", views.discovery, "discovery"),
    at("v2/discovery", views.discovery, "discovery-v2"),
    at("v2/services", views.service_list, "services"),
    at(r"v2/services/(?P<code>[\w\-]{1,40})", views.service_definition, "definition"),
    at("v2/requests", views.requests, "requests"),
    at(r"v2/requests/(?P<number>[\w\-]{1,40})", views.request, "request"),
    at(r"v2/tokens/(?P<token>[0-9a-f]{32})", views.token, "token"),
    at("v2/servicerequestupdates", views.updates, "updates"),
]
