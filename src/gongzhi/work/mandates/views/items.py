"""One item of a list: what it says, which duties it gives, what streets remark; written while its list is a draft."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused, Stopped
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.mandates import commands, tables
from gongzhi.work.mandates.forms import Item
from gongzhi.work.mandates.models import Listing, ListingItem
from gongzhi.work.mandates.queries import lists as queries
from gongzhi.work.mandates.rules import COMPARED, LISTING
from gongzhi.work.mandates.views.lists import may


def _page(
    request: Any, item: ListingItem, status: int = 200, wrong: Stopped | None = None, text: str | None = None
) -> HttpResponse:
    listing = item.listing
    remarks = [(tree().full_name(one.street_id), one) for one in item.remarks.order_by("street_id")]
    own = {one for post in request.actor.posts if post.level == "street" for one in post.reach}
    mine = next((one.text for _name, one in remarks if one.street_id in own), "")
    values = vars(item)
    context = {
        "item": item, "listing": listing, "list_url": f"/mandates/lists/{listing.pk}/", "here": item.code,
        "remarks": remarks, "wrong": wrong, "now": clock.now(),
        "lead": tables.lead_words(values), "helpers": tables.helper_words(values),
        "category": tables.category_words(values), "area": tree().full_name(listing.area_id),
        "writes": may(request.actor, "write_item", listing), "remarks_on": may(request.actor, "remark", listing),
        "text": mine if text is None else text,
        "duties": [(directory().name(one.lead_id), one) for one in item.duties.order_by("valid_from")],
    }  # fmt: skip
    return render(request, "mandates/item.html", context, status=status)


@login_required
def show(request: Any, pk: Any) -> HttpResponse:
    return _page(request, queries.item_seen(request.actor, pk))


@login_required
def new(request: Any, pk: Any) -> HttpResponse:
    """写条目: a new one in a draft."""
    return _written(request, queries.seen(request.actor, pk), None)


@login_required
def edit(request: Any, pk: Any) -> HttpResponse:
    """改条目: the same code with other words."""
    item = queries.item_seen(request.actor, pk)
    return _written(request, item.listing, item)


def _written(request: Any, listing: Listing, item: ListingItem | None) -> HttpResponse:
    if listing.stage != Listing.Stage.DRAFT:
        raise LISTING.refusal(LISTING.steps["write_item"], listing)
    if not may(request.actor, "write_item", listing):
        raise NotYours(_("这份清单由别的单位管，您可以看，不能改。"))
    initial = {name: getattr(item, name) for name in ("code", *COMPARED)} if item else {}
    form, status = Item(listing, request.POST or None, initial=initial), 200
    if item is not None:
        form.fields["code"].widget.attrs["readonly"] = True
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                words = {**form.cleaned_data, **({"code": item.code} if item else {})}
                made = commands.write_item(request.actor, listing.pk, **words)
                return HttpResponseRedirect(f"/mandates/lists/items/{made.pk}/")
            except Refused as refused:
                form.add_error(refused.field if refused.field in form.fields else None, refused.message)
    context = {
        "form": form, "listing": listing, "item": item, "area": tree().full_name(listing.area_id),
        "list_url": f"/mandates/lists/{listing.pk}/", "here": item.code if item else _("写条目"),
    }  # fmt: skip
    return render(request, "mandates/item_form.html", context, status=status)


@login_required
@require_POST
def drop(request: Any, pk: Any) -> HttpResponse:
    """删条目: it is not in this version."""
    item = queries.item_seen(request.actor, pk)
    commands.drop_item(request.actor, item.listing_id, code=item.code)
    return HttpResponseRedirect(f"/mandates/lists/{item.listing_id}/")


@login_required
@require_POST
def remark(request: Any, pk: Any) -> HttpResponse:
    """街道备注: my street's words on it."""
    item = queries.item_seen(request.actor, pk)
    text = request.POST.get("text", "")
    try:
        commands.remark(request.actor, item.listing_id, item_id=item.pk, text=text)
    except Refused as wrong:
        return _page(request, item, 422, wrong, text)
    return HttpResponseRedirect(f"/mandates/lists/items/{item.pk}/")
