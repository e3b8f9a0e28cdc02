"""Coordinates converted, outlines checked, a point found among 5,000 grids by a handful of looks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongzhi.kit.flow import Refused
from gongzhi.town.areas import commands, geo, places
from gongzhi.town.areas.models import Area, Level

SQUARE = {"type": "Polygon", "coordinates": [[[125, 43], [126, 43], [126, 44], [125, 44], [125, 43]]]}


def test_known_points_of_the_shift():
    lon, lat = geo.to_gcj02(116.404, 39.915)  # Tian'anmen, as published with coordtransform
    assert (round(lon, 6), round(lat, 6)) == (116.410244, 39.916404)
    assert geo.to_gcj02(2.35, 48.85) == (2.35, 48.85) == geo.from_gcj02(2.35, 48.85)


@given(st.floats(80, 130), st.floats(20, 50))
def test_there_and_back_is_the_same_point(lon, lat):
    back = geo.from_gcj02(*geo.to_gcj02(lon, lat))
    assert abs(back[0] - lon) < 1e-8 and abs(back[1] - lat) < 1e-8


@pytest.mark.parametrize(
    "wrong",
    [
        None,
        {"type": "Point", "coordinates": [125, 43]},
        {"type": "Polygon", "coordinates": [[[125, 43], [126, 43]]]},
        {"type": "Polygon", "coordinates": [[[43, 125], [44, 125], [44, 126], [43, 125]]]},
        {"type": "Polygon", "coordinates": [[[125, 43], [126, 44], [126, 43], [125, 44], [125, 43]]]},
        {"type": "Polygon", "coordinates": "x"},
    ],
)
def test_a_wrong_outline_is_refused_in_words(wrong):
    with pytest.raises(ValueError, match="边界"):
        geo.polygon(wrong)


def test_an_outline_in_gcj02_is_converted():
    lon, lat = geo.polygon(SQUARE, gcj02=True)["coordinates"][0][0]
    assert (lon, lat) == pytest.approx(geo.from_gcj02(125, 43))
    assert geo.centre(geo.polygon(SQUARE)) == (125.5, 43.5)


def squares(side: int) -> list[dict]:
    def one(x: int, y: int) -> dict:
        west, south = 125 + x * 0.01, 43 + y * 0.01
        ring = [[west, south], [west + 0.01, south], [west + 0.01, south + 0.01], [west, south + 0.01]]
        return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}

    return [one(n % side, n // side) for n in range(side * side)]


@pytest.mark.django_db
def test_a_point_finds_its_grid_among_five_thousand_by_at_most_four_looks(changchun, keeper):
    community = Area.objects.get(code="220103009004")
    Area.objects.bulk_create(
        (
            Area(
                level=Level.GRID,
                code=f"G{n}",
                name=f"网格{n}",
                parent=community,
                lineage=community.lineage,
                polygon=p,
            )
            for n, p in enumerate(squares(71))
        ),
        batch_size=1000,
    )
    commands.changed()
    shapes = places.SHAPES.get()
    assert len(shapes.ids) == 5041
    found = places.grid_at(125.105, 43.025)
    assert found.code == f"G{2 * 71 + 10}"
    assert shapes.looks <= 4
    assert places.place_at(125.105, 43.025).community_id == community.pk
    assert places.grid_at(100, 30) is None
    assert places.grid_at(125.01, 43.01).code == "G0"  # a corner of four: the lower id
    assert shapes.looks <= 12


@pytest.mark.django_db
def test_a_drawn_area_has_its_outline_and_middle(changchun, keeper):
    grid = commands.add(keeper, Area.objects.get(code="220103009004"), code="G1", name="第一网格")
    commands.draw(keeper, grid, polygon=SQUARE)
    assert places.grid_at(125.5, 43.5).id == grid.pk
    grid.refresh_from_db()
    assert (grid.lon, grid.lat) == (125.5, 43.5)


@pytest.mark.django_db
def test_many_outlines_are_drawn_all_or_none(changchun, keeper):
    community = Area.objects.get(code="220103009004")
    for n in range(2):
        commands.add(keeper, community, code=f"G{n}", name="网格")
    first, second = squares(2)[:2]
    for wrong in ({"G0": first, "G9": second}, {"G0": first, "G1": {"type": "Point"}}, {}):
        with pytest.raises(Refused):
            commands.draw_many(keeper, outlines=wrong)
    commands.draw_many(keeper, outlines={"G0": first, "G1": second})
    assert places.grid_at(125.015, 43.005).code == "G1"
