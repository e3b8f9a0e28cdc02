"""The addresses of the gate."""

from django.urls import path

from gongzhi.work.admission.views import beginning, lists, things

urlpatterns = [
    path("", lists.listing, name="admission"),
    path("new/", beginning.apply, name="admission-new"),
    path("refuse/", beginning.refuse, name="push-new"),
    path("pushes/", lists.pushes, name="pushes"),
    path("passages/", lists.passages, name="passages"),
    path("objections/", lists.objections, name="objections"),
    path("load/", lists.load, name="load"),
    path("departments/", lists.departments, name="outside"),
    *things.PUSH_DOOR.urls(prefix="pushes/"),
    *things.OBJECTION_DOOR.urls(prefix="objections/"),
    *things.MATTER_DOOR.urls(),
]
