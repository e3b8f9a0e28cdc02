"""A second, invented city: its own divisions, words, limits and categories; and no page knows of the first one."""

from datetime import timedelta

import pytest
from django.test import Client

from gongzhi.kit.registers import registry
from gongzhi.town.access.actor import resident, system
from gongzhi.town.areas.models import Level
from gongzhi.town.areas.places import place_of
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.models import Organisation
from gongzhi.town.people import commands as people
from gongzhi.town.people.models import Role
from gongzhi.work.cases import commands
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from tests.crawling import BACKEND, visitor, walked
from tests.town.second_city import DIVISIONS, FIRST_CITY, NAMES, divisions_file, organisations_file

ROLES = (
    (Role.STREET_CLERK, "YS-BL", "990101001"),
    (Role.COMMUNITY_SECRETARY, "YS-SQ", "990101001001"),
    (Role.DISTRICT_DISPATCHER, "YS-QS", "990101"),
    (Role.CITY_LEADER, "YS", "9901"),
    (Role.DEPARTMENT_CLERK, "YS-SL", "990101"),
    (Role.SYSTEM_ADMIN, "YS", "9901"),
)


@pytest.fixture
def second(db, tmp_path, set_rule):
    """The city with people in service, one category, one limit and one case."""
    keeper = system("测试")
    for name, file in (("divisions", divisions_file), ("organisations", organisations_file)):
        outcome = registry.get(name).import_file(file(tmp_path), keeper)
        assert not outcome.rejected, [row.wrong for row in outcome.rows]
    set_rule(
        "names", {f"level.{level}": word for level, word in NAMES.items()} | {"role.street_clerk": "苏木专干"}
    )
    set_rule("limit.ordinary", {"amount": 3, "unit": "days"}, basis="云水盟办法（虚构）")
    categories = tmp_path / "类别.csv"
    categories.write_text("一级,二级,三级,时限类,首接层级\n牧区,草场,围栏倒了,一般,社区\n", encoding="utf-8")
    assert registry.get("categories").import_file(categories, keeper).created == 1
    made = {}
    for role, organisation, area in ROLES:
        user = people.open_account(
            keeper, role.value.replace("_", "-"), name="某某", password="Long-enough-2026"
        )
        people.grant(keeper, user, role=role, organisation=Organisation.objects.get(code=organisation),
                     area=_area(area))  # fmt: skip
        made[role] = user
    commands.report(
        resident(), channel="resident", category=next(c for c in catalogue().leaves if c.name == "围栏倒了"),
        at=place_of(_area("990101001001").pk), telling=Telling(text="北坡的围栏倒了两处，羊跑出去了"),
    )  # fmt: skip
    return made


def _area(code):
    from gongzhi.town.areas.models import Area

    return Area.objects.get(code=code)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("role", [None, *(role for role, _org, _area_code in ROLES)])
def test_no_page_names_the_first_city(second, role, language):
    pages = walked(visitor(second[role] if role else None), "/", language)
    assert len(pages) >= (3 if role is None else 5)
    told = [(address, word) for address, words in pages.items() for word in FIRST_CITY if word in words]
    assert not told


def test_levels_roles_limits_and_categories_are_its_own(second, client):
    assert [str(Level(level).label) for level in ("city", "district", "community", "grid")] == [
        "盟",
        "旗",
        "嘎查",
        "网格",
    ]
    client.force_login(second[Role.STREET_CLERK], BACKEND)
    assert "苏木专干" in client.get("/").content.decode()
    area = client.get(f"/town/areas/{tree().by_code('990101').id}/").content.decode()
    assert "苏木(镇)" in area and "街道(乡镇)" not in area
    case = commands.report(
        resident(), channel="resident", category=catalogue().leaves[0], at=place_of(tree().by_code("990101001001").id),
        telling=Telling(text="围栏又倒了"),
    )  # fmt: skip
    assert case.due_at - case.reported_at == timedelta(days=3)
    assert "围栏倒了" in Client().get("/r/", follow=True).content.decode() or _offered("围栏倒了")


def _offered(name: str) -> bool:
    return name in {card.name for card in catalogue().leaves}


def test_the_official_list_can_be_given_again_and_exported(second, tmp_path):
    register = registry.get("divisions")
    again = register.import_file(divisions_file(tmp_path), system("测试"))
    assert (again.created, again.unchanged) == (0, len(DIVISIONS))
    assert register.export(tmp_path / "out.xlsx", system("测试")) == len(DIVISIONS)
    back = register.import_file(tmp_path / "out.xlsx", system("测试"))
    assert (back.created, back.rejected, back.unchanged) == (0, 0, len(DIVISIONS))


def test_a_ring_of_parents_is_refused(second, tmp_path):
    path = tmp_path / "圈.csv"
    rows = ["单位编码,单位名称,类别,服务区域编码,上级单位编码,成立日期"]
    rows += [
        "A,甲,职能部门,990101000000,B,2020-01-01",
        "B,乙,职能部门,990101000000,A,2020-01-01",
        "C,丙,职能部门,990101000000,无此,2020-01-01",
    ]
    path.write_text("\n".join(rows), encoding="utf-8")
    outcome = registry.get("organisations").import_file(path, system("测试"))
    assert [list(row.wrong) for row in outcome.rows] == [["parent_code"]] * 3
