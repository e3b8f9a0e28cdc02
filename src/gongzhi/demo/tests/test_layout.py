"""The synthetic ground: exact totals, polygons that tile, names and numbers that are nobody's."""

from random import Random  # noqa: TID251 (a test's own seed)

import pytest
import shapely

from gongzhi.demo import layout, names
from gongzhi.demo.ground import numeral
from gongzhi.kit.privacy.patterns import personal_number

CITY = [(f"2201{2 + n % 5:02d}{n % 90:03d}{n % 199:03d}", n % 5 == 0) for n in range(layout.COMMITTEES)]


def test_the_citys_totals_are_those_of_the_report():
    grids = [grid for row in layout.plan(CITY) for grid in row]
    assert len(grids) == 4839
    assert sum(len(grid.units) for grid in grids) == 35170
    assert sum(sum(grid.units) for grid in grids) == 124665
    assert all(400 <= grid.households <= 700 and min(grid.units) >= 1 for grid in grids)


def test_heads_lie_thicker_in_streets_than_in_towns():
    rows = list(zip(CITY, layout.plan(CITY), strict=True))
    street = [len(grids) for (_code, town), grids in rows if not town]
    town = [len(grids) for (_code, town), grids in rows if town]
    assert sum(street) / len(street) > 1.5 * sum(town) / len(town) > 0


def test_the_same_places_give_the_same_plan():
    assert layout.plan(CITY[:9]) == layout.plan(CITY[:9])


def test_forty_communities_have_the_citys_proportions():
    grids, buildings, units = layout.totals(40)
    assert (round(buildings / grids, 1), round(units / buildings, 1)) == (7.3, 3.5)


def test_grids_tile_their_community_without_gap_or_overlap():
    box = (125.0, 43.0, 125.0125, 43.009)
    for count in (1, 2, 5, 7, 12):
        shapes = [shapely.box(*tile) for tile in layout.tiles(box, count)]
        assert len(shapes) == count
        assert sum(shape.area for shape in shapes) == pytest.approx(shapely.box(*box).area)
        assert shapely.union_all(shapes).area == pytest.approx(shapely.box(*box).area)


def test_no_two_communities_share_a_cell():
    boxes = [(round(box[0], 6), round(box[1], 6)) for box in layout.cells([code for code, _town in CITY])]
    assert len(set(boxes)) == len(boxes)


def test_shares_are_exact_and_refuse_too_little():
    assert sum(layout.shares(100, [1, 2, 3.7])) == 100
    with pytest.raises(ValueError, match="less to share"):
        layout.shares(2, [1, 1, 1])


def test_numerals_of_grids():
    assert [numeral(n) for n in (1, 9, 10, 11, 20, 23)] == ["一", "九", "十", "十一", "二十", "二十三"]


def test_invented_numbers_ring_nowhere():
    assert not personal_number(names.telephone(20_261_122))
    assert len(set(names.estates(Random(1), 300))) == 300
