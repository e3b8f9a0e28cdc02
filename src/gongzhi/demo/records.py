"""The records of rule of the demo city: catalogue, duty list, lawful grounds, templates, who may sign, duty rotas."""

import csv
from datetime import datetime, time, timedelta
from pathlib import Path
from typing import Any

from gongzhi.demo import people
from gongzhi.demo.logins import KEY
from gongzhi.demo.organisations import code
from gongzhi.kit import clock
from gongzhi.kit.reference import bump
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.storing import store
from gongzhi.town.access.actor import system
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.tree import tree
from gongzhi.town.documents import commands as documents
from gongzhi.town.duty.models import Shift
from gongzhi.town.organisations.directory import OrganisationCard, directory
from gongzhi.town.people import commands as accounts
from gongzhi.town.people.models import Role, User
from gongzhi.town.people.scopes import SCOPES
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.models import AnswerTemplate, Ground
from gongzhi.work.mandates.models import Duty
from gongzhi.work.whistles.models import Authority, Kind

DATA = Path(__file__).parent / "data"
ACTOR = system("演示城市")
CHANGE_AT = time(8, 30)  # when one shift hands over to the next
AHEAD = 7  # days of rota to come
DAYS = 31  # and gone by
PAPERS = (
    ("XFGZTL", "信访工作条例", "中共中央、国务院"),
    ("XZFYF", "中华人民共和国行政复议法", "全国人民代表大会常务委员会"),
    ("LDZYTJZCF", "中华人民共和国劳动争议调解仲裁法", "全国人民代表大会常务委员会"),
)
Values = dict[str, Any]


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def build(streets: tuple[AreaCard, ...]) -> None:
    """Everything but the rotas of duty."""
    registry.get("categories").import_file(DATA / "categories.csv", ACTOR)
    for paper, title, issuer in PAPERS:
        documents.enter_document(ACTOR, code=paper, title=title, issuer=issuer)
    store(Ground, ("code",), list(rows("grounds.csv")))  # type: ignore[arg-type]
    _templates()
    _duties(streets)
    _authorities(streets[0])


def _templates() -> None:
    known = catalogue()
    review = clock.today() + timedelta(days=180)
    store(AnswerTemplate, ("name",), [
        {
            "name": row["name"], "verb": row["verb"], "text": row["text"], "review_on": review,
            "basis": "演示用；待确认",
            "category_id": known.coded(row["category"]).id if row["category"] else None,
        }
        for row in rows("templates.csv")
    ])  # fmt: skip


def _duties(streets: tuple[AreaCard, ...]) -> None:
    """The same list for each district, with its own departments; some categories stay without an owner."""
    made = []
    for district in dict.fromkeys(tree().card(s.parent_id) for s in streets):  # type: ignore[arg-type]
        for row in rows("duties.csv"):
            helpers = [owner(key, district).id for key in row["helpers"].split()]
            made.append({
                "code": f"{district.code}-{row['number']}", "category_id": catalogue().coded(row["category"]).id,
                "area_id": district.id, "lead_id": owner(row["lead"], district).id, "helper_ids": helpers,
                "basis": row["basis"], "valid_from": clock.today() - timedelta(days=365), "synthetic": True,
            })  # fmt: skip
    store(Duty, ("code",), made)
    bump("duties")


def owner(key: str, district: AreaCard) -> OrganisationCard:
    """The organisation of a key: the district's, else the city's."""
    found = directory().by_code(code(key, district)) or directory().by_code(code(key, tree().city()))
    if found is None:
        raise LookupError(f"no organisation {key} in {district.name}")
    return found


def _authorities(street: AreaCard) -> None:
    """The street's second clerk may sign whistles of enforcement until a day."""
    Authority.objects.create(
        user=User.objects.get(username="clerk2"), street_id=street.id, kind=Kind.ENFORCEMENT,
        basis="演示用；街道授权，待确认", valid_to=clock.today() + timedelta(days=120),
    )  # fmt: skip


def substitute() -> None:
    """The director is away for five days and lets the deputy act."""
    director = accounts.actor_of("director")
    accounts.substitute(
        director,
        User.objects.get(username="deputy"),
        post_id=director.post_id,
        until=clock.today() + timedelta(days=5),
    )


def token() -> None:
    """The API key ``demo``: the street clerk's, with all scopes. Everybody knows it."""
    clerk = User.objects.get(username="clerk")
    accounts.keep_token(
        ACTOR, clerk, label="演示钥匙 demo", scopes=[*SCOPES, "open311:write"], days=366, plain=KEY
    )


def rotas(streets: tuple[AreaCard, ...]) -> int:
    """A shift a day for every office that must keep a rota, gone by and to come; one has none from today on."""
    users = dict(User.objects.values_list("username", "id"))
    posts, staff = people.desks(), people.staff()
    made = []
    missing = code("environment", tree().card(streets[0].parent_id))  # type: ignore[arg-type]
    for card in _keepers():
        pair = _pair(card, posts, staff)
        last = 0 if card.code == missing else AHEAD
        if pair:
            made += [_shift(card, day, users, pair) for day in range(-DAYS, last)]
    store(Shift, ("organisation_id", "starts_at"), made)
    return len(made)


def _keepers() -> list[OrganisationCard]:
    return list(directory().of_kind("street_office", "utility", "dispatch_centre", "department"))


def _pair(
    card: OrganisationCard, posts: dict[tuple[int, str], list[str]], staff: dict[tuple[int, str], str]
) -> tuple[list[str], list[str]] | None:
    """Leaders and clerks of an office, in turn."""
    if tree().card(card.area_id).level == Level.STREET:
        return posts[card.area_id, Role.STREET_LEADER], posts[card.area_id, Role.STREET_CLERK]
    leader, clerk = staff.get((card.id, Role.DEPARTMENT_LEADER)), staff.get((card.id, Role.DEPARTMENT_CLERK))
    if leader and clerk:
        return [leader], [clerk]
    above = posts.get((card.area_id, Role.DISTRICT_LEADER)) or posts.get((card.area_id, Role.CITY_LEADER))
    desk = posts.get((card.area_id, Role.DISTRICT_DISPATCHER)) or posts.get(
        (card.area_id, Role.CITY_DISPATCHER)
    )
    return (above, desk) if above and desk else None


def _shift(
    card: OrganisationCard, day: int, users: dict[str, int], pair: tuple[list[str], list[str]]
) -> Values:
    """One day's shift; around today the first leader and clerk, else by turns."""
    turn = 0 if -2 < day < 2 else day
    start = datetime.combine(clock.today() + timedelta(days=day), CHANGE_AT, tzinfo=clock.zone())
    leaders, clerks = pair
    return {
        "organisation_id": card.id, "starts_at": start, "ends_at": start + timedelta(days=1),
        "leader_id": users[leaders[turn % len(leaders)]], "clerk_id": users[clerks[turn % len(clerks)]],
        "phone": card.duty_phone,
    }  # fmt: skip
