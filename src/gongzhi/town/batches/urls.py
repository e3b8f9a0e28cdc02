"""The addresses of batches, below /me/batches/."""

from django.urls import path

from gongzhi.town.batches import views

urlpatterns = [
    path("ask/<slug:name>/", views.ask, name="batch-ask"),
    path("<uuid:pk>/", views.show, name="batch"),
    path("<uuid:pk>/bar/", views.bar, name="batch-bar"),
    path("<uuid:pk>/undo/", views.undo, name="batch-undo"),
]
