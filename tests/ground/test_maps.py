"""The map's ground as settings: templates spread, origins named, faults said."""

import pytest

from gongzhi.config.ground.checks import map_ground
from gongzhi.config.settings.maps import origins, spread

TIANDITU = "https://t{0-2}.tianditu.gov.cn/vec_w/wmts?TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk={token}"
OWN = "/tiles/{z}/{x}/{y}.png"


def test_hosts_and_token_are_filled_in():
    layer = spread(TIANDITU, "abc")
    assert [address.split("/vec_w")[0] for address in layer] == [
        f"https://t{n}.tianditu.gov.cn" for n in range(3)
    ]
    assert all(address.endswith("&tk=abc") for address in layer)
    assert spread(OWN, "") == (OWN,)


def test_only_foreign_origins_are_named():
    assert origins((spread(TIANDITU, "x"), (OWN,))) == [f"https://t{n}.tianditu.gov.cn" for n in range(3)]
    assert origins(()) == []


def test_the_policy_names_no_origin_where_there_are_no_tiles(settings):
    directives = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert directives["img-src"] == ["'self'", "data:", "blob:"]
    assert directives["worker-src"] == ["'self'"]


@pytest.mark.parametrize(
    ("tiles", "coordinates", "attribution", "fault"),
    [
        ((), "cgcs2000", "", ""),
        ((spread(TIANDITU, "abc"),), "cgcs2000", "天地图 审图号待确认", ""),
        ((), "wgs84", "", "COORDINATES"),
        ((("tiles.png",),), "gcj02", "x", "begins with"),
        ((("https://x/{z}.png",),), "gcj02", "x", "lacks"),
        ((spread(TIANDITU, ""),), "cgcs2000", "x", "TOKEN"),
        (((OWN,),), "cgcs2000", "", "ATTRIBUTION"),
    ],
)
def test_what_is_wrong_is_said(settings, tiles, coordinates, attribution, fault):
    settings.MAP_TILES, settings.MAP_COORDINATES, settings.MAP_ATTRIBUTION = tiles, coordinates, attribution
    said = map_ground()
    assert len(said) == (1 if fault else 0)
    assert fault in "".join(said)


def test_the_environment_reaches_the_policy():
    import os
    import subprocess
    import sys

    program = (
        "from gongzhi.config.settings import web; d = web.CONTENT_SECURITY_POLICY['DIRECTIVES'];"
        " print(d['img-src'], d['connect-src'])"
    )
    more = {
        "GONGZHI_MAP_TILES": "https://tiles.example/{z}/{x}/{y}.png /own/{z}/{x}/{y}.png",
        "GONGZHI_TESTING": "1",
    }
    said = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, **more},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.count("'https://tiles.example'") == 2
