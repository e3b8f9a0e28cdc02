"""A list from draft to force: begun (from the one in force), written, enacted with the duties that its items give."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.command import founding, locked, step
from gongzhi.kit.flow import NotNow, NotYours, Refused
from gongzhi.kit.reference import bump
from gongzhi.kit.rows import update as write_row
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.mandates.models import Duty, Listing, ListingItem, ListingRemark
from gongzhi.work.mandates.rules import COMPARED, LEVELS, LISTING, STREET, duty_code, may_keep, rivals

ONE_DAY = timedelta(days=1)
S = Listing.Stage
Values = dict[str, Any]


@founding("begin_listing")
def begin_listing(
    actor: Actor, *, kind: str, area_id: int, title: str = "", basis: str = "", document_id: int | None = None,
    copied: bool = True, synthetic: bool = False,
) -> Listing:  # fmt: skip
    """起草清单: the next version of a kind for an area; ``copied``: with the items of the one in force.

    :raises NotNow: there is a draft already. :raises NotYours: another office keeps it.
    """
    area = tree().get(area_id)
    if area is None or area.level not in LEVELS:
        raise Refused(_("清单按市、区或街道制定。"), field="area_id")
    if not may_keep(actor, area_id):
        raise NotYours(_("市里的清单由市里管，区和街道的由区里管。"))
    known = Listing.objects.filter(kind=kind, area_id=area_id)
    if known.filter(stage=S.DRAFT).exists():
        raise NotNow(_("这个区域的这种清单已经有一份草稿，请在它上面改。"))
    origin = known.filter(stage=S.IN_FORCE).first()
    listing = Listing.objects.create(
        kind=kind, area_id=area_id, title=title.strip() or f"{area.name}{Listing.Kind(kind).label}",
        version=(known.aggregate(most=Max("version"))["most"] or 0) + 1, basis=basis.strip() or "待确认",
        document_id=document_id, origin=origin, begun_at=clock.now(), synthetic=synthetic,
    )  # fmt: skip
    if copied and origin:
        _copy(origin, listing)
    return listing


def _copy(origin: Listing, listing: Listing) -> None:
    kept = ("place", "code", *COMPARED)
    ListingItem.objects.bulk_create(
        ListingItem(listing=listing, **values)
        for values in origin.items.order_by("place", "code").values(*kept)
    )


@step(LISTING)
def write_item(
    _actor: Actor, listing: Listing, *, code: str, text: str, basis: str = "", lead_id: int | None = None,
    lead_name: str = "", helper_ids: list[int] | None = None, street_part: str = "", department_part: str = "",
    money: str = "", power: str = "", people: str = "", category_id: int | None = None, clause_id: int | None = None,
) -> ListingItem:  # fmt: skip
    """写条目: a new item, or the one of that code with other words."""
    given = {
        "text": text.strip(), "basis": basis.strip(), "lead_id": lead_id, "lead_name": lead_name.strip(),
        "helper_ids": helper_ids or [], "street_part": street_part.strip(), "money": money.strip(),
        "department_part": department_part.strip(), "power": power.strip(), "people": people.strip(),
        "category_id": category_id, "clause_id": clause_id,
    }  # fmt: skip
    _check(code, given)
    known = listing.items.filter(code=code.strip()).first()
    if known is not None:
        ListingItem.objects.filter(pk=known.pk).update(**given)
        return known
    return ListingItem.objects.create(listing=listing, place=_next_place(listing), code=code.strip(), **given)


def _check(code: str, given: Values) -> None:
    if not code.strip() or len(code.strip()) > 20:
        raise Refused(_("条目编号要填，最多 20 个字。"), field="code")
    if len(given["text"]) < 2:
        raise Refused(_("请写清楚是什么事。"), field="text")
    if given["lead_id"] is not None and given["lead_name"]:
        raise Refused(_("牵头单位在名录里选，或者只写名称，不要两样都填。"), field="lead_name")
    if given["lead_id"] is not None and directory().get(given["lead_id"]) is None:
        raise Refused(_("请从单位名录里选。"), field="lead_id")
    if any(directory().get(one) is None for one in given["helper_ids"]):
        raise Refused(_("配合单位请从单位名录里选。"), field="helper_ids")
    category = catalogue().by_id.get(given["category_id"]) if given["category_id"] is not None else None
    if given["category_id"] is not None and (category is None or category.retired):
        raise Refused(_("没有这个类别，请从列表里选。"), field="category_id")


def _next_place(listing: Listing) -> int:
    return (listing.items.aggregate(last=Max("place"))["last"] or 0) + 1


@step(LISTING)
def drop_item(_actor: Actor, listing: Listing, *, code: str) -> None:
    """删条目: it is not in this version."""
    gone, _by = listing.items.filter(code=code.strip()).delete()
    if not gone:
        raise Refused(_("没有这一条，可能已经删了。"), field="code")


@dataclass
class Filled:
    """What a workbook made and changed."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0


@step(LISTING)
def fill(_actor: Actor, listing: Listing, *, rows: list[Values], stored: Filled) -> None:
    """用表格填: items of a workbook, known by their code; what the workbook does not name stays."""
    there = {one.code: one for one in listing.items.filter(code__in=[row["code"] for row in rows])}
    place = _next_place(listing)
    made: list[ListingItem] = []
    changed: list[ListingItem] = []
    for row in rows:
        known = there.get(row["code"])
        if known is None:
            made.append(ListingItem(listing=listing, place=place + len(made), **row))
        elif any(getattr(known, name) != value for name, value in row.items()):
            for name, value in row.items():
                setattr(known, name, value)
            changed.append(known)
    ListingItem.objects.bulk_create(made, batch_size=2000)
    if changed:
        ListingItem.objects.bulk_update(changed, [n for n in rows[0] if n != "code"], batch_size=500)
    stored.created, stored.changed = len(made), len(changed)
    stored.unchanged = len(rows) - len(made) - len(changed)


@step(LISTING)
def remark(actor: Actor, listing: Listing, *, item_id: UUID, text: str) -> None:
    """街道备注: a street's own words on an item; empty words take them away."""
    item = listing.items.filter(pk=item_id).first()
    own = {one for post in actor.serves(*STREET) for one in post.reach}
    street = next((p.area_id for p in actor.serves(*STREET) if listing.area_id in tree().card(p.area_id).lineage), None)  # fmt: skip
    if item is None or street is None:
        raise Refused(_("没有这一条。"))
    if len(text.strip()) > 500:
        raise Refused(_("备注最多 500 个字。"), field="text")
    item.remarks.filter(street_id__in=own).delete()
    if text.strip():
        ListingRemark.objects.create(item=item, street_id=street, text=text.strip(), at=clock.now())


@step(LISTING)
def enact(
    actor: Actor, listing: Listing, *, effective_from: date, effective_to: date | None = None, basis: str = ""
) -> None:
    """启用: from a day on; the version before ends the day before, and so do the duties that this one replaces.

    :raises Refused: no items, two leads for one category, or a day that has passed.
    """
    items = list(listing.items.order_by("place", "code"))
    if not items:
        raise Refused(_("还没有条目，请先写条目或者导入表格。"))
    for one, other in rivals(items):
        raise Refused(
            _("第 %(one)s 条和第 %(other)s 条给同一类别写了不同的牵头单位，请先改成一个。")
            % {"one": one.code, "other": other.code}
        )
    same = Listing.objects.filter(kind=listing.kind, area_id=listing.area_id, stage=S.IN_FORCE)
    before = locked(same.exclude(pk=listing.pk))
    _check_days(listing, before, items, effective_from, effective_to)
    for one in before:
        supersede(actor, one, last_day=effective_from - ONE_DAY)
    listing.effective_from, listing.effective_to = effective_from, effective_to
    listing.basis = basis.strip() or listing.basis
    _give_duties(listing, items, before)


def _check_days(
    listing: Listing, before: list[Listing], items: list[ListingItem], start: date, end: date | None
) -> None:
    if any(one.effective_from is not None and one.effective_from >= start for one in before):
        raise Refused(_("新版本要晚于现行版本的启用日期。"), field="effective_from")
    changes = (
        before or _replaced(listing, items, before, start).filter(valid_from__lte=clock.today()).exists()
    )
    if start < clock.today() or (changes and start == clock.today()):
        raise Refused(
            _("改现行的清单只能从明天起，已经过去的日子照旧。")
            if changes
            else _("启用日期不能早于今天，已经过去的日子照旧。"),
            field="effective_from",
        )
    if end is not None and end < start:
        raise Refused(_("最后一天不能早于启用日期。"), field="effective_to")


@step(LISTING)
def supersede(_actor: Actor, listing: Listing, *, last_day: date) -> None:
    """替代: a newer version takes its place from the next day; an earlier end of its own stays."""
    if listing.effective_to is None or listing.effective_to > last_day:
        listing.effective_to = last_day
        write_row(listing, ["effective_to"])  # before the new one claims its days


@step(LISTING)
def withdraw(_actor: Actor, listing: Listing, *, reason: str = "") -> None:
    """撤回: the draft is not wanted; its number is not used again."""


def _replaced(listing: Listing, items: list[ListingItem], before: list[Listing], start: date) -> QuerySet:
    """The duties that end when this list begins: of the same categories here, or given by the version before."""
    named = [one.category_id for one in items if one.category_id and one.lead_id]
    by_it = Q(area_id=listing.area_id, category_id__in=named) | Q(
        item__listing__in=[one.pk for one in before]
    )
    return Duty.objects.filter(by_it, Q(valid_to=None) | Q(valid_to__gte=start))


def _give_duties(listing: Listing, items: list[ListingItem], before: list[Listing]) -> None:
    """Duties from the items that name a category and a lead; what they replace ends the day before."""
    start = listing.effective_from
    assert start is not None
    ended = _replaced(listing, items, before, start)
    ended.filter(valid_from__gte=start).delete()  # not yet begun: nothing was decided by them
    ended.update(valid_to=start - ONE_DAY)
    area = tree().card(listing.area_id)
    giving = {
        one.category_id: (one.lead_id, one) for one in reversed(items) if one.category_id and one.lead_id
    }
    Duty.objects.bulk_create(
        Duty(
            code=duty_code(area.code, listing.kind, listing.version, one.code), category_id=category_id,
            area_id=listing.area_id, lead_id=lead_id, helper_ids=one.helper_ids, basis=one.basis or listing.basis,
            clause_id=one.clause_id, item=one, valid_from=start, valid_to=listing.effective_to,
            synthetic=listing.synthetic,
        )
        for category_id, (lead_id, one) in giving.items()
    )  # fmt: skip
    bump("duties")
