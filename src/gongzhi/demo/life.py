"""The demo city as its stories see it: places, whoever sits where, the clock of their days, one seed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import cached_property
from random import Random  # noqa: TID251 (seeded with ``layout.SEED``)
from typing import Any, TypeVar
from uuid import UUID

from gongzhi.demo import names, people, words
from gongzhi.demo.layout import SEED
from gongzhi.kit import clock
from gongzhi.town.access.actor import Actor, resident
from gongzhi.town.areas.cards import AreaCard, Place
from gongzhi.town.areas.models import Area, Estate, Level
from gongzhi.town.areas.places import place_of
from gongzhi.town.areas.tree import tree
from gongzhi.town.duty.queries import on_duty
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.commands import actor_of
from gongzhi.town.people.models import Role
from gongzhi.work.cases import commands as cases
from gongzhi.work.cases.catalogue import CategoryCard, catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case
from gongzhi.work.mandates.queries import duty_for

T = TypeVar("T")
HOME, HOME_COMMUNITY, HOME_GRID = 0.45, 0.45, 0.5  # how much happens where the printed logins serve
WAKING = (time(7), time(21))
OFFICE = (Role.COMMUNITY_WORKER, Role.COMMUNITY_SECRETARY, Role.STREET_CLERK, Role.STREET_LEADER)


class Life:
    """One run of the demo's thirty days."""

    def __init__(self, streets: Sequence[AreaCard], until: datetime) -> None:
        self.streets, self.until = streets, until
        self.chance = Random(SEED)
        self.desks, self.staff = people.desks(), people.staff()
        self.stopped: list[tuple[str, str]] = []
        self.in_vain: set[UUID] = set()  # call-backs that nobody will answer
        self._actors: dict[str, Actor] = {}
        self._units: dict[int, list[int]] = {}
        self._told = 0

    def one(self, of: Sequence[T]) -> T:
        """One of several."""
        return self.chance.choice(of)

    def happens(self, share: float) -> bool:
        return self.chance.random() < share

    # when

    def after(self, hours: float) -> datetime:
        """So many hours on, give or take a fifth."""
        share, seconds = self.chance.uniform(0.8, 1.2), self.chance.uniform(1, 50)
        return clock.now() + timedelta(hours=hours * share, seconds=seconds)

    def awake(self, hours: float) -> datetime:
        """The same, put off to the morning if it falls into the night."""
        moment = clock.local(self.after(hours))
        if moment.time() < WAKING[0]:
            moment = moment.replace(hour=7, minute=self.chance.randint(5, 55))
        elif moment.time() > WAKING[1]:
            moment = (moment + timedelta(days=1)).replace(hour=7, minute=self.chance.randint(5, 55))
        return moment

    def office(self, hours: float) -> datetime:
        """So many working hours on."""
        end = clock.calendar().add_hours(clock.now(), hours * self.chance.uniform(0.8, 1.2))
        return end + timedelta(seconds=self.chance.uniform(1, 50))

    # who

    def actor(self, username: str) -> Actor:
        if username not in self._actors:
            self._actors[username] = actor_of(username)
        return self._actors[username]

    def at(self, area_id: int | None, *roles: str) -> Actor:
        """Whoever holds one of the roles over the area; the first who was given it."""
        for role in roles:
            held = self.desks.get((area_id or 0, role))
            if held:
                return self.actor(held[0])
        raise LookupError(f"nobody serves as {roles} in {tree().name(area_id)}")

    def other(self, area_id: int | None, role: str, than: int | None) -> Actor:
        """Whoever holds the role there and is not the account ``than``."""
        found = [self.actor(name) for name in self.desks.get((area_id or 0, role), [])]
        return next(actor for actor in found if actor.user_id != than)

    def department(self, organisation_id: int) -> Actor:
        return self.actor(self.staff[organisation_id, Role.DEPARTMENT_CLERK])

    def on_duty(self, street_id: int) -> Actor | None:
        """The leader on duty at the street's office, now."""
        office = directory().street_office(street_id)
        shift = on_duty(office.id) if office else None
        return self.actor(shift.leader.username) if shift else None

    # where

    @cached_property
    def communities(self) -> dict[int, list[AreaCard]]:
        """The communities in full depth of each street of the stories."""
        known = tree()
        return {s.id: [c for c in known.children(s.id) if known.children(c.id)] for s in self.streets}

    def home_grid(self) -> AreaCard:
        return tree().children(self.communities[self.streets[0].id][0].id)[0]

    def grid(self) -> AreaCard:
        """Somewhere, more often where the printed logins serve."""
        home = self.happens(HOME)
        street = self.streets[0] if home else self.one(self.streets)
        row = self.communities[street.id]
        home = home and self.happens(HOME_COMMUNITY)
        grids = tree().children((row[0] if home else self.one(row)).id)
        return grids[0] if home and self.happens(HOME_GRID) else self.one(grids)

    def unit(self, grid: AreaCard) -> int:
        """A unit of a grid, by chance."""
        if grid.id not in self._units:
            rows = Area.objects.filter(level=Level.UNIT, parent__parent_id=grid.id).order_by("id")
            self._units[grid.id] = list(rows.values_list("id", flat=True))
        return self.one(self._units[grid.id])

    # what

    def category(self, among: set[str] | None = None) -> CategoryCard:
        return catalogue().coded(words.categories(self.chance, among))

    def owned(self, district_id: int | None = None) -> set[str]:
        """The codes of categories that the duty list gives an owner in a district."""
        area = district_id or self.streets[0].parent_id or 0
        return {card.code for card in catalogue().leaves if duty_for(card, (area,)) and not card.secret}

    def plain(self) -> set[str]:
        """The codes of categories that begin at the grid and are no emergency."""
        cards = (c for c in catalogue().leaves if c.starts_at != "street" and not c.secret)
        return {card.code for card in cards if card.limit_kind != "emergency"}

    def telling(self, text: str, *, known: bool = True) -> Telling:
        """Somebody's words; mostly with a name and a number that rings nowhere."""
        self._told += 1
        if not known:
            return Telling(text=text, anonymous=True)
        name, phone = names.person(self.chance), names.telephone(20_261_000 + self._told)
        return Telling(text=text, name=name, phone=phone, consent=True)

    def words_for(self, card: CategoryCard, at: Place) -> str:
        return words.telling(self.chance, card.code, named(at))


def named(at: Place) -> dict[str, str]:
    """The names that texts fill in."""
    rows = dict(
        Area.objects.filter(pk__in=[i for i in (at.building_id, at.unit_id) if i]).values_list(
            "level", "name"
        )
    )
    estate = Estate.objects.filter(pk=at.estate_id or 0).values_list("name", flat=True).first()
    return {
        "estate": estate or tree().name(at.community_id), "building": rows.get("building", ""),
        "unit": rows.get("unit", ""), "street": tree().name(at.street_id),
    }  # fmt: skip


@dataclass
class Matter:
    """One case of a story, with whoever has to do with it."""

    life: Life
    case: UUID
    at: Place
    card: CategoryCard
    report: UUID
    reports: list[UUID] = field(default_factory=list)

    @property
    def row(self) -> Case:
        """The case as it is now."""
        return Case.objects.get(pk=self.case)

    @property
    def resident(self) -> Actor:
        return resident(self.report)

    @property
    def head(self) -> Actor:
        return self.life.at(self.at.grid_id, Role.GRID_HEAD)

    @property
    def worker(self) -> Actor:
        return self.life.at(self.at.community_id, Role.COMMUNITY_WORKER)

    @property
    def secretary(self) -> Actor:
        return self.life.at(self.at.community_id, Role.COMMUNITY_SECRETARY)

    @property
    def clerk(self) -> Actor:
        return self.life.at(self.at.street_id, Role.STREET_CLERK)

    @property
    def leader(self) -> Actor:
        return self.life.at(self.at.street_id, Role.STREET_LEADER)

    @property
    def dispatcher(self) -> Actor:
        return self.life.at(self.at.district_id, Role.DISTRICT_DISPATCHER)

    @property
    def caller(self) -> Actor:
        return self.life.at(self.at.district_id, Role.CALLER)

    def office(self, hours: float) -> datetime:
        """So many working hours on; where the clock runs day and night, sooner and on days off too."""
        if self.card.limit_kind in ("emergency", "utilities"):
            return self.life.awake(hours * 0.3)
        return self.life.office(hours)

    @property
    def measures(self) -> str:
        return words.answer(self.life.chance, self.card.code)

    @property
    def level(self) -> str:
        """The level of the desk that has it now."""
        desk = tree().get(self.row.desk_id)
        return desk.level if desk else ""


def report(
    life: Life, *, category: str = "", grid: AreaCard | None = None, at: Place | None = None, by: Actor | None = None,
    channel: str = "resident", text: str = "", known: bool | None = None,
) -> Matter:  # fmt: skip
    """Somebody reports: a resident, unless ``by`` says who."""
    at = at or place_of(life.unit(grid or life.grid()))
    card = catalogue().coded(category) if category else life.category(life.plain())
    said = text or life.words_for(card, at)
    told = life.telling(said, known=life.happens(0.85) if known is None else known)
    case: Any = cases.report(
        by or resident(), channel=channel, category=card, at=at, telling=told, title=said
    )
    return Matter(life, case.pk, at, card, case.first_report.pk, [case.first_report.pk])
