"""The lists of meetings, declared: sittings, topics, resolutions."""

from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.tables import Column, Filter, Table, chosen_by, labelled, titled
from gongzhi.kit.web.words import day, stamp
from gongzhi.town.organisations.directory import directory
from gongzhi.work.meetings.models import Body, Meeting, Topic
from gongzhi.work.tasks.models import Task

Row = dict[str, Any]


def of_body(rows: Any, value: str) -> Any:
    return rows.filter(body_id=int(value))


def bodies() -> list[tuple[int, str]]:
    return list(Body.objects.order_by("code").values_list("id", "name"))


def meeting_table() -> Table:
    return Table(
        label=_("会议"),
        columns=(
            Column("held_at", _("时间"), cell=lambda r: stamp(r["held_at"]), sort="held_at", nullable=False),
            Column(
                "title", _("会议"), cell=lambda r: titled(f"/meetings/{r['id']}/", r["title"], r["body_name"]), value=lambda r: r["title"]
            ),
            Column("place", _("地点"), optional=True),
            labelled("stage", _("阶段"), Meeting.Stage, sort="stage", nullable=False),
            Column("topics_until", _("议题报到"), cell=lambda r: day(r["topics_until"]), sort="topics_until", nullable=False),
        ),
        filters=(
            chosen_by("stage", _("阶段"), Meeting.Stage),
            Filter("body", _("机构"), of_body, choices=bodies),
        ),
        order="-held_at",
        empty_title=_("还没有会议"),
        empty_text=_("议事机构的办公室召集会议：打开机构，选“召集会议”。"),
    )  # fmt: skip


def topic_line(row: Row) -> str:
    return _("、").join(one for one in (row["body_name"], directory().name(row["organisation_id"])) if one)


def topic_cell(row: Row) -> Any:
    return titled(f"/meetings/topics/{row['id']}/", row["title"], topic_line(row))


def resolution_cell(row: Row) -> Any:
    return titled(f"/tasks/{row['task_id']}/", row["text"], f"{row['body_name']}·{row['title']}")


def owner(row: Row) -> str:
    return directory().name(row["organisation_id"])


def topic_table() -> Table:
    return Table(
        label=_("议题"),
        columns=(
            Column("raised_at", _("提出"), cell=lambda r: stamp(r["raised_at"]), sort="raised_at", nullable=False),
            Column("title", _("议题"), cell=topic_cell, value=lambda r: r["title"]),
            labelled("stage", _("阶段"), Topic.Stage, sort="stage", nullable=False),
            labelled("outcome", _("结果"), Topic.Outcome),
            Column("decision", _("议定意见"), optional=True),
            Column("postponed", _("缓议次数"), right=True, sort="postponed", nullable=False, hidden=True),
        ),
        filters=(
            chosen_by("stage", _("阶段"), Topic.Stage),
            Filter("body", _("机构"), of_body, choices=bodies),
            chosen_by("outcome", _("结果"), Topic.Outcome),
        ),
        order="-raised_at",
        empty_title=_("还没有议题"),
        empty_text=_("成员单位在机构页面提议题，办公室决定列不列入。"),
    )  # fmt: skip


def state_of(row: Row) -> str:
    """A resolution's state in words: its task's, and late if it is late."""
    if row["task_stage"] == Task.Stage.ASSIGNED and row["due_on"] < clock.today():
        return _("逾期")
    return str(Task.Stage(row["task_stage"]).label) if row["task_stage"] else ""


def by_state(rows: Any, value: str) -> Any:
    if value == "over":
        return rows.filter(task_stage=Task.Stage.ASSIGNED, due_on__lt=clock.today())
    return rows.filter(task_stage=value)


def resolution_table() -> Table:
    return Table(
        label=_("决议"),
        columns=(
            Column("due_on", _("期限"), cell=lambda r: day(r["due_on"]), sort="due_on", nullable=False),
            Column("text", _("决议"), cell=resolution_cell, value=lambda r: r["text"]),
            Column("to", _("责任单位"), cell=owner, value=owner),
            Column("state", _("状态"), cell=state_of, value=state_of),
            Column("title", _("议题"), hidden=True),
        ),
        filters=(
            Filter("state", _("状态"), by_state, choices=lambda: [("over", _("逾期")), *Task.Stage.choices]),
            Filter("body", _("机构"), lambda rows, v: rows.filter(meeting__body_id=int(v)), choices=bodies),
        ),
        order="due_on",
        empty_title=_("还没有决议"),
        empty_text=_("会上议定的事写明谁负责、哪天完成，就成为决议和督办任务。"),
    )  # fmt: skip
