"""Asking for a batch from a list, its bar with 撤销, and what became of it."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, Refused, Unseen
from gongzhi.kit.identity import new_id
from gongzhi.kit.web import views
from gongzhi.kit.web.address import canonical, changed_query
from gongzhi.town.batches import commands, kinds
from gongzhi.town.batches.models import Batch
from gongzhi.town.batches.rules import most, undo_time

S = Batch.Stage


class Asking(forms.Form):
    """Which step, on which rows (ticked, or all that the address finds), with which words."""

    verb = forms.ChoiceField(label=gettext_lazy("哪一步"))
    text = forms.CharField(label=gettext_lazy("说明"), max_length=1000, required=False)

    def __init__(self, kind: kinds.Kind, actor: Any, data: Any = None):
        super().__init__(data)
        offered = [(one.verb, kind.label(one.verb)) for one in kind.open_to(actor)]
        self.fields["verb"].choices = offered  # type: ignore[attr-defined]


def offer(request: Any, name: str) -> dict[str, Any] | None:
    """For a list's page: the form of steps on several of its rows; None where no step is ever this reader's."""
    kind = kinds.get(name)
    if kind is None or not kind.open_to(request.actor):
        return None
    return {
        "form": Asking(kind, request.actor), "name": name, "key": new_id(), "query": canonical(request.GET),
        "next": request.path + changed_query(request.GET, {"batch": None}), "most": most(),
        "seconds": round(undo_time().total_seconds()),
    }  # fmt: skip


@login_required
@require_POST
def ask(request: Any, name: str) -> HttpResponse:
    """一起办: it waits, and the list comes back with its bar. Words that are missing are asked for."""
    kind = kinds.get(name)
    if kind is None:
        raise Unseen(_("没有这个列表。"))
    form, every = Asking(kind, request.actor, request.POST), request.POST.get("all") == "1"
    back = views.back(request, request.POST.get("next") or kind.back or kind.base)
    ids = found(kind, request) if every else request.POST.getlist("one")[: most() + 1]
    if form.is_valid():
        try:
            batch = commands.ask_batch(
                request.actor, kind=name, verb=form.cleaned_data["verb"], ids=ids,
                words=form.cleaned_data["text"], key=request.POST.get("key") or None,
            )  # fmt: skip
        except Refused as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
        else:
            return HttpResponseRedirect(with_batch(back, batch))
    asked = {"form": form, "kind": kind, "ids": ids, "all": every, "back": back}
    context = asked | {"key": request.POST.get("key", ""), "query": request.POST.get("query", "")}
    return render(request, "batches/ask.html", context, status=422)


def found(kind: kinds.Kind, request: Any) -> list[str]:
    """What the list finds under its address, one more than may be asked for."""
    rows = kind.found(request.actor, QueryDict(request.POST.get("query", "")))
    return [str(row["id"]) for row in rows[: most() + 1]]


def with_batch(address: str, batch: Batch) -> str:
    """The list's address, with the bar of this batch on it."""
    path, _mark, query = address.partition("?")
    return path + changed_query(QueryDict(query), {"batch": batch.pk})


def mine(request: Any, pk: UUID) -> Batch:
    """One's own batch; nobody else's exists."""
    batch = Batch.objects.filter(pk=pk, user_id=request.user.pk).first()
    if batch is None:
        raise Unseen(_("没有找到这一批。"))
    return batch


def face(batch: Batch) -> dict[str, Any]:
    """What bar and page say of it."""
    kind = kinds.get(batch.kind)
    left = max(0.0, (batch.due_at - clock.now()).total_seconds())
    return {
        "made": batch,
        "n": len(batch.ids),
        "label": kind.label(batch.verb) if kind else batch.verb,
        "waits": batch.stage == S.WAITING,
        "under_way": batch.stage in (S.WAITING, S.TAKING),
        "back": (kind.back or kind.base) if kind else "/",
        "left": round(left),
        "whole": round((batch.due_at - batch.made_at).total_seconds()),
        "again": max(left, 1),
    }


@login_required
def bar(request: Any, pk: UUID) -> HttpResponse:
    """The bar alone; it asks again by itself, and when all is done the list is told to look again."""
    batch = mine(request, pk)
    answer = render(request, "batches/bar.html", face(batch) | {"here": request.GET.get("here") == "1"})
    if batch.stage == S.TAKEN and request.GET.get("seen") == "under-way":
        answer["HX-Trigger"] = "gz:stale"
    return answer


@login_required
def show(request: Any, pk: UUID, status: int = 200, wrong: NotNow | None = None) -> HttpResponse:
    """结果, thing by thing."""
    batch = mine(request, pk)
    kind = kinds.get(batch.kind)
    things = {}
    if kind is not None:
        seen = kind.flow.seen_by(request.actor).filter(pk__in=batch.ids)
        things = {str(row.pk): row for row in (seen.select_related(*kind.with_) if kind.with_ else seen)}
    rows = [
        {
            "url": f"{kind.base}{pk}/" if kind and pk in things else "",
            "title": kind.title(things[pk]) if kind and pk in things else "",
            "taken": pk in batch.results,
            "refused": batch.results.get(pk, ""),
        }
        for pk in batch.ids
    ]
    context = face(batch) | {"rows": sorted(rows, key=lambda row: not row["refused"]), "wrong": wrong}
    return render(request, "batches/show.html", context, status=status)


@login_required
@require_POST
def undo(request: Any, pk: UUID) -> HttpResponse:
    """撤销."""
    batch = mine(request, pk)
    try:
        commands.undo_batch(request.actor, batch)
    except NotNow as late:
        if request.headers.get("HX-Request") == "true":
            return bar(request, pk)
        return show(request, pk, late.status, late)
    if request.headers.get("HX-Request") == "true":
        return bar(request, pk)
    return HttpResponseRedirect(f"/me/batches/{pk}/")
