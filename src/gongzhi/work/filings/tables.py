"""The lists of filings, declared: forms, sheets, fields."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.api import uuid_of
from gongzhi.kit.web.tables import Column, Filter, Table, chosen_by, labelled, titled
from gongzhi.kit.web.words import day, stamp
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.filings.models import Field, FilingForm, Sheet, Source
from gongzhi.work.filings.queries import set_by_the_street

Row = dict[str, Any]


def form_cell(row: Row) -> Any:
    return titled(f"/filings/{row['id']}/", row["title"], row["purpose"][:60])


def sheet_cell(row: Row) -> Any:
    return titled(
        f"/filings/sheets/{row['id']}/", row["title"], "" if row["period"] == "once" else row["period"]
    )


def office(name: str, label: Any, **more: Any) -> Column:
    def words(row: Row) -> str:
        return directory().name(row[name])

    return Column(name, label, cell=words, value=words, **more)


def place(name: str, label: Any, **more: Any) -> Column:
    def words(row: Row) -> str:
        return tree().full_name(row[name]) or tree().name(row[name])

    return Column(name, label, cell=lambda row: tree().name(row[name]), value=words, **more)


def of_office(name: str) -> Any:
    return lambda rows, text: rows.filter(**{f"{name}__in": directory().matching(text)})


def form_table() -> Table:
    return Table(
        label=_("报表"),
        columns=(
            Column("title", _("报表"), cell=form_cell, value=lambda r: r["title"]),
            office("organisation_id", _("谁要的")),
            place("scope_id", _("给哪里")),
            labelled("level", _("谁来填"), FilingForm.Level),
            labelled("cycle", _("多久一次"), FilingForm.Cycle, sort="cycle", nullable=False),
            labelled("stage", _("阶段"), FilingForm.Stage, sort="stage", nullable=False),
            Column("opened_at", _("启用"), cell=lambda r: stamp(r["opened_at"]) if r["opened_at"] else "", sort="opened_at"),
            Column("basis", _("依据"), hidden=True),
            Column("reason", _("停用的理由"), hidden=True),
        ),
        filters=(
            chosen_by("stage", _("阶段"), FilingForm.Stage),
            chosen_by("cycle", _("多久一次"), FilingForm.Cycle),
            Filter("by", _("谁要的"), of_office("organisation_id")),
        ),
        order="-opened_at",
        empty_title=_("还没有报表"),
        empty_text=_("市、区单位和街道在这里起草报表：先看系统里有没有，再决定要不要问。"),
    )  # fmt: skip


def late(rows: Any, value: str) -> Any:
    waiting = rows.filter(stage=Sheet.Stage.WAITING)
    return (
        waiting.filter(due_on__lt=clock.today())
        if value == "over"
        else waiting.filter(due_on__gte=clock.today())
    )


def of_form(rows: Any, value: str) -> Any:
    return rows.filter(form_id=uuid_of(value))


def at_area(rows: Any, value: str) -> Any:
    """By an area's code: its own sheets and those of the areas in it."""
    card = tree().by_code(value)
    return rows.filter(lineage__contains=[card.id]) if card else rows.none()


def sheet_table() -> Table:
    return Table(
        label=_("填报单"),
        columns=(
            Column("due_on", _("期限"), cell=lambda r: day(r["due_on"]), sort="due_on", nullable=False),
            Column("title", _("报表"), cell=sheet_cell, value=lambda r: r["title"]),
            place("area_id", _("哪里")),
            labelled("stage", _("阶段"), Sheet.Stage, sort="stage", nullable=False),
            Column("period", _("周期"), optional=True),
            Column("answered_at", _("什么时候答的"), cell=lambda r: stamp(r["answered_at"]) if r["answered_at"] else "", optional=True),
            Column("corrections", _("更正次数"), right=True, hidden=True),
        ),
        filters=(
            chosen_by("stage", _("阶段"), Sheet.Stage),
            Filter("clock", _("时钟"), late, choices=lambda: [("over", _("已逾期")), ("open", _("没到期"))]),
            Filter("period", _("周期"), lambda rows, v: rows.filter(period=v)),
            Filter("at", _("区域编码"), at_area),
            Filter("form", _("报表编号"), of_form),
            Filter(
                "local", _("街道自己要的"), lambda rows, v: rows.filter(set_by_the_street(int(v))),
                choices=lambda: [("30", _("最近30天"))],
            ),
        ),
        order="due_on",
        empty_title=_("没有填报单"),
        empty_text=_("报表启用后，每个街道、社区每期一张；系统知道的已经填好。"),
    )  # fmt: skip


def whose(row: Row) -> str:
    """One source of truth: the system, a holder, or the place itself."""
    if row["source"]:
        return _("系统：%s") % Source(row["source"]).label
    if row["holder_id"]:
        return _("向%s要") % directory().name(row["holder_id"])
    return _("街道、社区自己填")


def by_source(rows: Any, value: str) -> Any:
    if value == "system":
        return rows.exclude(source="")
    return rows.filter(holder__isnull=False) if value == "holder" else rows.filter(source="", holder=None)


def field_table() -> Table:
    return Table(
        label=_("字段"),
        columns=(
            Column("code", _("字段编码"), sort="code", nullable=False),
            Column("name", _("字段"), cell=lambda r: f"{r['name']}（{r['unit']}）" if r["unit"] else r["name"], value=lambda r: r["name"]),
            labelled("kind", _("类型"), Field.Kind),
            Column("whose", _("从哪里来"), cell=whose, value=whose),
            Column("asked", _("几张报表在要"), right=True),
            Column("basis", _("依据"), optional=True),
            Column("valid_from", _("启用日期"), cell=lambda r: day(r["valid_from"]), hidden=True),
            Column("valid_to", _("停用日期"), cell=lambda r: day(r["valid_to"]) if r["valid_to"] else "", hidden=True),
        ),
        filters=(
            Filter("from", _("从哪里来"), by_source, choices=lambda: [
                ("system", _("系统已有")), ("holder", _("别的单位掌握")), ("place", _("街道、社区自己填")),
            ]),
            chosen_by("kind", _("类型"), Field.Kind),
            Filter("words", _("字段"), lambda rows, v: rows.filter(name__icontains=v)),
        ),
        order="code",
        empty_title=_("还没有字段"),
        empty_text=_("系统管理员在登记册里导入“报表字段”。"),
    )  # fmt: skip
