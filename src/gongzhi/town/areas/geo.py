"""Coordinates: everything is stored as CGCS2000 longitude and latitude and converted at the edges.

CGCS2000 (EPSG:4490) and WGS 84 agree within centimetres and are treated as one. Public Chinese maps and telephones
use GCJ-02, which is shifted by some 100 to 700 metres; the shift is the publicly known formula, exact to about one
metre, and its inverse is found by repeated approach to better than a millimetre.
"""

from math import cos, pi, radians, sin, sqrt
from typing import Any

import shapely
from django.conf import settings
from django.utils.translation import gettext as _

AXIS, FLATTENING = 6378245.0, 0.00669342162296594323  # Krasovsky 1940, as in the GCJ-02 formula
CHINA = (73.0, 3.0, 136.0, 54.0)  # west, south, east, north, in degrees
MOST_POINTS = 20_000
GCJ02 = "gcj02"
Point = tuple[float, float]


def to_gcj02(lon: float, lat: float) -> Point:
    """CGCS2000 degrees to GCJ-02 degrees; outside China unchanged."""
    if not in_china(lon, lat):
        return lon, lat
    east, north = _shift(lon - 105.0, lat - 35.0)
    bend = 1 - FLATTENING * sin(radians(lat)) ** 2
    north = north * 180 / ((AXIS * (1 - FLATTENING)) / (bend * sqrt(bend)) * pi)
    east = east * 180 / (AXIS / sqrt(bend) * cos(radians(lat)) * pi)
    return lon + east, lat + north


def from_gcj02(lon: float, lat: float) -> Point:
    """GCJ-02 degrees to CGCS2000 degrees; outside China unchanged."""
    if not in_china(lon, lat):
        return lon, lat
    here = (lon, lat)
    for _round in range(8):
        there = to_gcj02(*here)
        here = (here[0] + lon - there[0], here[1] + lat - there[1])
    return here


def shown(lon: float, lat: float) -> Point:
    """Stored degrees as the ground of the map wants them (``MAP_COORDINATES``)."""
    return to_gcj02(lon, lat) if settings.MAP_COORDINATES == GCJ02 else (lon, lat)


def taken(lon: float, lat: float, coordinates: str = "") -> Point:
    """Degrees that came from outside, to be stored; ``coordinates`` says which they are (CGCS2000 unless ``gcj02``)."""
    return from_gcj02(lon, lat) if coordinates == GCJ02 else (lon, lat)


def box(text: str) -> tuple[float, float, float, float] | None:
    """A box of the map's degrees, ``west,south,east,north``, as stored ones; None where it is none."""
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    if not (in_china(west, south) and in_china(east, north)) or west >= east or south >= north:
        return None
    used = settings.MAP_COORDINATES
    return (*taken(west, south, used), *taken(east, north, used))


def in_china(lon: float, lat: float) -> bool:
    west, south, east, north = CHINA
    return west <= lon <= east and south <= lat <= north


def _shift(x: float, y: float) -> Point:
    """The shift in metres, east and north, at x, y degrees from 105 E 35 N."""
    wave = (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3
    east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + wave
    east += (20 * sin(x * pi) + 40 * sin(x / 3 * pi)) * 2 / 3
    east += (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3
    north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + wave
    north += (20 * sin(y * pi) + 40 * sin(y / 3 * pi)) * 2 / 3
    north += (160 * sin(y / 12 * pi) + 320 * sin(y * pi / 30)) * 2 / 3
    return east, north


def polygon(geometry: Any, *, gcj02: bool = False) -> dict[str, Any]:
    """A checked GeoJSON Polygon or MultiPolygon in CGCS2000, converted from GCJ-02 if said so.

    :raises ValueError: in Chinese, what is wrong: kind, too many points, outside China, crossing itself.
    """
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        raise ValueError(_("边界要是 GeoJSON 的 Polygon 或 MultiPolygon。"))
    try:
        shape = shapely.geometry.shape(geometry)
    except Exception as wrong:
        raise ValueError(_("边界的坐标不完整，每一圈至少四个点并首尾相同。")) from wrong
    points = shapely.get_coordinates(shape)
    if not 4 <= len(points) <= MOST_POINTS:
        raise ValueError(_("边界要有 4 到 %d 个点。") % MOST_POINTS)
    if not all(in_china(*point) for point in points):
        raise ValueError(_("边界的坐标不在中国范围内，请按“经度, 纬度”填写。"))
    if not shape.is_valid or shape.is_empty:
        raise ValueError(_("边界自己相交，请检查点的顺序。"))
    if gcj02:
        shape = shapely.transform(shape, lambda rows: [from_gcj02(*row) for row in rows])
    return shapely.geometry.mapping(shape)


def centre(geometry: dict[str, Any]) -> Point:
    """A point inside the polygon, for a marker on the map."""
    point = shapely.geometry.shape(geometry).representative_point()
    return point.x, point.y
