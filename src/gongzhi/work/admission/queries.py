"""Reads of the gate: lists, which body decides, the load of a community, the share outside the lists by department."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import ADMINISTRATORS
from gongzhi.work.admission.models import Matter, Objection, Passage, Push
from gongzhi.work.admission.rules import FLOW, LOCAL_ROLES, OBJECTION, PUSH, covers
from gongzhi.work.meetings.models import Body
from gongzhi.work.meetings.queries import in_force
from gongzhi.work.tasks import ports
from gongzhi.work.tasks.models import Task
from gongzhi.work.tasks.queries import set_locally

ROW = (
    "id", "serial", "title", "stage", "ground", "organisation_id", "kinds", "valid_from", "valid_to", "times", "hours",
    "money", "asked_at", "decide_by", "bypass",
)  # fmt: skip
PUSH_ROW = (
    "id", "stage", "why", "from_organisation_id", "organisation_id", "text", "way", "at", "answer", "ruling", "matter_id", "task_id",
)  # fmt: skip
OBJECTION_ROW = (
    "id", "stage", "matter_id", "organisation_id", "residents_reject", "text", "raised_at", "answer",
)  # fmt: skip
COUNTED = (
    Push.Stage.REFUSED,
    Push.Stage.STOPPED,
    Push.Stage.ANSWERED,
    Push.Stage.CONTESTED,
    Push.Stage.UPHELD,
)


def listed(actor: Actor) -> QuerySet:
    return FLOW.seen_by(actor).values(*ROW)


def pushes(actor: Actor) -> QuerySet:
    return PUSH.seen_by(actor).values(*PUSH_ROW)


def objections(actor: Actor) -> QuerySet:
    return OBJECTION.seen_by(actor).values(*OBJECTION_ROW)


def passages(actor: Actor) -> QuerySet:
    """What came through the gate to the actor's streets and communities, or was sent by their organisation."""
    posts = [post for post in actor.posts if post.role not in ADMINISTRATORS]
    mine = Q(from_organisation_id__in=[post.organisation_id for post in posts])
    for post in posts:
        if post.level == "city":
            mine |= Q(pk__isnull=False)
        elif post.level == "district" or post.role in LOCAL_ROLES:
            mine |= Q(area_id__in=_below(post.area_id))
    return Passage.objects.filter(mine).values(
        "id", "matter_id", "organisation_id", "from_organisation_id", "area_id", "kind", "text", "hours", "passed_at",
        "due_on", "subject_id", "subject_kind",
    )  # fmt: skip


def _below(area_id: int) -> list[int]:
    """An area, its streets and its communities."""
    found = tree()
    if found.get(area_id) is None:
        return []
    parts = (found.under(area_id, level) for level in ("street", "community"))
    return [area_id, *(card.id for cards in parts for card in cards)]


def admission_body(lineage: Sequence[int]) -> Body | None:
    """The joint meeting that decides for a place: the nearest one above it."""
    rows = Body.objects.filter(
        in_force(clock.today()), kind=Body.Kind.ADMISSION, area_id__in=list(lineage)
    ).select_related("area")
    return max(rows, key=lambda body: list(lineage).index(body.area_id), default=None)


def usable(actor: Actor, organisation_id: int | None = None) -> list[Matter]:
    """The admitted matters under which the actor's organisation may set work today, for one organisation or any."""
    rows = Matter.objects.filter(
        organisation_id=actor.organisation_id or 0, stage=Matter.Stage.ADMITTED,
        valid_from__lte=clock.today(), valid_to__gte=clock.today(),
    ).order_by("-serial")  # fmt: skip
    if organisation_id is None:
        return list(rows[:200])
    card = directory().get(organisation_id)
    place = tree().get(card.area_id) if card else None
    return [row for row in rows if place is not None and covers(row, tuple(place.lineage))]


def quarter_start(moment: datetime) -> datetime:
    local = clock.local(moment)
    first = local.replace(
        month=(local.month - 1) // 3 * 3 + 1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
    return first


def bypasses_this_quarter(organisation_id: int, but: Any = None) -> int:
    """How often a department went ahead this quarter without waiting."""
    rows = Matter.objects.filter(
        organisation_id=organisation_id, bypass_at__gte=quarter_start(clock.now())
    ).exclude(bypass="")
    return rows.exclude(pk=but).count()


def load(actor: Actor, days: int = 30) -> list[dict[str, Any]]:
    """The load meter: of each community in reach, what came through the gate, from its street, and was refused.

    Hours are those that the admitted matters say; what the street asks has none and is counted: tasks, and sheets in
    writing. Six statements.
    """
    since = clock.now() - timedelta(days=days)
    communities = _communities(actor)
    offices = {card.id: area for area in communities if (card := directory().community_office(area))}
    down = _grouped(Passage.objects.filter(area_id__in=communities, passed_at__gte=since), "area_id")
    local = (
        Task.objects.filter(set_locally(days), organisation_id__in=list(offices))
        .values("organisation_id")
        .annotate(n=Count("id"))
    )
    own = {offices[row["organisation_id"]]: row["n"] for row in local}
    refused = Push.objects.filter(organisation_id__in=list(offices), at__gte=since, stage__in=COUNTED)
    back: dict[int, int] = defaultdict(int)
    for row in refused.values("organisation_id").annotate(n=Count("id")):
        back[offices[row["organisation_id"]]] += row["n"]
    office_of = {area: office for office, area in offices.items()}
    papers = ports.papers_asked(communities, days)
    rows = [
        {**_load_of(area, down, own, back, office_of.get(area)), "papers": papers.get(area, 0)}
        for area in communities
    ]
    return sorted(rows, key=lambda row: (-row["hours"], -row["passed"], row["area_id"]))


def _load_of(area: int, down: Any, own: Any, back: Any, office: int | None) -> dict[str, Any]:
    passed, hours = down.get(area, (0, Decimal(0)))
    return {
        "area_id": area, "organisation_id": office, "passed": passed, "hours": hours, "street": own.get(area, 0),
        "refused": back.get(area, 0),
    }  # fmt: skip


def _communities(actor: Actor) -> list[int]:
    found = tree()
    areas: dict[int, None] = {}
    for post in actor.posts:
        card = found.get(post.area_id)
        if card is None:
            continue
        here = [card.id] if card.level == "community" else []
        areas.update(dict.fromkeys([*here, *(c.id for c in found.under(card.id, "community"))]))
    return list(areas)[:3000]


def _grouped(rows: QuerySet, by: str) -> dict[int, tuple[int, Decimal]]:
    found = rows.values(by).annotate(n=Count("id"), total=Sum("hours"))
    return {row[by]: (row["n"], row["total"] or Decimal(0)) for row in found}


def by_department(actor: Actor, days: int = 90) -> list[dict[str, Any]]:
    """Of each sender in what the actor sees: passed, stopped, refused, and the share outside the lists."""
    since = clock.now() - timedelta(days=days)
    passed = dict(
        passages(actor)
        .filter(passed_at__gte=since)
        .values("from_organisation_id")
        .annotate(n=Count("id"))
        .values_list("from_organisation_id", "n")
    )
    outside: dict[int | None, dict[str, int]] = defaultdict(lambda: {"stopped": 0, "refused": 0})
    counted = PUSH.seen_by(actor).filter(at__gte=since, stage__in=COUNTED)
    by_way = {"stopped": Count("id", filter=Q(refuser_id=None)), "refused": Count("refuser_id")}
    for row in counted.values("from_organisation_id").annotate(**by_way):
        outside[row["from_organisation_id"]] = {way: row[way] for way in by_way}
    rows = []
    for one in {*passed, *outside}:
        n, out = passed.get(one, 0), outside[one]
        beyond = out["stopped"] + out["refused"]
        rows.append({"organisation_id": one, "passed": n, **out, "share": beyond / (n + beyond)})
    return sorted(
        rows, key=lambda row: (-row["share"], -(row["stopped"] + row["refused"]), row["organisation_id"] or 0)
    )


def objections_to(actor: Actor, matter: Matter) -> list[Objection]:
    """The objections to a matter that this actor may read: a community its own, the district all."""
    return list(OBJECTION.seen_by(actor).filter(matter=matter).order_by("-raised_at")[:50])
