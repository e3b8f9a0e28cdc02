"""The addresses of whistles, for staff."""

from django.urls import path

from gongzhi.work.whistles.views import compose, inbox, lists, things

urlpatterns = [
    path("", lists.board, name="whistles"),
    path("signing/", lists.signing, name="signing"),
    path("inbox/", inbox.page, name="inbox"),
    path("calls/", lists.calls, name="calls"),
    path("arrivals/", lists.arrived, name="arrivals"),
    path("disputes/", lists.disputes, name="disputes"),
    path("new/<uuid:pk>/", compose.compose, name="compose"),
    path("new/<uuid:pk>/letter/", compose.letter, name="compose-letter"),
    path("<uuid:pk>/letter/", things.letter, name="letter"),
    *things.REPORT_INS.urls(prefix="in/"),
    *things.DISPUTES.urls(prefix="disputes/"),
    *things.WHISTLES.urls(),
]
