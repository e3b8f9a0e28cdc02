"""The regulation of mandates: who reads and keeps a list, who enacts it; what a version changes."""

from typing import Any

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.flow import Flow, Step, by_rooms
from gongzhi.town.access.actor import Actor, PostCard
from gongzhi.town.access.who import NONE, belonging, either, serving, where
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import lineage, tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import ADMINISTRATORS, Role
from gongzhi.work.mandates.models import Listing, ResponsibilityLetter

S = Listing.Stage
L = ResponsibilityLetter.Stage
EVERYTHING = Q(pk__isnull=False)
LEVELS = (Level.CITY, Level.DISTRICT, Level.STREET)
CITY = (Role.CITY_LEADER, Role.CITY_DISPATCHER)
DISTRICT = (Role.DISTRICT_LEADER, Role.DISTRICT_DISPATCHER)
STREET = (Role.STREET_LEADER, Role.STREET_CLERK)
LEADERS = (Role.CITY_LEADER, Role.DISTRICT_LEADER)


def ground_of(post: PostCard) -> int:
    """The area of a post as the tree in memory knows it: a head of a building stands on the ground of its office."""
    card = directory().get(post.organisation_id)
    return post.area_id if tree().get(post.area_id) or card is None else card.area_id


def around(post: PostCard) -> set[int]:
    """The areas whose lists concern a post: those above it, its own with what it was before, streets and districts below."""
    own = ground_of(post)
    below = {card.id for level in (Level.DISTRICT, Level.STREET) for card in tree().under(own, level)}
    return set(lineage(own)) | set(tree().reach(own)) | below


def reads(actor: Actor) -> Q:
    """Whoever is in service where the list holds, above it or below it."""
    posts = [
        post for post in actor.posts if post.role not in ADMINISTRATORS
    ]  # they keep the house, not its business
    if actor.kind == "system" or any(post.level == "city" for post in posts):
        return EVERYTHING
    ids = {one for post in posts for one in around(post)}
    return Q(area_id__in=sorted(ids)) if ids else NONE


def kept_areas(actor: Actor, *roles: str) -> set[int]:
    """The areas whose lists a post of these roles keeps: the city its own, a district its own and its streets'."""
    city = {one for post in actor.serves(*roles) if post.level == "city" for one in post.reach}
    reach = {one for post in actor.serves(*roles) if post.level == "district" for one in post.reach}
    return city | reach | {card.id for one in reach for card in tree().under(one, Level.STREET)}


def keeps(actor: Actor) -> Q:
    """The office of the city or district whose list it is."""
    if actor.kind == "system":
        return EVERYTHING
    ids = kept_areas(actor, *CITY, *DISTRICT)
    return Q(area_id__in=sorted(ids)) if ids else NONE


def enacts(actor: Actor) -> Q:
    """Its leader."""
    if actor.kind == "system":
        return EVERYTHING
    ids = kept_areas(actor, *LEADERS)
    return Q(area_id__in=sorted(ids)) if ids else NONE


def remarks(actor: Actor) -> Q:
    """A street that the list speaks to."""
    ids = {one for post in actor.serves(*STREET) for one in lineage(post.area_id)}
    return Q(area_id__in=sorted(ids)) if ids else NONE


READS, KEEPS, ENACTS, REMARKS = reads, keeps, enacts, remarks

# fmt: off
LISTING = Flow(Listing, READS, (
    #    verb          label           from                     to            who
    Step("enact",      _("启用"),      (S.DRAFT,),              S.IN_FORCE,   ENACTS, main=True),
    Step("write_item", _("写条目"),    (S.DRAFT,),              None,         KEEPS, door=False),
    Step("drop_item",  _("删条目"),    (S.DRAFT,),              None,         KEEPS, door=False),
    Step("fill",       _("用表格填"),  (S.DRAFT,),              None,         KEEPS, door=False, private=("rows", "stored")),
    Step("remark",     _("街道备注"),  (S.DRAFT, S.IN_FORCE),   None,         REMARKS, door=False),
    Step("withdraw",   _("撤回"),      (S.DRAFT,),              S.WITHDRAWN,  KEEPS),
    Step("supersede",  _("替代"),      (S.IN_FORCE,),           S.SUPERSEDED, by_rooms, door=False),
))

SIGNS = (Role.DEPARTMENT_CLERK, Role.DEPARTMENT_LEADER, *DISTRICT, *CITY)  # who has a street sign something
OFFICES = serving(*STREET, *DISTRICT, *CITY)
#: Whoever stands above the issuer decides: of a city's letter the city, of the others the district, too.
DECIDES = either(serving(*CITY), where(~Q(issuer_level=Level.CITY), serving(*DISTRICT)))
LETTER = Flow(ResponsibilityLetter, either(OFFICES, belonging("issuer_id")), (
    #    verb       label           from                to               who
    Step("review",  _("提请复核"),  (L.LIVE, L.KEPT),   L.UNDER_REVIEW,  OFFICES),
    Step("keep",    _("予以保留"),  (L.UNDER_REVIEW,),  L.KEPT,          DECIDES),
    Step("merge",   _("予以合并"),  (L.UNDER_REVIEW,),  L.MERGED,        DECIDES),
    Step("abolish", _("予以取消"),  (L.UNDER_REVIEW,),  L.ABOLISHED,     DECIDES),
))
# fmt: on

LEFT = (L.LIVE, L.UNDER_REVIEW, L.KEPT)
MARKS = {"powers": "P", "duties": "D", "matters": "M", "basic": "B", "assisting": "A", "taken_back": "T"}
COMPARED = (
    "text", "basis", "clause_id", "lead_id", "lead_name", "helper_ids", "street_part", "department_part", "money", "power",
    "people", "category_id",
)  # fmt: skip


def duty_code(area_code: str, kind: str, version: int, item_code: str) -> str:
    """The number of the duty that an item gives, at most 40 letters: area, kind and version, item."""
    return f"{area_code}{MARKS[kind]}{version}-{item_code}"


def may_keep(actor: Actor, area_id: int) -> bool:
    """Whether this actor keeps the lists of an area."""
    card = tree().get(area_id)
    if card is None or card.level not in LEVELS:
        return False
    return actor.kind == "system" or area_id in kept_areas(actor, *CITY, *DISTRICT)


def rivals(items: list[Any]) -> list[tuple[Any, Any]]:
    """Pairs of items that name different leads for one category: the list must say which before it is enacted."""
    first: dict[int, Any] = {}
    wrong = []
    for item in items:
        if item.category_id is None or item.lead_id is None:
            continue
        known = first.setdefault(item.category_id, item)
        if known.lead_id != item.lead_id:
            wrong.append((known, item))
    return wrong


def differences(old: list[Any], new: list[Any]) -> dict[str, list[Any]]:
    """What a version changes, by code: ``added`` and ``gone`` items, ``changed`` triples (old, new, names of fields)."""
    before, after = {one.code: one for one in old}, {one.code: one for one in new}
    pairs = [(before[code], one) for code, one in after.items() if code in before]
    named = [(was, one, [n for n in COMPARED if getattr(was, n) != getattr(one, n)]) for was, one in pairs]
    return {
        "added": [one for code, one in after.items() if code not in before],
        "gone": [one for code, one in before.items() if code not in after],
        "changed": [row for row in named if row[2]],
    }
