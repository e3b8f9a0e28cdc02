"""The addresses of mandates."""

from django.urls import path

from gongzhi.work.mandates.views import duties, items, letters, lists, offices

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
    path("lists/items/<uuid:pk>/", items.show, name="item"),
    path("lists/items/<uuid:pk>/edit/", items.edit, name="item-edit"),
    path("lists/items/<uuid:pk>/drop/", items.drop, name="item-drop"),
    path("lists/items/<uuid:pk>/remark/", items.remark, name="item-remark"),
    path("letters/", letters.listing, name="letters"),
    path("letters/new/", letters.issue, name="letter-new"),
    path("letters/record/", letters.record, name="letter-record"),
    path("letters/left/", letters.left, name="letters-left"),
    *letters.DOOR.urls(prefix="letters/"),
    path("offices/", offices.check, name="offices"),
    path("offices/new/", offices.set_up, name="office-new"),
    path("offices/<int:pk>/end/", offices.end, name="office-end"),
    path("stripped/", offices.stripped, name="stripped"),
    path("stripped/new/", offices.strip, name="stripped-new"),
]
