"""Reads of versioned lists: the lists, one list's items, the version before, what stops a draft from being enacted."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Unseen
from gongzhi.town.access.actor import Actor
from gongzhi.work.mandates.models import Listing, ListingItem
from gongzhi.work.mandates.rules import LISTING, rivals

ROW = (
    "id", "kind", "area_id", "title", "version", "stage", "basis", "effective_from", "effective_to", "begun_at",
)  # fmt: skip
ITEM_ROW = (
    "id", "place", "code", "text", "basis", "lead_id", "lead_name", "helper_ids", "street_part", "department_part",
    "money", "power", "people", "category_id", "listing_id",
)  # fmt: skip
WORDS = ("text", "basis", "lead_name", "street_part", "department_part", "money", "power", "people")


def listed(actor: Actor) -> QuerySet:
    """The rows of the list of lists: plain values."""
    return LISTING.seen_by(actor).values(*ROW)


def seen(actor: Actor, pk: Any) -> Listing:
    """A list that this actor may read; Unseen otherwise."""
    found = LISTING.seen_by(actor).filter(pk=pk).first()
    if found is None:
        raise Unseen(_("没有找到这份清单，也可能您看不到它。"))
    return found


def draft_for(actor: Actor, pk: Any) -> Listing:
    """A draft, for those who write or enact it: the trial on past cases is theirs.

    :raises NotNow: it is no draft any more. :raises NotYours: another office writes it.
    """
    found = seen(actor, pk)
    if found.stage != Listing.Stage.DRAFT:
        raise LISTING.refusal(LISTING.steps["enact"], found)
    if not any(LISTING.may(actor, LISTING.steps[verb], found) for verb in ("write_item", "enact")):
        raise NotYours(_("草稿的推演由起草和启用它的人看。"))
    return found


def items_of(listing: Any) -> QuerySet:
    """The rows of one list's items: plain values."""
    return ListingItem.objects.filter(listing_id=getattr(listing, "pk", listing)).values(*ITEM_ROW)


def searched(rows: QuerySet, query: str) -> QuerySet:
    """Items whose number is, or whose words contain, the query; a list is short enough to be read through."""
    words = Q(code=query)
    for name in WORDS:
        words |= Q(**{f"{name}__icontains": query})
    return rows.filter(words)


def item_seen(actor: Actor, pk: Any) -> ListingItem:
    """An item of a list that this actor may read, with its list; Unseen otherwise."""
    mine = LISTING.seen_by(actor)
    found = ListingItem.objects.select_related("listing").filter(pk=pk, listing__in=mine).first()
    if found is None:
        raise Unseen(_("没有找到这一条，也可能您看不到它。"))
    return found


def holding(on: date | None = None) -> Q:
    """The versions that hold on a day (today)."""
    day = on or clock.today()
    enacted = Q(stage__in=(Listing.Stage.IN_FORCE, Listing.Stage.SUPERSEDED), effective_from__lte=day)
    return enacted & (Q(effective_to=None) | Q(effective_to__gte=day))


def others(listing: Listing) -> list[Listing]:
    """The other versions of the same list, newest first."""
    same = Listing.objects.filter(kind=listing.kind, area_id=listing.area_id).exclude(pk=listing.pk)
    return list(same.order_by("-version"))


def whole(listing: Any) -> list[ListingItem]:
    """All items in their order."""
    return list(
        ListingItem.objects.filter(listing_id=getattr(listing, "pk", listing)).order_by("place", "code")
    )


def hindrances(items: list[ListingItem]) -> list[str]:
    """Why a draft with these items cannot be enacted yet, in words."""
    if not items:
        return [_("还没有条目，请先写条目或者导入表格。")]
    return [
        _("第 %(one)s 条和第 %(other)s 条给同一类别写了不同的牵头单位，请先改成一个。")
        % {"one": one.code, "other": other.code}
        for one, other in rivals(items)
    ]
