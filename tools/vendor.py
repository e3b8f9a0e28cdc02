"""Copy the front-end files that are used from ``node_modules`` into ``static/vendor/`` with their licences.

Run by ``make vendor`` after ``npm install --ignore-scripts``. The copies are committed, so that running
Gongzhi needs no Node. Also makes ``static/gz/icons.svg``, a sprite of the icons named in
``tools/icons/names.txt`` and of our own in ``tools/icons/*.svg``.
"""

import json
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

PROJECT = Path(__file__).resolve().parents[1]
MODULES = PROJECT / "node_modules"
VENDOR = PROJECT / "static" / "vendor"
ICONS = PROJECT / "tools" / "icons"
SPRITE = PROJECT / "static" / "gz" / "icons.svg"
SVG = "http://www.w3.org/2000/svg"
SOURCE_MAP = re.compile(r"\n?/[/*]# sourceMappingURL=.*$", re.MULTILINE)


@dataclass(frozen=True)
class Package:
    """An npm package: its name in ``static/vendor``, the files wanted, its licence if it ships none."""

    npm: str
    name: str
    files: tuple[str, ...]
    licence: str = ""


PACKAGES = (
    Package("htmx.org", "htmx", ("dist/htmx.min.js",)),
    Package(
        "maplibre-gl",
        "maplibre",
        (
            "dist/maplibre-gl.mjs",
            "dist/maplibre-gl-worker.mjs",
            "dist/maplibre-gl-shared.mjs",
            "dist/maplibre-gl.css",
        ),
    ),
    Package("@tabler/core", "tabler", ("dist/css/tabler.min.css",), "tools/licences/tabler-core.txt"),
)


def pinned() -> dict[str, str]:
    """Package name to exact version, from package.json."""
    wanted = json.loads((PROJECT / "package.json").read_text("utf-8"))["dependencies"]
    loose = [name for name, version in wanted.items() if not re.fullmatch(r"\d+\.\d+\.\d+", version)]
    if loose:
        sys.exit(f"package.json: pin exact versions of {', '.join(loose)}")
    return wanted


def installed(npm: str, version: str) -> Path:
    """The folder of a package in node_modules, if it is the pinned version."""
    folder = MODULES / npm
    found = json.loads((folder / "package.json").read_text("utf-8"))["version"]
    if found != version:
        sys.exit(f"{npm}: package.json pins {version}, node_modules holds {found}; run npm install")
    return folder


def licence_of(folder: Path, package: Package) -> Path:
    found = sorted(folder.glob("LICENSE*")) + ([PROJECT / package.licence] if package.licence else [])
    if not found:
        sys.exit(f"{package.npm}: no licence found")
    return found[0]


def copy(package: Package, version: str) -> None:
    """One package into ``static/vendor/<name>-<version>/``; older versions go. No source maps."""
    source = installed(package.npm, version)
    for old in VENDOR.glob(f"{package.name}-[0-9]*"):
        shutil.rmtree(old)
    target = VENDOR / f"{package.name}-{version}"
    target.mkdir(parents=True)
    for file in package.files:
        path = target / Path(file).name
        shutil.copyfile(source / file, path)
        if path.suffix in {".css", ".js", ".mjs"}:
            path.write_text(SOURCE_MAP.sub("", path.read_text("utf-8")), "utf-8")
    shutil.copyfile(licence_of(source, package), target / "LICENSE")
    print(f"{target.relative_to(PROJECT)}: {', '.join(Path(f).name for f in package.files)}")


def symbol(name: str, path: Path) -> ElementTree.Element:
    """An icon's drawing as a <symbol> without colours, so that the page's own stroke applies."""
    drawing = ElementTree.parse(path).getroot()
    frame = {"id": name, "viewBox": drawing.get("viewBox", "0 0 24 24")}
    made = ElementTree.Element(f"{{{SVG}}}symbol", frame)
    made.extend(part for part in drawing if part.get("stroke") != "none")
    for part in made:
        part.tail = None
    return made


def draw_sprite(tabler: Path) -> None:
    ElementTree.register_namespace("", SVG)
    sprite = ElementTree.Element(f"{{{SVG}}}svg")
    names = [n for n in (ICONS / "names.txt").read_text("utf-8").split("\n") if n and not n.startswith("#")]
    icons = {name: tabler / "icons" / "outline" / f"{name}.svg" for name in names}
    icons |= {path.stem: path for path in ICONS.glob("*.svg")}
    for name in sorted(icons):
        child = symbol(name, icons[name])
        child.tail = "\n"
        sprite.append(child)
    notice = "<!-- Tabler Icons (MIT: icons.LICENSE) and Gongzhi's own; made by tools/vendor.py -->\n"
    SPRITE.write_text(notice + ElementTree.tostring(sprite, encoding="unicode") + "\n", "utf-8")
    shutil.copyfile(tabler / "LICENSE", SPRITE.with_suffix(".LICENSE"))
    print(f"{SPRITE.relative_to(PROJECT)}: {len(icons)} icons")


def main() -> None:
    versions = pinned()
    for package in PACKAGES:
        copy(package, versions[package.npm])
    draw_sprite(installed("@tabler/icons", versions["@tabler/icons"]))


if __name__ == "__main__":
    main()
