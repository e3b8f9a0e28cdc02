"""不出具的证明: the twenty at the desk, one of them with who asked, the slip to take along, the list and its figures."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Stopped, Unseen
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.beginning import begin
from gongzhi.kit.web.doors import Reason
from gongzhi.town.certificates import commands, queries, tables
from gongzhi.town.certificates.forms import Asked, places
from gongzhi.town.counters.commands import keeps, keeps_area
from gongzhi.town.people.models import ADMINISTRATORS


def _reader(request: Any) -> None:
    if not any(post.role not in ADMINISTRATORS for post in request.actor.posts):
        raise NotYours(_("证明和索要记录给街道、社区和部门看，管理员不看业务。"))


@login_required
@require_safe
def desk(request: Any) -> HttpResponse:
    """The kinds in force, narrowed by words."""
    _reader(request)
    text = request.GET.get("q", "").strip()[:60]
    context = {
        "kinds": queries.kinds(text), "all": len(queries.kinds()), "text": text,
        "may_note": bool(places(request.actor)),
    }  # fmt: skip
    return render(request, "certificates/desk.html", context)


def _kind(code: str) -> queries.KindCard:
    found = queries.kind_of(code)
    if found is None:
        raise Unseen(_("没有这种证明，可能已经停用。"))
    return found


@login_required
def kind(request: Any, code: str) -> HttpResponse:
    """One kind: no, and where to go; noting who asked leads to the entry."""
    _reader(request)
    card = _kind(code)
    form = Asked(request.actor, request.POST or None)
    may_note = bool(places(request.actor)) and keeps(request.actor)
    if request.method == "POST" and not may_note:
        raise NotYours(_("只能登记到自己街道、社区的窗口。"))

    def note(actor: Any, **details: Any) -> Any:
        return commands.record_asking(actor, kind=card.code, **details)

    return begin(
        request, form, note, "certificates/kind.html", lambda made: reverse("certificate-asking", args=[made.pk]),
        kind=card, may_note=may_note,
    )  # fmt: skip


@login_required
@require_safe
def slip(request: Any, code: str) -> HttpResponse:
    """告知单: what the resident takes along; names nobody."""
    _reader(request)
    return render(request, "certificates/slip.html", {"kind": _kind(code), "today": clock.today()})


@login_required
def asking(request: Any, pk: Any) -> HttpResponse:
    """One entry; POST takes it back with a reason."""
    _reader(request)
    thing = queries.one(request.actor, pk)
    if thing is None:
        raise Unseen(_("没有这条登记。"))
    form, status = Reason(None, request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            commands.withdraw_asking(request.actor, thing, **form.cleaned_data)
        except Stopped as wrong:
            form.add_error(wrong.field if wrong.field in form.fields else None, wrong.message)
            status, thing = wrong.status, queries.one(request.actor, pk)
        else:
            messages.success(request, _("已作废，不再计数。"))
            return HttpResponseRedirect(reverse("certificate-asking", args=[pk]))
    elif request.method == "POST":
        status = 422
    context = {
        "asking": thing, "place": queries.place(thing.area_id), "form": form,  # type: ignore[union-attr]
        "may_withdraw": thing.withdrawn_at is None and keeps_area(request.actor, thing.area_id),  # type: ignore[union-attr]
    }  # fmt: skip
    return render(request, "certificates/asking.html", context, status=status)


@login_required
def asked(request: Any) -> HttpResponse:
    """索要记录."""
    _reader(request)
    return table_answers.answer(
        request, tables.table(), lambda: queries.listed(request.actor), "certificates/asked.html"
    )


@login_required
@require_safe
def askers(request: Any) -> HttpResponse:
    """谁在要: this year's figures by asker; each opens its entries."""
    _reader(request)
    context = {"rows": queries.by_asker(request.actor), "now": clock.now(), "most": queries.MOST}
    return render(request, "certificates/askers.html", context)
