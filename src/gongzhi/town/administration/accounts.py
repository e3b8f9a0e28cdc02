"""账号与任职: the system administrator's pages."""

from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import CharField, F, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped, Unseen
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.cursor import Row
from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.town.administration import commands
from gongzhi.town.administration.doors import only_for
from gongzhi.town.administration.forms import Granting, Opening, StandingIn, Why, refused
from gongzhi.town.areas.models import Area
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people import commands as people
from gongzhi.town.people.models import Post, Role, User
from gongzhi.town.people.queries import in_force

KEEPER = Role.SYSTEM_ADMIN


def name_cell(row: Row) -> Any:
    line = row["username"] if row["is_active"] else f"{row['username']}·{_('已停用')}"
    return format_html(
        '<a class="ttl" href="/me/accounts/{}/">{}</a><span class="l2">{}</span>',
        row["id"],
        row["name"],
        line,
    )


def posts_cell(row: Row) -> str:
    held = row["held"] or []
    said = [
        f"{directory().name(int(where))} {Role(role).label}"
        for role, where in (one.split(":") for one in held)
    ]
    return "；".join(said) or "—"


def by_role(rows: QuerySet, role: str) -> QuerySet:
    return rows.filter(pk__in=Post.objects.filter(in_force(), role=role).values("user_id"))


def by_words(rows: QuerySet, text: str) -> QuerySet:
    return rows.filter(Q(username__icontains=text) | Q(name__icontains=text) | Q(pinyin__icontains=text))


def by_state(rows: QuerySet, state: str) -> QuerySet:
    held = Post.objects.filter(in_force()).values("user_id")
    states = {
        "closed": Q(is_active=False),
        "first": Q(must_change=True, is_active=True),
        "bare": Q(is_active=True) & ~Q(pk__in=held),
    }
    return rows.filter(states[state])


STATES = (
    ("closed", gettext_lazy("已停用")),
    ("first", gettext_lazy("还没改初始密码")),
    ("bare", gettext_lazy("没有任职")),
)
TABLE = Table(
    label=gettext_lazy("账号"),
    columns=(
        Column("name", gettext_lazy("姓名"), cell=name_cell, sort="pinyin", nullable=False),
        Column("username", gettext_lazy("账号"), sort="username", nullable=False, hidden=True),
        Column("held", gettext_lazy("任职"), cell=posts_cell, value=posts_cell),
        Column("made_at", gettext_lazy("开户"), sort="made_at", nullable=False),
    ),
    filters=(
        Filter("role", gettext_lazy("岗位"), by_role, choices=lambda: Role.choices),
        Filter("state", gettext_lazy("状态"), by_state, choices=lambda: STATES),
        Filter("q", gettext_lazy("找"), by_words),
    ),
    order="name",
    empty_title=gettext_lazy("没有符合的账号"),
)


def source() -> QuerySet:
    """Accounts with their posts in force as ``role:organisation``: one statement."""
    day = clock.today()
    holds = Q(posts__valid_from__lte=day) & (Q(posts__valid_to=None) | Q(posts__valid_to__gte=day))
    said = Concat(F("posts__role"), Value(":"), Cast("posts__organisation_id", CharField()))
    held = ArrayAgg(said, filter=holds, distinct=True, default=None)
    return User.objects.annotate(held=held).values(
        "id", "username", "name", "pinyin", "is_active", "made_at", "held"
    )


@only_for(KEEPER)
def listing(request: Any) -> HttpResponse:
    """The accounts, as a page or a spreadsheet."""
    return table_answers.answer(request, TABLE, source, "administration/accounts.html", {"now": clock.now()})


@only_for(KEEPER)
def opening(request: Any) -> HttpResponse:
    """开户: afterwards the initial password, once."""
    form = Opening(request.POST or None)
    if request.method == "POST" and form.is_valid():
        password = commands.initial_password()
        try:
            user = people.open_account(
                request.actor, form.cleaned_data["username"], name=form.cleaned_data["name"], password=password,
                phone=form.cleaned_data["phone"], must_change=True,
            )  # fmt: skip
        except Stopped as wrong:
            refused(form, wrong)
        else:
            return page(request, user.pk, password=password)
    status = 422 if request.method == "POST" else 200
    return render(request, "administration/opening.html", {"form": form}, status=status)


def found(pk: int) -> User:
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise Unseen(_("没有这个账号。"))
    return user


def post_words(post: Post, areas: dict[int, str]) -> str:
    return (
        f"{directory().name(post.organisation_id)} {Role(post.role).label}（{areas.get(post.area_id, '')}）"
    )


def posts_of(user: User) -> list[dict[str, Any]]:
    """Every post of an account, newest first, in words."""
    rows = list(Post.objects.filter(user=user).order_by("-valid_from", "-pk"))
    areas = dict(Area.objects.filter(pk__in=[row.area_id for row in rows]).values_list("pk", "name"))
    day = clock.today()
    return [
        {
            "post": row,
            "label": post_words(row, areas),
            "holds": row.valid_from <= day and (row.valid_to is None or row.valid_to >= day),
        }
        for row in rows
    ]


def page(request: Any, pk: int, *, password: str = "", status: int = 200, **forms: Any) -> HttpResponse:
    """One account, with the forms of what may be done to it; a refused form is drawn again."""
    user = found(pk)
    posts = posts_of(user)
    own = [
        (row["post"].pk, row["label"])
        for row in posts
        if row["holds"] and row["post"].stands_in_for_id is None
    ]
    context = {
        "account": user, "posts": posts, "password": password, "now": clock.now(),
        "granting": forms.get("granting") or Granting(), "own": own,
        "standing": forms.get("standing") or StandingIn(own), "why": forms.get("why") or Why(), "myself": user.pk == request.actor.user_id,
    }  # fmt: skip
    return render(request, "administration/account.html", context, status=status)


@only_for(KEEPER)
def account(request: Any, pk: int) -> HttpResponse:
    return page(request, pk)


@only_for(KEEPER)
@require_POST
def grant(request: Any, pk: int) -> HttpResponse:
    """任职."""
    form, user = Granting(request.POST), found(pk)
    if form.is_valid():
        try:
            people.grant(request.actor, user, **form.details)
            return HttpResponseRedirect(f"/me/accounts/{pk}/")
        except Stopped as wrong:
            refused(form, wrong)
    return page(request, pk, granting=form, status=422)


@only_for(KEEPER)
@require_POST
def end_post(request: Any, pk: int, post_id: int) -> HttpResponse:
    """免职: today is the last day."""
    post = Post.objects.filter(pk=post_id, user_id=pk).first()
    if post is None:
        raise Unseen(_("没有这个任职。"))
    people.end_post(request.actor, post)
    return HttpResponseRedirect(f"/me/accounts/{pk}/")


@only_for(KEEPER)
@require_POST
def stand_in(request: Any, pk: int) -> HttpResponse:
    """安排代理."""
    own = [(row["post"].pk, row["label"]) for row in posts_of(found(pk)) if row["holds"]]
    form = StandingIn(own, request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            commands.arrange_substitute(
                request.actor, given["username"], post_id=given["post_id"], until=given["until"]
            )
            return HttpResponseRedirect(f"/me/accounts/{pk}/")
        except Stopped as wrong:
            refused(form, wrong)
    return page(request, pk, standing=form, status=422)


@only_for(KEEPER)
@require_POST
def new_password(request: Any, pk: int) -> HttpResponse:
    """重置密码: shown once, in this answer and nowhere else."""
    password = commands.initial_password()
    commands.reset_password(request.actor, found(pk), password=password)
    return page(request, pk, password=password)


@only_for(KEEPER)
@require_POST
def switch(request: Any, pk: int) -> HttpResponse:
    """停用 or 启用, with the reason."""
    form, user = Why(request.POST), found(pk)
    if form.is_valid():
        act = commands.close_account if user.is_active else commands.open_again
        try:
            act(request.actor, user, reason=form.cleaned_data["reason"])
            return HttpResponseRedirect(f"/me/accounts/{pk}/")
        except Stopped as wrong:
            refused(form, wrong)
    return page(request, pk, why=form, status=422)
