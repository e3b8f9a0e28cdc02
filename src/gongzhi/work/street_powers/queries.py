"""Reads of the street's powers: the catalogue, the lists, and the figures with the rows behind each."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import lineage
from gongzhi.work.street_powers.models import CommandOrder, PowerUse, TeamMark
from gongzhi.work.street_powers.rules import OPINION, ORDER, USE

PREFIX = "street_power."
ELSE = frozenset({f"{PREFIX}rule"})  # records of the same name that are no power
USE_ROW = (
    "id", "power", "procedure", "stage", "organisation_id", "street_id", "what", "why", "basis", "about", "drafted_at",
    "sent_at", "answer_by", "unit", "reply", "reasons", "done_by", "answered_at", "insisted_at", "rule_by", "ruled_at",
    "ruling", "decision", "carried_out_at", "effect",
)  # fmt: skip
ORDER_ROW = (
    "id", "kind", "stage", "team_id", "department_id", "street_id", "what", "why", "about", "ordered_at", "arrive_by",
    "unit", "arrived_at", "claimed_arrival_at", "arrival_confirmed", "attending", "finished_at", "result", "reason",
)  # fmt: skip
OPINION_ROW = ("id", "stage", "team_id", "street_id", "person_id", "year", "written_at", "replied_at")


@dataclass(frozen=True)
class StreetPower:
    """One power of the catalogue, from its record: who may be addressed, and how soon they must answer."""

    key: str
    names: dict[str, str]
    procedure: str
    counterpart: tuple[str, ...]
    answer: clock.Limit
    silence_is_consent: bool
    basis: str
    clause_id: int | None
    valid_from: date
    valid_to: date | None

    @property
    def name(self) -> str:
        return self.names.get((get_language() or "zh")[:2]) or self.names["zh"]


def _power(card: records.RuleCard) -> StreetPower:
    value = card.value
    limit = clock.Limit(value["answer"]["amount"], clock.Unit(value["answer"]["unit"]))
    return StreetPower(
        card.key.removeprefix(PREFIX), value["name"], value["procedure"], tuple(value["counterpart"]), limit,
        value["silence_is_consent"], card.basis, card.clause_id, card.valid_from, card.valid_to,
    )  # fmt: skip


def catalogue(street_id: int | None = None, on: date | None = None) -> list[StreetPower]:
    """The powers in force in a street (the whole city) on a day (today); no statement."""
    areas = lineage(street_id)
    keys = dict.fromkeys(card.key for card in records.current(PREFIX, on) if card.key not in ELSE)
    found = []
    for key in keys:
        card = records.nearest(records.BOOK.get(), key, areas, on or clock.today())
        if card is not None and card.value["in_use"]:
            found.append(_power(card))
    return found


def power(key: str, street_id: int | None = None, on: date | None = None) -> StreetPower | None:
    """One power of the catalogue of that day; None if it is not (or no longer) there."""
    return next((one for one in catalogue(street_id, on) if one.key == key), None)


def power_name(key: str, street_id: int | None = None, on: date | None = None) -> str:
    """What a power was called on a day; its key where no record says."""
    card = records.nearest(records.BOOK.get(), PREFIX + key, lineage(street_id), on or clock.today())
    return _power(card).name if card is not None else key


def uses_listed(actor: Actor) -> QuerySet:
    return USE.seen_by(actor).values(*USE_ROW)


def orders_listed(actor: Actor) -> QuerySet:
    return ORDER.seen_by(actor).values(*ORDER_ROW, word=F("team_mark__word"))


def opinions_listed(actor: Actor) -> QuerySet:
    return OPINION.seen_by(actor).values(*OPINION_ROW, person_name=F("person__name"))


S, R = PowerUse.Stage, PowerUse.Reply
USED = Q(sent_at__isnull=False) & ~Q(stage=S.WITHDRAWN)


def unanswered() -> Q:
    """Past its date and still without an answer: silence, shown as such."""
    return Q(answered_at=None, sent_at__isnull=False, answer_by__lt=clock.now()) & ~Q(stage=S.WITHDRAWN)


#: name -> (label, which rows it counts): the figure, its link and its list are this one filter.
Figures = dict[str, tuple[Any, Callable[[], Q]]]
FIGURES: Figures = {
    "used": (_("行使"), lambda: USED),
    "answered": (_("已答复"), lambda: USED & Q(answered_at__isnull=False)),
    "in_time": (_("按时答复"), lambda: USED & Q(answered_at__lte=F("answer_by"))),
    "late": (_("逾期答复"), lambda: USED & Q(answered_at__gt=F("answer_by"))),
    "silent": (_("到期没有答复"), unanswered),
    "adopted": (_("采纳或同意"), lambda: USED & Q(reply__in=(R.ADOPTED, R.CONSENTED))),
    "partly": (_("部分采纳"), lambda: USED & Q(reply=R.PARTLY)),
    "refused": (_("不采纳或不同意"), lambda: USED & Q(reply__in=(R.NOT_ADOPTED, R.OBJECTED))),
    "insisted": (_("坚持意见"), lambda: USED & Q(insisted_at__isnull=False)),
    "ruled_for": (
        _("裁定应当采纳"),
        lambda: USED & Q(ruling__in=(PowerUse.Ruling.ADOPT, PowerUse.Ruling.PARTLY)),
    ),
}
C, W = CommandOrder.Stage, TeamMark.Word
GIVEN = ~Q(stage=C.CANCELLED)
TEAM_FIGURES: Figures = {
    "given": (_("下令"), lambda: GIVEN),
    "arrived": (_("到场"), lambda: GIVEN & Q(arrived_at__isnull=False)),
    "in_time": (_("按时到场"), lambda: GIVEN & Q(arrived_at__lte=F("arrive_by"))),
    "late": (_("迟到"), lambda: GIVEN & Q(arrived_at__gt=F("arrive_by"))),
    "absent": (_("到期没有到场"), lambda: Q(stage=C.ORDERED, arrive_by__lt=clock.now())),
    "done": (_("办完"), lambda: Q(stage=C.DONE)),
    "refused": (_("拒绝执行"), lambda: Q(stage=C.REFUSED)),
    "solved": (_("解决了"), lambda: Q(team_mark__solved=TeamMark.Solved.YES)),
    "good": (_("评“好”"), lambda: Q(team_mark__word=W.GOOD)),
    "fair": (_("评“一般”"), lambda: Q(team_mark__word=W.FAIR)),
    "poor": (_("评“差”"), lambda: Q(team_mark__word=W.POOR)),
}


def counted(actor: Actor, by: str) -> QuerySet:
    """The figures of the uses that this actor sees, for each value of ``by`` (power, street_id, organisation_id)."""
    figures = {name: Count("id", filter=rows()) for name, (_label, rows) in FIGURES.items()}
    return USE.seen_by(actor).filter(USED).values(by).annotate(**figures)


def teams_counted(actor: Actor) -> QuerySet:
    """The figures of the orders that this actor sees, for each team."""
    figures = {name: Count("id", filter=rows()) for name, (_label, rows) in TEAM_FIGURES.items()}
    return ORDER.seen_by(actor).filter(GIVEN).values("team_id").annotate(**figures)


def own_use(uses: QuerySet, pk: Any) -> PowerUse | None:
    """One use with its transfer, by one statement."""
    return uses.select_related("transfer", "transfer__team").filter(pk=pk).first()
