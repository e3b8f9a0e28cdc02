"""Is the house well? ``/healthz`` the process, ``/readyz`` its databases and tables, ``/metrics`` its figures.

``AccessLog`` writes a line for each request: method, route (never the path: a path can hold a number or a code),
status, milliseconds, the account's number. No name, no address, no query.
"""

import hmac
import logging
import os
import threading
from collections.abc import Callable
from time import perf_counter

from django.db import connections
from django.http import HttpRequest, HttpResponse, JsonResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Gauge,
    generate_latest,
)
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import REGISTRY

access = logging.getLogger("gongzhi.access")

QUIET = frozenset({"healthz", "readyz", "metrics"})

Answer = Callable[[HttpRequest], HttpResponse]


class AccessLog:
    """Middleware: the line of the access log (``GONGZHI_ACCESS_LOG=1``). Figures are ``kit.web.metrics``'s."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not access.isEnabledFor(logging.INFO):
            return self.get_response(request)
        start = perf_counter()
        response = self.get_response(request)
        route = request.resolver_match.route if request.resolver_match else "-"
        if route not in QUIET:
            spent = round((perf_counter() - start) * 1000, 1)
            what = {"method": request.method, "route": route, "status": response.status_code, "ms": spent}
            access.info("request", extra={"said": {**what, "user": _account(request)}})
        return response


def _account(request: HttpRequest) -> int | None:
    """The account's number, if something has already asked for the account; asking now would cost a query."""
    known = request.__dict__.get("user") or request.__dict__.get("_cached_user")
    return getattr(known, "pk", None)


def healthz(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok", content_type="text/plain")


_migrated = False
_looking = threading.Lock()


def readyz(_request: HttpRequest) -> JsonResponse:
    """Both databases answer and have all their tables; 503 otherwise, saying which does not."""
    found = {alias: _answers(alias) for alias in connections}
    ready = all(found.values()) and _has_tables()
    answer = JsonResponse(
        {"ready": ready, "databases": found, "migrated": _migrated}, status=200 if ready else 503
    )
    answer._has_been_logged = True  # type: ignore[attr-defined]  # whoever asks every second knows already
    return answer


def _has_tables() -> bool:
    """Looked up until it is so, then remembered. It takes a second: one looks, the others are told "not yet"."""
    global _migrated
    if not _migrated and _looking.acquire(blocking=False):
        try:
            _migrated = not any(pending(alias) for alias in connections)
        finally:
            _looking.release()
    return _migrated


def _answers(alias: str) -> bool:
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("select 1")
        return True
    except Exception:
        connections[alias].close()
        return False


def pending(alias: str) -> list[str]:
    """Migrations that the code has and this database has not."""
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connections[alias])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def metrics(request: HttpRequest) -> HttpResponse:
    """For Prometheus: with ``GONGZHI_METRICS_TOKEN`` as bearer, or without one from this machine only."""
    if not _may_measure(request):
        return HttpResponse(status=403)
    registry = REGISTRY
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        registry = CollectorRegistry()
        MultiProcessCollector(registry)
    return HttpResponse(
        generate_latest(registry) + generate_latest(_waiting()), content_type=CONTENT_TYPE_LATEST
    )


def _may_measure(request: HttpRequest) -> bool:
    token = os.environ.get("GONGZHI_METRICS_TOKEN", "")
    if token:
        return hmac.compare_digest(request.headers.get("Authorization", ""), f"Bearer {token}")
    forwarded = "X-Forwarded-For" in request.headers or "Forwarded" in request.headers
    return not forwarded and request.META.get("REMOTE_ADDR") in ("127.0.0.1", "::1")


def _waiting() -> CollectorRegistry:
    """What lies in the database, counted once for all processes: rows not yet heard, jobs not yet done."""
    from gongzhi.kit.journal import outbox

    registry = CollectorRegistry()
    Gauge(
        "gongzhi_outbox_lag_rows", "Journal rows the slowest listener has not heard", registry=registry
    ).set(outbox.lag())
    jobs = Gauge("gongzhi_jobs", "Jobs of the worker", ["status"], registry=registry)
    with connections["default"].cursor() as cursor:
        cursor.execute("select status::text, count(*) from procrastinate_jobs group by status")
        for status, count in cursor.fetchall():
            jobs.labels(status).set(count)
    return registry
