"""索要记录, declared."""

from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.kit.web.words import stamp
from gongzhi.town.certificates.queries import KINDS, place, year_began

Row = dict[str, Any]


def asked_cell(row: Row) -> Any:
    gone = format_html(' <span class="chip tag">{}</span>', _("已作废")) if row["withdrawn_at"] else ""
    return format_html(
        '<a class="ttl" href="/town/certificates/asked/{}/">{}</a>{}<span class="l2">{}</span>',
        row["id"], row["kind__name"], gone, row["purpose"] or _("没说办什么用"),
    )  # fmt: skip


def place_words(row: Row) -> str:
    return place(row["area_id"])


def by_state(rows: Any, value: str) -> Any:
    """``year``: those that the figures of this year count."""
    if value == "year":
        return rows.filter(withdrawn_at=None, recorded_at__gte=year_began())
    return rows.filter(withdrawn_at__isnull=value != "gone")


def kinds() -> list[tuple[str, str]]:
    return [(one.code, one.name) for one in KINDS.get()]


def by_whom(rows: Any, value: str) -> Any:
    """The asker of that very name, as a figure opens it; where there is none, all whose name holds the words."""
    named = rows.filter(asker_name=value)
    return named if named.exists() else rows.filter(asker_name__icontains=value)


def table() -> Table:
    return Table(
        label=_("索要记录"),
        columns=(
            Column("recorded_at", _("登记时间"), cell=lambda r: stamp(r["recorded_at"]), sort="recorded_at", nullable=False),
            Column("kind", _("证明"), cell=asked_cell, value=lambda r: r["kind__name"]),
            Column("asker_name", _("谁要的"), sort="asker_name", nullable=False),
            Column("agency", _("告知找哪里")),
            Column("area", _("窗口"), cell=place_words, value=place_words, optional=True),
            Column("purpose", _("办什么用"), hidden=True),
            Column("withdrawn_why", _("作废原因"), hidden=True),
        ),
        filters=(
            Filter("kind", _("证明"), lambda rows, v: rows.filter(kind__code=v), choices=kinds),
            Filter(
                "state", _("状态"), by_state,
                choices=lambda: [("year", _("今年有效的")), ("counts", _("有效的")), ("gone", _("已作废"))],
            ),
            Filter("asker", _("谁要的"), by_whom),
        ),
        order="-recorded_at",
        empty_title=_("还没有登记"),
        empty_text=_("有人被要求来开不该开的证明时，打开那种证明，记下是谁要的。"),
    )  # fmt: skip
