"""The lists of secretary projects, declared; a figure and the list behind it are one filter."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.cursor import Row
from gongzhi.kit.web.tables import Column, Filter, Rows, Table, chosen_by, labelled
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.secretary_projects.models import Call, Level, Project
from gongzhi.work.secretary_projects.queries import FIGURES, part_of
from gongzhi.work.secretary_projects.rules import level_kinds, obstacles

BASE = "/secretary-projects/"
P = Project.Stage
HIDDEN = {"running", "extended", "rejected", "stopped"}  # shown when asked for


def titled(address: str, title: str, line: str) -> Any:
    return format_html('<a class="ttl" href="{}">{}</a><span class="l2">{}</span>', address, title[:80], line)


def owner(row: Row) -> str:
    return directory().name(row["organisation_id"])


def levels_of(row: Row) -> str:
    return _("、").join(str(Level(one).label) for one in row["levels"])


def obstacle_name(row: Row) -> str:
    return str(dict(obstacles()).get(row["obstacle"], row["obstacle"]))


def late(row: Row) -> bool:
    """Whether it should be finished, and is not."""
    return row["stage"] in (P.APPROVED, P.RUNNING) and row["due_on"] < clock.today()


def due_cell(row: Row) -> Any:
    word = f"{row['due_on']:%Y-%m-%d}"
    return format_html('{}<span class="l2">{}</span>', word, _("逾期")) if late(row) else word


def years() -> list[tuple[int, str]]:
    now = clock.today().year
    return [(year, str(year)) for year in range(now + 1, now - 6, -1)]


def by_figure(rows: Rows, value: str) -> Rows:
    return rows.filter(FIGURES[value][1]())


def within(rows: Rows, value: str) -> Rows:
    return rows.filter(lineage__overlap=sorted(tree().reach(int(value))))


def of_owner(rows: Rows, value: str) -> Rows:
    return rows.filter(organisation_id__in=directory().matching(value))


def places(actor: Actor) -> list[tuple[int, str]]:
    """The districts and streets that this actor's posts reach: what a filter offers."""
    found: dict[int, str] = {}
    for post in actor.posts:
        card = tree().get(post.area_id)
        if card is None or card.level not in ("city", "district", "street"):
            continue
        below = tree().under(card.id, "district" if card.level == "city" else "street")
        found.update({one.id: one.name for one in (card, *below)})
    return list(found.items())


def year_filter() -> Filter:
    return Filter("year", _("年度"), lambda rows, v: rows.filter(year=int(v)), choices=years)


def projects(actor: Actor) -> Table:
    """书记项目: every project that one sees."""
    line = lambda r: f"{owner(r)}·{Level(r['level']).label}"
    return Table(
        label=_("书记项目"),
        columns=(
            Column("due_on", _("应完成"), cell=due_cell, sort="due_on", nullable=False),
            Column("title", _("项目"), cell=lambda r: titled(f"{BASE}{r['id']}/", r["title"], line(r)), value=lambda r: r["title"]),
            Column("owner", _("党组织"), cell=owner, value=owner, hidden=True),
            labelled("level", _("层级"), Level, optional=True),
            labelled("stage", _("阶段"), P, sort="stage", nullable=False),
            Column("obstacle", _("动的是什么"), cell=obstacle_name, value=obstacle_name, optional=True),
            Column("next_due_on", _("下一个节点"), sort="next_due_on", optional=True),
            Column("effect_verified", _("成效有核实的数"), optional=True),
            Column("year", _("年度"), cell=lambda r: str(r["year"]), hidden=True),
            Column("problem", _("拟破解的难题"), hidden=True),
            Column("measures", _("措施"), hidden=True),
            Column("declared_at", _("申报"), sort="declared_at", hidden=True),
            Column("decided_at", _("立项"), sort="decided_at", hidden=True),
            Column("asked_on", _("申请验收"), sort="asked_on", hidden=True),
            Column("accepted_at", _("验收"), sort="accepted_at", hidden=True),
        ),
        filters=(
            chosen_by("stage", _("阶段"), P),
            chosen_by("level", _("层级"), Level),
            year_filter(),
            Filter("figure", _("统计口径"), by_figure, lambda: [(name, label) for name, (label, _q) in FIGURES.items()]),
            Filter("obstacle", _("动的是什么"), lambda rows, v: rows.filter(obstacle=v), choices=obstacles),
            Filter("place", _("区域"), within, choices=lambda: places(actor)),
            Filter("owner", _("党组织"), of_owner, kind="search"),
            Filter("case", _("关联事项编号"), lambda rows, v: rows.filter(part_of(actor, v))),
        ),
        order="due_on",
        empty_title=_("还没有书记项目"),
        empty_text=_("市里或区里下发年度通知以后，社区、街道、区的书记可以认领一个难题，写明基线和目标。"),
    )  # fmt: skip


def calls(_actor: Actor) -> Table:
    """年度通知: those that reach one."""
    issuer: Callable[[Row], str] = lambda r: directory().name(r["issuer_id"])
    return Table(
        label=_("书记项目年度通知"),
        columns=(
            Column("title", _("通知"), cell=lambda r: titled(f"{BASE}calls/{r['id']}/", r["title"], issuer(r)), value=lambda r: r["title"]),
            Column("year", _("年度"), cell=lambda r: str(r["year"]), sort="year", nullable=False),
            labelled("stage", _("阶段"), Call.Stage),
            Column("levels", _("请哪几级申报"), cell=levels_of, value=levels_of),
            Column("issuer", _("发通知的单位"), cell=issuer, value=issuer, hidden=True),
            Column("opens_on", _("从哪天起申报"), optional=True),
            Column("closes_on", _("到哪天为止"), sort="closes_on", nullable=False),
            Column("basis", _("文号或依据"), hidden=True),
        ),
        filters=(chosen_by("stage", _("阶段"), Call.Stage), year_filter()),
        order="-year",
        empty_title=_("还没有年度通知"),
        empty_text=_("市里或区里写好通知、下发以后，下级的书记才能申报项目。"),
    )  # fmt: skip


def share(part: int, whole: int) -> str:
    """A share in per cent, or a dash where there is nothing to share."""
    return f"{part * 100 / whole:.1f}%" if whole else ""


def rates(year: int, query: QueryDict) -> Table:
    """认领率 and the rest, by level; the same figures as in the API."""
    columns = [
        Column("level", _("层级"), cell=level_name, value=level_name),
        Column("organisations", _("应认领的党组织"), cell=asked_cell, sort="organisations", nullable=False, right=True),
        Column("claiming", _("认领了的"), cell=linked(year, "claiming", "claimed"), sort="claiming", nullable=False, right=True),
        Column("claim_rate", _("认领率"), cell=claim_rate, value=claim_rate, right=True),
        Column("on_time_rate", _("按时率"), cell=on_time_rate, value=on_time_rate, right=True, optional=True),
        Column("verified_rate", _("成效有核实的数的比例"), cell=verified_rate, value=verified_rate, right=True, optional=True),
    ]  # fmt: skip
    columns += [
        Column(
            name, label, cell=linked(year, name, name), sort=name, nullable=False, right=True, hidden=name in HIDDEN,
            optional=name not in HIDDEN,
        )
        for name, (label, _q) in FIGURES.items()
    ]  # fmt: skip
    return Table(
        label=_("书记项目统计（%d 年）") % year,
        columns=tuple(columns),
        filters=(Filter("year", _("年度"), lambda rows, _v: rows, choices=years),),
        order="-organisations",
        key="level",
        empty_title=_("还没有可统计的"),
        empty_text=_("从记录里数，不用另外填报。"),
    )


def level_name(row: Row) -> str:
    return str(Level(row["level"]).label)


def claim_rate(row: Row) -> str:
    return share(row["claiming"], row["organisations"])


def on_time_rate(row: Row) -> str:
    return share(row["on_time"], row["accepted"])


def verified_rate(row: Row) -> str:
    return share(row["verified"], row["claimed"])


def asked_cell(row: Row) -> Any:
    kinds = level_kinds().get(row["level"], [])
    if len(kinds) != 1:
        return f"{row['organisations']:,}"
    asked = urlencode({"kind": kinds[0]})
    return format_html('<a href="/town/organisations/?{}">{}</a>', asked, f"{row['organisations']:,}")


def linked(year: int, name: str, figure: str) -> Callable[[Row], Any]:
    """A figure that opens the projects behind it."""

    def cell(row: Row) -> Any:
        asked = urlencode({"year": year, "level": row["level"], "figure": figure})
        return format_html('<a href="{}?{}">{}</a>', BASE, asked, f"{row[name]:,}")

    return cell
