from django.urls import path

from gongzhi.town.counters import views

urlpatterns = [
    path("counters/", views.start, name="counters"),
    path("counters/<int:pk>/", views.counter, name="counter"),
]
