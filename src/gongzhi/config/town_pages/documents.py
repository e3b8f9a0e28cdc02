"""文件与条款: what every rule record cites; entered by the system administrator, seen by everybody in service."""

from typing import Any

from django import forms
from django.db.models import Count, Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit import clock
from gongzhi.kit.flow import Stopped, Unseen
from gongzhi.kit.records import rules
from gongzhi.kit.web import table_answers, words
from gongzhi.kit.web.cursor import Row
from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.town.administration.doors import only_for
from gongzhi.town.administration.forms import day, refused
from gongzhi.town.documents import commands
from gongzhi.town.documents.models import Document
from gongzhi.town.people.models import Role

KEEPER = Role.SYSTEM_ADMIN
EVERYBODY = tuple(Role)


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


def title_cell(row: Row) -> Any:
    return format_html(
        '<a class="ttl" href="/town/documents/{}/">{}</a><span class="l2">{}</span>',
        row["id"],
        row["title"],
        row["number"] or row["code"],
    )


def state_words(row: Row) -> str:
    if row["repealed_on"]:
        return _("%(day)s 废止") % {"day": words.day(row["repealed_on"])}
    return str(Document.Status(row["status"]).label)


def state_cell(row: Row) -> Any:
    """Whoever reads a rule sees at once whether its paper is in doubt."""
    doubt = not row["repealed_on"] and row["status"] != Document.Status.CONFIRMED
    mark = '<span class="chip disp">{}</span>' if doubt else '<span class="nowrap">{}</span>'
    return format_html(mark, state_words(row))


def by_words(rows: QuerySet, text: str) -> QuerySet:
    return rows.filter(Q(title__icontains=text) | Q(number__icontains=text) | Q(code__istartswith=text))


def by_state(rows: QuerySet, value: str) -> QuerySet:
    if value == "repealed":
        return rows.filter(repealed_on__isnull=False)
    return rows.filter(repealed_on=None, status=value)


TABLE = Table(
    label=gettext_lazy("文件与条款"),
    columns=(
        Column("title", gettext_lazy("文件"), cell=title_cell, value=lambda r: r["title"], sort="title",
               nullable=False),
        Column("number", gettext_lazy("文号"), hidden=True),
        Column("code", gettext_lazy("编号"), sort="code", nullable=False, hidden=True),
        Column("issuer", gettext_lazy("发文机关"), sort="issuer", nullable=False),
        Column("issued_on", gettext_lazy("发文日期"), sort="issued_on", optional=True),
        Column("n", gettext_lazy("条款"), right=True, sort="n", nullable=False),
        Column("status", gettext_lazy("状态"), cell=state_cell, value=state_words, sort="status", nullable=False),
    ),
    filters=(
        Filter("state", gettext_lazy("状态"), by_state,
               choices=lambda: [*Document.Status.choices, ("repealed", gettext_lazy("已废止"))]),
        Filter("q", gettext_lazy("找"), by_words),
    ),
    order="code",
    empty_title=gettext_lazy("没有符合的文件"),
)  # fmt: skip


def source() -> QuerySet:
    fields = ("id", "code", "title", "number", "issuer", "issued_on", "repealed_on", "status")
    return Document.objects.values(*fields).annotate(n=Count("clauses"))


def papers(request: Any, form: Paper | None = None, status: int = 200) -> HttpResponse:
    """The documents, those in doubt marked."""
    context = {"form": form or Paper(), "keeps": bool(request.actor.serves(KEEPER))}
    return table_answers.answer(request, TABLE, source, "town/documents.html", context, status=status)


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
