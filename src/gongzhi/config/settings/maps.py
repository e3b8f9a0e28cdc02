"""The ground under the city's own outlines: none (plain), or tiles of Tianditu, of an own server, of whoever else."""

import os
import re
from urllib.parse import urlsplit

COORDINATES = ("cgcs2000", "gcj02")
HOSTS = re.compile(r"\{(\d)-(\d)\}")


def spread(template: str, token: str) -> tuple[str, ...]:
    """The addresses of one layer: ``{0-7}`` becomes one address a host, ``{token}`` the token."""
    filled = template.replace("{token}", token)
    found = HOSTS.search(filled)
    if found is None:
        return (filled,)
    return tuple(HOSTS.sub(str(n), filled) for n in range(int(found[1]), int(found[2]) + 1))


def origins(layers: tuple[tuple[str, ...], ...]) -> list[str]:
    """The origins the browser must be allowed to ask; none for tiles of our own address."""
    parts = [urlsplit(address) for layer in layers for address in layer]
    return sorted({f"{part.scheme}://{part.netloc}" for part in parts if part.netloc})


MAP_TILES = tuple(
    spread(template, os.environ.get("GONGZHI_MAP_TOKEN", ""))
    for template in os.environ.get("GONGZHI_MAP_TILES", "").split()
)
"""Layers from the lowest up, each with its addresses in Web Mercator: ``{z}``, ``{x}``, ``{y}``."""
MAP_COORDINATES = os.environ.get("GONGZHI_MAP_COORDINATES", "cgcs2000")
"""What the tiles are drawn in. Everything is stored in CGCS2000; with ``gcj02`` the doors of the map convert."""
MAP_ATTRIBUTION = os.environ.get("GONGZHI_MAP_ATTRIBUTION", "")
"""Who made the tiles, and their 审图号; stands on every map."""
MAP_DEEPEST = int(os.environ.get("GONGZHI_MAP_DEEPEST", "18"))
"""The deepest level that the source has tiles of; closer, they are drawn larger."""
MAP_RESIDENTS = os.environ.get("GONGZHI_MAP_RESIDENTS", "1") == "1"
"""Whether residents are offered the map; the list of places always is."""
MAP_ORIGINS = origins(MAP_TILES)
