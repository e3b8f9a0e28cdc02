"""Posting: what another system tells becomes a case, by the same command as every other door.

The reporter's name and telephone are sealed by the command; e-mail, device and account ids are not kept. Nothing is
fetched from a ``media_url``: the address stands in the words, for whoever deals with the case to judge.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from gongzhi.gateways.open311 import parameters, services
from gongzhi.gateways.open311.errors import Wrong
from gongzhi.gateways.open311.formats import Said
from gongzhi.kit.flow import Refused
from gongzhi.kit.identity import new_id
from gongzhi.kit.privacy.patterns import without_numbers
from gongzhi.town.access.actor import Actor, system
from gongzhi.town.areas.cards import Place
from gongzhi.town.areas.models import Area
from gongzhi.town.areas.places import place_at, place_of
from gongzhi.town.areas.tree import tree
from gongzhi.town.people.models import Token
from gongzhi.town.people.queries import by_token
from gongzhi.work.cases import commands, photos
from gongzhi.work.cases.catalogue import CategoryCard
from gongzhi.work.cases.commands.intake import LONGEST, Telling
from gongzhi.work.cases.models import Channel, Report

SCOPE = "open311:write"
LONGEST_ADDRESS = 120
LONGEST_ANSWER = 200
PHONE = re.compile(r"^[0-9+() \-]*$")
WEB = re.compile(r"^https?://[^\s<>\"]+$")
#: The command's names of fields, and the standard's.
NAMES = {"text": "description", "phone": "phone", "place": "address_id"}

Files = MultiValueDict[str, Any]


@dataclass(frozen=True)
class Sent:
    """A report as another system sent it, read and checked."""

    card: CategoryCard
    at: Place
    telling: Telling


def holder_of(request: HttpRequest) -> Token:
    """The token of ``api_key`` (or of a bearer header); raises Wrong (403)."""
    bearer = request.headers.get("Authorization", "").partition("Bearer ")[2]
    plain = request.POST.get("api_key") or request.GET.get("api_key") or bearer
    if not plain:
        raise Wrong(403, "api_key required")
    found = by_token(plain)
    if found is None or SCOPE not in found.scopes:
        raise Wrong(403, "api_key is not valid")
    return found


def post(request: HttpRequest) -> Said:
    """``POST requests``: a number at once (realtime), or a token for it (batch)."""
    actor = system(f"Open311 {holder_of(request).label}"[:120])
    sent = read(request.POST.dict())
    report, code = _begin(actor, sent, request)
    if services.code_of(sent.card) in settings.OPEN311_BATCH:
        return Said("service_requests", [{"token": report.pk.hex}])
    made = {"service_request_id": report.number, "service_notice": _notice(sent.card, code), "account_id": ""}
    return Said("service_requests", [made])


def _begin(actor: Actor, sent: Sent, request: HttpRequest) -> tuple[Report, str]:
    """The case's first report and its code; a repeated ``Idempotency-Key`` gives the same report, without the code."""
    key = request.headers.get("Idempotency-Key")
    try:
        case = commands.report(
            actor, channel=Channel.OPEN311, category=sent.card, at=sent.at, telling=sent.telling,
            files=_photos(actor, request.FILES), key=f"open311:{key}"[:80] if key else None,
        )  # fmt: skip
    except Refused as wrong:
        raise Wrong(
            400, f"{NAMES.get(wrong.field or '', wrong.field or 'description')}: {wrong.message}"
        ) from wrong
    first = getattr(case, "first_report", None)
    return (first, first.code) if first else (Report.objects.get(serial=case.serial), "")


def _photos(actor: Actor, files: Files) -> list[str]:
    """The photos of ``media``, made anew and kept; raises Wrong (400)."""
    uploads = files.getlist("media")
    if not uploads:
        return []
    if len(uploads) > photos.MOST:
        raise Wrong(400, f"media: more than {photos.MOST} photos")
    draft = new_id().hex
    try:
        photos.keep(actor, draft, uploads)
    except Refused as wrong:
        raise Wrong(400, f"media: {wrong.message}") from wrong
    return photos.ids(draft)


def _notice(card: CategoryCard, code: str) -> str:
    told = _("凭编号和查询码 %s 在 /r/trace/ 查进度。") % code if code else ""
    return " ".join(part for part in (card.warning, told) if part)


def read(given: Mapping[str, str]) -> Sent:
    """The report in the fields of a request; raises Wrong that names the field."""
    code = parameters.text(given, "service_code", 80)
    if not code:
        raise Wrong(400, "service_code required")
    card = services.find(code)
    words = parameters.text(given, "description", LONGEST)
    url = parameters.text(given, "media_url", 500)
    if url and not WEB.match(url):
        raise Wrong(400, "media_url is not an address of the web")
    told = "\n".join(part for part in (words or card.full_name, url) if part)
    phone = parameters.text(given, "phone", 20)
    if not PHONE.match(phone):
        raise Wrong(400, "phone may hold digits, blanks and + - ( ) only")
    name = _name(parameters.text(given, "first_name", 40), parameters.text(given, "last_name", 40))
    for unused in ("email", "device_id", "account_id"):
        parameters.text(given, unused, 200)
    telling = Telling(
        text=told[:LONGEST], answers=_answers(card, given), name=name, phone=phone, consent=bool(phone)
    )
    return Sent(card, where(given), telling)


def _name(first: str, last: str) -> str:
    """As the name's own letters have it: 李桂兰, or Mary Smith."""
    return f"{first} {last}".strip() if (first + last).isascii() else f"{last}{first}"


def _answers(card: CategoryCard, given: Mapping[str, str]) -> dict[str, str]:
    """``attribute[code]`` of the category's questions; what it does not ask for passes and is not kept."""
    answers, wrong = {}, []
    for question in card.questions:
        name = f"attribute[{question['code']}]"
        value = parameters.text(given, name, LONGEST_ANSWER)
        options = question.get("options") or []
        if not value and question.get("required"):
            wrong.append(f"{name} required")
        elif value and options and value not in options:
            wrong.append(f"{name} is none of its values")
        elif value:
            answers[question["code"]] = value
    if wrong:
        raise Wrong(400, *wrong)
    return answers


def where(given: Mapping[str, str]) -> Place:
    """The place of a point, of an area's code, or of words alone (the city's sorting desk finds it); raises Wrong."""
    lat, lon = parameters.number(given, "lat", -90, 90), parameters.number(given, "long", -180, 180)
    words = without_numbers(parameters.text(given, "address_string", LONGEST_ADDRESS))
    code = parameters.text(given, "address_id", 40)
    if lat is not None and lon is not None:
        known = place_at(lon, lat)
        return _described(known, words) if known else _somewhere(words, lon, lat)
    if code:
        return _described(place_of(_area_id(code)), words)
    if lat is not None or lon is not None:
        raise Wrong(400, "long required" if lon is None else "lat required")
    if not words:
        raise Wrong(400, "lat and long, address_id or address_string required")
    return _somewhere(words)


def _area_id(code: str) -> int:
    card = tree().by_code(code)
    found = (
        card.id
        if card
        else Area.objects.filter(code=code, valid_to=None).values_list("pk", flat=True).first()
    )
    if found is None:
        raise Wrong(400, "address_id is not known")
    return found


def _described(place: Place, words: str) -> Place:
    return replace(place, address=f"{place.address}（{words}）"[:LONGEST_ADDRESS]) if words else place


def _somewhere(words: str, lon: float | None = None, lat: float | None = None) -> Place:
    return replace(
        place_of(tree().city().id), address=words or _("地图上的一点，还没有对上网格"), lon=lon, lat=lat
    )
