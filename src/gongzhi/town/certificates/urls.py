from django.urls import path

from gongzhi.town.certificates import views

urlpatterns = [
    path("certificates/", views.desk, name="certificates"),
    path("certificates/asked/", views.asked, name="certificates-asked"),
    path("certificates/askers/", views.askers, name="certificates-askers"),
    path("certificates/asked/<uuid:pk>/", views.asking, name="certificate-asking"),
    path("certificates/<slug:code>/", views.kind, name="certificate-kind"),
    path("certificates/<slug:code>/slip/", views.slip, name="certificate-slip"),
]
