"""The API of mandates: versions of lists with their items, and responsibility letters."""

from datetime import date, datetime
from typing import Annotated, Any

from django.http import HttpResponse
from ninja import Path, Query, Router, Schema
from pydantic import Field

from gongzhi.kit.web.api import (
    PLAIN,
    PROBLEMS,
    AreaId,
    Given,
    Id,
    Key,
    Paged,
    Resource,
    answer,
    need,
    uuid_of,
)
from gongzhi.kit.web.cursor import Order, window
from gongzhi.work.mandates import commands
from gongzhi.work.mandates.forms import FORMS
from gongzhi.work.mandates.models import Listing, ResponsibilityLetter
from gongzhi.work.mandates.queries import letters as letter_reads
from gongzhi.work.mandates.queries import lists as list_reads
from gongzhi.work.mandates.queries.replay import replay
from gongzhi.work.mandates.rules import LETTER, LISTING

listings, letters = Router(), Router()
SCOPE = "mandates"
Short = Annotated[str, Field(max_length=200, pattern=PLAIN)]
Words = Annotated[str, Field(max_length=1000, pattern=PLAIN)]


class ListingOut(Schema):
    """A version of a list; it holds from ``effective_from`` to ``effective_to``, both included."""

    id: str
    kind: str
    area_id: int
    title: str
    version: int
    stage: str
    basis: str
    effective_from: date | None
    effective_to: date | None
    begun_at: datetime


class ItemOut(Schema):
    """One item; ``lead_name`` where the lead is not in the directory."""

    id: str
    listing_id: str
    place: int
    code: str
    text: str
    basis: str
    lead_id: int | None
    lead_name: str
    helper_ids: list[int]
    street_part: str
    department_part: str
    money: str
    power: str
    people: str
    category_id: int | None


class ItemPage(Schema):
    items: list[ItemOut]
    next: str | None


class ChangeOut(Schema):
    """Cases of a category for which another lead would have been proposed; null: nobody."""

    category_id: int
    before_id: int | None
    after_id: int | None
    cases: int


class NewListing(Given):
    kind: Annotated[str, Field(pattern=f"^({'|'.join(Listing.Kind.values)})$")]
    area_id: AreaId
    title: Annotated[str, Field(max_length=120, pattern=PLAIN)] = ""
    basis: Short = ""
    copied: bool = True


class ItemIn(Given):
    code: Annotated[str, Field(min_length=1, max_length=20, pattern=PLAIN)]
    text: Annotated[str, Field(min_length=2, max_length=500, pattern=PLAIN)]
    basis: Short = ""
    lead_id: AreaId | None = None
    lead_name: Annotated[str, Field(max_length=120, pattern=PLAIN)] = ""
    helper_ids: Annotated[list[AreaId], Field(max_length=50)] = []
    street_part: Words = ""
    department_part: Words = ""
    money: Short = ""
    power: Short = ""
    people: Short = ""
    category_id: AreaId | None = None


class Named(Given):
    code: Annotated[str, Field(min_length=1, max_length=20, pattern=PLAIN)]


class Remark(Given):
    item_id: Id
    text: Annotated[str, Field(max_length=500, pattern=PLAIN)]


class LetterOut(Schema):
    """A responsibility letter: who has whom sign what, on which basis, and what became of it."""

    id: str
    issuer_id: int
    issuer_level: str
    street_id: int
    title: str
    veto: bool
    basis: str
    signed_on: date
    valid_to: date | None
    stage: str
    inherited: bool
    reason: str
    into_id: str | None
    decided_at: datetime | None


class LeftOut(Schema):
    """A street's letters that are not over: in all, by stage, with a veto, without a basis."""

    street_id: int
    all: int
    live: int
    under_review: int
    kept: int
    veto: int
    bare: int


class NewLetter(Given):
    street_id: AreaId
    title: Annotated[str, Field(min_length=2, max_length=120, pattern=PLAIN)]
    basis: Annotated[str, Field(min_length=1, max_length=200, pattern=PLAIN)]
    valid_to: date
    veto: bool = False
    matter_id: Id | None = None


class KnownLetter(Given):
    issuer_id: AreaId
    street_id: AreaId
    title: Annotated[str, Field(min_length=2, max_length=120, pattern=PLAIN)]
    signed_on: date
    basis: Short = ""
    valid_to: date | None = None
    veto: bool = False


def listing_out(_actor: Any, listing: Listing) -> dict[str, Any]:
    return {name: getattr(listing, name) for name in list_reads.ROW}


def letter_out(_actor: Any, letter: ResponsibilityLetter) -> dict[str, Any]:
    return {name: getattr(letter, name) for name in letter_reads.ROW}


@listings.post("/", operation_id="listings.begin", summary="起草清单", response={201: ListingOut, **PROBLEMS})
def begin(request: Any, data: NewListing, idempotency_key: Key = None) -> HttpResponse:
    """The next version of a kind for an area, with the items of the one in force if ``copied``."""
    need(request, f"{SCOPE}:write")
    made = commands.begin_listing(request.actor, key=idempotency_key, **data.dict())
    return answer(listing_out(request.actor, made), 201)


@listings.get(
    "/{pk}/items", operation_id="listings.items", summary="清单条目", response={200: ItemPage, **PROBLEMS}
)
def items(request: Any, pk: Path[Id], chosen: Query[Paged]) -> HttpResponse:
    """A page of a list's items in their order."""
    need(request, f"{SCOPE}:read")
    found = list_reads.seen(request.actor, uuid_of(pk))
    page = window(list_reads.items_of(found), Order("place", nullable=False), chosen.limit, chosen.cursor)
    return answer({"items": page.rows, "next": page.next or None})


@listings.get(
    "/{pk}/replay",
    operation_id="listings.replay",
    summary="推演",
    response={200: list[ChangeOut], **PROBLEMS},
)
def replayed(request: Any, pk: Path[Id]) -> HttpResponse:
    """What a draft would have changed over the cases of the last ninety days that the caller may see."""
    need(request, f"{SCOPE}:read")
    found = list_reads.draft_for(request.actor, uuid_of(pk))
    return answer([
        {"category_id": one.category.id, "before_id": one.before, "after_id": one.after, "cases": one.cases}
        for one in replay(request.actor, found)
    ])  # fmt: skip


@listings.post("/{pk}/write_item", operation_id="listings.write_item", summary="写条目", response={200: ItemOut, **PROBLEMS})  # fmt: skip
def write_item(request: Any, pk: Path[Id], data: ItemIn, idempotency_key: Key = None) -> HttpResponse:
    """A new item of a draft; a known code is written anew."""
    need(request, f"{SCOPE}:write")
    made = commands.write_item(request.actor, uuid_of(pk), key=idempotency_key, **data.dict())
    return answer(list_reads.items_of(made.listing_id).get(pk=made.pk))


@listings.post("/{pk}/drop_item", operation_id="listings.drop_item", summary="删条目", response={200: ListingOut, **PROBLEMS})  # fmt: skip
def drop_item(request: Any, pk: Path[Id], data: Named, idempotency_key: Key = None) -> HttpResponse:
    """The item of a code is not in this draft."""
    need(request, f"{SCOPE}:write")
    found = commands.drop_item(request.actor, uuid_of(pk), key=idempotency_key, **data.dict())
    return answer(listing_out(request.actor, found))


@listings.post("/{pk}/remark", operation_id="listings.remark", summary="街道备注", response={200: ListingOut, **PROBLEMS})  # fmt: skip
def remark(request: Any, pk: Path[Id], data: Remark, idempotency_key: Key = None) -> HttpResponse:
    """A street's words on an item; empty words take them away."""
    need(request, f"{SCOPE}:write")
    found = commands.remark(
        request.actor, uuid_of(pk), item_id=uuid_of(data.item_id), text=data.text, key=idempotency_key
    )
    return answer(listing_out(request.actor, found))


@letters.post("/", operation_id="letters.issue", summary="签责任状", response={201: LetterOut, **PROBLEMS})
def issue(request: Any, data: NewLetter, idempotency_key: Key = None) -> HttpResponse:
    """A new letter of the caller's organisation; refused unless the gate admits it."""
    need(request, f"{SCOPE}:write")
    made = commands.issue_letter(request.actor, key=idempotency_key, **data.dict())
    return answer(letter_out(request.actor, made), 201)


@letters.get(
    "/left", operation_id="letters.left", summary="街道还剩多少", response={200: list[LeftOut], **PROBLEMS}
)
def left(request: Any) -> HttpResponse:
    """What is left for each street that has any, of the letters that the caller may see."""
    need(request, f"{SCOPE}:read")
    return answer(letter_reads.by_street(request.actor))


@letters.post(
    "/left", operation_id="letters.record", summary="登记责任状", response={201: LetterOut, **PROBLEMS}
)
def record(request: Any, data: KnownLetter, idempotency_key: Key = None) -> HttpResponse:
    """A letter that a street has signed already, for the clean-up."""
    need(request, f"{SCOPE}:write")
    made = commands.record_letter(request.actor, key=idempotency_key, **data.dict())
    return answer(letter_out(request.actor, made), 201)


Resource(
    "listings", LISTING, commands, listing_out, FORMS, SCOPE, rows=list_reads.listed, shape=ListingOut
).mount(listings)
Resource(
    "letters", LETTER, commands, letter_out, FORMS, SCOPE, rows=letter_reads.listed, shape=LetterOut
).mount(letters)
