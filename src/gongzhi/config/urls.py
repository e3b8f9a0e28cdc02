"""The map of addresses: every room brings its own; who may is decided behind the door, not here."""

from django.urls import include, path

from gongzhi.config import health, home
from gongzhi.config.api import api, document
from gongzhi.config.api_docs import docs
from gongzhi.town.people import phones

urlpatterns = [
    path("", home.front, name="front"),
    path("api/v1/openapi.json", document, name="openapi"),
    path("api/v1/", api.urls),  # first: what machines call most
    path("start/", include("gongzhi.config.first_run.urls")),
    path("sw.js", phones.worker, name="worker"),
    path("app.webmanifest", phones.manifest, name="manifest"),
    path("without-signal/", phones.without, name="without-signal"),
    path("today/", include("gongzhi.work.cases.head_urls")),
    path("me/views/", include("gongzhi.town.saved_views.urls")),
    path("me/batches/", include("gongzhi.town.batches.urls")),
    path("me/notices/choices/", include("gongzhi.town.notices.urls")),
    path("me/", include("gongzhi.town.people.urls")),
    path("me/", include("gongzhi.town.administration.urls")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("", include("gongzhi.kit.web.urls")),
    path("cases/", include("gongzhi.work.cases.urls")),
    path("whistles/", include("gongzhi.work.whistles.urls")),
    path("tasks/", include("gongzhi.work.tasks.urls")),
    path("meetings/", include("gongzhi.work.meetings.urls")),
    path("admission/", include("gongzhi.work.admission.urls")),
    path("mandates/", include("gongzhi.work.mandates.urls")),
    path("enforcement/", include("gongzhi.work.enforcement.urls")),
    path("filings/", include("gongzhi.work.filings.urls")),
    path("powers/", include("gongzhi.work.street_powers.urls")),
    path("policies/", include("gongzhi.work.policies.urls")),
    path("levels/", include("gongzhi.work.policies.level_urls")),
    path("secretary-projects/", include("gongzhi.work.secretary_projects.urls")),
    path("help/", include("gongzhi.config.help.urls")),
    path("p/", include("gongzhi.config.public_page.urls")),
    path("r/", include("gongzhi.work.cases.public_urls")),
    path("files/", include("gongzhi.town.files.urls")),
    path("town/", include("gongzhi.config.town_urls")),
    path("open311/", include("gongzhi.gateways.open311.urls")),
    path("api/docs", docs, name="api-docs"),
    path("healthz", health.healthz),
    path("readyz", health.readyz),
    path("metrics", health.metrics),
]
handler404 = "gongzhi.kit.web.views.not_found"
handler403 = "gongzhi.kit.web.views.forbidden"
handler500 = "gongzhi.kit.web.views.broken"
