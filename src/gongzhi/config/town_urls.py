"""Addresses under /town/: what all rooms share, for staff."""

from django.urls import path

from gongzhi.config import town_codes
from gongzhi.town.duty.urls import urlpatterns as duty

urlpatterns: list = [
    *duty,
    path("codes/", town_codes.codes, name="codes"),
    path("codes/<int:area_id>/", town_codes.sheet, name="codes-sheet"),
]
