"""The addresses of cases, for staff."""

from django.urls import path

from gongzhi.work.cases.views import board, call_backs, case, lists, map, new, place

urlpatterns = [
    path("", lists.listing, name="cases"),
    path("board/", board.page, name="board"),
    path("map/", map.page, name="case-map"),
    path("map/points/", map.points, name="case-points"),
    path("at/", map.chosen_point, name="case-at"),
    path("new/", new.new, name="case-new"),
    path("call-backs/", call_backs.sheet, name="call-backs"),
    path("call-backs/<uuid:pk>/rate/", call_backs.rate, name="call-back-rate"),
    *call_backs.DOOR.urls(prefix="call-backs/"),
    path("<uuid:pk>/slip/", case.slip, name="case-slip"),
    path("<uuid:pk>/where/", place.place, name="case-where"),
    *case.DOOR.urls(),
]
