"""The lists of the gate, declared."""

from datetime import timedelta
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.tables import Column, Filter, Table, chosen_by, labelled
from gongzhi.kit.web.words import day, stamp
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.admission.models import Matter, Objection, Push
from gongzhi.work.admission.queries import COUNTED

Row = dict[str, Any]


def organisation(name: str, label: Any) -> Column:
    def said(row: Row) -> str:
        return directory().name(row[name])

    return Column(name, label, cell=said, value=said)


def by_sender(label: Any) -> Filter:
    """Whoever sent it, by code or part of the name: a city has too many to choose from a list."""
    return Filter(
        "from", label, lambda rows, v: rows.filter(from_organisation_id__in=directory().matching(v))
    )


def by_receiver(label: Any) -> Filter:
    return Filter("to", label, lambda rows, v: rows.filter(organisation_id__in=directory().matching(v)))


def within(field: str) -> Filter:
    """The last so many days, by the moment ``field``: as the meters count."""

    def since(rows: Any, value: str) -> Any:
        return rows.filter(**{f"{field}__gte": clock.now() - timedelta(days=int(value))})

    return Filter("days", _("多久内"), since, choices=lambda: [("30", _("近30天")), ("90", _("近90天"))])


def at_place(rows: Any, value: str) -> Any:
    card = tree().by_code(value)
    return rows.filter(area_id=card.id) if card else rows.none()


def title_cell(row: Row) -> Any:
    number = _("第%d号") % row["serial"]
    line = f"{number}·{directory().name(row['organisation_id'])}"
    return format_html(
        '<a class="ttl" href="/admission/{}/">{}</a><span class="l2">{}</span>', row["id"], row["title"], line
    )


def term(row: Row) -> str:
    return f"{day(row['valid_from'])}—{day(row['valid_to'])}"


def stage_words(row: Row) -> str:
    label = str(Matter.Stage(row["stage"]).label)
    return f"{label}·{Matter.Bypass(row['bypass']).label}" if row["bypass"] else label


def by_term(rows: Any, value: str) -> Any:
    today = clock.today()
    if value == "soon":
        return rows.filter(
            stage=Matter.Stage.ADMITTED, valid_to__gte=today, valid_to__lt=today + timedelta(days=30)
        )
    return rows.filter(decide_by__lt=clock.now(), stage__in=[Matter.Stage.ASKED, Matter.Stage.REVIEWED])


def table() -> Table:
    return Table(
        label=_("准入事项"),
        columns=(
            Column("asked_at", _("申请"), cell=lambda r: stamp(r["asked_at"]), sort="asked_at", nullable=False),
            Column("title", _("事项"), cell=title_cell, value=lambda r: r["title"]),
            Column("stage", _("阶段"), cell=stage_words, value=stage_words, sort="stage", nullable=False),
            Column("term", _("期限"), cell=term, value=term),
            Column("times", _("次数"), right=True, sort="times", nullable=False),
            Column("hours", _("每次小时"), right=True, sort="hours", nullable=False),
            labelled("ground", _("性质"), Matter.Ground, optional=True),
            Column("decide_by", _("最晚决定"), cell=lambda r: stamp(r["decide_by"]), sort="decide_by", nullable=False, optional=True),
        ),
        filters=(
            chosen_by("stage", _("阶段"), Matter.Stage),
            chosen_by("ground", _("性质"), Matter.Ground),
            chosen_by("bypass", _("应急"), Matter.Bypass),
            Filter("term", _("时限"), by_term, choices=lambda: [("soon", _("30天内到期")), ("late", _("决定已超时限"))]),
        ),
        order="-asked_at",
        empty_title=_("还没有准入事项"),
        empty_text=_("市、区单位要街道、社区做的事，先在这里申请。没有准入的，闸口不放行。"),
    )  # fmt: skip


def push_cell(row: Row) -> Any:
    return format_html(
        '<a class="ttl" href="/admission/pushes/{}/">{}</a><span class="l2">{}</span>', row["id"], row["text"][:80],
        row["way"],
    )  # fmt: skip


def refused(rows: Any, value: str) -> Any:
    """By the gate, or by a street or community."""
    return rows.filter(refuser_id=None) if value == "gate" else rows.exclude(refuser_id=None)


def push_table() -> Table:
    return Table(
        label=_("拦下和拒收的"),
        columns=(
            Column("at", _("时间"), cell=lambda r: stamp(r["at"]), sort="at", nullable=False),
            Column("text", _("推的是什么"), cell=push_cell, value=lambda r: r["text"]),
            organisation("from_organisation_id", _("谁推的")),
            organisation("organisation_id", _("推给谁")),
            Column("ruling", _("裁定"), hidden=True),
            labelled("why", _("为什么不收"), Push.Why),
            labelled("stage", _("阶段"), Push.Stage, sort="stage", nullable=False),
        ),
        filters=(
            chosen_by("stage", _("阶段"), Push.Stage),
            chosen_by("why", _("为什么不收"), Push.Why),
            by_sender(_("谁推的")),
            within("at"),
            Filter("counted", _("计入"), lambda rows, _v: rows.filter(stage__in=COUNTED), choices=lambda: [("yes", _("计入清单外的"))]),
            by_receiver(_("推给谁")),
            Filter("way", _("怎么不收的"), refused, choices=lambda: [("gate", _("闸口拦下")), ("local", _("基层拒收"))]),
        ),
        order="-at",
        empty_title=_("没有拦下或拒收的"),
        empty_text=_("没有准入的活被闸口拦下，或被街道、社区拒收，都记在这里，记在推的单位头上。"),
    )  # fmt: skip


def passage_cell(row: Row) -> Any:
    return format_html(
        '<a class="ttl" href="{}">{}</a><span class="l2"><a href="/admission/{}/">{}</a></span>', address(row),
        row["text"], row["matter_id"], _("看准入事项"),
    )  # fmt: skip


def address(row: Row) -> str:
    known = {"tasks.task": "/tasks/"}
    return (
        f"{known[row['subject_kind']]}{row['subject_id']}/"
        if row["subject_kind"] in known
        else f"/admission/{row['matter_id']}/"
    )


def passage_table() -> Table:
    return Table(
        label=_("放行的"),
        columns=(
            Column("passed_at", _("放行"), cell=lambda r: stamp(r["passed_at"]), sort="passed_at", nullable=False),
            Column("text", _("内容"), cell=passage_cell, value=lambda r: r["text"]),
            organisation("from_organisation_id", _("谁派的")),
            organisation("organisation_id", _("交给")),
            Column("hours", _("工时"), right=True, sort="hours", nullable=False, optional=True),
            Column("due_on", _("期限"), cell=lambda r: day(r["due_on"]), sort="due_on", nullable=False),
        ),
        filters=(
            by_sender(_("谁派的")),
            within("passed_at"),
            Filter("at", _("哪里(区域编码)"), at_place),
            by_receiver(_("交给")),
        ),
        order="-passed_at",
        empty_title=_("还没有放行的"),
        empty_text=_("在准入事项下派给街道、社区的工作列在这里。"),
    )  # fmt: skip


def objection_cell(row: Row) -> Any:
    return format_html('<a class="ttl" href="/admission/objections/{}/">{}</a>', row["id"], row["text"][:80])


def objection_table() -> Table:
    return Table(
        label=_("对准入的异议"),
        columns=(
            Column("raised_at", _("时间"), cell=lambda r: stamp(r["raised_at"]), sort="raised_at", nullable=False),
            Column("text", _("理由"), cell=objection_cell, value=lambda r: r["text"]),
            organisation("organisation_id", _("谁提的")),
            Column("residents_reject", _("群众不认可"), optional=True, cell=lambda r: _("是") if r["residents_reject"] else ""),
            labelled("stage", _("阶段"), Objection.Stage, sort="stage", nullable=False),
        ),
        filters=(chosen_by("stage", _("阶段"), Objection.Stage),),
        order="-raised_at",
        empty_title=_("还没有异议"),
        empty_text=_("街道、社区觉得某个准入事项太重，或群众不认可，在事项页面提异议。"),
    )  # fmt: skip
