"""规则: every record in force today as a list; what a rule says and how it is changed is in ``rules``."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.config.town_pages.rule_words import WORDS
from gongzhi.config.town_pages.rules import DOUBT, KEEPER, doubtful, in_words, title
from gongzhi.kit import clock
from gongzhi.kit.records import rules
from gongzhi.kit.records.models import Rule
from gongzhi.kit.web import table_answers
from gongzhi.kit.web.cursor import Row
from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.town.administration.doors import only_for
from gongzhi.town.areas.tree import tree
from gongzhi.town.documents.queries import cite


def title_cell(row: Row) -> Any:
    return format_html(
        '<a class="ttl" href="{}">{}</a><span class="l2"><code>{}</code></span>',
        reverse("rule", args=[row["key"]]),
        title(row["key"]),
        row["key"],
    )


def value_words(row: Row) -> str:
    return in_words(row["value"])


def where_words(row: Row) -> str:
    return tree().name(row["scope_id"]) or _("全市")


def where_cell(row: Row) -> Any:
    fixed = format_html(' <span class="chip tag">{}</span>', _("下级不得改变")) if row["fixed"] else ""
    return format_html('<span class="nowrap">{}{}</span>', where_words(row), fixed)


def basis_words(row: Row) -> str:
    return cite(row["clause_id"], row["basis"])


def basis_cell(row: Row) -> Any:
    doubt = doubtful(row["basis"], row["clause_id"])
    chip = format_html('<span class="chip disp">{}</span> ', _("待确认")) if doubt else ""
    said = "" if row["basis"] == DOUBT and row["clause_id"] is None else basis_words(row)
    return format_html('<span class="s muted">{}{}</span>', chip, said)


def in_doubt() -> set[int]:
    """The records of today whose basis nobody has confirmed; from memory."""
    return {card.id for card in rules.current() if doubtful(card.basis, card.clause_id)}


def by_words(rows: QuerySet, text: str) -> QuerySet:
    """By key, and by what the rule is called."""
    called = [key for key, (name, _unit) in WORDS.items() if text.lower() in str(name).lower()]
    return rows.filter(Q(key__icontains=text) | Q(key__in=called))


def by_doubt(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(pk__in=in_doubt()) if value == "1" else rows.exclude(pk__in=in_doubt())


TABLE = Table(
    label=gettext_lazy("规则"),
    columns=(
        Column("key", gettext_lazy("规则"), cell=title_cell, value=lambda r: title(r["key"]), sort="key", nullable=False),
        Column("value", gettext_lazy("值"), cell=value_words, value=value_words),
        Column("where", gettext_lazy("哪里"), cell=where_cell, value=where_words),
        Column("valid_from", gettext_lazy("起"), sort="valid_from", nullable=False, optional=True),
        Column("basis", gettext_lazy("依据"), cell=basis_cell, value=basis_words, optional=True),
    ),
    filters=(
        Filter("doubt", gettext_lazy("依据"), by_doubt,
               choices=lambda: [("1", gettext_lazy("待确认")), ("0", gettext_lazy("已确认"))]),
        Filter("q", gettext_lazy("找规则"), by_words),
    ),
    order="key",
    empty_title=gettext_lazy("没有符合的规则"),
)  # fmt: skip


def source() -> QuerySet:
    day = clock.today()
    rows = Rule.objects.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)
    return rows.values("id", "key", "value", "scope_id", "fixed", "valid_from", "basis", "clause_id")


@only_for(KEEPER)
def listing(request: Any) -> HttpResponse:
    """Every record in force; narrowed by words, or to those in doubt."""
    context = {"every": len(rules.current()), "in_doubt": len(in_doubt())}
    return table_answers.answer(request, TABLE, source, "town/rules.html", context)
