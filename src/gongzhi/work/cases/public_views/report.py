"""说件事: three steps on one scroll. Every press sends the whole form, so nothing typed is ever lost; only the last
one changes anything. GET changes nothing.
"""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from gongzhi.kit.flow import Refused, Stopped
from gongzhi.kit.throttle import TooOften
from gongzhi.town.access.actor import resident
from gongzhi.work.cases import commands, photos
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.head_views.mine import head_of
from gongzhi.work.cases.models import Case, Channel, Report
from gongzhi.work.cases.public_views import keep, where
from gongzhi.work.cases.public_views.sheet import Sheet, fresh, look, pressed, with_photos
from gongzhi.work.cases.public_views.where import Whereabouts
from gongzhi.work.cases.public_views.words import Answers, Contact, retention


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest) -> HttpResponse:
    """The page, and every press on it."""
    if request.method == "POST":
        return _press(request)
    last = where.number(request.COOKIES.get(where.COOKIE))
    return fresh(request, where.of_area(last, "last") if last else Whereabouts()).draw()


@never_cache
@require_GET
def at_door(request: HttpRequest, code: str) -> HttpResponse:
    """The same page, its place preset by the code at the door. An unknown code: choose from the list."""
    found = where.by_code(code)
    if found is not None and head_of(request, found):
        return HttpResponseRedirect(f"/?at={code}")
    if found is not None:
        return fresh(request, where.of_area(found, "qr")).draw()
    sheet = fresh(request, where.of_area(None, "", listing=True))
    return sheet.refused(_("这张码认不出来，可能换过新的了。请从下面的列表里选地方。"), "where", 404)


@require_GET
def why(request: HttpRequest) -> HttpResponse:
    """为什么要这些: what is asked, who sees it, when it goes."""
    return render(request, "cases/public/why.html", {"retention": retention()})


def _press(request: HttpRequest) -> HttpResponse:
    post, sheet = request.POST, pressed(request)
    with_photos(sheet)
    if post.get("pick") or post.get("do") in ("list", "here", "spot", "unsure"):
        sheet.go = "where"
        return _remembering(sheet.draw(), sheet.whereabouts)
    look(sheet)
    if post.get("drop") or sheet.photo_wrong:
        sheet.go = "what"
        return sheet.draw(422 if sheet.photo_wrong else 200)
    if sheet.ready and (post.get("do") == "send" or post.get("join")):
        return _send(sheet)
    return _remembering(sheet.draw(200 if sheet.ready else 422), sheet.whereabouts)


def _remembering(answer: HttpResponse, chosen: Whereabouts) -> HttpResponse:
    """The last place stays in this browser, so that next time one press less is needed."""
    if chosen.area_id and chosen.fine:
        keep_for = {"max_age": where.YEAR, "path": "/r/", "samesite": "Lax", "httponly": True}
        answer.set_cookie(where.COOKIE, str(chosen.area_id), **keep_for)  # type: ignore[arg-type]
    return answer


def _send(sheet: Sheet) -> HttpResponse:
    """The last press: a case begins, or its words join another."""
    wanted = sheet.request.POST.get("join")
    joined = next((row["id"] for row in sheet.alike if str(row["id"]) == wanted), None)
    if wanted and joined is None:
        return sheet.refused(_("那一件刚刚办完或并走了，没有加入。请接着说您这一件。"), "next", 409)
    if unsaid := _unsaid(sheet, joined):
        return unsaid
    try:
        keep.not_too_often(sheet.request)
        return _told(sheet, joined)
    except Refused as stop:
        return sheet.refused(stop.message, "next")
    except TooOften:
        words = _("这个网络上一小时里报得太多了，没有送出。请过一会儿再按“送出”，或打12345。填的都还在。")
        return sheet.refused(words, "", 429)
    except Stopped as stop:
        sheet.alike = []
        return sheet.refused(stop.message, "next", stop.status)


def _unsaid(sheet: Sheet, joined: Any) -> HttpResponse | None:
    """The page again where something is still missing: the category, an answer, or consent to be called."""
    sheet.contact = Contact(sheet.request.POST)
    sheet.answers = Answers(sheet.category, sheet.request.POST)
    contact_good, answers_good = sheet.contact.is_valid(), sheet.answers.is_valid()
    if sheet.category is None:
        return sheet.refused(_("没猜出归哪一类，请您选一类。"), "next")
    if joined is None and not answers_good:
        return sheet.refused(_("还有一条没有回答，没有送出。"), "next")
    return None if contact_good else sheet.refused(_("称呼和手机号这里要改一下，没有送出。"), "send")


def _told(sheet: Sheet, joined: Any) -> HttpResponse:
    """Send it, and let this browser look at what came of it."""
    text, area = sheet.say.cleaned_data["text"], sheet.whereabouts.area_id
    key = keep.fingerprint(sheet.key, text, area, joined or "")
    code = keep.code_of(key)
    said = sheet.answers.told if sheet.answers and not joined else {}
    telling = Telling(text=text, answers=said, code=code, **sheet.contact.cleaned_data)
    more: dict[str, Any] = {
        "channel": Channel.RESIDENT,
        "telling": telling,
        "files": photos.ids(sheet.key),
        "key": key,
    }
    if joined:
        made = commands.join(resident(), joined, **more)
    else:
        made = commands.report(resident(), category=sheet.category, at=sheet.whereabouts.place, **more)
    answer = HttpResponseRedirect(reverse("public-told"))
    return _remembering(keep.hand(sheet.request, answer, first_report(made), code), sheet.whereabouts)


def first_report(made: Case | Report) -> Report:
    """The report that a sending made, also when it was sent twice."""
    return made if isinstance(made, Report) else Report.objects.get(serial=made.serial)
