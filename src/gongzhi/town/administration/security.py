"""令牌与会话: the security administrator's page. Accounts and machines only, never what anybody works on."""

from datetime import timedelta
from typing import Any

from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt
from django.conf import settings
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped, Unseen
from gongzhi.town.administration import commands
from gongzhi.town.administration.doors import only_for
from gongzhi.town.administration.forms import Why, refused
from gongzhi.town.people import commands as people
from gongzhi.town.people.models import ADMINISTRATORS, Post, Role, SignIn, Token, User
from gongzhi.town.people.queries import in_force

KEEPER = Role.SECURITY_ADMIN
SHOWN = 100


def signed_in(asked: Q) -> QuerySet:
    """Accounts with open sessions: how many, since when, until when."""
    rows = SignIn.objects.filter(asked, expire_date__gt=clock.now(), user__isnull=False).order_by()
    grouped = rows.values("user_id", "user__username", "user__name")
    return grouped.annotate(n=Count("pk"), began=Max("began_at"), ends=Max("expire_date")).order_by("-began")[
        :SHOWN
    ]


def locked(asked: str) -> list[dict[str, Any]]:
    """Names that had too many wrong passwords within the cooling time; one row a name."""
    since = clock.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    rows = AccessAttempt.objects.filter(
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gt=since,
        username__icontains=asked,
    )
    found = (
        rows.order_by()
        .values("username")
        .annotate(last=Max("attempt_time"), times=Max("failures_since_start"))
    )
    known = dict(
        User.objects.filter(username__in=[row["username"] for row in found]).values_list("username", "pk")
    )
    return [{**row, "account_id": known.get(row["username"])} for row in found.order_by("-last")[:SHOWN]]


def tokens(asked: Q) -> QuerySet[Token]:
    rows = Token.objects.filter(asked, revoked_at=None, expires_at__gt=clock.now())
    return rows.select_related("user").order_by("-made_at")[:SHOWN]


def two_step() -> dict[str, Any]:
    """How many accounts sign in in two steps, and which administrators do not yet."""
    has = Exists(Authenticator.objects.filter(user_id=OuterRef("pk"), type=Authenticator.Type.TOTP))
    rows = User.objects.filter(is_active=True)
    keepers = Post.objects.filter(in_force(), role__in=ADMINISTRATORS).values("user_id")
    bare = rows.filter(pk__in=keepers).exclude(has).order_by("username").values("username", "name")
    return {
        **rows.aggregate(every=Count("pk"), having=Count("pk", filter=Q(has))),
        "bare": list(bare[:SHOWN]),
    }


def page(request: Any, *, status: int = 200, why: Why | None = None) -> HttpResponse:
    """Everything on one page, narrowed by ``q`` (a part of an account's name)."""
    asked = request.GET.get("q", "").strip()[:40]
    named = Q(user__username__icontains=asked) | Q(user__name__icontains=asked) if asked else Q()
    context = {
        "sessions": list(signed_in(named)), "locked": locked(asked), "tokens": list(tokens(named)),
        "two_step": two_step(),
        "q": asked, "now": clock.now(), "why": why, "failures": settings.AXES_FAILURE_LIMIT,
        "minutes": int(settings.AXES_COOLOFF_TIME * 60),
    }  # fmt: skip
    return render(request, "administration/security.html", context, status=status)


@only_for(KEEPER)
def security(request: Any) -> HttpResponse:
    return page(request)


def _act(request: Any, pk: int, act: Any) -> HttpResponse:
    user = User.objects.filter(pk=pk).first()
    if user is None:
        raise Unseen(_("没有这个账号。"))
    form = Why(request.POST)
    if form.is_valid():
        try:
            act(request.actor, user, reason=form.cleaned_data["reason"])
            return HttpResponseRedirect("/me/security/")
        except Stopped as wrong:
            refused(form, wrong)
    return page(request, status=422, why=form)


@only_for(KEEPER)
@require_POST
def end_sessions(request: Any, pk: int) -> HttpResponse:
    """强制退出, with the reason."""
    return _act(request, pk, commands.end_sessions)


@only_for(KEEPER)
@require_POST
def unlock(request: Any, pk: int) -> HttpResponse:
    """解锁, with the reason."""
    return _act(request, pk, commands.unlock_account)


@only_for(KEEPER)
@require_POST
def revoke(request: Any, pk: int) -> HttpResponse:
    """收回 a token."""
    token = Token.objects.filter(pk=pk, revoked_at=None).first()
    if token is None:
        raise Unseen(_("没有这个令牌，也可能已经收回。"))
    people.revoke_token(request.actor, token)
    return HttpResponseRedirect("/me/security/")
