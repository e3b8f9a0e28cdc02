"""The addresses of tasks."""

from django.urls import path

from gongzhi.work.tasks import views

urlpatterns = [
    path("", views.listing, name="tasks"),
    path("new/", views.new, name="task-new"),
    *views.DOOR.urls(),
]
