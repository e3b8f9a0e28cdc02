"""Health and logs: well or not, and no personal value in a line."""

import json
import logging
import sys

import pytest
from django.test import RequestFactory

from gongzhi.config import health
from gongzhi.config.ground import logs


def test_the_process_answers():
    assert health.healthz(RequestFactory().get("/healthz")).status_code == 200


@pytest.mark.django_db
def test_ready_means_databases_and_tables():
    answer = health.readyz(RequestFactory().get("/readyz"))
    assert answer.status_code == 200, answer.content
    assert json.loads(answer.content)["databases"] == {"default": True, "keys": True}


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_for_the_token(monkeypatch):
    ask = RequestFactory().get
    assert b"gongzhi_outbox_lag_rows" in health.metrics(ask("/metrics")).content
    assert health.metrics(ask("/metrics", REMOTE_ADDR="10.0.0.9")).status_code == 403
    assert health.metrics(ask("/metrics", headers={"X-Forwarded-For": "10.0.0.9"})).status_code == 403
    monkeypatch.setenv("GONGZHI_METRICS_TOKEN", "secret")
    assert health.metrics(ask("/metrics")).status_code == 403
    assert health.metrics(ask("/metrics", headers={"Authorization": "Bearer secret"})).status_code == 200


def record(name: str, message: str, *words: object, **more: object) -> logging.LogRecord:
    line = logging.LogRecord(name, logging.WARNING, __file__, 1, message, words, None)
    line.__dict__.update(more)
    return line


def test_a_line_is_json_and_says_no_path_of_a_request():
    line = record("django.request", "Not Found: %s", "/r/20261122-000123/ABCDEFGHJ", status_code=404)
    said = json.loads(logs.JsonLines().format(line))
    assert said["message"] == "Not Found 404"
    assert "ABCDEFGHJ" not in logs.PlainText().format(line)


def test_an_error_says_where_but_not_what_a_row_held(monkeypatch):
    monkeypatch.setattr(logs, "SYNTHETIC", False)
    try:
        raise ValueError("phone 13800001234")
    except ValueError:
        line = record("gongzhi.worker", "failed", exc_info=sys.exc_info())
    text = logs.JsonLines().format(line)
    assert "13800001234" not in text
    assert json.loads(text)["error"] == "ValueError"
    assert json.loads(text)["where"]


def test_the_access_line_names_route_and_account_number_only(caplog):
    request = RequestFactory().get("/cases/?q=王小明")
    request.user = type("User", (), {"pk": 7, "name": "王小明"})()
    with caplog.at_level(logging.INFO, logger="gongzhi.access"):
        health.AccessLog(health.healthz)(request)
    (line,) = caplog.records
    assert line.said["user"] == 7
    assert "王小明" not in logs.JsonLines().format(line)
