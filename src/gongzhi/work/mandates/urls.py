"""The addresses of mandates."""

from django.urls import path

from gongzhi.work.mandates.views import duties, items, lists

urlpatterns = [
    path("", duties.listing, name="mandates"),
    path("ownerless/", duties.ownerless, name="ownerless"),
    path("why/", duties.why, name="why"),
    path("lists/", lists.listing, name="listings"),
    path("lists/new/", lists.new, name="listing-new"),
    path("lists/<uuid:pk>/workbook/", lists.workbook, name="listing-workbook"),
    path("lists/<uuid:pk>/replay/", lists.replayed, name="listing-replay"),
    path("lists/<uuid:pk>/replay/cases/", lists.replayed_cases, name="listing-replay-cases"),
    path("lists/<uuid:pk>/compare/<uuid:other>/", lists.compare, name="listing-compare"),
    path("lists/<uuid:pk>/items/new/", items.new, name="item-new"),
    *lists.DOOR.urls(prefix="lists/"),
    path("items/<uuid:pk>/", items.show, name="item"),
    path("items/<uuid:pk>/edit/", items.edit, name="item-edit"),
    path("items/<uuid:pk>/drop/", items.drop, name="item-drop"),
    path("items/<uuid:pk>/remark/", items.remark, name="item-remark"),
]
