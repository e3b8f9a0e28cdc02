"""The addresses of enforcement."""

from django.urls import path

from gongzhi.work.enforcement.views import files, powers, squads

urlpatterns = [
    path("", files.listing, name="enforcement"),
    path("new/", files.new, name="enforcement-new"),
    path("on-case/", files.on_case, name="enforcement-on-case"),
    path("powers/", powers.listing, name="powers"),
    path("powers/new/", powers.new, name="power-new"),
    *powers.DOOR.urls(prefix="powers/"),
    path("squads/", squads.listing, name="squads"),
    path("squads/new/", squads.new, name="squad-new"),
    path("squads/<int:pk>/", squads.squad, name="squad"),
    path("<uuid:pk>/decision/", files.decision, name="enforcement-decision"),
    *files.DOOR.urls(),
]
