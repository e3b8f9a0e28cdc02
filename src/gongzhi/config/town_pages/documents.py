"""文件与条款: what every rule record cites; entered by the system administrator, seen by everybody in service."""

from typing import Any

from django import forms
from django.db.models import Count, Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped, Unseen
from gongzhi.kit.records import rules
from gongzhi.town.administration.doors import only_for
from gongzhi.town.administration.forms import day, refused
from gongzhi.town.documents import commands
from gongzhi.town.documents.models import Document
from gongzhi.town.people.models import Role

KEEPER = Role.SYSTEM_ADMIN
EVERYBODY = tuple(Role)
MOST = 200


class Paper(forms.Form):
    """A document."""

    code = forms.CharField(
        label=gettext_lazy("编号"), max_length=60, help_text=gettext_lazy("本系统用的短编号，定了不改。")
    )
    title = forms.CharField(label=gettext_lazy("标题"), max_length=200)
    number = forms.CharField(label=gettext_lazy("文号"), max_length=80, required=False)
    issuer = forms.CharField(label=gettext_lazy("发文机关"), max_length=120, required=False)
    issued_on = day(gettext_lazy("发文日期"), required=False)
    status = forms.ChoiceField(
        label=gettext_lazy("状态"), choices=Document.Status.choices, initial=Document.Status.UNCONFIRMED
    )
    source = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("看到原文的地方；已确认的必填。"),
    )


class ClauseForm(forms.Form):
    """A clause of it."""

    number = forms.CharField(
        label=gettext_lazy("条款"), max_length=40, help_text=gettext_lazy("例如：第三十一条。")
    )
    text = forms.CharField(
        label=gettext_lazy("内容"), max_length=5000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class Repeal(forms.Form):
    """Since when it holds no more."""

    on = day(gettext_lazy("废止日期"))


@only_for(*EVERYBODY)
def listing(request: Any) -> HttpResponse:
    return papers(request)


def papers(request: Any, form: Paper | None = None, status: int = 200) -> HttpResponse:
    """The documents, those in doubt marked."""
    asked = request.GET.get("q", "").strip()[:60]
    rows = Document.objects.annotate(n=Count("clauses")).order_by("code")
    if asked:
        rows = rows.filter(
            Q(title__icontains=asked) | Q(number__icontains=asked) | Q(code__istartswith=asked)
        )
    context = {
        "rows": list(rows[:MOST]), "q": asked, "form": form or Paper(), "now": clock.now(),
        "keeps": bool(request.actor.serves(KEEPER)),
    }  # fmt: skip
    return render(request, "town/documents.html", context, status=status)


@only_for(KEEPER)
@require_POST
def enter(request: Any) -> HttpResponse:
    """录入文件."""
    form = Paper(request.POST)
    if form.is_valid():
        try:
            made = commands.enter_document(request.actor, **form.cleaned_data)
            return HttpResponseRedirect(f"/town/documents/{made.pk}/")
        except Stopped as wrong:
            refused(form, wrong)
    return papers(request, form, 422)


def found(pk: int) -> Document:
    document = Document.objects.filter(pk=pk).first()
    if document is None:
        raise Unseen(_("没有这个文件。"))
    return document


def page(request: Any, pk: int, status: int = 200, **forms_: Any) -> HttpResponse:
    """One document with its clauses, and the rules of today that cite them."""
    document = found(pk)
    clauses = list(document.clauses.order_by("pk"))
    ids = {clause.pk for clause in clauses}
    context = {
        "document": document, "clauses": clauses, "citing": [card for card in rules.current() if card.clause_id in ids],
        "keeps": bool(request.actor.serves(KEEPER)), "clause_form": forms_.get("clause") or ClauseForm(),
        "repeal_form": forms_.get("repeal") or Repeal(), "now": clock.now(),
    }  # fmt: skip
    return render(request, "town/document.html", context, status=status)


@only_for(*EVERYBODY)
def show(request: Any, pk: int) -> HttpResponse:
    return page(request, pk)


@only_for(KEEPER)
@require_POST
def enter_clause(request: Any, pk: int) -> HttpResponse:
    """录入条款."""
    form, document = ClauseForm(request.POST), found(pk)
    if form.is_valid():
        try:
            commands.enter_clause(request.actor, document, **form.cleaned_data)
            return HttpResponseRedirect(f"/town/documents/{pk}/")
        except Stopped as wrong:
            refused(form, wrong)
    return page(request, pk, 422, clause=form)


@only_for(KEEPER)
@require_POST
def repeal(request: Any, pk: int) -> HttpResponse:
    """废止."""
    form, document = Repeal(request.POST), found(pk)
    if form.is_valid():
        try:
            commands.repeal(request.actor, document, on=form.cleaned_data["on"])
            return HttpResponseRedirect(f"/town/documents/{pk}/")
        except Stopped as wrong:
            refused(form, wrong)
    return page(request, pk, 422, repeal=form)
