"""The lists of mandates, declared: versions of lists, and the items of one."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.kit.web.words import day
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.mandates.models import Listing
from gongzhi.work.mandates.queries.lists import holding, searched

Row = dict[str, Any]


def listing_cell(row: Row) -> Any:
    line = _("第 %(n)d 版 · %(basis)s") % {"n": row["version"], "basis": row["basis"]}
    return format_html(
        '<a class="ttl" href="/mandates/lists/{}/">{}</a><span class="l2">{}</span>',
        row["id"],
        row["title"],
        line,
    )


def kind_words(row: Row) -> str:
    return str(Listing.Kind(row["kind"]).label)


def area_words(row: Row) -> str:
    return tree().full_name(row["area_id"])


def stage_words(row: Row) -> str:
    return str(Listing.Stage(row["stage"]).label)


def days_words(row: Row) -> str:
    """From when to when, in words."""
    if row["effective_from"] is None:
        return "—"
    if row["effective_to"] is None:
        return _("%s 起") % day(row["effective_from"])
    return _("%(a)s 到 %(b)s") % {"a": day(row["effective_from"]), "b": day(row["effective_to"])}


def at_level(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(area_id__in=[card.id for card in tree().at_level(value)])


def in_force(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(holding()) if value == "yes" else rows.exclude(holding())


def listings() -> Table:
    """清单与版本."""
    levels = [(Level.CITY, _("市")), (Level.DISTRICT, _("区")), (Level.STREET, _("街道"))]
    return Table(
        label=_("清单与版本"),
        columns=(
            Column("title", _("清单"), cell=listing_cell, sort="title", nullable=False),
            Column("kind", _("种类"), cell=kind_words, value=kind_words, sort="kind", nullable=False),
            Column("area", _("适用区域"), cell=area_words, value=area_words),
            Column("version", _("版本"), sort="version", nullable=False, right=True),
            Column("stage", _("阶段"), cell=stage_words, value=stage_words, sort="stage", nullable=False),
            Column("days", _("有效期"), cell=days_words, value=days_words, optional=True),
            Column("effective_from", _("启用日期"), sort="effective_from", hidden=True),
            Column("basis", _("依据"), hidden=True),
            Column("begun_at", _("起草时间"), sort="begun_at", nullable=False, hidden=True),
        ),
        filters=(
            Filter("kind", _("种类"), lambda rows, v: rows.filter(kind=v), choices=lambda: Listing.Kind.choices),
            Filter("level", _("层级"), at_level, choices=lambda: levels),
            Filter("stage", _("阶段"), lambda rows, v: rows.filter(stage=v), choices=lambda: Listing.Stage.choices),
            Filter("now", _("今天有效"), in_force, choices=lambda: [("yes", _("有效")), ("no", _("失效或未到"))]),
        ),
        order="-begun_at",
        empty_title=_("还没有清单"),
        empty_text=_("市、区的清单在这里起草、比对、启用；街道可以在条目上写备注。"),
    )  # fmt: skip


def lead_words(row: Row) -> str:
    return directory().name(row["lead_id"]) or row["lead_name"]


def helper_words(row: Row) -> str:
    return _("、").join(directory().name(one) for one in row["helper_ids"])


def category_words(row: Row) -> str:
    card = catalogue().by_id.get(row["category_id"])
    return card.full_name if card else ""


def comes_words(row: Row) -> str:
    """What goes with the matter: 权随责走、费随事转."""
    parts = ((_("钱"), row["money"]), (_("权"), row["power"]), (_("人"), row["people"]))
    return _("；").join(
        _("%(what)s：%(text)s") % {"what": what, "text": text} for what, text in parts if text
    )


def item_cell(row: Row) -> Any:
    return format_html(
        '<a class="ttl" href="/mandates/lists/items/{}/">{}</a><span class="l2">{}</span>',
        row["id"],
        row["text"],
        row["basis"],
    )


def unbroken(words: str) -> Any:
    """On one line, where that fits."""
    return format_html('<span class="nowrap">{}</span>', words) if len(words) < 9 else words


def linked(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(category_id__isnull=value == "no")


def backed(rows: QuerySet, value: str) -> QuerySet:
    bare = {"money": "", "power": "", "people": ""}
    return rows.filter(**bare) if value == "no" else rows.exclude(**bare)


def items(listing: Listing) -> Table:
    """The items of one list."""
    return Table(
        label=_("%(title)s 第 %(n)d 版") % {"title": listing.title, "n": listing.version},
        columns=(
            Column("place", _("次序"), sort="place", nullable=False, right=True, hidden=True),
            Column("code", _("条目"), cell=lambda r: unbroken(r["code"]), sort="code", nullable=False),
            Column("text", _("事项"), cell=item_cell),
            Column("lead", _("牵头"), cell=lambda r: unbroken(lead_words(r) or "—"), value=lead_words),
            Column("helpers", _("配合"), cell=lambda r: helper_words(r) or "—", value=helper_words, hidden=True),
            Column("street_part", _("街道做什么"), optional=True),
            Column("department_part", _("部门做什么"), optional=True),
            Column("comes", _("随事走的"), cell=lambda r: comes_words(r) or "—", value=comes_words, optional=True),
            Column("category", _("类别"), cell=lambda r: category_words(r) or "—", value=category_words, hidden=True),
            Column("basis", _("依据"), hidden=True),
        ),
        filters=(
            Filter(
                "lead", _("牵头"), lambda rows, v: rows.filter(lead_id=int(v)),
                choices=lambda: [(c.id, c.label) for c in directory().of_kind("department", "utility", "stationed_team")],
            ),
            Filter("linked", _("连着类别"), linked, choices=lambda: [("yes", _("是")), ("no", _("否"))]),
            Filter("comes", _("随事走的"), backed, choices=lambda: [("yes", _("写了")), ("no", _("没写"))]),
            Filter("q", _("找"), searched),
        ),
        order="place",
        empty_title=_("没有条目"),
        empty_text=_("草稿里可以写条目，也可以导入表格；有筛选时换一换再看。"),
    )  # fmt: skip
