"""The addresses of the four levels."""

from django.urls import path

from gongzhi.work.policies.views import levels

urlpatterns = [path("", levels.own, name="levels"), path("<int:pk>/", levels.page, name="level")]
