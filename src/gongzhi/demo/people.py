"""The people of the demo city: one login for each role, everybody else of the offices, and all three heads (三长)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from random import Random  # noqa: TID251 (seeded with ``layout.SEED``)
from typing import Any

from django.contrib.auth.hashers import make_password

from gongzhi.demo import layout, names
from gongzhi.demo.logins import BESIDE, LOGINS, PASSWORD
from gongzhi.demo.organisations import TEAMS, UTILITIES, code, departments
from gongzhi.kit import clock
from gongzhi.kit.registers.storing import store
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import Post, Role, User

SERVED = timedelta(days=200)  # how long everybody has held their post when the demo begins
R = Role

HEADS = {
    Level.GRID: ("g", R.GRID_HEAD),
    Level.BUILDING: ("b", R.BUILDING_HEAD),
    Level.UNIT: ("u", R.UNIT_HEAD),
}


@dataclass(frozen=True)
class Hire:
    """An account with one post: who, as what, in which organisation (id), over which area (id)."""

    username: str
    name: str
    role: str
    organisation_id: int
    area_id: int


def build(communities: tuple[AreaCard, ...], streets: tuple[AreaCard, ...]) -> int:
    """Make all accounts and posts in bulk; returns how many heads there are."""
    chance = Random(layout.SEED)
    home = home_of(streets[0])
    named = [*_named(home), *_offices(chance, communities, streets)]
    taken = {
        (hire.role, hire.area_id)
        for hire in named
        if hire.role in (R.GRID_HEAD, R.BUILDING_HEAD, R.UNIT_HEAD)
    }
    heads = [hire for hire in _heads(chance, communities) if (hire.role, hire.area_id) not in taken]
    _keep([*named, *heads, *_teams(chance, streets, named)])
    return len(heads) + len(taken)


def home_of(street: AreaCard) -> dict[str, AreaCard | int]:
    """The areas in which the printed logins serve."""
    community = next(c for c in tree().children(street.id) if tree().children(c.id))
    grid = tree().children(community.id)[0]
    building = Area.objects.filter(parent_id=grid.id).order_by("code").first()
    unit = Area.objects.filter(parent=building).order_by("code").first()
    assert building is not None and unit is not None  # every grid of the plan has them
    district = tree().card(street.parent_id)  # type: ignore[arg-type]
    return {
        "city": tree().city(), "district": district, "street": street, "community": community, "grid": grid,
        "building": building.pk, "unit": unit.pk,
    }  # fmt: skip


def _named(home: dict[str, Any]) -> Iterator[Hire]:
    for username, name, role, _label, key, where in (*LOGINS, *BESIDE):
        area = home[where]
        owner = home["community"] if where in ("grid", "building", "unit") else area
        yield Hire(
            username, name, role, _organisation(key, owner), area if isinstance(area, int) else area.id
        )


def _organisation(key: str, where: AreaCard) -> int:
    found = directory().by_code(code(key, where))
    if found is None:
        raise LookupError(f"no organisation {code(key, where)}")
    return found.id


def _offices(
    chance: Random, communities: tuple[AreaCard, ...], streets: tuple[AreaCard, ...]
) -> Iterator[Hire]:
    """Two for each department and utility, four for each street, three for each community: by area code."""
    taken = {(hire.role, hire.organisation_id) for hire in _named(home_of(streets[0]))}
    for hire in _posts(chance, communities, streets):
        if (hire.role, hire.organisation_id) not in taken:
            yield hire


def _posts(
    chance: Random, communities: tuple[AreaCard, ...], streets: tuple[AreaCard, ...]
) -> Iterator[Hire]:
    for key, _name, _short in UTILITIES:
        yield from _pair(chance, key, tree().city())
    for district in dict.fromkeys(tree().card(s.parent_id) for s in streets):  # type: ignore[arg-type]
        for row in departments():
            yield from _pair(chance, row["key"], district)
        for prefix, role, key in (
            ("dispatcher", R.DISTRICT_DISPATCHER, "CENTRE"), ("district", R.DISTRICT_LEADER, "LEAD"),
            ("caller", R.CALLER, "CALLS"),
        ):  # fmt: skip
            yield _hire(chance, f"{prefix}-{district.code}", role, key, district)
    for street in dict.fromkeys([*streets, *(tree().card(c.parent_id) for c in communities)]):  # type: ignore[arg-type]
        yield _hire(chance, f"leader-{street.code}", R.STREET_LEADER, "OFFICE", street)
        yield _hire(chance, f"clerk-{street.code}", R.STREET_CLERK, "OFFICE", street)
    for community in communities:
        yield _hire(chance, f"secretary-{community.code}", R.COMMUNITY_SECRETARY, "OFFICE", community)
        yield _hire(chance, f"worker-{community.code}", R.COMMUNITY_WORKER, "OFFICE", community)


def _teams(chance: Random, streets: tuple[AreaCard, ...], named: list[Hire]) -> Iterator[Hire]:
    """Two in each team that a department has stationed in a street."""
    taken = {(hire.role, hire.organisation_id) for hire in named}
    for street in streets:
        for key, _name in TEAMS:
            if directory().by_code(code(f"{key}-team", street)) is not None:
                pair = _pair(chance, f"{key}-team", street)
                yield from (hire for hire in pair if (hire.role, hire.organisation_id) not in taken)


def _pair(chance: Random, key: str, where: AreaCard) -> Iterator[Hire]:
    yield _hire(chance, f"{key}-{where.code}", R.DEPARTMENT_CLERK, key, where)
    yield _hire(chance, f"{key}-chief-{where.code}", R.DEPARTMENT_LEADER, key, where)


def _hire(chance: Random, username: str, role: str, key: str, where: AreaCard) -> Hire:
    return Hire(username, names.person(chance), role, _organisation(key, where), where.id)


def _heads(chance: Random, communities: tuple[AreaCard, ...]) -> Iterator[Hire]:
    """A head for every grid, building and unit; buildings and units are volunteers."""
    offices = {card.id: _organisation("OFFICE", card) for card in communities}
    place = {card.id: card.parent_id for card in tree().at_level(Level.GRID)}
    rows = Area.objects.filter(level__in=HEADS, synthetic=True).order_by("id")
    for pk, level, area_code, lineage in rows.values_list("id", "level", "code", "lineage").iterator(5000):
        prefix, role = HEADS[Level(level)]
        community = place[pk] if level == Level.GRID else lineage[3]
        yield Hire(f"{prefix}{area_code}", names.person(chance), role, offices[community], pk)  # type: ignore[index]


def _keep(hires: list[Hire]) -> None:
    """Accounts, then posts. One password for all, and so one hash: every account is public (see refusals)."""
    password, start = make_password(PASSWORD), clock.today() - SERVED
    accounts = [
        {
            "username": h.username, "name": h.name, "pinyin": names.reading(h.name), "password": password,
            "synthetic": True,
        }
        for h in hires
    ]  # fmt: skip
    store(User, ("username",), accounts)
    ids = dict(User.objects.values_list("username", "id"))
    volunteers = (R.BUILDING_HEAD, R.UNIT_HEAD)
    posts = [
        {
            "user_id": ids[h.username], "role": str(h.role), "organisation_id": h.organisation_id, "area_id": h.area_id,
            "valid_from": start, "volunteer": h.role in volunteers,
        }
        for h in hires
    ]  # fmt: skip
    store(Post, ("user_id", "role", "organisation_id", "area_id"), posts)


def desks() -> dict[tuple[int, str], list[str]]:
    """Area and role to the accounts that hold it: who sits where, for the days that follow."""
    held: dict[tuple[int, str], list[str]] = {}
    rows = (
        Post.objects.filter(stands_in_for=None)
        .exclude(role__in=(R.BUILDING_HEAD, R.UNIT_HEAD))
        .order_by("id")
    )
    for area_id, role, username in rows.values_list("area_id", "role", "user__username"):
        held.setdefault((area_id, role), []).append(username)
    return held


def staff() -> dict[tuple[int, str], str]:
    """Organisation and role to an account, for departments, utilities and teams."""
    rows = Post.objects.filter(role__in=(R.DEPARTMENT_CLERK, R.DEPARTMENT_LEADER)).order_by("-id")
    return {
        (org, role): name for org, role, name in rows.values_list("organisation_id", "role", "user__username")
    }
