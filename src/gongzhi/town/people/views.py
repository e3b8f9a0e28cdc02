"""One's own account: posts and who stands in, notices, sessions, tokens; and the switch of the post one acts under."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import Refused, Stopped, Unseen
from gongzhi.kit.web import views
from gongzhi.town.areas.tree import tree
from gongzhi.town.notices import commands as notices
from gongzhi.town.notices import queries as notice_queries
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people import commands, phones
from gongzhi.town.people.middleware import ACTING_AS
from gongzhi.town.people.models import HEADS, Post, Role, SignIn, Token, User
from gongzhi.town.people.queries import in_force
from gongzhi.town.people.scopes import SCOPES

MOST_NOTICES = 200


@login_required
@require_POST
def act_as(request: Any) -> HttpResponse:
    """换岗位: what is done from now on is written under this post."""
    wanted = request.POST.get("post", "")
    if wanted.isdigit() and int(wanted) in {post.id for post in request.actor.posts}:
        request.session[ACTING_AS] = int(wanted)
    return HttpResponseRedirect(views.back(request, request.POST.get("next")))


@login_required
def notice_list(request: Any) -> HttpResponse:
    """通知, newest first; those not seen are marked."""
    rows = list(notice_queries.of(request.user.pk)[:MOST_NOTICES])
    unseen = sum(row.seen_at is None for row in rows)
    return render(request, "people/notices.html", {"rows": rows, "unseen": unseen, "now": clock.now()})


@login_required
@require_POST
def see(request: Any) -> HttpResponse:
    """One notice opened, or all marked as seen."""
    one = request.POST.get("notice", "")
    notices.seen(request.user.pk, [int(one)] if one.isdigit() else None)
    return HttpResponseRedirect(views.back(request, request.POST.get("next") or "/me/notices/"))


class StandIn(forms.Form):
    """Who stands in, in which post, until when."""

    post_id = forms.TypedChoiceField(label=gettext_lazy("哪个岗位"), coerce=int)
    username = forms.CharField(label=gettext_lazy("请谁代理（账号）"), max_length=40)
    until = forms.DateField(label=gettext_lazy("到哪天"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, posts: list[Post], data: Any = None):
        super().__init__(data)
        self.fields["post_id"].choices = [(post.pk, post_words(post)) for post in posts]  # type: ignore[attr-defined]

    def clean_username(self) -> User:
        found = User.objects.filter(username=self.cleaned_data["username"].strip(), is_active=True).first()
        if found is None:
            raise forms.ValidationError(_("没有这个账号。"))
        return found


class NewToken(forms.Form):
    """What a token is for, what it may do, how long."""

    label = forms.CharField(label=gettext_lazy("用途"), max_length=60)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("能做什么"),
        choices=[(one, one) for one in SCOPES],
        widget=forms.CheckboxSelectMultiple,
    )
    days = forms.IntegerField(label=gettext_lazy("几天有效"), min_value=1, max_value=366, initial=90)


class Shown(forms.Form):
    """What residents see of a head on the public page of their community."""

    post_id = forms.TypedChoiceField(label=gettext_lazy("哪个岗位"), coerce=int)
    name = forms.BooleanField(label=gettext_lazy("公开我的姓名"), required=False)
    phone = forms.CharField(
        label=gettext_lazy("给居民打的电话"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("不填就只写社区的电话。取消勾选、清空号码再存一次，马上收回。"),
    )

    def __init__(self, posts: list[Post], data: Any = None):
        super().__init__(data, auto_id="id_shown_%s")
        self.fields["post_id"].choices = [(post.pk, post_words(post)) for post in posts]  # type: ignore[attr-defined]


def post_words(post: Post) -> str:
    """A post in words: organisation, role, area."""
    area = tree().name(post.area_id) or str(post.area_id)
    return f"{directory().name(post.organisation_id)} {Role(post.role).label}（{area}）"


@never_cache
@login_required
def account(
    request: Any,
    stand_in: StandIn | None = None,
    token: NewToken | None = None,
    plain: str = "",
    status: int = 200,
    shown: Shown | None = None,
) -> HttpResponse:
    """我的账号."""
    posts = list(Post.objects.filter(in_force(), user_id=request.user.pk).order_by("stands_in_for", "id"))
    own = [post for post in posts if post.stands_in_for_id is None]
    subs = Post.objects.filter(
        stands_in_for__user_id=request.user.pk, valid_to__gte=clock.today()
    ).select_related("user")
    sessions = SignIn.objects.filter(user_id=request.user.pk, expire_date__gt=clock.now()).order_by(
        "-began_at"
    )
    heads = [post for post in own if post.role in HEADS]
    context = {
        "heads": [(post, post_words(post)) for post in heads],
        "shown": shown or Shown(heads),
        "posts": [(post, post_words(post)) for post in posts],
        "substitutes": [(post, post_words(post)) for post in subs],
        "sessions": [
            (row, phones.short(row.session_key), row.session_key == request.session.session_key)
            for row in sessions
        ],
        "tokens": Token.objects.filter(
            user_id=request.user.pk, revoked_at=None, expires_at__gt=clock.now()
        ).order_by("-made_at"),
        "stand_in": stand_in or StandIn(own),
        "token": token or NewToken(),
        "plain": plain,
        "own": own,
        "now": clock.now(),
    }
    return render(request, "people/account.html", context, status=status)


@login_required
@require_POST
def substitute(request: Any) -> HttpResponse:
    """代理."""
    own = list(Post.objects.filter(in_force(), user_id=request.user.pk, stands_in_for=None))
    form = StandIn(own, request.POST)
    if not form.is_valid():
        return account(request, stand_in=form, status=422)
    data = form.cleaned_data
    try:
        commands.substitute(request.actor, data["username"], post_id=data["post_id"], until=data["until"])
    except Refused as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return account(request, stand_in=form, status=422)
    return HttpResponseRedirect("/me/")


@login_required
@require_POST
def show_to_residents(request: Any) -> HttpResponse:
    """公开自己: only one's own posts as a head, and only by oneself."""
    own = list(Post.objects.filter(in_force(), user_id=request.user.pk, stands_in_for=None, role__in=HEADS))
    form = Shown(own, request.POST)
    if not form.is_valid():
        return account(request, shown=form, status=422)
    data = form.cleaned_data
    post = next(one for one in own if one.pk == data["post_id"])
    try:
        commands.show_to_residents(request.actor, post, name=data["name"], phone=data["phone"])
    except Stopped as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return account(request, shown=form, status=422)
    return HttpResponseRedirect("/me/")


@login_required
@require_POST
def end_session(request: Any) -> HttpResponse:
    """One of my own sessions ended, on whatever machine it is; with ``lost`` the machine is wiped when it comes."""
    asked = request.POST.get("session", "")
    rows = SignIn.objects.filter(user_id=request.user.pk, expire_date__gt=clock.now())
    found = next((row for row in rows if phones.short(row.session_key) == asked), None)
    if found is None:
        raise Unseen(_("没有这个登录，可能已经退出了。"))
    commands.end_sign_in(request.actor, found, lost=bool(request.POST.get("lost")))
    return HttpResponseRedirect("/me/")


@login_required
@require_POST
def put_tour_away(request: Any) -> HttpResponse:
    """The line "第一次来？" is put away, for good."""
    commands.put_tour_away(request.user.pk)
    return HttpResponseRedirect(views.back(request, request.POST.get("next")))


@login_required
def queue(request: Any) -> HttpResponse:
    """待上传: drawn by the phone itself from what it keeps; the house knows nothing of it yet."""
    return render(request, "people/queue.html")


@login_required
@require_POST
def issue_token(request: Any) -> HttpResponse:
    """A token of my own; the plain text stands in this answer and nowhere else."""
    form = NewToken(request.POST)
    if not form.is_valid():
        return account(request, token=form, status=422)
    try:
        plain = commands.issue_token(request.actor, User.objects.get(pk=request.user.pk), **form.cleaned_data)
    except Refused as wrong:
        form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        return account(request, token=form, status=422)
    return account(request, plain=plain)


@login_required
@require_POST
def revoke_token(request: Any, pk: int) -> HttpResponse:
    """A token of mine stops working at once."""
    token = Token.objects.filter(pk=pk, user_id=request.user.pk).first()
    if token is None:
        raise Unseen(_("没有这个令牌。"))
    commands.revoke_token(request.actor, token)
    return HttpResponseRedirect("/me/")
