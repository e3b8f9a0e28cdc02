"""The tree: real divisions, names, predecessors; merged, split and renamed areas."""

from datetime import UTC, date, datetime

import pytest

from gongzhi.kit import clock
from gongzhi.kit.flow import NotYours, Refused
from gongzhi.town.access.actor import NOBODY
from gongzhi.town.areas import commands, divisions, places
from gongzhi.town.areas.models import Area, Estate, Level, Succession
from gongzhi.town.areas.tree import lineage, tree

pytestmark = pytest.mark.django_db
LIUYING = "220103009"


def area(code: str) -> Area:
    return Area.objects.get(code=code, valid_to=None)


def test_the_shipped_divisions_are_whole_and_load_once(changchun):
    city = tree()
    assert [len(city.at_level(level)) for level in ("city", "district", "street", "community")] == [
        1,
        15,
        231,
        2798,
    ]
    assert divisions.load_divisions() == 0
    assert city.city().name == "长春市"
    kinds = {card.code: card.kind for card in city.at_level(Level.STREET)}
    assert (kinds[LIUYING], kinds["220103100"]) == ("街道", "镇")
    assert city.by_code("220171").kind == "开发区"
    assert city.by_code("220103009004").kind == "社区"


def test_names_and_ways_cost_no_statement(changchun, django_assert_num_queries):
    tree()
    with django_assert_num_queries(0):
        card = tree().by_code("220103009004")
        assert tree().full_name(card.id) == "宽城区柳影街道富丰路社区"
        assert tree().above(card.id, Level.STREET).code == LIUYING
        assert lineage(card.id)[0] == tree().city().id and lineage(None) == ()
        assert tree().by_code("220103000000").name == "宽城区"
        assert tree().card(tree().by_code(LIUYING).id).code12 == "220103009000"
        assert card in tree().children(card.parent_id)
        assert tree().name(0) == ""
    with pytest.raises(LookupError):
        tree().card(0)


def test_a_merged_area_reaches_its_predecessors_and_takes_their_children(changchun, keeper):
    one, two = area(LIUYING), area("220103010")
    below = {card.id for card in (*tree().children(one.pk), *tree().children(two.pk))}
    new = commands.merge(keeper, one, others=[two.pk], code="220103099", name="柳欣街道", basis="待确认")
    assert tree().reach(new.pk) == {one.pk, two.pk, new.pk}
    assert {card.id for card in tree().children(new.pk)} == below
    assert all(lineage(one)[-2:] == (new.pk, one) for one in below)
    assert tree().by_code(LIUYING) is None
    assert tree().by_code(LIUYING, on=date(2020, 1, 1)).id == one.pk
    assert [card.id for card in tree().today_of(one.pk)] == [new.pk]
    assert Succession.objects.filter(successor=new, kind="merge").count() == 2


def test_reach_goes_through_any_number_of_changes(changchun, keeper):
    old = area(LIUYING)
    moments = [datetime(2026, month, 1, tzinfo=UTC) for month in (3, 4)]
    with clock.at(moments[0]):
        parts = {"220103097": "柳东街道", "220103098": "柳西街道"}
        cards = tree().children(old.pk)
        goes = {card.id: ("220103097" if n % 2 else "220103098") for n, card in enumerate(cards)}
        commands.split(keeper, old, parts=parts, children=goes, basis="待确认")
    with clock.at(moments[1]):
        new = commands.rename(keeper, area("220103097"), name="柳影东街道", basis="待确认")
    assert new.code == "220103097"
    assert old.pk in tree().reach(new.pk) and len(tree().reach(new.pk)) == 3
    assert len(tree().children(new.pk)) == len(cards) // 2


def test_what_cannot_be_is_refused(changchun, keeper):
    one, elsewhere = area(LIUYING), area("220102001")
    for wrong in (
        lambda: commands.merge(keeper, one, others=[elsewhere.pk], code="x", name="x", basis="x"),
        lambda: commands.merge(keeper, one, others=[], code="x", name="x", basis="x"),
        lambda: commands.merge(keeper, one, others=[area("220103010").pk], code="x", name="x", basis=" "),
        lambda: commands.split(keeper, one, parts={"1": "a", "2": "b"}, children={}, basis="x"),
        lambda: commands.add(keeper, area("220103"), code=LIUYING, name="又一个"),
        lambda: commands.add(keeper, area("220103"), code="220103096", name="明天的", on=date(2999, 1, 1)),
        lambda: commands.draw(keeper, one, polygon={"type": "Point", "coordinates": [1, 2]}),
    ):
        with pytest.raises(Refused):
            wrong()
    with pytest.raises(NotYours):
        commands.add(NOBODY, area("220103"), code="220103096", name="不行")


def test_a_building_and_a_unit_have_a_place_by_one_statement(changchun, keeper, django_assert_num_queries):
    community = area("220103009004")
    grid = commands.add(keeper, community, code="220103009004001", name="第一网格")
    building = commands.add(keeper, grid, code="220103009004001-05", name="5栋")
    building.estate = Estate.objects.create(name="富丰家园", code="E1", community=community)
    building.lon, building.lat = 125.3, 43.9
    building.save()
    unit = commands.add(keeper, building, code="220103009004001-05-2", name="2单元")
    tree()
    with django_assert_num_queries(1):
        place = places.place_of(unit.pk)
    assert place.address == "宽城区柳影街道富丰路社区富丰家园5栋2单元"
    assert (place.street_id, place.grid_id, place.building_id) == (community.parent_id, grid.pk, building.pk)
    assert place.estate_id == building.estate_id and place.lon == 125.3 and place.lowest_id == unit.pk
    with django_assert_num_queries(0):
        assert places.place_of(community.pk).community_id == community.pk
    assert set(place.snapshot()) == set(places.place_of(building.pk).snapshot())
    with pytest.raises(Refused):
        places.place_of(0)
