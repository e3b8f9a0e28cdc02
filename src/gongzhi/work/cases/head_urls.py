"""Addresses of the heads' pages, under /today/; their front page is the front page of the house."""

from django.contrib.auth.decorators import login_required
from django.urls import path

from gongzhi.work.cases.head_views import case, places, record, today

urlpatterns = [
    path("", login_required(today.today), name="today"),
    path("record/", login_required(record.record), name="today-record"),
    path("areas/", login_required(places.areas), name="today-areas"),
    path("noted/", login_required(places.noted), name="today-noted"),
    *case.DOOR.urls(),
]
