"""The addresses of meetings."""

from django.urls import path

from gongzhi.work.meetings import views

urlpatterns = [
    path("", views.listing, name="meetings"),
    path("bodies/", views.bodies, name="bodies"),
    path("bodies/<int:pk>/", views.body_page, name="body"),
    path("bodies/<int:pk>/call/", views.call, name="meeting-call"),
    path("bodies/<int:pk>/raise/", views.raise_topic, name="topic-raise"),
    path("resolutions/", views.resolutions, name="resolutions"),
    path("topics/", views.topics, name="topics"),
    *views.TOPIC_DOOR.urls(prefix="topics/"),
    *views.MEETING_DOOR.urls(),
    path("<uuid:pk>/invitation.ics", views.invitation, name="meeting-invitation"),
    path("<uuid:pk>/minutes.docx", views.minutes, name="meeting-minutes"),
]
