"""Addresses under /town/: what all rooms share, for staff."""

from django.urls import path

from gongzhi.config import town_codes
from gongzhi.config.town_pages.urls import urlpatterns as pages
from gongzhi.town.certificates.urls import urlpatterns as certificates
from gongzhi.town.counters.urls import urlpatterns as counters
from gongzhi.town.duty.urls import urlpatterns as duty

urlpatterns: list = [
    *duty,
    *counters,
    *certificates,
    *pages,
    path("codes/", town_codes.codes, name="codes"),
    path("codes/<int:area_id>/", town_codes.sheet, name="codes-sheet"),
]
