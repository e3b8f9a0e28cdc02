"""The addresses of duty."""

from django.urls import path

from gongzhi.town.duty import views

urlpatterns = [
    path("duty/", views.page, name="duty"),
    path("duty/roster/", views.roster, name="duty-roster"),
    path("duty/<int:pk>/hand-over/", views.hand_over, name="duty-hand-over"),
]
