"""The page of 说件事 as it stands: the place, the words, the photos, and how far the reporter has come."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.throttle import TooOften
from gongzhi.town.access.actor import resident
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import photos, rules
from gongzhi.work.cases.catalogue import CategoryCard, catalogue
from gongzhi.work.cases.models import Channel, Stage
from gongzhi.work.cases.photos import Shown
from gongzhi.work.cases.public_views import keep, pointing, where
from gongzhi.work.cases.public_views.parcel_face import STAGES
from gongzhi.work.cases.public_views.where import Whereabouts
from gongzhi.work.cases.public_views.words import Answers, Contact, Say, numbers_in, retention
from gongzhi.work.cases.queries import similar

KEY = re.compile(r"^[0-9a-f]{32}$")
TYPED = ("text", "category", "name", "phone")


@dataclass
class Sheet:
    """``ready``: place and words are there, it may be sent. ``go``: the part that the browser scrolls to."""

    request: HttpRequest
    whereabouts: Whereabouts
    say: Say
    contact: Contact
    key: str
    answers: Answers | None = None
    category: CategoryCard | None = None
    guessed: bool = False
    ready: bool = False
    apart: bool = False
    go: str = ""
    wrong: str = ""
    photo_wrong: str = ""
    pictures: list[Shown] = field(default_factory=list)
    alike: list[dict[str, Any]] = field(default_factory=list)

    def draw(self, status: int = 200) -> HttpResponse:
        category = self.category if self.ready else None
        context = {
            "sheet": self, "place": self.whereabouts, "form": self.say, "contact": self.contact,
            "answers": self.answers, "category": category, "alike": self.alike, "retention": retention(),
            "map": pointing.for_residents(self.whereabouts), "first": self.first_hand(),
            "urgent": numbers_in(category.warning) if category else [],
        }  # fmt: skip
        return render(self.request, "cases/public/report.html", context, status=status)

    def refused(self, wrong: str, go: str, status: int = 422) -> HttpResponse:
        """The page again, saying why it was not sent."""
        self.wrong, self.go = wrong, go
        return self.draw(status)

    def first_hand(self) -> dict[str, Any] | None:
        """Who takes it first and until when it must be done, said before it is sent."""
        place, category = self.whereabouts.place, self.category
        if not (self.ready and category and place):
            return None
        ids = {f"{name}_id": getattr(place, f"{name}_id") for name in ("grid", "community", "street")}
        desk = rules.first_desk(category.starts_at, Channel.RESIDENT, ids)
        lineage = tuple(one for one in (place.district_id, place.street_id, place.community_id) if one)
        limit = rules.limit_for(category.limit_kind, lineage)
        known = tree()
        name = known.full_name(desk, after="street") if desk != known.city().id else _("市级分拣台")
        return {"name": name, "due": limit.limit.after(clock.now())}


def fresh(request: HttpRequest, whereabouts: Whereabouts) -> Sheet:
    """An empty page."""
    return Sheet(request, whereabouts, Say(), Contact(), key=new_id().hex)


def pressed(request: HttpRequest) -> Sheet:
    """The page as its form says it is."""
    post = request.POST
    typed = {name: post.get(name, "") for name in TYPED} | {"consent": bool(post.get("consent"))}
    key = post.get("key", "")
    return Sheet(
        request,
        where.chosen(post),
        Say(initial=typed),
        Contact(initial=typed),
        key=key if KEY.match(key) else new_id().hex,
        apart=post.get("apart") == "1" or post.get("do") == "apart",
    )


def with_photos(sheet: Sheet) -> None:
    """Photos stay with the form from the first press on: a page drawn again does not lose them."""
    if dropped := sheet.request.POST.get("drop"):
        photos.drop(sheet.key, dropped)
    uploads = sheet.request.FILES.getlist("photos")
    try:
        if uploads:
            keep.not_too_many_photos(sheet.request)
            photos.keep(resident(), sheet.key, uploads)
    except (Refused, TooOften) as stop:
        sheet.photo_wrong = _("%(why)s这一张没有加上，别的都还在。") % {"why": stop.message}
    sheet.pictures = photos.shown(photos.DRAFT, sheet.key)


def look(sheet: Sheet) -> None:
    """Read the words: guess the category, find what may be the same; ``ready`` if place and words are there."""
    post = sheet.request.POST
    sheet.say = Say(post)
    spoken = sheet.say.is_valid()
    if sheet.whereabouts.place is None:
        sheet.whereabouts = where.of_area(None, "list", listing=True)
        sheet.wrong, sheet.go = _("请先选在哪儿。"), "where"
        return
    if not spoken:
        sheet.go = "what"
        return
    sheet.ready, sheet.go = True, "next"
    text, chosen = sheet.say.cleaned_data["text"], sheet.say.cleaned_data["category"]
    sheet.category = chosen or catalogue().guess(text)
    sheet.guessed = chosen is None
    sheet.say.fields["category"].required = (
        sheet.category is None
    )  # only now it must be chosen, and the page says so
    told = {name[2:]: value for name, value in post.items() if name[:2] == "q-"}
    sheet.answers = Answers(sheet.category, initial=told)
    if sheet.category and not sheet.apart and not sheet.category.secret:
        sheet.alike = [_plainly(row) for row in similar(sheet.whereabouts.place, sheet.category, text)]


def _plainly(row: dict[str, Any]) -> dict[str, Any]:
    """A likely duplicate in a neighbour's words: the building, the kind, how far it is; nobody's words."""
    stages = {str(Stage(stage).label): words for stage, (words, _percent) in STAGES.items()}
    kind = row["category"].rsplit("·", 1)[-1]
    at = re.sub(r"^.*(社区|村)(?=.)", "", row["place"])
    return row | {"title": f"{at} {kind}", "stage": stages.get(str(row["stage"]), row["stage"])}
