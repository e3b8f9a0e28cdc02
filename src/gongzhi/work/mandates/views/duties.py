"""职责清单: the duty list, the categories nobody answers for, and why an organisation is proposed."""

from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.db.models import F, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.mandates.models import Duty
from gongzhi.work.mandates.queries import propose, without_owner

Row = dict[str, Any]


def category_name(row: Row) -> str:
    card = catalogue().by_id.get(row["category_id"])
    return card.full_name if card else ""


def helpers(row: Row) -> str:
    return _("、").join(directory().name(one) for one in row["helper_ids"]) or "—"


def title_cell(row: Row) -> Any:
    """The category, and the entry; one that a list's item gave opens the item."""
    entry = _("清单第 %s 条") % row["code"]
    if row["item_id"]:
        entry = format_html('<a href="/mandates/lists/items/{}/">{}</a>', row["item_id"], entry)
    return format_html('<b>{}</b><span class="l2">{}</span>', category_name(row), entry)


def by_category(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(
        category_id__in=[card.id for card in catalogue().by_id.values() if int(value) in card.lineage]
    )


def in_force(rows: QuerySet, value: str) -> QuerySet:
    now = Q(valid_from__lte=clock.today()) & (Q(valid_to=None) | Q(valid_to__gte=clock.today()))
    return rows.filter(now) if value == "yes" else rows.exclude(now)


def table() -> Table:
    groups = [(card.id, card.name) for card in catalogue().in_force if len(card.lineage) == 1]
    return Table(
        label=_("职责清单"),
        columns=(
            Column("code", _("类别"), cell=title_cell, value=category_name, sort="code", nullable=False),
            Column(
                "area",
                _("区域"),
                cell=lambda r: tree().full_name(r["area_id"]),
                value=lambda r: tree().full_name(r["area_id"]),
            ),
            Column(
                "lead",
                _("牵头"),
                cell=lambda r: directory().name(r["lead_id"]),
                value=lambda r: directory().name(r["lead_id"]),
            ),
            Column("helpers", _("配合"), cell=helpers, value=helpers),
            Column("basis", _("依据")),
            Column("valid_from", _("起"), sort="valid_from", nullable=False, optional=True),
            Column("valid_to", _("止"), sort="valid_to", optional=True),
        ),
        filters=(
            Filter("category", _("类别"), by_category, choices=lambda: groups),
            Filter(
                "lead",
                _("牵头"),
                lambda rows, v: rows.filter(Q(lead_id=int(v)) | Q(helper_ids__contains=[int(v)])),
                choices=lambda: [
                    (card.id, card.label)
                    for card in directory().of_kind("department", "utility", "stationed_team")
                ],
            ),
            Filter(
                "now", _("现在有效"), in_force, choices=lambda: [("yes", _("有效")), ("no", _("失效或未到"))]
            ),
        ),
        order="code",
    )


def source(query: Any) -> QuerySet:
    rows = Duty.objects.values(
        "id",
        "code",
        "category_id",
        "area_id",
        "lead_id",
        "helper_ids",
        "basis",
        "valid_from",
        "valid_to",
        "item_id",
        at=F("area__code"),
    )
    one = query.get("duty", "")
    return rows.filter(pk=int(one)) if one.isdigit() and len(one) < 19 else rows


def _staff(request: Any) -> None:
    if not request.actor.posts:
        raise NotYours(_("职责清单给在职人员看。"))


@login_required
def listing(request: Any) -> HttpResponse:
    _staff(request)
    context = {"now": clock.now(), "one": request.GET.get("duty", "")}
    return table_answers.answer(request, table(), lambda: source(request.GET), "mandates/list.html", context)


@login_required
def ownerless(request: Any) -> HttpResponse:
    """没有牵头单位的类别: what the list does not say yet, where I work."""
    _staff(request)
    post = request.actor.post
    card = tree().get(post.area_id)
    where = tuple(one for one in card.lineage if one != tree().city().id) if card else ()
    groups: dict[str, list[Any]] = {}
    for one in without_owner(where):
        groups.setdefault(one.path[0], []).append(one)
    context = {"groups": list(groups.items()), "area": tree().full_name(post.area_id), "now": clock.now()}
    return render(request, "mandates/ownerless.html", context)


class Lookup(forms.Form):
    """Which category, where."""

    category = forms.ChoiceField(label=gettext_lazy("类别"))
    area = forms.TypedChoiceField(label=gettext_lazy("区域"), coerce=int)

    def __init__(self, actor: Any, data: Any = None):
        super().__init__(data)
        groups = [(name, [(card.id, card.full_name) for card in cards]) for name, cards in catalogue().tree]
        self.fields["category"].choices = groups  # type: ignore[attr-defined]
        self.fields["area"].choices = areas(actor)  # type: ignore[attr-defined]


def areas(actor: Any) -> list[tuple[int, str]]:
    """The streets of my district, or of the city for those above."""
    post = actor.post
    above = tree().above(post.area_id, "district") if post and tree().get(post.area_id) else None
    return [
        (card.id, tree().full_name(card.id)) for card in tree().under((above or tree().city()).id, "street")
    ]


@login_required
def why(request: Any) -> HttpResponse:
    """为什么叫它: whom the list proposes for a category in a place, with the entry that says so."""
    _staff(request)
    form = Lookup(request.actor, request.GET if "category" in request.GET else None)
    proposed = None
    if form.is_bound and form.is_valid():
        card = tree().card(form.cleaned_data["area"])
        proposed = [
            (directory().get(p.organisation_id), p)
            for p in propose(int(form.cleaned_data["category"]), card.lineage)
        ]
    return render(request, "mandates/why.html", {"form": form, "proposed": proposed})
