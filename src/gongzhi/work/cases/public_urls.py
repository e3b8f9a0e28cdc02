"""Addresses of the resident's pages. No number and no code ever stands in one."""

from django.urls import path

from gongzhi.work.cases.public_views import pointing, report, ticket, told, trace
from gongzhi.work.cases.public_views.trace import STEPS

urlpatterns = [
    path("", report.report, name="public-report"),
    path("q/<slug:code>/", report.at_door, name="public-door"),
    path("why/", report.why, name="public-why"),
    path("at/", pointing.at, name="public-at"),
    path("map/outlines/buildings/", pointing.buildings, name="public-buildings"),
    path("map/outlines/<slug:level>/", pointing.level, name="public-outlines"),
    path("told/", told.told, name="public-told"),
    path("told/slip/", told.slip, name="public-slip"),
    path("trace/", trace.trace, name="public-trace"),
    path("trace/mine/", trace.mine, name="public-mine"),
    path("trace/leave/", trace.leave, name="public-leave"),
    path("t/<slug:token>/", ticket.ticket, name="public-ticket"),
    *(path(f"trace/{verb}/", trace.take, {"verb": verb}, name=f"public-{verb}") for verb in STEPS),
]
