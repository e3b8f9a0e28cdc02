"""The addresses of one's views, below /me/views/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from gongzhi.town.saved_views import commands, views

urlpatterns = [
    path("", views.mine, name="views"),
    path("save/", views.save, name="view-save"),
    path("<int:pk>/rename/", views.rename, name="view-rename"),
    path("<int:pk>/share/", views.step(commands.share_view, _("已共享给本单位。")), name="view-share"),
    path("<int:pk>/withdraw/", views.step(commands.withdraw_view, _("不再共享。")), name="view-withdraw"),
    path("<int:pk>/drop/", views.step(commands.drop_view, _("已删除。")), name="view-drop"),
    path("<int:pk>/first/", views.step(commands.open_with, _("打开这个列表时先看它。")), name="view-first"),
    path(
        "<int:pk>/not-first/",
        views.step(lambda actor, pk: commands.open_with(actor, pk, on=False), _("打开这个列表时看全部。")),
        name="view-not-first",
    ),
]
