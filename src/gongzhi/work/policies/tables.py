"""The lists of policies, declared: sets, requirements, acknowledgements, terms."""

from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.tables import Column, Filter, Table, chosen_by, labelled, titled
from gongzhi.kit.web.words import day, stamp
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.documents.queries import cite
from gongzhi.town.organisations.directory import directory
from gongzhi.work.policies.models import Acknowledgement, PolicySet, Requirement, Term
from gongzhi.work.policies.rules import SET

Row = dict[str, Any]


def where(row: Row) -> str:
    return tree().name(row["area_id"]) or _("全市")


def day_or_doubt(value: Any) -> str:
    return day(value) if value else _("待确认")


def set_cell(row: Row) -> Any:
    version = _("第%d版") % row["version"]
    return titled(f"/policies/{row['id']}/", row["title"], f"{row['number'] or row['code']}·{version}")


def set_table() -> Table:
    return Table(
        label=_("制度"),
        columns=(
            Column("title", _("制度"), cell=set_cell, value=lambda r: r["title"], sort="title", nullable=False),
            labelled("stage", _("阶段"), PolicySet.Stage, sort="stage", nullable=False),
            Column("issuer", _("发文机关")),
            Column("where", _("哪里"), cell=where, value=where),
            Column("in_force_on", _("生效"), cell=lambda r: day_or_doubt(r["in_force_on"]), sort="in_force_on"),
            Column("repealed_on", _("废止"), sort="repealed_on", optional=True),
            Column("number", _("文号"), hidden=True),
            Column("version", _("第几版"), right=True, hidden=True),
        ),
        filters=(
            chosen_by("stage", _("阶段"), PolicySet.Stage),
            Filter("q", _("找制度"), lambda rows, v: rows.filter(Q(title__icontains=v) | Q(code__icontains=v))),
        ),
        order="-in_force_on",
        empty_title=_("还没有制度"),
        empty_text=_("发文单位起草制度，加上主文件和配套文件，再启用。"),
    )  # fmt: skip


def requirement_cell(row: Row) -> Any:
    return titled(f"/policies/requirements/{row['id']}/", row["text"][:80], row["set_title"])


def state_cell(row: Row) -> Any:
    """How many are still open; nothing before it is handed down."""
    if not row["handed_count"]:
        return "—"
    words = _("%(left)d/%(all)d 没销号") % {"left": row["left"], "all": row["handed_count"]}
    if row["left"] and row["due_on"] < clock.today():
        return format_html('<span class="chip over">{}</span>', words)
    return words


def issuer(row: Row) -> str:
    return directory().name(row["issuer_id"])


def by_due(rows: Any, value: str) -> Any:
    if value == "over":
        return rows.filter(due_on__lt=clock.today(), left__gt=0)
    return rows.filter(stage=Requirement.Stage.ISSUED, left=0)


def requirement_table(actor: Actor) -> Table:
    return Table(
        label=_("要求"),
        columns=(
            Column("due_on", _("期限"), cell=lambda r: day(r["due_on"]), sort="due_on", nullable=False),
            Column("text", _("要求"), cell=requirement_cell, value=lambda r: r["text"]),
            labelled("level", _("对哪一级"), Requirement.Level, sort="level", nullable=False),
            labelled("stage", _("阶段"), Requirement.Stage, sort="stage", nullable=False),
            Column("left", _("没销号"), cell=state_cell, right=True, sort="left", nullable=False),
            Column("issuer", _("下达单位"), cell=issuer, value=issuer, optional=True),
            labelled("cycle", _("周期"), Requirement.Cycle, hidden=True),
            Column("clause", _("条款"), cell=lambda r: cite(r["clause_id"]) or "—", value=lambda r: cite(r["clause_id"]), hidden=True),
        ),
        filters=(
            chosen_by("stage", _("阶段"), Requirement.Stage),
            chosen_by("level", _("对哪一级"), Requirement.Level),
            Filter("state", _("办得怎样"), by_due, choices=lambda: [("over", _("逾期没销号")), ("ready", _("都销号了"))]),
            Filter("policy", _("制度"), lambda rows, v: rows.filter(policy_set__code=v), choices=lambda: codes(actor)),
            Filter("issuer", _("下达单位"), lambda rows, v: rows.filter(issuer_id__in=directory().matching(v))),
        ),
        order="due_on",
        empty_title=_("还没有要求"),
        empty_text=_("打开一项在用的制度，选“提要求”。"),
    )  # fmt: skip


def codes(actor: Actor) -> list[tuple[str, str]]:
    rows = SET.seen_by(actor).filter(stage=PolicySet.Stage.IN_FORCE).order_by("code")
    return list(rows.values_list("code", "title"))


def organisation(row: Row) -> str:
    return directory().name(row["organisation_id"])


def acknowledgement_cell(row: Row) -> Any:
    return titled(f"/policies/acknowledgements/{row['id']}/", organisation(row), row["set_title"])


def acknowledgement_table(actor: Actor) -> Table:
    return Table(
        label=_("知悉"),
        columns=(
            Column("organisation", _("单位"), cell=acknowledgement_cell, value=organisation),
            labelled("stage", _("阶段"), Acknowledgement.Stage, sort="stage", nullable=False),
            Column("at", _("知悉时间"), cell=lambda r: stamp(r["at"]), sort="at", nullable=False),
            Column("question", _("疑问")),
            Column("answer", _("解答"), optional=True),
            Column("set_title", _("制度"), hidden=True),
        ),
        filters=(
            chosen_by("stage", _("阶段"), Acknowledgement.Stage),
            Filter("policy", _("制度"), lambda rows, v: rows.filter(policy_set__code=v), choices=lambda: codes(actor)),
        ),
        order="-at",
        empty_title=_("还没有知悉"),
        empty_text=_("单位在制度的页面按“知悉”，有疑问一起写上。不催、不排名。"),
    )  # fmt: skip


def term_cell(row: Row) -> Any:
    return titled(f"/policies/terms/{row['id']}/", row["word"])


def basis_words(row: Row) -> str:
    return cite(row["clause_id"], row["basis"])


def term_table() -> Table:
    return Table(
        label=_("用语"),
        columns=(
            Column("word", _("用语"), cell=term_cell, value=lambda r: r["word"], sort="word", nullable=False),
            labelled("stage", _("阶段"), Term.Stage, sort="stage", nullable=False),
            Column("meaning", _("含义"), cell=lambda r: r["meaning"] or _("待确认")),
            Column("basis", _("依据"), cell=basis_words, value=basis_words, optional=True),
            Column("said_in", _("出自"), optional=True),
        ),
        filters=(
            chosen_by("stage", _("阶段"), Term.Stage),
            Filter("q", _("找用语"), lambda rows, v: rows.filter(Q(word__icontains=v) | Q(meaning__icontains=v))),
        ),
        order="word",
        empty_title=_("没有符合的用语"),
    )  # fmt: skip
