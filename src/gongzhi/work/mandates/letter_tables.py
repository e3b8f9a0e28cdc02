"""责任状台账, declared."""

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.kit.web.words import day
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.mandates.forms import streets
from gongzhi.work.mandates.models import ResponsibilityLetter
from gongzhi.work.mandates.queries.letters import left, open_ended

Row = dict[str, Any]
Stage = ResponsibilityLetter.Stage


def title_cell(row: Row) -> Any:
    veto = format_html(' <span class="chip tag">{}</span>', _("一票否决")) if row["veto"] else ""
    return format_html(
        '<a class="ttl" href="/mandates/letters/{}/">{}</a>{}<span class="l2">{}</span>',
        row["id"], row["title"], veto, row["basis"] or _("没有依据"),
    )  # fmt: skip


def issuer_words(row: Row) -> str:
    return directory().name(row["issuer_id"])


def street_words(row: Row) -> str:
    return tree().name(row["street_id"])


def stage_words(row: Row) -> str:
    return str(Stage(row["stage"]).label)


def until_words(row: Row) -> str:
    return day(row["valid_to"]) if row["valid_to"] else _("没写")


def by_stage(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(left()) if value == "left" else rows.filter(stage=value)


def by_basis(rows: QuerySet, value: str) -> QuerySet:
    bare = ("", "待确认")
    return rows.filter(basis__in=bare) if value == "no" else rows.exclude(basis__in=bare)


def table(actor: Actor) -> Table:
    yes_no = [("yes", _("是")), ("no", _("否"))]
    issuers = directory().of_kind(
        "department", "utility", "stationed_team", "leading_body", "dispatch_centre"
    )
    return Table(
        label=_("责任状台账"),
        columns=(
            Column("title", _("责任状"), cell=title_cell, sort="title", nullable=False),
            Column("issuer", _("发状单位"), cell=issuer_words, value=issuer_words),
            Column("street", _("签状街道"), cell=street_words, value=street_words),
            Column("stage", _("阶段"), cell=stage_words, value=stage_words, sort="stage", nullable=False),
            Column("signed_on", _("签状日期"), sort="signed_on", nullable=False, optional=True),
            Column("valid_to", _("最后一天"), cell=until_words, sort="valid_to", optional=True),
            Column("veto", _("一票否决"), hidden=True),
            Column("basis", _("依据"), hidden=True),
            Column("reason", _("处理理由"), hidden=True),
        ),
        filters=(
            Filter("stage", _("阶段"), by_stage, choices=lambda: [("left", _("还剩的")), *Stage.choices]),
            Filter("street", _("街道"), lambda rows, v: rows.filter(street_id=int(v)), choices=lambda: streets(actor)),
            Filter(
                "issuer", _("发状单位"), lambda rows, v: rows.filter(issuer_id=int(v)),
                choices=lambda: [(card.id, card.label) for card in issuers],
            ),
            Filter(
                "until", _("期限"), lambda rows, v: rows.filter(open_ended()) if v == "open" else rows.exclude(open_ended()),
                choices=lambda: [("open", _("没过期")), ("over", _("过期了"))],
            ),
            Filter("veto", _("一票否决"), lambda rows, v: rows.filter(veto=v == "yes"), choices=lambda: yes_no),
            Filter("backed", _("有依据"), by_basis, choices=lambda: yes_no),
        ),
        order="-signed_on",
        empty_title=_("台账里没有责任状"),
        empty_text=_("街道签过的责任状和一票否决事项登记在这里，逐份复核：保留、合并或取消。"),
    )  # fmt: skip
