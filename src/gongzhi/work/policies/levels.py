"""Four levels linked (四级联动): what came down to a body and those beneath it, and what they raised, on its way up.

Only what the asker may see is counted of what went up; of what came down, tasks by level, never by person.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.models import LADDER, Level
from gongzhi.town.areas.tree import lineage, tree
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.town.organisations.models import Kind
from gongzhi.work.admission.rules import OBJECTION
from gongzhi.work.cases.models import OPEN
from gongzhi.work.cases.rules import FLOW as CASES
from gongzhi.work.meetings.rules import TOPIC
from gongzhi.work.policies.queries import requirements
from gongzhi.work.policies.rules import ABOVE, ACKNOWLEDGEMENT
from gongzhi.work.tasks.models import Task
from gongzhi.work.whistles.rules import DISPUTE, WHISTLE

LEVELS = (Level.CITY, Level.DISTRICT, Level.STREET, Level.COMMUNITY)
SHOWN = 50
OVER = (*ABOVE, "street_leader", "street_clerk")
#: What speaks for a whole area; every other organisation is itself and its teams.
TERRITORIAL = (
    Kind.LEADING_BODY,
    Kind.DISPATCH_CENTRE,
    Kind.STREET_OFFICE,
    Kind.COMMUNITY,
    Kind.PARTY_TERRITORIAL,
)
S = Task.Stage
SOURCES: tuple[tuple[str, Q], ...] = (
    ("policies", Q(subject_kind="policies.requirement")),
    ("resolution", Q(kind=Task.Kind.RESOLUTION)),
    ("admitted", Q(matter_id__isnull=False)),
)


@dataclass
class Down:
    """The tasks of one level: how many wait, are late, answered, closed."""

    label: str
    waiting: int = 0
    late: int = 0
    answered: int = 0
    closed: int = 0


@dataclass(frozen=True)
class Up:
    """What went up and where it is: words, how many, and the list behind the figure."""

    what: str
    state: str
    count: int
    url: str = ""


def may_see(actor: Actor, card: OrganisationCard) -> bool:
    """Whoever serves in the body, or leads or dispatches over the area that it serves."""
    if card.id in {post.organisation_id for post in actor.posts}:
        return True
    above = set(lineage(card.area_id))
    return any(not above.isdisjoint(post.reach) for post in actor.serves(*OVER))


def beneath(card: OrganisationCard) -> list[OrganisationCard]:
    """The body itself and every organisation that serves its area or an area inside it; of a department its teams."""
    territorial = card.kind in TERRITORIAL
    below = directory().within(card.area_id) if territorial else directory().teams(card.id)
    found = {one.id: one for one in below}
    return list({**found, card.id: card}.values())


def came_down(cards: list[OrganisationCard]) -> list[Down]:
    """What was decided above or here and is a task: by level, of those at work or closed. One statement."""
    at = {card.id: _level(card) for card in cards}
    decided = SOURCES[0][1] | SOURCES[1][1] | SOURCES[2][1]
    late = Count("pk", filter=Q(stage=S.ASSIGNED, due_on__lt=clock.today()))
    rows = Task.objects.filter(decided, organisation_id__in=sorted(at)).order_by()
    made = {level: Down(str(level.label)) for level in LEVELS}
    for row in rows.values("organisation_id", "stage").annotate(n=Count("pk"), late=late):
        down = made[at[row["organisation_id"]]]
        down.late += row["late"]
        if row["stage"] in (S.ASSIGNED, S.REFUSED):
            down.waiting += row["n"]
        elif row["stage"] == S.REPORTED:
            down.answered += row["n"]
        elif row["stage"] == S.CLOSED:
            down.closed += row["n"]
    present = set(at.values())
    return [down for level, down in made.items() if level in present]


def _level(card: OrganisationCard) -> Level:
    """The level of an organisation: its area's, and the community's for what lies inside one."""
    area = tree().get(card.area_id)
    rank = LADDER.index(area.level) if area else len(LADDER)
    return LEVELS[min(rank, len(LEVELS) - 1)]


def required(actor: Actor, cards: list[OrganisationCard]) -> list[dict[str, Any]]:
    """The requirements handed down to any of these that the actor may read, the next due first."""
    rows = requirements(actor).filter(
        stage="issued", addressee_ids__overlap=sorted(card.id for card in cards)
    )
    return [
        {**row, "issuer": directory().name(row["issuer_id"])} for row in rows.order_by("due_on", "id")[:SHOWN]
    ]


def went_up(actor: Actor, card: OrganisationCard, cards: list[OrganisationCard]) -> list[Up]:
    """Cases by the level that has them now, whistles, disputes, topics, objections, questions. One statement each."""
    ids = sorted(one.id for one in cards)
    territorial = card.kind in TERRITORIAL
    found = _cases(actor, card) if territorial else []
    own = Q(organisation_id__in=ids)
    placed = _placed(card) if territorial else Q(pk__in=[])
    for what, flow, which, url in (
        (_("吹哨"), WHISTLE, placed, "/whistles/"),
        (_("争议"), DISPUTE, placed if territorial else own, "/whistles/disputes/?stage={}"),
        (_("议题"), TOPIC, own, "/meetings/topics/?stage={}"),
        (_("准入异议"), OBJECTION, own, "/admission/objections/?stage={}"),
        (_("对制度的疑问"), ACKNOWLEDGEMENT, own & ~Q(question=""), "/policies/acknowledgements/?stage={}"),
    ):
        found += _by_stage(what, flow, flow.seen_by(actor).filter(which), url)
    return found


def _by_stage(what: str, flow: Any, rows: QuerySet, url: str) -> list[Up]:
    labels = dict(flow.model.Stage.choices)
    counted = rows.order_by().values("stage").annotate(n=Count("pk"))
    by = {row["stage"]: row["n"] for row in counted}
    return [Up(what, str(labels[code]), by[code], url.format(code)) for code in labels if code in by]


def _placed(card: OrganisationCard) -> Q:
    """The things that lie in the body's area."""
    area = tree().get(card.area_id)
    if area is None or area.level == Level.CITY:
        return Q(pk__isnull=False)
    return Q(**{f"{area.level}_id__in": sorted(tree().reach(area.id))})


def _cases(actor: Actor, card: OrganisationCard) -> list[Up]:
    """Open cases of the area that are at a desk above the community's: what was raised, and how far it came."""
    rows = CASES.seen_by(actor).filter(_placed(card), stage__in=OPEN).order_by()
    by: dict[str, int] = defaultdict(int)
    for desk, n in rows.values_list("desk_id").annotate(n=Count("pk")):
        area = tree().get(desk)
        if area is not None:
            by[area.level] += n
    words = {Level.STREET: _("在街道"), Level.DISTRICT: _("在区里"), Level.CITY: _("在市里")}
    return [
        Up(_("在手的事项"), said, by[level], "/cases/?stage=open")
        for level, said in words.items()
        if by[level]
    ]
