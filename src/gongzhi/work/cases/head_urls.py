"""Addresses of the heads' pages, under /today/; their front page is the front page of the house."""

from django.urls import path

from gongzhi.work.cases.head_views import case, places, record, today

urlpatterns = [
    path("", today.today, name="today"),
    path("record/", record.record, name="today-record"),
    path("areas/", places.areas, name="today-areas"),
    path("noted/", places.noted, name="today-noted"),
    *case.DOOR.urls(),
]
