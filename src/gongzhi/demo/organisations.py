"""The organisations of the demo city. Offices bear the names such offices have; firms and numbers are invented."""

import csv
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from gongzhi.demo.names import landline
from gongzhi.kit import clock
from gongzhi.kit.chinese import sort_key
from gongzhi.kit.reference import bump
from gongzhi.kit.registers.storing import store
from gongzhi.town.access.actor import system
from gongzhi.town.areas.cards import AreaCard
from gongzhi.town.areas.divisions import BEGIN
from gongzhi.town.areas.models import Estate
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations import commands
from gongzhi.town.organisations.directory import directory
from gongzhi.town.organisations.models import Kind, Organisation

DATA = Path(__file__).parent / "data"
INVENTED = "（虚构）"
Values = dict[str, Any]

UTILITIES = (
    ("heating", "示例热力集团", "示例热力"),
    ("waterworks", "示例水务公司", "示例水务"),
    ("power", "示例供电公司", "示例供电"),
    ("gas", "示例燃气公司", "示例燃气"),
    ("telecom", "示例通信公司", "示例通信"),
)
TEAMS = (("urban", "综合执法中队"), ("police", "派出所"), ("market", "市场监管所"))
FIRMS = (
    (Kind.RESIDENT_ORGANISATION, "GRAIN", "示例粮油公司"),
    (Kind.RESIDENT_ORGANISATION, "SCHOOL", "示例小学"),
    (Kind.RESIDENT_ORGANISATION, "BANK", "示例银行支行"),
    (Kind.PROPERTY_FIRM, "WY1", "示例物业公司"),
    (Kind.PROPERTY_FIRM, "WY2", "示例第二物业公司"),
    (Kind.SOCIAL_ORGANISATION, "HELP", "示例助老服务社"),
    (Kind.PARTY_OWN, "GRAIN-P", "示例粮油公司党支部"),
    (Kind.PARTY_PROPERTY, "WY1-P", "示例物业公司党支部"),
    (Kind.PARTY_ASSOCIATION, "UNION-P", "区域党建联盟党委"),
    (Kind.PARTY_INDUSTRY, "PROPERTY-P", "物业行业党委"),
)


def departments() -> list[dict[str, str]]:
    with (DATA / "departments.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def code(key: str, where: AreaCard) -> str:
    """The code under which a demo organisation is found again, such as ``D220103-HEAT``."""
    return f"D{where.code}-{key.upper()}"


def build(communities: tuple[AreaCard, ...], streets: tuple[AreaCard, ...]) -> None:
    """Everything from the city's leading body down to the owners' committees of the demo's communities."""
    rows = list(_city(tree().city()))
    for district in _above(streets):
        rows += _district(district)
    for street in _offices(communities, streets):
        rows += _street(street, street in streets)
    for community in communities:
        rows += _community(community)
    _store(rows)
    _store([row for street in streets for row in _teams(street)])
    _task_force(streets[0])


def _above(streets: tuple[AreaCard, ...]) -> list[AreaCard]:
    return [tree().card(pk) for pk in dict.fromkeys(s.parent_id for s in streets) if pk]


def _offices(communities: tuple[AreaCard, ...], streets: tuple[AreaCard, ...]) -> list[AreaCard]:
    """The streets of the stories, and all others that have communities in full depth."""
    ids = dict.fromkeys([*(street.id for street in streets), *(card.parent_id for card in communities)])
    return [tree().card(pk) for pk in ids if pk]


def _row(key: str, name: str, kind: str, where: AreaCard, short: str = "", **more: Any) -> Values:
    """One organisation as the register keeps it; its telephones ring nowhere."""
    number = sum(map(ord, code(key, where)))
    return {
        "code": code(key, where), "name": name, "short_name": short or name, "pinyin": sort_key(name), "kind": kind,
        "area_id": where.id, "parent_id": None, "estate_id": None, "phone": landline(number),
        "duty_phone": landline(number + 1), "credit_code": "", "basis": "", "valid_from": BEGIN, "valid_to": None,
        "synthetic": True, **more,
    }  # fmt: skip


def _city(city: AreaCard) -> Iterator[Values]:
    yield _row("LEAD", f"{city.name}委市政府", Kind.LEADING_BODY, city, "市委市政府")
    yield _row("CENTRE", f"{city.name}城市运行指挥中心", Kind.DISPATCH_CENTRE, city, "市指挥中心")
    yield _row("IT", f"{city.name}数据管理中心", Kind.DEPARTMENT, city, "市数据中心")
    for key, name, short in UTILITIES:
        yield _row(key, name + INVENTED, Kind.UTILITY, city, short)


def _district(district: AreaCard) -> Iterator[Values]:
    name = district.name
    yield _row("LEAD", f"{name}委区政府", Kind.LEADING_BODY, district, f"{name}委区政府")
    yield _row("CENTRE", f"{name}城市运行指挥中心", Kind.DISPATCH_CENTRE, district, f"{name}指挥中心")
    yield _row("CALLS", f"{name}群众诉求回访中心", Kind.CALL_CENTRE, district, f"{name}回访中心")
    for row in departments():
        yield _row(row["key"], name + row["name"], row["kind"], district, name[:2] + row["short"])


def _street(street: AreaCard, full: bool) -> Iterator[Values]:
    town = street.kind in ("镇", "乡")
    title = f"{street.name}人民政府" if town else f"{street.name}办事处"
    yield _row("OFFICE", title, Kind.STREET_OFFICE, street, street.name)
    if not full:
        return
    yield _row("PARTY", f"{street.name}党工委", Kind.PARTY_TERRITORIAL, street)
    for kind, key, name in FIRMS:
        yield _row(key, f"{street.name[:2]}{name}{INVENTED}", kind, street, f"{street.name[:2]}{name}")


def _community(community: AreaCard) -> Iterator[Values]:
    yield _row("OFFICE", f"{community.name}居民委员会", Kind.COMMUNITY, community, community.name)
    yield _row("PARTY", f"{community.name}党委", Kind.PARTY_TERRITORIAL, community)
    estate = Estate.objects.filter(community_id=community.id, synthetic=True).order_by("code").first()
    if estate is not None:
        yield _row(
            "OWNERS", f"{estate.name}业主委员会", Kind.OWNERS_COMMITTEE, community, estate_id=estate.pk
        )
        yield _row("ESTATE-P", f"{estate.name}党支部", Kind.PARTY_ESTATE, community, estate_id=estate.pk)


def _teams(street: AreaCard) -> Iterator[Values]:
    """Teams that district departments have stationed in the street."""
    district = tree().card(street.parent_id)  # type: ignore[arg-type]
    for key, name in TEAMS:
        parent = directory().by_code(code(key, district))
        if parent is not None:
            yield _row(f"{key}-TEAM", street.name + name, Kind.STATIONED_TEAM, street, parent_id=parent.id)


def _store(rows: list[Values]) -> None:
    store(Organisation, ("code",), rows)
    bump("organisations")
    directory()


def _task_force(street: AreaCard) -> None:
    """One 专班, with its basis and its end, and three members."""
    from gongzhi.town.areas.models import Area

    district = tree().card(street.parent_id)  # type: ignore[arg-type]
    force = commands.found(
        system("演示城市"), Area.objects.get(pk=district.id), code=code("FORCE", district), kind=Kind.TASK_FORCE,
        name=f"{district.name}今冬供热保障专班", short_name="供热专班", basis="演示用，虚构；依据待确认",
        from_date=clock.today(), to_date=clock.today() + timedelta(days=150), synthetic=True,
    )  # fmt: skip
    for key, role in (("heat", "牵头"), ("housing", "房屋与管网"), ("civil", "困难群众取暖")):
        member = directory().by_code(code(key, district))
        if member is not None:
            commands.join(system("演示城市"), force, member_id=member.id, role=role)
