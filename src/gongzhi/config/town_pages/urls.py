"""The addresses of the town's pages, under /town/."""

from django.urls import path

from gongzhi.config.town_pages import (
    areas,
    calendar,
    documents,
    organisations,
    outlines,
    registers,
    rule_list,
    rules,
    why,
)

urlpatterns: list = [
    path("areas/", areas.start, name="areas"),
    path("areas/<int:pk>/", areas.page, name="area"),
    path("outlines/buildings/", outlines.buildings, name="outlines-buildings"),
    path("outlines/<slug:level>/", outlines.level, name="outlines"),
    path("organisations/", organisations.listing, name="organisations"),
    path("organisations/<int:pk>/", organisations.page, name="organisation"),
    path("registers/", registers.listing, name="registers"),
    path("registers/jobs/<uuid:pk>/", registers.job_page, name="register-job"),
    path("registers/jobs/<uuid:pk>/apply/", registers.apply, name="register-apply"),
    path("registers/jobs/<uuid:pk>/errors/", registers.errors, name="register-errors"),
    path("registers/<slug:name>/", registers.show, name="register"),
    path("registers/<slug:name>/template/", registers.template, name="register-template"),
    path("registers/<slug:name>/export/", registers.export, name="register-export"),
    path("registers/<slug:name>/print/", registers.printed, name="register-print"),
    path("registers/<slug:name>/upload/", registers.upload, name="register-upload"),
    path("rules/", rule_list.listing, name="rules"),
    path("rules/<str:key>/", rules.one, name="rule"),
    path("why/<str:key>/", why.page, name="why"),
    path("calendar/", calendar.show, name="calendar"),
    path("calendar/days/", calendar.enter_days, name="calendar-days"),
    path("calendar/hours/", calendar.set_hours, name="calendar-hours"),
    path("documents/", documents.listing, name="documents"),
    path("documents/enter/", documents.enter, name="document-enter"),
    path("documents/<int:pk>/", documents.show, name="document"),
    path("documents/<int:pk>/clauses/", documents.enter_clause, name="document-clause"),
    path("documents/<int:pk>/repeal/", documents.repeal, name="document-repeal"),
]
