"""剥离职能台账, declared."""

from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.work.mandates.queries.offices import streets

Row = dict[str, Any]


def what_cell(row: Row) -> Any:
    return format_html('<b>{}</b><span class="l2">{}</span>', row["what"], row["document"])


def street_words(row: Row) -> str:
    return tree().name(row["street_id"])


def table(actor: Actor) -> Table:
    still = [("yes", _("还有")), ("no", _("没有"))]
    return Table(
        label=_("剥离职能台账"),
        columns=(
            Column("what", _("剥离的职能"), cell=what_cell, sort="what", nullable=False),
            Column("street", _("街道"), cell=street_words, value=street_words),
            Column("to_whom", _("交给谁"), sort="to_whom", nullable=False),
            Column("stripped_on", _("剥离日期"), sort="stripped_on", nullable=False, optional=True),
            Column("still", _("现在还派来什么"), optional=True),
            Column("document", _("文件"), hidden=True),
        ),
        filters=(
            Filter(
                "street", _("街道"), lambda rows, v: rows.filter(street_id__in=tree().reach(int(v))),
                choices=lambda: [(card.id, card.name) for card in streets(actor)],
            ),
            Filter(
                "still", _("还派来"), lambda rows, v: rows.exclude(still="") if v == "yes" else rows.filter(Q(still="")),
                choices=lambda: still,
            ),
        ),
        order="-stripped_on",
        empty_title=_("还没有登记剥离的职能"),
        empty_text=_("招商、税收等不再由街道承担的职能登记在这里：交给谁、凭哪份文件、现在还派来什么。"),
    )  # fmt: skip
