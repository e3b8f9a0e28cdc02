"""The addresses of filings."""

from django.urls import path

from gongzhi.work.filings.views import lists, sums, things

urlpatterns = [
    path("", lists.forms, name="filings"),
    path("new/", things.new, name="filing-new"),
    path("sheets/", lists.sheets, name="filing-sheets"),
    path("fields/", lists.fields, name="filing-fields"),
    path("counts/", sums.counts, name="filing-counts"),
    *things.SHEET_DOOR.urls(prefix="sheets/"),
    path("sheets/<uuid:pk>/paper.docx", things.paper, {"kind": "docx"}, name="filing-docx"),
    path("sheets/<uuid:pk>/paper.xlsx", things.paper, {"kind": "xlsx"}, name="filing-xlsx"),
    *things.FORM_DOOR.urls(),
    path("<uuid:pk>/layout/", things.upload, name="filing-layout"),
    path("<uuid:pk>/sums/", sums.roll_up, name="filing-sums"),
]
