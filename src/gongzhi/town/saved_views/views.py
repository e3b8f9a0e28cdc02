"""Keeping a view from its list, and the page where one's views are put in order."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongzhi.kit.flow import Refused, Stopped
from gongzhi.kit.web import lists
from gongzhi.town.organisations.directory import directory
from gongzhi.town.saved_views import commands
from gongzhi.town.saved_views.forms import Keeping, Naming
from gongzhi.town.saved_views.models import View
from gongzhi.town.saved_views.queries import face, may_change, seen_by
from gongzhi.town.saved_views.rules import shares_with

HOME = "/me/views/"


@login_required
@require_POST
def save(request: Any) -> HttpResponse:
    """存视图, from the list itself; refused words come back on a page of their own."""
    form = Keeping(request.POST, may_share=shares_with(request.actor) is not None)
    if form.is_valid():
        try:
            view = _kept(request.actor, **form.cleaned_data)
        except Refused as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        else:
            messages.success(request, _("已存为视图“%s”。") % view.name)
            return HttpResponseRedirect(view.url)
    known = lists.names().get(form.data.get("list", ""))
    back = f"{form.data.get('list', '')}?{form.data.get('query', '')}" if known else "/"
    return render(request, "saved_views/save.html", {"form": form, "label": known, "back": back}, status=422)


def _kept(actor: Any, *, list: str, query: str, name: str, first: bool, share: bool = False) -> View:
    """All of it or nothing: a name that cannot be shared is not kept either."""
    with transaction.atomic():
        view = commands.save_view(actor, list=list, query=query, name=name)
        if share:
            commands.share_view(actor, view)
        if first:
            commands.open_with(actor, view)
    return view


@login_required
def mine(
    request: Any, status: int = 200, wrong: Stopped | None = None, named: tuple[int, Naming] | None = None
) -> HttpResponse:
    """我的视图, list by list."""
    actor, titles = request.actor, lists.names()
    rows = [row for row in seen_by(actor).order_by("list", "made_at", "pk") if row.list in titles]
    groups = [
        {"label": titles[at], "url": at, "rows": [_row(row, actor, named) for row in rows if row.list == at]}
        for at in titles
        if any(row.list == at for row in rows)
    ]
    with_whom = shares_with(actor)
    context = {
        "groups": groups, "wrong": wrong,
        "with_whom": directory().name(with_whom) if with_whom else "",
    }  # fmt: skip
    return render(request, "saved_views/mine.html", context, status=status)


def _row(row: View, actor: Any, named: tuple[int, Naming] | None) -> dict[str, Any]:
    bound = named[1] if named and named[0] == row.pk else None
    return {
        "view": row,
        "face": face(row, actor),
        "mine": may_change(actor, row),
        "form": bound or Naming({"name": row.name}),
    }


def step(act: Callable[[Any, int], Any], done: Any) -> Callable[..., HttpResponse]:
    """One press on the page of one's views; afterwards the page again."""

    @login_required
    @require_POST
    def press(request: Any, pk: int) -> HttpResponse:
        try:
            act(request.actor, pk)
        except Refused as wrong:
            return mine(request, 422, wrong)
        messages.success(request, done)
        return HttpResponseRedirect(HOME)

    return press


@login_required
@require_POST
def rename(request: Any, pk: int) -> HttpResponse:
    """改名; a name that is taken stays typed."""
    form = Naming(request.POST)
    if form.is_valid():
        try:
            commands.rename_view(request.actor, pk, name=form.cleaned_data["name"])
            return HttpResponseRedirect(HOME)
        except Refused as wrong:
            form.add_error("name", wrong.message)
    return mine(request, 422, named=(pk, form))
