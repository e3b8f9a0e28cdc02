"""Addresses under /town/: what all rooms share, for staff."""

from django.urls import path

from gongzhi.config import town_codes

urlpatterns: list = [
    path("codes/", town_codes.codes, name="codes"),
    path("codes/<int:area_id>/", town_codes.sheet, name="codes-sheet"),
]
