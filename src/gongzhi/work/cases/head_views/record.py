"""One line is enough: 记下 (done on the spot) or 要别人办 (a case begins); a photo is never required."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.web import views
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import Place
from gongzhi.work.cases import commands, photos
from gongzhi.work.cases.catalogue import CategoryCard, catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.forms import grouped_categories
from gongzhi.work.cases.head_views import mine
from gongzhi.work.cases.head_views.today import title_of
from gongzhi.work.cases.models import Case, Channel
from gongzhi.work.cases.public_views import keep, where
from gongzhi.work.cases.public_views.sheet import KEY

NOTE, REPORT = "note", "report"


@dataclass
class Line:
    """What was pressed: the words, where, which kind, and whether it is done already."""

    actor: Actor
    post: Any
    key: str
    text: str
    do: str
    card: CategoryCard | None
    claimed_at: datetime | None = None

    @property
    def area(self) -> int:
        """The area named, or that of the post."""
        return where.number(self.post.get("area")) or mine.heads(self.actor)[0].area_id

    @property
    def questions(self) -> list[dict[str, Any]]:
        """The questions of the kind, with what was answered."""
        return [
            {**q, "value": self.post.get(f"q-{q['code']}", "")}
            for q in (self.card.questions if self.card else ())
        ]

    def keep(self, place: Place) -> Case:
        """The case, once however often the button is pressed."""
        unanswered = [row["label"] for row in self.questions if row.get("required") and not row["value"]]
        if unanswered and self.do == REPORT:
            raise Refused(_("请回答：%s") % "、".join(unanswered))
        told = {row["code"]: row["value"] for row in self.questions if row["value"]}
        more: dict[str, Any] = {
            "category": self.card, "at": place, "telling": Telling(text=self.text, answers=told),
            "files": photos.ids(self.key), "key": keep.fingerprint(self.key, self.do, self.text, self.area), "claimed_at": self.claimed_at,
        }  # fmt: skip
        if self.do == NOTE:
            return commands.note(self.actor, **more)
        return commands.report(self.actor, channel=Channel.HEAD, **more)


@require_POST
def record(request: HttpRequest) -> HttpResponse:
    """Keep the line; where its kind can't be told, ask once, with everything that was typed."""
    line = _line(request)
    try:
        _area, place = mine.place_for(line.actor, line.area)
        photos.keep(line.actor, line.key, request.FILES.getlist("photos"))
        if not line.text:
            return _asked(request, line, _("请写一句。"), 422)
        if line.card is None or line.do not in (NOTE, REPORT):
            return _asked(request, line)
        made = line.keep(place)
    except Refused as stop:
        return _asked(request, line, stop.message, 422)
    said = _("记下了：%(number)s") if line.do == NOTE else _("报上去了：%(number)s")
    messages.success(request, said % {"number": made.number})
    if line.do == REPORT and line.card.warning:
        messages.warning(request, line.card.warning)
    return HttpResponseRedirect("/")


def _line(request: HttpRequest) -> Line:
    actor, post = mine.must_be_head(request), request.POST
    text, key = post.get("line", "").strip(), post.get("key", "")
    card = catalogue().by_code.get(post.get("category", "")) or (catalogue().guess(text) if text else None)
    return Line(
        actor,
        post,
        key if KEY.match(key) else new_id().hex,
        text,
        post.get("do", ""),
        card,
        views.claimed_at(request),
    )


def _asked(request: HttpRequest, line: Line, wrong: str = "", status: int = 200) -> HttpResponse:
    """The page that asks what is missing."""
    area = line.area
    try:
        mine.place_for(line.actor, area)
    except Refused:
        area = mine.heads(line.actor)[0].area_id
    context = {
        "line": line, "wrong": wrong, "area": area, "title": title_of(area), "groups": grouped_categories(),
        "pictures": photos.shown(photos.DRAFT, line.key),
    }  # fmt: skip
    answer = render(request, "cases/head/record.html", context, status=status)
    answer["X-Gongzhi-Asks"] = "1"
    return answer
