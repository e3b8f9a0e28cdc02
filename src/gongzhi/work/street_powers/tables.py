"""The lists of the street's powers, of its orders and opinions, declared."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.kit.web.cursor import Row
from gongzhi.kit.web.faces import ClockFace
from gongzhi.kit.web.tables import Column, Filter, Rows, Table
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.organisations.models import Kind
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, Procedure, TeamMark, YearlyOpinion
from gongzhi.work.street_powers.queries import FIGURES, TEAM_FIGURES, Figures, catalogue, power_name

S, C = PowerUse.Stage, CommandOrder.Stage
OTHER_KINDS = ("department", "utility", "stationed_team", "task_force", "resident_organisation")


def titled(address: str, title: str, line: str) -> Any:
    return format_html('<a class="ttl" href="{}">{}</a><span class="l2">{}</span>', address, title[:80], line)


def face_html(face: ClockFace | None) -> Any:
    return render_to_string("web/parts/clock.html", {"face": face, "beside": False}) if face else "—"


def column(name: str, label: Any, said: Callable[[Row], str], **more: Any) -> Column:
    """A column that says the same on the page and in exports; a dash on the page where there is nothing."""
    return Column(name, label, cell=lambda row: said(row) or "—", value=said, **more)


def area(row: Row) -> str:
    return tree().name(row["street_id"])


def named_by(field: str) -> Callable[[Row], str]:
    """The name of the organisation in a field."""
    return lambda row: directory().name(row[field])


def stage_of(model: Any) -> Callable[[Row], str]:
    return lambda row: str(model.Stage(row["stage"]).label)


def start_of(day: str) -> datetime:
    """The beginning of a day in the city's time; ValueError for what is no day."""
    found = date.fromisoformat(day)
    if not 1900 < found.year < 9000:
        raise ValueError("no day of ours")
    return datetime.combine(found, time(), clock.zone())


def spans(field: str) -> tuple[Filter, Filter]:
    """From a day, to a day, both included: of lists and of figures alike."""
    return (
        Filter("since", _("从"), lambda rows, v: rows.filter(**{f"{field}__gte": start_of(v)}), kind="date"),
        Filter(
            "until",
            _("到"),
            lambda rows, v: rows.filter(**{f"{field}__lt": start_of(v) + timedelta(days=1)}),
            kind="date",
        ),
    )


def figure_filter(figures: Figures) -> Filter:
    """The rows behind one figure: the same condition that counted it."""

    def narrowed(rows: Rows, value: str) -> Rows:
        return rows.filter(figures[value][1]())

    return Filter(
        "figure", _("统计口径"), narrowed, lambda: [(name, label) for name, (label, _q) in figures.items()]
    )


def streets_of(actor: Actor) -> list[tuple[int, str]]:
    """The streets that this actor's posts reach: what a filter offers."""
    found: dict[int, str] = {}
    for post in actor.posts:
        card = tree().get(post.area_id)
        if card is None:
            continue
        under = [card] if card.level == "street" else tree().under(card.id, "street")
        found.update({one.id: one.name for one in under})
    return list(found.items())


def organisations_of(*kinds: str) -> list[tuple[int, str]]:
    return [(card.id, card.label) for card in directory().of_kind(*kinds)]


def to_organisation(rows: Rows, value: str) -> Rows:
    return rows.filter(organisation_id=int(value))


def in_street(rows: Rows, value: str) -> Rows:
    return rows.filter(street_id__in=sorted(tree().reach(int(value))))


def late_open(rows: Rows, value: str) -> Rows:
    waiting = Q(stage__in=(S.SIGNED, S.ASKED))
    over = waiting & Q(answer_by__lt=clock.now())
    return rows.filter(over) if value == "over" else rows.filter(waiting).exclude(over)


def use_face(row: Row) -> ClockFace | None:
    if row["sent_at"] is None or row["stage"] == S.WITHDRAWN:
        return None
    if row["stage"] == S.INSISTED:
        return ClockFace(row["rule_by"], clock.now(), row["unit"], verb=_("裁定"))
    if row["reply"] == PowerUse.Reply.SILENT:
        return None
    unit = power_unit(row)
    done = row["answered_at"]
    return ClockFace(
        row["answer_by"], clock.now(), unit, done_at=done, started_at=row["sent_at"], verb=_("答复")
    )


def power_unit(row: Row) -> str:
    """The unit of the answer's clock: an emergency's runs day and night."""
    return clock.Unit.HOURS if row["procedure"] == Procedure.EMERGENCY else clock.Unit.WORKING_DAYS


def named_power(row: Row) -> str:
    return power_name(row["power"], row["street_id"], clock.local(row["drafted_at"]).date())


def late_word(row: Row) -> str:
    """In time, late, or silent, in words."""
    if row["sent_at"] is None or row["stage"] == S.WITHDRAWN:
        return ""
    if row["answered_at"] is None:
        return _("到期没有答复") if row["answer_by"] < clock.now() else _("没到期")
    return _("按时") if row["answered_at"] <= row["answer_by"] else _("逾期")


def reply_word(row: Row) -> str:
    return str(PowerUse.Reply(row["reply"]).label) if row["reply"] else ""


def uses(actor: Actor) -> Table:
    """权力行使: every use that one sees."""
    line = lambda r: f"{named_power(r)}·{tree().name(r['street_id'])}"
    return Table(
        label=_("权力行使"),
        columns=(
            Column("answer_by", _("时钟"), cell=lambda r: face_html(use_face(r)), sort="answer_by"),
            Column(
                "what", _("什么事"), cell=lambda r: titled(f"/powers/{r['id']}/", r["what"], line(r)),
                value=lambda r: r["what"],
            ),
            column("power", _("权力"), named_power, hidden=True),
            column("street", _("街道"), area, hidden=True),
            column("other", _("对方单位"), named_by("organisation_id")),
            column("stage", _("阶段"), stage_of(PowerUse), sort="stage", nullable=False),
            column("reply", _("答复"), reply_word),
            column("in_time", _("按时没有"), late_word),
            Column("reasons", _("答复理由"), hidden=True),
            Column("sent_at", _("送达"), sort="sent_at", optional=True),
            Column("answered_at", _("答复时间"), sort="answered_at", optional=True),
            Column("drafted_at", _("起草"), sort="drafted_at", nullable=False, hidden=True),
        ),
        filters=(
            Filter("power", _("权力"), lambda rows, v: rows.filter(power=v), choices=lambda: [(one.key, one.name) for one in catalogue()]),
            Filter("stage", _("阶段"), lambda rows, v: rows.filter(stage=v), choices=lambda: S.choices),
            figure_filter(FIGURES),
            Filter("street", _("街道"), in_street, choices=lambda: streets_of(actor)),
            Filter("department", _("对方单位"), to_organisation, choices=lambda: organisations_of(*OTHER_KINDS)),
            Filter("clock", _("时钟"), late_open, choices=lambda: [("over", _("已逾期")), ("open", _("没到期"))]),
            *spans("sent_at"),
        ),
        order="-drafted_at",
        empty_title=_("还没有行使过权力"),
        empty_text=_("街道起草、领导签发后送到对方单位，对方要在期限内答复并写明理由；部门征求街道同意的也在这里。"),
    )  # fmt: skip


def order_face(row: Row) -> ClockFace | None:
    if row["stage"] in (C.CANCELLED, C.REFUSED):
        return None
    return ClockFace(
        row["arrive_by"], clock.now(), row["unit"], done_at=row["arrived_at"], started_at=row["ordered_at"],
        verb=_("到场"),
    )  # fmt: skip


def arrival_word(row: Row) -> str:
    """In time or late, in words."""
    if row["arrived_at"] is None:
        return _("到期没有到场") if row["stage"] == C.ORDERED and row["arrive_by"] < clock.now() else ""
    return _("按时") if row["arrived_at"] <= row["arrive_by"] else _("迟到")


def mark_word(row: Row) -> str:
    return str(TeamMark.Word(row["word"]).label) if row["word"] else ""


def orders(actor: Actor) -> Table:
    """调度令: every order that one sees."""
    return Table(
        label=_("调度令"),
        columns=(
            Column("arrive_by", _("时钟"), cell=lambda r: face_html(order_face(r)), sort="arrive_by", nullable=False),
            Column(
                "what", _("到哪里做什么"), cell=lambda r: titled(f"/powers/orders/{r['id']}/", r["what"], tree().name(r["street_id"])),
                value=lambda r: r["what"],
            ),
            column("team", _("队伍"), named_by("team_id")),
            column("department", _("派出部门"), named_by("department_id"), hidden=True),
            column("stage", _("阶段"), stage_of(CommandOrder), sort="stage", nullable=False),
            column("in_time", _("按时没有"), arrival_word),
            column("word", _("街道评价"), mark_word),
            Column("result", _("结果"), hidden=True),
            Column("ordered_at", _("下令"), sort="ordered_at", nullable=False, optional=True),
            Column("arrived_at", _("到场"), sort="arrived_at", optional=True),
        ),
        filters=(
            Filter("stage", _("阶段"), lambda rows, v: rows.filter(stage=v), choices=lambda: C.choices),
            Filter("kind", _("种类"), lambda rows, v: rows.filter(kind=v), choices=lambda: CommandOrder.Kind.choices),
            figure_filter(TEAM_FIGURES),
            Filter("street", _("街道"), in_street, choices=lambda: streets_of(actor)),
            Filter("team", _("队伍"), lambda rows, v: rows.filter(team_id=int(v)), choices=lambda: organisations_of("stationed_team")),
            *spans("ordered_at"),
        ),
        order="-ordered_at",
        empty_title=_("还没有调度令"),
        empty_text=_("街道调度派驻在本街道的队伍，写明到哪里、做什么、什么时候到；办完由街道评队伍。"),
    )  # fmt: skip


def opinions(actor: Actor) -> Table:
    """年度意见: those that one may read; words, and no number to sort by."""
    return Table(
        label=_("年度意见"),
        columns=(
            Column("year", _("年度"), cell=lambda r: str(r["year"]), value=lambda r: r["year"]),
            Column(
                "person", _("谁"), cell=lambda r: titled(f"/powers/opinions/{r['id']}/", r["person_name"], directory().name(r["team_id"])),
                value=lambda r: r["person_name"],
            ),
            column("street", _("街道"), area),
            column("stage", _("阶段"), stage_of(YearlyOpinion)),
            Column("written_at", _("写于"), sort="written_at", nullable=False),
            Column("replied_at", _("回应于"), sort="replied_at", optional=True),
        ),
        filters=(
            Filter("stage", _("阶段"), lambda rows, v: rows.filter(stage=v), choices=lambda: YearlyOpinion.Stage.choices),
            Filter("year", _("年度"), lambda rows, v: rows.filter(year=int(v)), choices=_years),
            Filter("street", _("街道"), in_street, choices=lambda: streets_of(actor)),
        ),
        order="-written_at",
        empty_title=_("还没有年度意见"),
        empty_text=_("街道领导每年对派驻人员写一份意见，只写话，不打分；本人能看到并回应。"),
    )  # fmt: skip


def _years() -> list[tuple[int, str]]:
    now = clock.today().year
    return [(year, str(year)) for year in range(now, now - 6, -1)]


def kind_words(kinds: tuple[str, ...]) -> str:
    """Kinds of organisations in words."""
    known = dict(Kind.choices)
    return _("、").join(str(known.get(kind, kind)) for kind in kinds)


def limit_words(limit: clock.Limit) -> str:
    """A limit in words: 15 个工作日, 2 小时."""
    said = {
        clock.Unit.HOURS: _("%(n)g 小时，昼夜、节假日都算"), clock.Unit.WORKING_HOURS: _("%(n)g 个工作小时"),
        clock.Unit.DAYS: _("%(n)g 个自然日"), clock.Unit.WORKING_DAYS: _("%(n)g 个工作日"),
    }  # fmt: skip
    return said[limit.unit] % {"n": limit.amount}
