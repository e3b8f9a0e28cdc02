"""The API's documentation: served by ourselves, whole, and the document is a valid OpenAPI 3.1."""

import re

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_the_page_lists_every_operation_without_scripts_of_others():
    from gongzhi.config.api import described

    answer = Client().get("/api/docs")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "script-src 'self'" in answer["Content-Security-Policy"]
    for methods in described()["paths"].values():
        for operation in methods.values():
            assert f'id="{operation["operationId"]}"' in page
    assert not re.search(r"(src|href)=\"(https?:)?//", page)
    assert " style=" not in page
    assert not re.search(r"<script(?![^>]*\bsrc=)", page)


def test_every_operation_says_its_faults_as_problem_details():
    from gongzhi.config.api import described

    for path, methods in described()["paths"].items():
        for operation in methods.values():
            assert operation["tags"], path
            for code, reply in operation["responses"].items():
                if code >= "400" and path.startswith("/api/"):
                    assert list(reply["content"]) == ["application/problem+json"], (path, code)


def test_open311_is_in_the_document_as_it_is_in_the_addresses():
    from gongzhi.config.api import described
    from gongzhi.gateways.open311.urls import urlpatterns

    said = {
        path
        for path, methods in described()["paths"].items()
        for one in methods.values()
        if one["tags"] == ["open311"]
    }
    assert len(said) == len(urlpatterns) - 1  # discovery stands at two addresses
    answer = Client().get("/api/v1/openapi.json")
    assert answer.json()["openapi"].startswith("3.1")
    assert "/open311/v2/services.{form}" in answer.json()["paths"]
