"""说件事: three steps on one scroll. Every press sends the whole form, so nothing typed is ever lost; only the last
one changes anything. GET changes nothing.
"""

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused, Stopped
from gongzhi.kit.identity import new_id
from gongzhi.kit.throttle import TooOften
from gongzhi.town.access.actor import resident
from gongzhi.town.areas.tree import tree
from gongzhi.work.cases import commands, rules
from gongzhi.work.cases.catalogue import CategoryCard, catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case, Channel, Report
from gongzhi.work.cases.public_views import keep, where
from gongzhi.work.cases.public_views.where import Whereabouts
from gongzhi.work.cases.public_views.words import Answers, Contact, Say, numbers_in, retention
from gongzhi.work.cases.queries import similar

KEY_LEAST = 16


@dataclass
class Sheet:
    """The page as it stands: the place, the forms, and how far the reporter has come (``ready``: may be sent)."""

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
    alike: list[dict[str, Any]] = field(default_factory=list)

    def draw(self, status: int = 200) -> HttpResponse:
        context = {
            "sheet": self, "place": self.whereabouts, "form": self.say, "contact": self.contact, "answers": self.answers,
            "category": self.category, "alike": self.alike, "retention": retention(), "first": self.first_hand(),
            "urgent": numbers_in(self.category.warning) if self.category and self.ready else [],
        }  # fmt: skip
        return render(self.request, "cases/public/report.html", context, status=status)

    def first_hand(self) -> dict[str, Any] | None:
        """Who takes it first and until when it must be done, said before it is sent."""
        place = self.whereabouts.place
        if not (self.ready and self.category and place):
            return None
        ids = {name: getattr(place, f"{name}_id") for name in ("grid", "community", "street")}
        desk = rules.first_desk(self.category.starts_at, Channel.RESIDENT, {f"{name}_id": pk for name, pk in ids.items()})
        lineage = tuple(one for one in (place.district_id, place.street_id, place.community_id) if one)
        limit = rules.limit_for(self.category.limit_kind, lineage)
        name = tree().name(desk) if desk != ids["grid"] else tree().name(ids["community"]) + tree().name(desk)
        return {"name": name if desk != tree().city().id else _("市级分拣台"), "due": limit.limit.after(clock.now())}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The page, and every press on it."""
    if request.method == "POST":
        return _pressed(request)
    last = where.number(request.COOKIES.get(where.COOKIE))
    return _fresh(request, where.of_area(last, "last") if last else Whereabouts()).draw()


@never_cache
@require_GET
def at_door(request: HttpRequest, code: str) -> HttpResponse:
    """The same page, its place preset by the code at the door. An unknown code: choose from the list."""
    found = where.by_code(code)
    if found is not None:
        return _fresh(request, where.of_area(found, "qr")).draw()
    sheet = _fresh(request, where.of_area(None, "", listing=True))
    sheet.wrong = _("这张码认不出来，可能换过新的了。请从下面的列表里选地方。")
    return sheet.draw(404)


@require_GET
def why(request: HttpRequest) -> HttpResponse:
    """为什么要这些: what is asked, who sees it, when it goes."""
    return render(request, "cases/public/why.html", {"retention": retention()})


def _fresh(request: HttpRequest, whereabouts: Whereabouts) -> Sheet:
    return Sheet(request, whereabouts, Say(), Contact(), key=new_key())


def new_key() -> str:
    return new_id().hex


def _pressed(request: HttpRequest) -> HttpResponse:
    post = request.POST
    key = post.get("key", "")
    sheet = Sheet(
        request, _whereabouts(post), Say(initial=_typed(post)), Contact(initial=_typed(post)),
        key=key if len(key) >= KEY_LEAST else new_key(), apart=post.get("apart") == "1" or post.get("do") == "apart",
    )  # fmt: skip
    if post.get("pick") or post.get("do") in ("list", "here", "unsure"):
        sheet.ready, sheet.go = False, "where"
        return _remembering(sheet.draw(), sheet.whereabouts)
    _look(sheet)
    if sheet.ready and (post.get("do") == "send" or post.get("join")):
        return _send(sheet)
    return _remembering(sheet.draw(200 if sheet.ready else 422), sheet.whereabouts)


def _typed(post: Any) -> dict[str, Any]:
    return {name: post.get(name, "") for name in ("text", "category", "name", "phone")} | {"consent": bool(post.get("consent"))}


def _whereabouts(post: Any) -> Whereabouts:
    """The place the form speaks of: the pressed line of the list, a point, or what was chosen before."""
    how = post.get("how", "") if post.get("how") in where.HOW else ""
    if post.get("pick"):
        return where.of_area(where.number(post["pick"]), "list", listing=True)
    if post.get("do") == "unsure":
        return where.of_area(tree().city().id, "list")
    area = where.number(post.get("area"))
    if post.get("do") == "list":
        return where.of_area(area, how, listing=True) if area else where.of_area(None, "list", listing=True)
    point = where.degrees(post.get("lon"), post.get("lat"))
    if point and (post.get("do") == "here" or area is None):
        return where.of_point(*point)
    return where.of_area(area, how) if area else Whereabouts()


def _remembering(answer: HttpResponse, chosen: Whereabouts) -> HttpResponse:
    """The last place stays in this browser, so that next time one press less is needed."""
    if chosen.area_id and chosen.fine:
        answer.set_cookie(where.COOKIE, str(chosen.area_id), max_age=where.YEAR, path="/r/", samesite="Lax", httponly=True)
    return answer


def _look(sheet: Sheet) -> None:
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
    sheet.answers = Answers(sheet.category, initial={name[2:]: value for name, value in post.items() if name[:2] == "q-"})
    if sheet.category and not sheet.apart and not sheet.category.secret:
        sheet.alike = similar(sheet.whereabouts.place, sheet.category, text)


def _send(sheet: Sheet) -> HttpResponse:
    """The last press: a case begins, or its words join another."""
    post = sheet.request.POST
    sheet.contact = Contact(post)
    sheet.answers = Answers(sheet.category, post)
    contact_good = sheet.contact.is_valid()
    if sheet.category is None:
        sheet.wrong, sheet.go = _("没猜出归哪一类，请您选一类。"), "next"
        return sheet.draw(422)
    joined = next((row for row in sheet.alike if str(row["id"]) == post.get("join")), None)
    if post.get("join") and joined is None:
        sheet.wrong, sheet.go = _("那一件刚刚办完或并走了，没有加入。请接着说您这一件。"), "next"
        return sheet.draw(409)
    if joined is None and not sheet.answers.is_valid():
        sheet.go = "next"
        return sheet.draw(422)
    if not contact_good:
        sheet.go = "send"
        return sheet.draw(422)
    try:
        keep.not_too_often(sheet.request)
        return _told(sheet, joined["id"] if joined else None)
    except Refused as stop:
        sheet.wrong, sheet.go = stop.message, "next"
        return sheet.draw(422)
    except TooOften:
        sheet.wrong = _("这个网络上一小时里报得太多了，没有送出。请过一会儿再按“送出”，或打12345。填的都还在。")
        return sheet.draw(429)
    except Stopped as stop:
        sheet.wrong, sheet.go, sheet.alike = stop.message, "next", []
        return sheet.draw(stop.status)


def _told(sheet: Sheet, joined: Any) -> HttpResponse:
    """Send it, and let this browser look at what came of it."""
    text, place = sheet.say.cleaned_data["text"], sheet.whereabouts.place
    key = keep.fingerprint(sheet.key, text, sheet.whereabouts.area_id, joined or "")
    code = keep.code_of(key)
    contact = sheet.contact.cleaned_data
    told = sheet.answers.told if sheet.answers and not joined else {}
    telling = Telling(
        text=text, answers=told, name=contact["name"], phone=contact["phone"], consent=contact["consent"], code=code
    )
    if joined:
        made = commands.join(resident(), joined, channel=Channel.RESIDENT, telling=telling, key=key)
    else:
        made = commands.report(
            resident(), channel=Channel.RESIDENT, category=sheet.category, at=place, telling=telling, key=key
        )
    answer = HttpResponseRedirect(reverse("public-told"))
    return _remembering(keep.hand(sheet.request, answer, first_report(made), code), sheet.whereabouts)


def first_report(made: Case | Report) -> Report:
    """The report that a sending made, also when it was sent twice."""
    return made if isinstance(made, Report) else Report.objects.get(serial=made.serial)
