"""The lists of enforcement, declared: files, delegated powers, officers."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.faces import ClockFace
from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.kit.web.templatetags.gz import stage as stage_chip
from gongzhi.kit.web.words import day, thousands
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Fitness, Mode, number
from gongzhi.work.enforcement.queries import expiring, streets_under
from gongzhi.work.enforcement.rules import OPEN, RUNNING, P, S

Row = dict[str, Any]
PERCENT: dict[str, int] = {
    S.CLUE: 10, S.FILED: 25, S.EVIDENCE: 40, S.TOLD: 55, S.REVIEWED: 70, S.DECIDED: 85, P.DRAFT: 15, P.ASSESSED: 50,
}  # fmt: skip
SOON = timedelta(days=15)


def yuan(fen: int | None) -> str:
    """Fen in yuan, with two decimals and thousands separated; empty for None."""
    return "" if fen is None else f"{thousands(fen // 100)}.{fen % 100:02d}"


def due_moment(on: date) -> datetime:
    """A day's limit ends with the day."""
    return datetime.combine(on + timedelta(days=1), time(), clock.zone()) - timedelta(minutes=1)


def face_of(stage: str, limit: date | None) -> ClockFace | None:
    """The clock of a file: how long it may still be decided; none before filing and after the decision."""
    if stage not in RUNNING or limit is None:
        return None
    return ClockFace(due_moment(limit), clock.now(), clock.Unit.HOURS, verb=_("决定"))


def clock_cell(row: Row) -> Any:
    face = face_of(row["stage"], row["limit_on"])
    return render_to_string("web/parts/clock.html", {"face": face, "beside": False}) if face else "—"


def matter_cell(row: Row) -> Any:
    line = "·".join(filter(None, [number(row["clue_at"], row["serial"]), row["item"], row["address"]]))
    return format_html(
        '<a class="ttl" href="/enforcement/{}/">{}</a><span class="l2">{}</span>',
        row["id"],
        row["matter"][:80],
        line,
    )


def stage_words(row: Row) -> str:
    return str(EnforcementFile.Stage(row["stage"]).label)


def fine_cell(row: Row) -> str:
    return yuan(row["fine_fen"]) or "—"


def street_words(row: Row) -> str:
    return tree().name(row["street_id"])


def by_stage(rows: QuerySet, value: str) -> QuerySet:
    return rows.filter(stage__in=OPEN) if value == "open" else rows.filter(stage=value)


def by_clock(rows: QuerySet, value: str) -> QuerySet:
    today, rows = clock.today(), rows.filter(stage__in=RUNNING)
    if value == "over":
        return rows.filter(limit_on__lt=today)
    return rows.filter(limit_on__gte=today, limit_on__lte=today + SOON)


def street_filter(actor: Actor) -> Filter:
    known = streets_under(actor)
    return Filter("street", _("街道"), lambda rows, v: rows.filter(street_id=int(v)), choices=lambda: known)


def files(actor: Actor) -> Table:
    stages = [("open", _("在办")), *EnforcementFile.Stage.choices]
    return Table(
        label=_("执法案卷"),
        columns=(
            Column("limit_on", _("决定期限"), cell=clock_cell, sort="limit_on"),
            Column("matter", _("案卷"), cell=matter_cell),
            Column("party", _("当事人"), cell=lambda r: r["party_masked"] or "—", value=lambda r: r["party_masked"]),
            Column(
                "stage", _("阶段"), cell=lambda r: stage_chip(stage_words(r), PERCENT.get(r["stage"], 100)),
                value=stage_words, sort="stage", nullable=False,
            ),
            Column("street", _("街道"), cell=street_words, value=street_words, optional=True),
            Column("fine", _("罚款（元）"), cell=fine_cell, value=lambda r: yuan(r["fine_fen"]), right=True, optional=True),
            Column("clue_at", _("登记时间"), sort="clue_at", nullable=False, optional=True),
            Column("filed_on", _("立案日期"), sort="filed_on", hidden=True),
            Column("decision_no", _("决定书文号"), hidden=True),
            Column("decided_on", _("决定日期"), sort="decided_on", hidden=True),
        ),
        filters=(
            Filter("stage", _("阶段"), by_stage, choices=lambda: stages),
            Filter("clock", _("时钟"), by_clock, choices=lambda: [("over", _("已逾期")), ("soon", _("半个月内到期"))]),
            street_filter(actor),
        ),
        order="-clue_at",
        empty_title=_("还没有执法案卷"),
        empty_text=_("街道登记线索、立案后列在这里；从事项页也可以转来。"),
    )  # fmt: skip


def item_cell(row: Row) -> Any:
    line = "·".join(
        filter(None, [row["code"], str(DelegatedPower.Kind(row["kind"]).label), row["scope"][:60]])
    )
    return format_html(
        '<a class="ttl" href="/enforcement/powers/{}/">{}</a><span class="l2">{}</span>',
        row["id"],
        row["item"],
        line,
    )


def fitness_words(row: Row) -> str:
    """The last word on whether the street can carry it, and whose it is."""
    if row["review_fitness"]:
        return _("复评：%s") % Fitness(row["review_fitness"]).label
    if row["street_fitness"] == Fitness.UNFIT and row["stage"] in (P.DRAFT, P.ASSESSED):
        return _("街道：%s") % Fitness(row["street_fitness"]).label
    return str(Fitness(row["fitness"]).label)


def term_words(row: Row) -> str:
    if row["taken_back_on"]:
        return _("%s 收回") % day(row["taken_back_on"])
    if not row["valid_from"]:
        return "—"
    start = day(row["valid_from"])
    return (
        _("%(a)s 至 %(b)s") % {"a": start, "b": day(row["valid_to"])}
        if row["valid_to"]
        else _("%s 起") % start
    )


def powers(actor: Actor) -> Table:
    return Table(
        label=_("下放权力"),
        columns=(
            Column("item", _("事项"), cell=item_cell, value=lambda r: r["item"]),
            Column("code", _("编码"), sort="code", nullable=False, hidden=True),
            Column("street", _("街道"), cell=street_words, value=street_words),
            Column("mode", _("方式"), cell=lambda r: Mode(r["mode"]).label, value=lambda r: str(Mode(r["mode"]).label)),
            Column(
                "stage", _("阶段"),
                cell=lambda r: stage_chip(str(DelegatedPower.Stage(r["stage"]).label), PERCENT.get(r["stage"], 100)),
                value=lambda r: str(DelegatedPower.Stage(r["stage"]).label), sort="stage", nullable=False,
            ),
            Column("term", _("起止"), cell=term_words, value=term_words),
            Column("fitness", _("能不能承接"), cell=fitness_words, value=fitness_words),
            Column("review_due", _("复评日期"), sort="review_due", optional=True),
            Column(
                "department", _("原来的部门"), cell=lambda r: directory().name(r["department_id"]),
                value=lambda r: directory().name(r["department_id"]), optional=True,
            ),
            Column("decision_no", _("省级决定文号"), hidden=True),
            Column("basis", _("依据"), hidden=True),
        ),
        filters=(
            Filter("stage", _("阶段"), lambda rows, v: rows.filter(stage=v), choices=lambda: DelegatedPower.Stage.choices),
            Filter("mode", _("方式"), lambda rows, v: rows.filter(mode=v), choices=lambda: Mode.choices),
            Filter("review", _("复评"), review_due, choices=lambda: [("over", _("已逾期")), ("soon", _("快到期"))]),
            street_filter(actor),
        ),
        order="code",
        empty_title=_("还没有下放的权力"),
        empty_text=_("区里一项一项下放：先评估街道能不能承接，再生效；不宜承接的收回。"),
    )  # fmt: skip


def review_due(rows: QuerySet, value: str) -> QuerySet:
    today, rows = clock.today(), rows.filter(stage=P.IN_FORCE)
    if value == "over":
        return rows.filter(review_due__lt=today)
    return rows.filter(review_due__gte=today, review_due__lte=today + timedelta(days=60))


def name_cell(row: Row) -> Any:
    return format_html(
        '<a class="ttl" href="/enforcement/squads/{}/#officer-{}">{}</a><span class="l2">{}</span>',
        row["squad_id"], row["id"], row["name"], row["squad_name"],
    )  # fmt: skip


def certificate_words(row: Row) -> str:
    if row["left_on"]:
        return _("已离队")
    if row["expires_on"] < clock.today():
        return _("已过期")
    apart = (row["expires_on"] - clock.today()).days
    return _("剩 %d 天") % apart


def by_certificate(rows: QuerySet, value: str) -> QuerySet:
    if value == "over":
        return rows.filter(left_on=None, expires_on__lt=clock.today())
    if value == "left":
        return rows.exclude(left_on=None)
    return rows.filter(expiring() & Q(expires_on__gte=clock.today()))


def officers(actor: Actor) -> Table:
    return Table(
        label=_("执法人员"),
        columns=(
            Column("name", _("姓名"), cell=name_cell, value=lambda r: r["name"]),
            Column("squad", _("中队"), cell=lambda r: r["squad_name"], value=lambda r: r["squad_name"], hidden=True),
            Column("street", _("街道"), cell=street_words, value=street_words, optional=True),
            Column("certificate_no", _("执法证号")),
            Column("issued_on", _("发证日期"), sort="issued_on", nullable=False, optional=True),
            Column("expires_on", _("有效期最后一天"), sort="expires_on", nullable=False),
            Column("state", _("证件"), cell=certificate_words, value=certificate_words),
        ),
        filters=(
            Filter(
                "certificate", _("证件"), by_certificate,
                choices=lambda: [("soon", _("快到期")), ("over", _("已过期")), ("left", _("已离队"))],
            ),
            street_filter(actor),
        ),
        order="expires_on",
        empty_title=_("还没有执法人员"),
        empty_text=_("先建中队，再登记有执法证的人员；也可以用表格导入。"),
    )  # fmt: skip
