"""The directory: who serves where, without a statement; merged streets find the successor's office."""

from datetime import date

import pytest

from gongzhi.kit.flow import NotYours, Refused
from gongzhi.town.access.actor import NOBODY
from gongzhi.town.areas import commands as areas
from gongzhi.town.areas.models import Area
from gongzhi.town.organisations import commands, queries
from gongzhi.town.organisations.directory import directory
from gongzhi.town.organisations.models import Kind

pytestmark = pytest.mark.django_db


def test_an_office_is_found_by_its_place_without_a_statement(office, django_assert_num_queries):
    assert directory().street_office(office.area_id)
    with django_assert_num_queries(0):
        assert directory().street_office(office.area_id).id == office.pk
        assert directory().get(office.pk).label == "柳影街道" == directory().name(office.pk)
        assert directory().by_code("LY").kind == Kind.STREET_OFFICE
        assert directory().community_office(office.area_id) is None
        assert directory().dispatch_centre(None) is None
        district = Area(pk=office.area.parent_id).pk
        assert [c.id for c in directory().within(district, Kind.STREET_OFFICE)] == [office.pk]
        assert [c.id for c in directory().of_kind(Kind.STREET_OFFICE)] == [office.pk]


def test_a_case_of_a_merged_street_finds_the_office_of_its_successor(office, keeper):
    old, other = office.area, Area.objects.get(code="220103010")
    new = areas.merge(keeper, old, others=[other.pk], code="220103099", name="柳欣街道", basis="待确认")
    fresh = commands.found(keeper, new, code="LX", name="柳欣街道办事处", kind=Kind.STREET_OFFICE)
    assert directory().street_office(other.pk).id == fresh.pk
    assert directory().street_office(new.pk).id == fresh.pk


def test_a_changed_or_dissolved_organisation_is_so_at_once(office, keeper):
    commands.change(keeper, office, phone="0431-1")
    assert directory().get(office.pk).phone == "0431-1"
    commands.dissolve(keeper, office)
    assert directory().street_office(office.area_id) is not None  # until tomorrow
    assert directory().get(office.pk).valid_to is not None


def test_what_an_organisation_cannot_be(office, keeper):
    area = office.area
    for wrong in (
        {"code": "LY", "name": "又一个", "kind": Kind.DEPARTMENT},
        {"code": "T1", "name": "无依据专班", "kind": Kind.TASK_FORCE, "to_date": date(2027, 1, 1)},
        {"code": "T2", "name": "无期限专班", "kind": Kind.TASK_FORCE, "basis": "待确认"},
        {"code": "T3", "name": "倒着的", "kind": Kind.DEPARTMENT, "to_date": date(2000, 1, 1)},
        {"code": "T4", "name": "没有这一类", "kind": "club"},
    ):
        with pytest.raises(Refused):
            commands.found(keeper, area, **wrong)
    with pytest.raises(Refused):
        commands.change(keeper, office, code="other")
    with pytest.raises(NotYours):
        commands.found(NOBODY, area, code="x", name="x", kind=Kind.DEPARTMENT)


def test_members_join_a_task_force_once_and_leave_with_it(office, keeper):
    force = commands.found(
        keeper,
        office.area,
        code="ZB",
        name="供热专班",
        kind=Kind.TASK_FORCE,
        basis="待确认",
        to_date=date(2027, 4, 1),
    )
    joined = commands.join(keeper, force, member_id=office.pk, role="联络")
    assert joined.valid_to == force.valid_to
    assert [one.member for one in queries.members(force.pk)] == [office]
    assert [one.body for one in queries.bodies_of(office.pk)] == [force]
    assert not queries.members(force.pk, on=force.valid_to).exists()
    for member in (office.pk, force.pk, 0):
        with pytest.raises(Refused):
            commands.join(keeper, force, member_id=member)
