"""登记一件: by a worker, at the counter on somebody's behalf, by a liaison or a contact point."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from gongzhi.kit.flow import NotYours, Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.web import views
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.people.models import HEADS, Role
from gongzhi.work.cases import commands
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.forms import CategoryField
from gongzhi.work.cases.models import Channel
from gongzhi.work.cases.public_views import pointing, where
from gongzhi.work.cases.public_views.words import Answers
from gongzhi.work.cases.queries import similar

OFFICE = (
    Role.COMMUNITY_WORKER,
    Role.COMMUNITY_SECRETARY,
    Role.STREET_CLERK,
    Role.STREET_LEADER,
    Role.CITY_DISPATCHER,
)
CHANNELS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(HEADS, (Channel.HEAD,)),
    **dict.fromkeys(OFFICE, (Channel.WORKER, Channel.COUNTER, Channel.HOTLINE)),
    Role.LIAISON: (Channel.LIAISON,),
    Role.CONTACT_POINT: (Channel.CONTACT_POINT,),
}
MOST_FOUND = 20


def channels(actor: Actor) -> list[tuple[str, Any]]:
    """By which ways this person may file, in the order of their posts."""
    ways = [way for post in actor.posts for way in CHANNELS.get(post.role, ())]
    return [(str(way), Channel(way).label) for way in dict.fromkeys(ways)]


class Filing(forms.Form):
    """What is filed: how it came, which category, which words, and whose."""

    channel = forms.ChoiceField(label=gettext_lazy("怎么来的"), widget=forms.RadioSelect)
    category = CategoryField(label=gettext_lazy("类别"))
    title = forms.CharField(label=gettext_lazy("标题"), max_length=60, required=False)
    text = forms.CharField(
        label=gettext_lazy("什么事"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    name = forms.CharField(label=gettext_lazy("报告人怎么称呼"), max_length=40, required=False)
    phone = forms.CharField(
        label=gettext_lazy("电话"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"type": "tel"}),
    )
    consent = forms.BooleanField(label=gettext_lazy("报告人同意用它联系、回访"), required=False)

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        self.fields["channel"].choices = channels(actor)  # type: ignore[attr-defined]

    def telling(self, answers: dict[str, str]) -> Telling:
        data = self.cleaned_data
        return Telling(
            text=data["text"],
            answers=answers,
            name=data["name"],
            phone=data["phone"],
            consent=data["consent"],
        )


@never_cache
@login_required
def new(request: Any) -> HttpResponse:
    """The page; a press on the place list only moves in it, the last one files."""
    if not channels(request.actor):
        raise NotYours(_("您的岗位不登记事项。"))
    if request.method != "POST":
        at = where.of_area(
            where.number(request.GET.get("at")) or first_area(request.actor), "list", listing=True
        )
        return _page(request, Filing(request.actor, initial={"channel": channels(request.actor)[0][0]}), at)
    at, form = _chosen(request), Filing(request.actor, request.POST)
    if _moves(request.POST):
        return _page(request, _unjudged(form, request.POST), at)
    card = form.cleaned_data.get("category") if form.is_valid() else None
    answers = Answers(card, request.POST) if card else None
    if not form.is_valid() or at.place is None or (answers is not None and not answers.is_valid()):
        return _page(request, form, at, 422, answers=answers)
    alike = similar(at.place, form.cleaned_data["category"], form.cleaned_data["text"])
    if alike and not (request.POST.get("join") or request.POST.get("do") == "anyway"):
        return _page(request, form, at, alike=alike, answers=answers)
    return _file(request, form, at, answers)


def _file(request: Any, form: Filing, at: Any, answers: Answers | None) -> HttpResponse:
    """A case begins, or the words join another."""
    data, key = form.cleaned_data, request.POST.get("key") or None
    telling = form.telling(answers.told if answers else {})
    try:
        if request.POST.get("join"):
            report = commands.join(
                request.actor, request.POST["join"], channel=data["channel"], telling=telling, key=key
            )
            case = report.case
        else:
            case = commands.report(
                request.actor,
                channel=data["channel"],
                category=data["category"],
                at=at.place,
                telling=telling,
                title=data["title"],
                key=key,
                claimed_at=views.claimed_at(request),
            )
            report = getattr(case, "first_report", None)
    except Refused as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return _page(request, form, at, 422, answers=answers)
    code = getattr(report, "code", "")
    return render(
        request,
        "cases/filed.html",
        {"case": case, "report": report, "code": code, "joined": bool(request.POST.get("join"))},
    )


def _moves(post: Any) -> bool:
    return bool(post.get("pick")) or post.get("do") in ("list", "find", "spot")


def _chosen(request: Any) -> Any:
    return where.chosen(request.POST)


def _unjudged(form: Filing, post: Any) -> Filing:
    """The form as typed, without complaints: somebody is still choosing the place."""
    form.initial = {name: post.get(name, "") for name in form.fields}
    form.is_bound = False
    return form


def first_area(actor: Actor) -> int | None:
    """Where the list opens: at one's own area."""
    post = actor.post
    card = tree().get(post.area_id) if post else None
    return card.id if card and card.level != Level.CITY else None


def _page(
    request: Any, form: Filing, at: Any, status: int = 200, *, alike: Any = (), answers: Answers | None = None
) -> HttpResponse:
    """The page; for htmx the place alone."""
    post = request.POST
    if answers is None and (code := form["category"].value()):
        card = form.fields["category"].clean(code) if code in dict(_codes()) else None
        answers = Answers(card) if card else None
    context = {
        "form": form,
        "where": at,
        "map": pointing.offered(at, home=first_area(request.actor) or tree().city().id),
        "alike": alike,
        "answers": answers,
        "key": post.get("key") or new_id(),
        "found": found(request.actor, post.get("find", "")) if post.get("do") == "find" else None,
        "find": post.get("find", ""),
        "place_wrong": _("请选在哪儿：楼栋、社区，或者搜小区和楼。")
        if status == 422 and at.place is None
        else "",
    }
    part = request.headers.get("HX-Target") == "where"
    answer = render(request, "cases/where_part.html" if part else "cases/new.html", context, status=status)
    answer["X-Gongzhi-Asks"] = "1"
    return answer


def _codes() -> list[tuple[str, str]]:
    from gongzhi.work.cases.catalogue import catalogue

    return [(card.code, card.name) for card in catalogue().leaves]


def found(actor: Actor, words: str) -> list[dict[str, Any]]:
    """Buildings by the name of their estate or their own, within the posts' areas: one statement."""
    words = words.strip()
    if len(words) < 2:
        return []
    areas = [post.area_id for post in actor.posts]
    rows = Area.objects.filter(level=Level.BUILDING, valid_to=None, lineage__overlap=areas)
    for word in words.split()[:4]:
        rows = rows.filter(Q(estate__name__icontains=word) | Q(name__icontains=word))
    shown = rows.select_related("estate").order_by("estate__pinyin", "code")[:MOST_FOUND]
    return [
        {
            "id": row.pk,
            "name": f"{row.estate.name if row.estate else ''}{row.name}",
            "under": tree().name(row.parent_id),
        }
        for row in shown
    ]
