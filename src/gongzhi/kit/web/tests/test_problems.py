"""What is said when a step is stopped: on a page, to htmx, and not at all to the API."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from prometheus_client import REGISTRY

from gongzhi.kit import flow
from gongzhi.kit.web import views
from gongzhi.kit.web.middleware import Problems, Watch

WHY = "没有办结：这件事现在是“待核实”。"


def asked(path="/cases/1/resolve/", **headers):
    request = RequestFactory().post(path, **headers)
    request.user = SimpleNamespace(is_authenticated=False)
    return request


def answer(request, problem):
    return Problems(lambda _request: HttpResponse()).process_exception(request, problem)


@pytest.mark.parametrize(
    ("kind", "status"),
    [(flow.NotYours, 403), (flow.Unseen, 404), (flow.NotNow, 409), (flow.Refused, 422), (flow.Stopped, 409)],
)
def test_a_page_says_why_and_where_to_go(kind, status):
    found = answer(asked(HTTP_REFERER="http://testserver/cases/1/"), kind(WHY))
    assert found.status_code == status
    page = found.content.decode()
    if status != 404:
        assert WHY in page
        assert 'href="http://testserver/cases/1/"' in page


def test_another_house_is_not_gone_back_to():
    page = answer(asked(HTTP_REFERER="https://evil.example/"), flow.NotNow(WHY)).content.decode()
    assert "evil" not in page


def test_htmx_gets_the_words_and_stale_panels_are_told():
    found = answer(asked(HTTP_HX_REQUEST="true"), flow.NotNow(WHY))
    assert (found.status_code, found["HX-Retarget"], found["HX-Trigger"]) == (409, "#notices", "gz:stale")
    assert found.content.decode().strip().startswith('<div class="notice over" role="alert">')


@pytest.mark.parametrize("path", ["/api/v1/cases/1", "/open311/v2/requests.json"])
def test_the_api_answers_for_itself(path):
    assert answer(asked(path), flow.NotNow(WHY)) is None


def test_other_faults_are_left_to_django():
    assert answer(asked(), ValueError("x")) is None


def test_a_broken_page_asks_nothing_of_anybody():
    found = views.broken(asked())
    assert found.status_code == 500
    assert "12345" in found.content.decode()


def test_large_type_is_a_plain_link():
    found = views.type_size(RequestFactory().get("/type/large/?next=/r/1/"), "large")
    assert (found["Location"], found.cookies["gz_type"].value) == ("/r/1/", "large")
    assert (
        views.type_size(RequestFactory().get("/type/standard/"), "standard").cookies["gz_type"]["max-age"]
        == 0
    )


def test_every_answer_is_counted_by_door_and_not_by_path():
    def count():
        return (
            REGISTRY.get_sample_value(
                "gongzhi_answers_total", {"door": "none", "method": "GET", "status": "2xx"}
            )
            or 0
        )

    before = count()
    request = RequestFactory().get("/cases/20261122-000123/")
    request.resolver_match = None
    Watch(lambda _request: HttpResponse())(request)
    assert request.began > 0
    assert count() == before + 1
