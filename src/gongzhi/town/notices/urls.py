"""The addresses of one's choice of notices, below /me/notices/choices/."""

from django.urls import path

from gongzhi.town.notices import views

urlpatterns = [
    path("", views.page, name="notice-choices"),
    path("<slug:way>/", views.choose, name="notice-choose"),
    path("<slug:way>/address/", views.give, name="notice-address"),
    path("<slug:way>/confirm/", views.confirm, name="notice-confirm"),
    path("<slug:way>/drop/", views.drop, name="notice-drop"),
]
