"""Outlines for maps: thinned together, packed small, from memory; buildings near a point; ground in GCJ-02."""

import gzip
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from gongzhi.town.areas import commands, geo, nearby
from gongzhi.town.areas.divisions import new_ids
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.outlines import outlines

GRIDS = 4839
SIDE = 70
STEP = 0.01


def square(x, y, points=5):
    """A cell of a lattice with ``points`` corners a side, as surveyed borders have: 21 in all."""
    west, south = 125 + x * STEP, 43 + y * STEP
    part = [STEP * n / points for n in range(points)]
    ring = [[west + p, south] for p in part] + [[west + STEP, south + p] for p in part]
    ring += [[west + STEP - p, south + STEP] for p in part] + [[west, south + STEP - p] for p in part]
    return {"type": "Polygon", "coordinates": [[*ring, ring[0]]]}


def laid(count):
    """So many grids of 21 points each on a lattice, seven to a community; the communities in their order."""
    communities = list(Area.objects.filter(level=Level.COMMUNITY).order_by("code")[: count // 7 + 1])
    rows = []
    for n, pk in enumerate(new_ids(count)):
        above = communities[n // 7]
        rows.append(
            Area(
                id=pk, level=Level.GRID, code=f"G{n:04d}", name=f"第{n}网格", parent=above, lineage=[*above.lineage, pk],
                polygon=square(n % SIDE, n // SIDE),
            )
        )  # fmt: skip
    Area.objects.bulk_create(rows, batch_size=1000)
    commands.changed()
    return communities


@pytest.fixture
def lattice(changchun):
    return laid(70)


def city():
    return frozenset({Area.objects.get(level=Level.CITY).pk})


def read(level, under):
    return json.loads(gzip.decompress(outlines().packed(level, under).zipped))["features"]


@pytest.mark.slow
@pytest.mark.django_db
def test_all_grids_of_the_city_are_small_and_cost_no_statement(changchun):
    laid(GRIDS)
    under = city()
    outlines()
    with CaptureQueriesContext(connection) as asked:
        features = read(Level.GRID, under)
        again = outlines().packed(Level.GRID, under)
        for level in (Level.DISTRICT, Level.STREET, Level.COMMUNITY):
            read(level, under)
    assert not asked.captured_queries
    shapes = [f for f in features if f["geometry"]["type"] == "Polygon"]
    assert len(shapes) == GRIDS == len(features) - GRIDS
    assert len(again.zipped) < 250_000
    assert len(gzip.decompress(again.zipped)) < 2_500_000
    assert (
        sum(len(f["geometry"]["coordinates"][0]) for f in shapes) == 5 * GRIDS
    )  # corners on a line are gone


@pytest.mark.django_db
def test_neighbours_keep_their_border_and_names_lie_inside(lattice):
    features = {f["id"]: f for f in read(Level.GRID, city()) if f["geometry"]["type"] == "Polygon"}
    first, second = (Area.objects.get(code=code).pk for code in ("G0000", "G0001"))
    mine, theirs = ({tuple(p) for p in features[pk]["geometry"]["coordinates"][0]} for pk in (first, second))
    assert {(125.01, 43.0), (125.01, 43.01)} <= mine & theirs
    lon, lat = outlines().middle(first)
    assert 125 < lon < 125.01
    assert 43 < lat < 43.01


@pytest.mark.django_db
def test_a_level_above_is_the_union_of_what_lies_below_unless_it_was_drawn(lattice, keeper):
    community = lattice[0]
    [shape] = [
        f for f in read(Level.COMMUNITY, frozenset({community.pk})) if f["geometry"]["type"] == "Polygon"
    ]
    assert shape["properties"] == {"own": 1}
    east = max(point[0] for point in shape["geometry"]["coordinates"][0])
    assert east == pytest.approx(125 + 7 * STEP)
    commands.draw(keeper, community, polygon=square(80, 80))
    [shape] = [
        f for f in read(Level.COMMUNITY, frozenset({community.pk})) if f["geometry"]["type"] == "Polygon"
    ]
    assert max(point[0] for point in shape["geometry"]["coordinates"][0]) == pytest.approx(125 + 81 * STEP)


@pytest.mark.django_db
def test_one_sees_ones_own_reach_and_what_contains_it(lattice):
    community = lattice[3]
    under = frozenset({community.pk})
    assert {f["id"] for f in read(Level.COMMUNITY, under)} == {community.pk}
    assert {f["id"] for f in read(Level.STREET, under)} == {community.parent_id}
    assert len({f["id"] for f in read(Level.GRID, under)}) == 7
    assert outlines().box(under) == pytest.approx((125 + 21 * STEP, 43.0, 125 + 28 * STEP, 43.01))


@pytest.mark.django_db
def test_the_tag_changes_with_the_outlines_and_only_then(lattice, keeper):
    from gongzhi.kit import reference

    under = city()
    before = outlines().packed(Level.GRID, under).tag
    reference.forget_all()
    assert outlines().packed(Level.GRID, under).tag == before
    commands.draw(keeper, Area.objects.get(code="G0000"), polygon=square(90, 90))
    assert outlines().packed(Level.GRID, under).tag != before


@pytest.mark.django_db
def test_on_a_ground_in_gcj02_everything_is_shifted(lattice, settings):
    settings.MAP_COORDINATES = "gcj02"
    point = next(f for f in read(Level.GRID, city()) if f["geometry"]["type"] == "Point")
    lon, lat = geo.to_gcj02(*outlines().middle(point["id"]))
    assert point["geometry"]["coordinates"] == pytest.approx([lon, lat], abs=1e-5)
    box = geo.box(",".join(str(d) for d in (*geo.to_gcj02(125, 43), *geo.to_gcj02(125.1, 43.1))))
    assert box == pytest.approx((125, 43, 125.1, 43.1), abs=1e-8)


@pytest.mark.django_db
def test_buildings_near_a_point_by_one_statement(lattice):
    grid = Area.objects.get(code="G0000")
    for n in range(12):
        Area.objects.create(
            level=Level.BUILDING, code=f"B{n}", name=f"{n}栋", parent=grid, lineage=[*grid.lineage, 0],
            lon=125.002 + n * 0.0004, lat=43.005,
        )  # fmt: skip
    nearby.near(110.0, 30.0)
    with CaptureQueriesContext(connection) as asked:
        found = nearby.near(125.002, 43.005)
    assert len(asked.captured_queries) == 1
    assert [one.name for one in found] == ["0栋", "1栋", "2栋", "3栋", "4栋", "5栋"]
    assert [one.metres for one in found[:2]] == [0, 33]
    assert nearby.near(110.0, 30.0) == []


@pytest.mark.django_db
def test_buildings_are_drawn_close_up_only(lattice):
    grid = Area.objects.get(code="G0000")
    Area.objects.create(
        level=Level.BUILDING, code="B", name="1栋", parent=grid, lineage=grid.lineage, lon=125.005, lat=43.005
    )
    assert [f["properties"]["name"] for f in nearby.collection((125, 43, 125.01, 43.01))["features"]] == [
        "1栋"
    ]
    assert nearby.collection((125, 43, 126, 44))["features"] == []
    assert nearby.collection(None)["features"] == []


@pytest.mark.parametrize(
    "text", ["", "1,2,3", "a,b,c,d", "126,43,125,44", "125,44,126,43", "0,0,1,1", "nan,43,126,44"]
)
def test_a_box_that_is_none(text):
    assert geo.box(text) is None


def test_without_outlines_there_is_no_box(db):
    assert not outlines()
    assert outlines().box() is None
    assert outlines().middle(None) is None
