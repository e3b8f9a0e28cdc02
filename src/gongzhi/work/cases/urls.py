"""The addresses of cases, for staff."""

from django.urls import path

from gongzhi.work.cases.views import board, case, lists

urlpatterns = [
    path("", lists.listing, name="cases"),
    path("bulk/", lists.bulk, name="cases-bulk"),
    path("board/", board.page, name="board"),
    path("<uuid:pk>/slip/", case.slip, name="case-slip"),
    *case.DOOR.urls(),
]
