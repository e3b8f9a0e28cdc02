"""The list of cases, declared: columns, and filters that live in the address."""

from collections.abc import Callable, Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.web.tables import Column, Filter, Table, ticks
from gongzhi.kit.web.templatetags.gz import stage as stage_chip
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases import faces
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import OPEN, RUNNING, Channel, Stage, number
from gongzhi.work.cases.queries import listed, searched

Row = dict[str, Any]
BELOW = {"city": "district", "district": "street", "street": "community", "community": "grid"}
CALLABLE = ("department", "utility", "stationed_team", "task_force")


def number_of(row: Row) -> str:
    return number(row["reported_at"], row["serial"])


def clock_cell(row: Row) -> Any:
    face = faces.clock_of(row)
    return render_to_string("web/parts/clock.html", {"face": face, "beside": False}) if face else "—"


def title_cell(row: Row) -> Any:
    line = faces.subtitle(row, number_of(row))
    return format_html(
        '<a class="ttl" href="/cases/{}/">{}</a><span class="l2">{}</span>', row["id"], row["title"], line
    )


def stage_cell(row: Row) -> Any:
    return stage_chip(str(Stage(row["stage"]).label), faces.percent(row["stage"]))


def category_words(row: Row) -> str:
    return catalogue().get(row["category_id"]).name


COLUMNS = (
    ticks(lambda row: row["title"]),
    Column("due_at", gettext_lazy("时钟"), cell=clock_cell, sort="due_at"),
    Column("title", gettext_lazy("事项"), cell=title_cell),
    Column(
        "stage",
        gettext_lazy("阶段"),
        cell=stage_cell,
        value=lambda r: Stage(r["stage"]).label,
        sort="stage",
        nullable=False,
    ),
    Column(
        "category",
        gettext_lazy("类别"),
        cell=category_words,
        value=category_words,
        optional=True,
    ),
    Column(
        "called",
        gettext_lazy("部门"),
        cell=lambda r: faces.called_words(r["called_ids"]) or "—",
        value=lambda r: faces.called_words(r["called_ids"]),
        optional=True,
    ),
    Column("reporters", gettext_lazy("人数"), right=True, sort="reporters", nullable=False, optional=True),
    Column("reported_at", gettext_lazy("报来"), sort="reported_at", nullable=False, optional=True),
    Column("number", gettext_lazy("编号"), cell=number_of, value=number_of, hidden=True),
    Column("address", gettext_lazy("地点"), hidden=True),
    Column("community", gettext_lazy("社区"), cell=faces.area_words, value=faces.area_words, hidden=True),
    Column(
        "channel",
        gettext_lazy("来处"),
        cell=lambda r: Channel(r["channel"]).label,
        value=lambda r: Channel(r["channel"]).label,
        hidden=True,
    ),
    Column("round", gettext_lazy("轮次"), right=True, sort="round", nullable=False, hidden=True),
    Column("closed_at", gettext_lazy("办结时间"), sort="closed_at", hidden=True),
)


def source(actor: Actor, query: Any) -> Callable[[], QuerySet]:
    """What the list narrows: all I see, mine alone (``author=me``), or one building's."""
    building = query.get("building", "")

    def rows() -> QuerySet:
        found = listed(actor)
        if query.get("author") == "me":
            found = found.filter(author_id=actor.user_id)
        if building:
            found = (
                found.filter(building_id=int(building))
                if building.isdigit() and len(building) < 19
                else found.none()
            )
        return found

    return rows


def table_for(actor: Actor) -> Table:
    """The table with the filters that make sense for somebody with these posts."""
    return Table(
        label=_("事项"),
        columns=COLUMNS,
        filters=(*area_filters(actor), *_filters()),
        order="-reported_at",
        empty_title=_("没有符合的事项"),
        empty_text=_("换一换上面的筛选，或清除筛选再看。"),
    )


def _filters() -> tuple[Filter, ...]:
    stages = [("open", _("在手（未办结）")), *Stage.choices]
    groups = [(card.id, card.name) for card in catalogue().in_force if len(card.lineage) == 1]
    return (
        Filter("stage", _("阶段"), by_stage, choices=lambda: stages),
        Filter("category", _("类别"), by_category, choices=lambda: groups),
        Filter(
            "department",
            _("部门"),
            lambda rows, v: rows.filter(called_ids__contains=[int(v)]),
            choices=departments,
        ),
        Filter(
            "clock",
            _("时钟"),
            by_clock,
            choices=lambda: [("over", _("已逾期")), ("today", _("今天到期")), ("paused", _("停表"))],
        ),
        Filter("channel", _("来处"), lambda rows, v: rows.filter(channel=v), choices=lambda: Channel.choices),
        Filter("q", _("找"), searched),
    )


def area_filters(actor: Actor) -> list[Filter]:
    """The areas right below the posts' own: communities for a street, streets for a district."""
    if actor.post is None:
        return []
    card = tree().get(actor.post.area_id)
    if card is None or card.level not in BELOW:
        return []
    level = BELOW[card.level]
    labels = {"district": _("区"), "street": _("街道"), "community": _("社区"), "grid": _("网格")}

    def narrowed(rows: QuerySet, value: str) -> QuerySet:
        return rows.filter(**{f"{level}_id__in": sorted(tree().reach(int(value)))})

    return [Filter(level, labels[level], narrowed, choices=lambda: _named(tree().children(card.id)))]


def _named(cards: Iterable[AreaCard]) -> list[tuple[int, str]]:
    return [(card.id, card.name) for card in cards]


def departments() -> list[tuple[int, str]]:
    return [(card.id, card.label) for card in directory().of_kind(*CALLABLE)]


def by_stage(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(stage__in=RUNNING) if value == "open" else rows.filter(stage=value)


def by_category(rows: QuerySet, value: str) -> QuerySet:
    under = [card.id for card in catalogue().by_id.values() if int(value) in card.lineage]
    return rows.filter(category_id__in=under)


def by_clock(rows: QuerySet, value: str) -> QuerySet:
    """Running clocks only: what is closed is not overdue any more."""
    rows = rows.filter(stage__in=OPEN)
    if value == "paused":
        return rows.filter(paused_at__isnull=False)
    rows = rows.filter(paused_at=None)
    if value == "over":
        return rows.filter(due_at__lt=clock.now())
    end = datetime.combine(clock.today() + timedelta(days=1), time(), clock.zone())
    return rows.filter(due_at__gte=clock.now(), due_at__lt=end)
