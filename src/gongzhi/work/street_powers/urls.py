"""The addresses of the street's powers, its orders and opinions."""

from django.urls import path

from gongzhi.work.street_powers.counts import COUNTS
from gongzhi.work.street_powers.views import lists, things, writing

urlpatterns = [
    path("", lists.uses, name="powers"),
    path("new/", writing.draft, name="power-new"),
    path("ask/", writing.ask, name="power-ask"),
    path("catalogue/", lists.catalogue, name="power-catalogue"),
    *(path(f"counts/{by}/", lists.count, {"by": by}, name=f"power-counts-{by}") for by in COUNTS),
    path("orders/", lists.orders, name="command-orders"),
    path("orders/new/", writing.order, name="command-order-new"),
    *things.ORDERS.urls(prefix="orders/"),
    path("opinions/", lists.opinions, name="yearly-opinions"),
    path("opinions/new/", writing.opinion, name="yearly-opinion-new"),
    *things.OPINIONS.urls(prefix="opinions/"),
    *things.USES.urls(),
]
