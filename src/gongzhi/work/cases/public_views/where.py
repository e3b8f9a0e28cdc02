"""Where a thing is: from the QR code at a door, from the list (one press a level), or from a point."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit.flow import Refused
from gongzhi.town.areas import geo, nearby
from gongzhi.town.areas.cards import Place
from gongzhi.town.areas.models import Area, Level
from gongzhi.town.areas.places import place_at, place_of
from gongzhi.town.areas.tree import tree

COOKIE = "gz_place"
YEAR = 365 * 86400
HOW = ("qr", "list", "point", "map", "last")


@dataclass(frozen=True)
class Choice:
    """A line of the list: one area below the chosen one."""

    id: int
    name: str


@dataclass(frozen=True)
class Whereabouts:
    """The chosen place and how it was found; ``groups`` is the list below it, open if ``listing``; ``near`` are the
    buildings around a point.
    """

    area_id: int | None = None
    place: Place | None = None
    how: str = ""
    listing: bool = False
    title: str = ""
    under: str = ""
    up_id: int | None = None
    groups: tuple[tuple[str, tuple[Choice, ...]], ...] = field(default=())
    near: tuple[Choice, ...] = field(default=())

    @property
    def face(self) -> str:
        """The public page of the community (or street) that this place lies in; "" where none is known."""
        card = tree().get(self.place.community_id or self.place.street_id) if self.place else None
        return f"/p/{card.code}/?at={self.area_id or self.place.grid_id or ''}" if card and self.place else ""

    @property
    def fine(self) -> bool:
        """Whether it is known to the street at least, so that a desk near it takes it."""
        return self.place is not None and self.place.street_id is not None


def of_area(area_id: int | None, how: str, *, listing: bool = False) -> Whereabouts:
    """The whereabouts of an area; nothing chosen (and the list from the districts) for an unknown one."""
    if area_id is None:
        return Whereabouts(how=how, listing=listing, groups=below(None) if listing else ())
    try:
        place = place_of(area_id)
    except Refused:
        return of_area(None, "", listing=True)
    title, under = spoken(place)
    groups = below(area_id) if listing else ()
    return Whereabouts(
        area_id, place, how, listing and bool(groups), title, under, above(place, area_id), groups
    )


def chosen(post: Any) -> Whereabouts:
    """The place the form speaks of: the pressed line of the list, a point, or what was chosen before."""
    how = post.get("how", "") if post.get("how") in HOW else ""
    if post.get("pick"):
        return of_area(number(post["pick"]), "list", listing=True)
    if post.get("do") == "unsure":
        return of_area(tree().city().id, "list")
    area = number(post.get("area"))
    if post.get("do") == "list":
        return of_area(area, how if area else "list", listing=True)
    point = pressed(post)
    if point and (post.get("do") in ("here", "spot") or area is None):
        by_map = post.get("do") != "here" and (how == "map" or bool(post.get("spot")))
        return of_point(*point, how="map" if by_map else "point")
    return of_area(area, how) if area else Whereabouts()


def of_point(lon: float, lat: float, how: str = "point") -> Whereabouts:
    """The grid at a point and the buildings around; outside every grid the city's sorting desk finds out who is near."""
    place = place_at(lon, lat)
    if place is None:
        found = Place(address=tree().city().name, lon=lon, lat=lat)
        title = _("您在地图上点的地方") if how == "map" else _("您现在的位置")
        return Whereabouts(None, found, how, title=title, under=_("由市里分拣，转给管这里的人"))
    title, under = spoken(place)
    near = tuple(Choice(one.id, one.name) for one in nearby.near(lon, lat))
    return Whereabouts(None, place, how, title=title, under=under, near=near)


def pressed(form: Any) -> tuple[float, float] | None:
    """The point of a form in stored degrees; ``coordinates`` says what it was measured in."""
    point = degrees(form.get("lon"), form.get("lat"))
    return geo.taken(*point, form.get("coordinates", "")) if point else None


def by_code(code: str) -> int | None:
    """The area of a code at a door, as printed on its sheet."""
    return Area.objects.filter(code=code, valid_to=None).values_list("pk", flat=True).first()


def spoken(place: Place) -> tuple[str, str]:
    """A place in two lines: 某某家园 3栋 2单元 / 某区 某街道 某社区."""
    known = tree()
    names = [
        known.name(one)
        for one in (place.district_id, place.street_id, place.community_id, place.grid_id)
        if one
    ]
    if place.building_id:
        whole = known.full_name(place.community_id)
        return place.address.removeprefix(whole), " ".join(names[:3])
    if not names:
        return _("还没有选到街道"), _("写清是哪条路、哪个小区，由市里分拣")
    return names[-1], " ".join(names[:-1])


def above(place: Place, area_id: int) -> int | None:
    """One level up in the list; from a building to its community, as the list goes."""
    way = (place.unit_id, place.building_id, place.community_id, place.street_id, place.district_id)
    known = [one for one in way if one and one != area_id]
    if area_id == place.grid_id:
        return place.community_id
    return known[0] if known and area_id not in known[1:] else None


def below(area_id: int | None) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """The list below an area, in groups with a heading; empty at a unit."""
    card = tree().get(area_id) if area_id else tree().city()
    if card is None:
        units = Area.objects.filter(parent_id=area_id, valid_to=None, level=Level.UNIT).order_by("code")
        return _group(_("哪个单元"), units)
    if card.level == Level.COMMUNITY:
        grids = tree().children(card.id)
        named = (
            ((_("不在楼里，按网格选"), tuple(Choice(one.id, one.name) for one in grids)),) if grids else ()
        )
        return _buildings([one.id for one in grids]) + named
    if card.level == Level.GRID:
        return _buildings([card.id])
    asked = {Level.CITY: _("哪个区县"), Level.DISTRICT: _("哪个街道、乡镇"), Level.STREET: _("哪个社区、村")}
    found = tuple(Choice(one.id, one.name) for one in tree().children(card.id))
    return ((asked[Level(card.level)], found),) if found else ()


def _buildings(grid_ids: list[int]) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    rows = Area.objects.filter(parent_id__in=grid_ids, valid_to=None, level=Level.BUILDING)
    groups: dict[str, list[Choice]] = {}
    for row in rows.select_related("estate").order_by("estate__pinyin", "estate_id", "code")[:400]:
        groups.setdefault(row.estate.name if row.estate else _("其他楼"), []).append(Choice(row.pk, row.name))
    return tuple((name, tuple(found)) for name, found in groups.items())


def _group(heading: str, rows: Any) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    found = tuple(Choice(row.pk, row.name) for row in rows)
    return ((heading, found),) if found else ()


def number(text: Any) -> int | None:
    """A whole number of a form, or nothing."""
    text = str(text or "")
    return int(text) if text.isdigit() and len(text) <= 18 else None


def degrees(lon: Any, lat: Any) -> tuple[float, float] | None:
    """Two degrees of a form within the country, or nothing."""
    try:
        x, y = float(lon), float(lat)
    except (TypeError, ValueError):
        return None
    return (x, y) if 70 <= x <= 140 and 10 <= y <= 60 else None
