"""What the map's program must be told: where its files lie, what lies under the outlines, and its words."""

import json
from typing import Any

from django.conf import settings
from django.templatetags.static import static
from django.utils.translation import gettext as _

VENDOR = "vendor/maplibre-6.17.0/"


def ground(**more: Any) -> str:
    """The map's ``data-ground``: files, tiles, words, and ``more`` of the page, as JSON."""
    said = {
        "program": static(f"{VENDOR}maplibre-gl.mjs"),
        "worker": static(f"{VENDOR}maplibre-gl-worker.mjs"),
        "css": [static(f"{VENDOR}maplibre-gl.css"), static("gz/map.css")],
        "tiles": settings.MAP_TILES,
        "deepest": settings.MAP_DEEPEST,
        "attribution": settings.MAP_ATTRIBUTION,
        "coordinates": settings.MAP_COORDINATES,
        "words": words(),
    }
    return json.dumps(
        said | {name: value for name, value in more.items() if value}, ensure_ascii=False, default=str
    )


def words() -> dict[str, str]:
    """What the map itself says, by MapLibre's own names and ours."""
    return {
        "Map.Title": _("地图"),
        "NavigationControl.ZoomIn": _("放大"),
        "NavigationControl.ZoomOut": _("缩小"),
        "AttributionControl.ToggleAttribution": _("地图来源"),
        "Marker.Title": _("选的地方"),
        "unable": _("这台设备画不出地图（没有 WebGL），请用列表。"),
        "failed": _("地图没有取到，请用列表，或过一会儿再试。"),
        "more": _("图上还有 {n} 件，放大地图再看。"),
        "left": _("还有 {n} 件，看列表。"),
        "none": _("这一块地方没有符合的事项。"),
        "several": _("这里有 {n} 件"),
        "about": _("大致位置"),
        "over": _("逾期 {n}"),
        "Popup.Close": _("关上"),
    }
