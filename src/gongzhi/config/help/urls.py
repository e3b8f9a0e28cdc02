"""The addresses of the guide."""

from django.urls import path

from gongzhi.config.help import views

urlpatterns = [
    path("", views.index, name="help"),
    path("<slug:slug>/", views.page, name="help-page"),
]
