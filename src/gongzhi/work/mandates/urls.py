"""The addresses of the duty list."""

from django.urls import path

from gongzhi.work.mandates import views

urlpatterns = [
    path("", views.listing, name="mandates"),
    path("ownerless/", views.ownerless, name="ownerless"),
    path("why/", views.why, name="why"),
]
