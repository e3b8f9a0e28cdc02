"""督办台账, declared."""

from typing import Any

from django.db.models import Q
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.tables import Column, Filter, Table, ticks
from gongzhi.kit.web.words import day, masked
from gongzhi.town.organisations.directory import directory
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.queries import set_locally


def title_cell(row: dict[str, Any]) -> Any:
    line = f"{Task.Kind(row['kind']).label}·{masked(row['setter_label'])}·{day(row['set_at'])}"
    return format_html(
        '<a class="ttl" href="/tasks/{}/">{}</a><span class="l2">{}</span>', row["id"], row["text"][:80], line
    )


def kind_words(row: dict[str, Any]) -> str:
    return str(Task.Kind(row["kind"]).label)


def late(rows: Any, value: str) -> Any:
    overdue = Q(stage=Task.Stage.ASSIGNED, due_on__lt=clock.today())
    return (
        rows.filter(overdue) if value == "over" else rows.filter(stage=Task.Stage.ASSIGNED).exclude(overdue)
    )


def table() -> Table:
    return Table(
        label=_("督办台账"),
        columns=(
            ticks(lambda row: row["text"][:40]),
            Column("due_on", _("期限"), sort="due_on", nullable=False),
            Column("text", _("要求"), cell=title_cell),
            Column("kind", _("种类"), cell=kind_words, value=kind_words, hidden=True),
            Column("set_at", _("交办时间"), sort="set_at", nullable=False, hidden=True),
            Column(
                "to",
                _("交给"),
                cell=lambda r: directory().name(r["organisation_id"]),
                value=lambda r: directory().name(r["organisation_id"]),
            ),
            Column(
                "stage",
                _("阶段"),
                cell=lambda r: Task.Stage(r["stage"]).label,
                value=lambda r: str(Task.Stage(r["stage"]).label),
                sort="stage",
                nullable=False,
            ),
            Column("result", _("结果"), optional=True),
        ),
        filters=(
            Filter(
                "stage", _("阶段"), lambda rows, v: rows.filter(stage=v), choices=lambda: Task.Stage.choices
            ),
            Filter("kind", _("种类"), lambda rows, v: rows.filter(kind=v), choices=lambda: Task.Kind.choices),
            Filter("to", _("交给"), lambda rows, v: rows.filter(organisation_id__in=directory().matching(v))),
            Filter(
                "local",
                _("街道安排的"),
                lambda rows, v: rows.filter(set_locally(int(v))),
                choices=lambda: [("30", _("近30天"))],
            ),
            Filter("clock", _("时钟"), late, choices=lambda: [("over", _("已逾期")), ("open", _("没到期"))]),
        ),
        order="due_on",
        empty_title=_("台账里还没有任务"),
        empty_text=_("批示和交办会列在这里，由交办的人销号。市、区给街道社区派工作，要先经过事项准入。"),
    )
