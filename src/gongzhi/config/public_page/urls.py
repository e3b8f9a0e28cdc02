from django.urls import path

from gongzhi.config.public_page import views

urlpatterns = [
    path("", views.index, name="public-areas"),
    path("certificates/", views.certificates, name="public-certificates"),
    path("<slug:code>/", views.page, name="public-page"),
    path("<slug:code>/answered/", views.done, name="public-answered"),
]
