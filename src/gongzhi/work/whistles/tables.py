"""The lists of whistles, declared."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web import words
from gongzhi.kit.web.faces import ClockFace
from gongzhi.kit.web.tables import Column, Filter, Table, ticks
from gongzhi.kit.web.templatetags.gz import stage as stage_chip
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.models import number
from gongzhi.work.whistles import faces
from gongzhi.work.whistles.models import Dispute, Kind, ReportIn, Whistle

Row = dict[str, Any]
PERCENT = {Whistle.Stage.PROPOSED: 15, Whistle.Stage.SOUNDED: 55}
CALLABLE = ("department", "utility", "stationed_team", "task_force")


def face_html(face: ClockFace | None) -> Any:
    return render_to_string("web/parts/clock.html", {"face": face, "beside": False}) if face else "—"


def titled(address: str, title: str, line: str) -> Any:
    return format_html('<a class="ttl" href="{}">{}</a><span class="l2">{}</span>', address, title, line)


def short_name(label: str) -> Any:
    """A masked name that stays in one line."""
    return format_html('<span class="nowrap">{}</span>', words.masked(label) or "—")


def called_departments() -> list[tuple[int, str]]:
    return [(card.id, card.label) for card in directory().of_kind(*CALLABLE)]


def letter_no(row: Row) -> str:
    return faces.letter_number(
        row["street_id"], row["serial"] if row["sounded_at"] else None, row["proposed_at"]
    )


def whistle_stage(row: Row) -> Any:
    return stage_chip(str(Whistle.Stage(row["stage"]).label), PERCENT.get(Whistle.Stage(row["stage"]), 100))


def whistle_title(row: Row) -> Any:
    line = "·".join([letter_no(row), str(faces.SHORT_KIND[Kind(row["kind"])]), tree().name(row["street_id"])])
    return titled(f"/whistles/{row['id']}/", row["title"], line)


def whistles() -> Table:
    """The street's whistle board."""
    return Table(
        label=_("吹哨"),
        columns=(
            Column("title", _("事项"), cell=whistle_title, value=lambda r: r["title"]),
            Column("number", _("文号"), cell=letter_no, value=letter_no, hidden=True),
            Column(
                "stage",
                _("阶段"),
                cell=whistle_stage,
                value=lambda r: Whistle.Stage(r["stage"]).label,
                sort="stage",
                nullable=False,
            ),
            Column("called", _("叫了谁"), cell=called, value=called),
            Column("proposer", _("提请"), cell=lambda r: short_name(r["proposer_label"]), optional=True),
            Column("signer", _("签发"), cell=lambda r: short_name(r["signer_label"]), optional=True),
            Column("proposed_at", _("提请时间"), sort="proposed_at", nullable=False, optional=True),
            Column("sounded_at", _("吹响时间"), sort="sounded_at", optional=True),
        ),
        filters=(
            Filter(
                "stage",
                _("阶段"),
                lambda rows, v: rows.filter(stage=v),
                choices=lambda: Whistle.Stage.choices,
            ),
            Filter("kind", _("种类"), lambda rows, v: rows.filter(kind=v), choices=lambda: Kind.choices),
        ),
        order="-proposed_at",
        empty_title=_("现在没有吹哨"),
        empty_text=_("网格、社区、街道办不了的，从事项页吹哨；签发后会排在这里。"),
    )


def called(row: Row) -> str:
    names = [
        directory().name(one["organisation_id"]) + (_("（主办）") if one.get("lead") else "")
        for one in row["proposals"]
    ]
    return _("、").join(names)


def dispute_title(row: Row) -> Any:
    line = _("%(who)s 引 %(clause)s") % {
        "who": directory().name(row["organisation_id"]),
        "clause": row["clause"],
    }
    return titled(f"/whistles/disputes/{row['id']}/", row["title"], line)


def dispute_clock(row: Row) -> Any:
    if row["stage"] != Dispute.Stage.RAISED:
        return words.moment(row["decided_at"])
    return face_html(ClockFace(row["decide_by"], clock.now(), clock.Unit.WORKING_DAYS, verb=_("裁定")))


def disputes() -> Table:
    """Disputes with their decisions: decided ones are precedents."""
    words_of_none = _(
        "被叫的部门认为不归自己管时，可提一次异议，引条款、写明该归谁；区指挥中心一个工作日内裁定。"
    )
    return Table(
        label=_("异议与裁定"),
        columns=_dispute_columns(),
        filters=(
            Filter("stage", _("阶段"), _by_stage, choices=lambda: Dispute.Stage.choices),
            Filter("department", _("部门"), _by_department, choices=called_departments),
        ),
        order="-raised_at",
        empty_title=_("没有争议"),
        empty_text=words_of_none,
    )


def _dispute_columns() -> tuple[Column, ...]:
    return (
        Column(
            "decide_by",
            _("时钟"),
            cell=dispute_clock,
            value=lambda r: r["decide_by"],
            sort="decide_by",
            nullable=False,
        ),
        Column("title", _("争议"), cell=dispute_title, value=lambda r: r["title"]),
        Column("owner", _("称应由谁办"), cell=lambda r: directory().name(r["owner_id"]) or _("没有指明")),
        Column(
            "stage", _("阶段"), cell=lambda r: Dispute.Stage(r["stage"]).label, sort="stage", nullable=False
        ),
        Column("decision", _("裁定"), cell=lambda r: r["decision"] or "—", optional=True),
        Column("raised_at", _("提出"), sort="raised_at", nullable=False, hidden=True),
    )


def _by_stage(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(stage=value)


def _by_department(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(organisation_id=int(value))


def call_title(row: Row) -> Any:
    line = "·".join([directory().name(row["organisation_id"]), tree().name(row["street_id"]), row["address"]])
    return titled(f"/whistles/in/{row['id']}/", row["title"], line)


def role_words(row: Row) -> str:
    return _("主办") if row["lead"] else _("协办")


def department_words(row: Row) -> str:
    return directory().name(row["organisation_id"])


def call_stage(row: Row) -> str:
    return str(ReportIn.Stage(row["stage"]).label)


def case_number(row: Row) -> str:
    return number(row["reported_at"], row["case_serial"])


def late_calls(rows: QuerySet, value: str) -> QuerySet:
    """Past the time to arrive, or to finish."""
    arrive = Q(stage=ReportIn.Stage.CALLED, arrive_by__lt=clock.now())
    finish = Q(stage=ReportIn.Stage.PRESENT, due_at__lt=clock.now())
    over = arrive if value == "arrive" else finish
    return rows.filter(over)


def calls() -> Table:
    """召集台账: every call of departments that the reader sees, past and present."""
    return Table(
        label=_("召集台账"),
        columns=_call_columns(),
        filters=(
            Filter("stage", _("阶段"), _by_stage, choices=lambda: ReportIn.Stage.choices),
            Filter("department", _("部门"), _by_department, choices=called_departments),
            Filter(
                "lead",
                _("角色"),
                lambda rows, v: rows.filter(lead=v == "yes"),
                choices=lambda: [("yes", _("主办")), ("no", _("协办"))],
            ),
            Filter(
                "clock",
                _("时钟"),
                late_calls,
                choices=lambda: [("arrive", _("逾期未到")), ("finish", _("逾期未办结"))],
            ),
        ),
        order="-called_at",
        empty_title=_("没有符合的召集"),
        empty_text=_("街道吹哨叫到部门，一个部门一行，都会列在这里。"),
    )


def _call_columns() -> tuple[Column, ...]:
    return (
        ticks(lambda row: f"{row['title']} {department_words(row)}"),
        Column("title", _("事项"), cell=call_title, value=lambda r: r["title"]),
        Column("address", _("地点"), hidden=True),
        Column("number", _("编号"), cell=case_number, value=case_number, hidden=True),
        Column("street", _("街道"), cell=street_words, value=street_words, hidden=True),
        Column("department", _("部门"), cell=department_words, value=department_words, hidden=True),
        Column("lead", _("角色"), cell=role_words, value=role_words),
        Column("stage", _("阶段"), cell=call_stage, value=call_stage, sort="stage", nullable=False),
        Column("called_at", _("吹哨"), sort="called_at", nullable=False, optional=True),
        Column("arrive_by", _("应到"), sort="arrive_by", nullable=False, optional=True),
        Column("arrived_at", _("到场"), sort="arrived_at", optional=True),
        Column("due_at", _("应办结"), sort="due_at", nullable=False, optional=True),
        Column("finished_at", _("办完"), sort="finished_at", hidden=True),
    )


def street_words(row: Row) -> str:
    return tree().name(row["street_id"])


def arrival_cell(row: Row) -> str:
    if row["arrived_at"] is None:
        return _("没有到")
    apart = words.span(abs(row["arrive_by"] - row["arrived_at"]))
    return (_("早 %s") if row["arrived_at"] <= row["arrive_by"] else _("晚 %s")) % apart


def in_time(rows: QuerySet, value: str) -> QuerySet:
    return (
        rows.filter(arrived_at__lte=F("arrive_by"))
        if value == "yes"
        else rows.exclude(arrived_at__lte=F("arrive_by"))
    )


def arrivals() -> Table:
    """The records behind 按时到场."""
    return Table(
        label=_("按时到场，近 90 天"),
        columns=(
            Column(
                "title",
                _("事项"),
                cell=lambda r: titled(
                    f"/whistles/in/{r['id']}/", r["title"], number(r["reported_at"], r["case_serial"])
                ),
                value=lambda r: r["title"],
            ),
            Column("department", _("部门"), cell=lambda r: directory().name(r["organisation_id"])),
            Column("lead", _("角色"), cell=lambda r: _("主办") if r["lead"] else _("协办")),
            Column("called_at", _("吹哨"), sort="called_at", nullable=False),
            Column("arrive_by", _("应到"), sort="arrive_by", nullable=False),
            Column("arrived_at", _("到场"), sort="arrived_at"),
            Column("apart", _("早晚"), cell=arrival_cell, value=arrival_cell, right=True),
            Column("stage", _("阶段"), cell=lambda r: ReportIn.Stage(r["stage"]).label, hidden=True),
        ),
        filters=(
            Filter(
                "department",
                _("部门"),
                lambda rows, v: rows.filter(organisation_id=int(v)),
                choices=called_departments,
            ),
            Filter("in_time", _("按时"), in_time, choices=lambda: [("yes", _("按时")), ("no", _("没按时"))]),
        ),
        order="-called_at",
    )
