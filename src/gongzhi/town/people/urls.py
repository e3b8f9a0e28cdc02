"""The addresses of one's own account."""

from django.urls import path

from gongzhi.town.people import phones, views

urlpatterns = [
    path("", views.account, name="me"),
    path("act-as/", views.act_as, name="act-as"),
    path("notices/", views.notice_list, name="notices"),
    path("notices/seen/", views.see, name="notices-seen"),
    path("substitute/", views.substitute, name="substitute"),
    path("shown/", views.show_to_residents, name="show-to-residents"),
    path("sessions/end/", views.end_session, name="end-session"),
    path("tour/", views.put_tour_away, name="put-tour-away"),
    path("queue/", views.queue, name="queue"),
    path("phone/", phones.contact, name="phone-contact"),
    path("tokens/", views.issue_token, name="issue-token"),
    path("tokens/<int:pk>/revoke/", views.revoke_token, name="revoke-token"),
]
