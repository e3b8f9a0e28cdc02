"""The addresses of secretary projects."""

from django.urls import path

from gongzhi.work.secretary_projects.views import lists, things, writing

urlpatterns = [
    path("", lists.projects, name="secretary-projects"),
    path("new/", writing.project, name="secretary-project-new"),
    path("board/", lists.board, name="secretary-projects-board"),
    path("rates/", lists.rates, name="secretary-projects-rates"),
    path("on-case/", lists.on_case, name="secretary-projects-on-case"),
    path("calls/", lists.calls, name="secretary-project-calls"),
    path("calls/new/", writing.call, name="secretary-project-call-new"),
    *things.CALLS.urls(prefix="calls/"),
    path("<uuid:pk>/sheet/", things.sheet, name="secretary-project-sheet"),
    *things.PROJECTS.urls(),
]
