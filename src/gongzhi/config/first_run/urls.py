from django.urls import path

from gongzhi.config.first_run import views

urlpatterns = [
    path("", views.guide, name="first-run"),
    path("template/<slug:name>/", views.template, name="first-run-template"),
]
