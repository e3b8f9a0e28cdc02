"""The figures: used, answered, in time, adopted, for each power, street, organisation or team; every figure opens its rows.

A figure and the list behind it are one filter (``queries.FIGURES``), the same on page, API, export and print.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.web.cursor import Row
from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.street_powers.queries import (
    FIGURES,
    TEAM_FIGURES,
    Figures,
    catalogue,
    counted,
    power_name,
    teams_counted,
)
from gongzhi.work.street_powers.tables import spans, streets_of

HIDDEN = {"partly", "late", "refused", "fair", "arrived"}  # shown when asked for


@dataclass(frozen=True)
class Count:
    """One way of counting: by which column, how it is called, how a value is named, and where its rows are listed."""

    by: str
    asked: str
    label: Any
    named: Callable[[Any], str]
    figures: Figures
    rows: Callable[[Actor], QuerySet]
    base: str
    span: str


COUNTS: dict[str, Count] = {
    "power": Count(
        "power", "power", gettext_lazy("权力"), power_name, FIGURES, lambda a: counted(a, "power"), "/powers/", "sent_at"
    ),
    "street": Count(
        "street_id", "street", gettext_lazy("街道"), lambda pk: tree().name(pk), FIGURES,
        lambda a: counted(a, "street_id"), "/powers/", "sent_at",
    ),
    "department": Count(
        "organisation_id", "department", gettext_lazy("对方单位"), lambda pk: directory().name(pk), FIGURES,
        lambda a: counted(a, "organisation_id"), "/powers/", "sent_at",
    ),
    "team": Count(
        "team_id", "team", gettext_lazy("队伍"), lambda pk: directory().name(pk), TEAM_FIGURES, teams_counted,
        "/powers/orders/", "ordered_at",
    ),
}  # fmt: skip
PASSED_ON = ("since", "until", "power", "street")


def table(name: str, actor: Actor, query: QueryDict) -> Table:
    """The table of one way of counting, under the filters of the address."""
    count = COUNTS[name]
    given = {key: value for key in PASSED_ON if (value := str(query.get(key, "")))}
    named = lambda row: count.named(row[count.by])
    figures = [_figure(count, figure, label, given) for figure, (label, _rows) in count.figures.items()]
    return Table(
        label=_("统计：按%(by)s") % {"by": count.label},
        columns=(Column("named", count.label, cell=named, value=named), *figures),
        filters=(*_narrowing(name, actor), *spans(count.span)),
        order="-" + next(iter(count.figures)),
        key=count.by,
        empty_title=_("还没有可统计的"),
        empty_text=_("签发、征求和调度都由系统记着，从记录里数，不用另外填报。"),
    )


def _figure(count: Count, figure: str, label: Any, given: dict[str, str]) -> Column:
    def cell(row: Row) -> Any:
        asked = urlencode({**given, count.asked: row[count.by], "figure": figure})
        return format_html('<a href="{}?{}">{}</a>', count.base, asked, f"{row[figure]:,}")

    return Column(
        figure, label, cell=cell, sort=figure, nullable=False, right=True, hidden=figure in HIDDEN,
        optional=figure not in HIDDEN,
    )  # fmt: skip


def _narrowing(name: str, actor: Actor) -> tuple[Filter, ...]:
    made = []
    if name not in ("power", "team"):
        made.append(
            Filter(
                "power",
                _("权力"),
                lambda rows, v: rows.filter(power=v),
                choices=lambda: [(one.key, one.name) for one in catalogue()],
            )
        )
    if name != "street":
        made.append(
            Filter(
                "street",
                _("街道"),
                lambda rows, v: rows.filter(street_id__in=sorted(tree().reach(int(v)))),
                choices=lambda: streets_of(actor),
            )
        )
    return tuple(made)


def said(name: str, row: Row) -> dict[str, Any]:
    """One row of figures as the API gives it."""
    count = COUNTS[name]
    return {
        "key": str(row[count.by]),
        "name": count.named(row[count.by]),
        "figures": {f: row[f] for f in count.figures},
    }
