"""The API of cases: intake, the list, one case and its steps; the resident's trace; the reference lists."""

from dataclasses import replace
from typing import Annotated, Any, Literal

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Schema
from pydantic import Field

from gongzhi.kit import throttle
from gongzhi.kit.flow import Refused, Unseen
from gongzhi.kit.privacy.patterns import without_numbers
from gongzhi.kit.web.api import PLAIN, PROBLEMS, AreaId, Given, Key, Resource, answer, need, spoken
from gongzhi.town.access.actor import resident
from gongzhi.town.areas import geo, nearby
from gongzhi.town.areas.places import place_at, place_of
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases import api_shapes as shapes
from gongzhi.work.cases import commands, forms
from gongzhi.work.cases.catalogue import catalogue
from gongzhi.work.cases.commands.intake import Telling
from gongzhi.work.cases.models import Case, Stage, number
from gongzhi.work.cases.queries import ONE, board, by_code, listed, searched, similar, story
from gongzhi.work.cases.rules import FLOW
from gongzhi.work.cases.trace import parcel

Text = Annotated[str, Field(max_length=4000, pattern=PLAIN)]
Short = Annotated[str, Field(max_length=80, pattern=PLAIN)]


Coordinates = Literal["cgcs2000", "gcj02"]


class Where(Given):
    area: AreaId | None = None
    lon: Annotated[float, Field(ge=70, le=140)] | None = None
    lat: Annotated[float, Field(ge=10, le=60)] | None = None
    coordinates: Coordinates = "cgcs2000"


class NewCase(Where):
    """A report: where (an area's id, or a point in degrees), which category, and what."""

    category: Short
    text: Text
    title: Short = ""
    name: Short = ""
    phone: Annotated[str, Field(max_length=20, pattern=r"^[0-9+ -]*$")] = ""
    anonymous: bool = False
    consent: bool = False
    answers: dict[str, Short] = {}
    source_id: Annotated[str, Field(max_length=60, pattern=PLAIN)] = ""
    channel: Literal["api", "head", "worker", "counter", "hotline", "contact_point", "liaison"] = "api"


class Chosen(Schema):
    """Filters of the list."""

    stage: Literal[tuple(Stage.values)] | None = None  # type: ignore[valid-type]
    street: AreaId | None = None
    community: AreaId | None = None
    category: Short | None = None
    q: Annotated[str, Field(min_length=2, max_length=60, pattern=PLAIN)] | None = None


def narrow(rows: QuerySet, chosen: Any) -> QuerySet:
    if chosen.stage:
        rows = rows.filter(stage=chosen.stage)
    if chosen.street:
        rows = rows.filter(street_id__in=tree().reach(chosen.street))
    if chosen.community:
        rows = rows.filter(community_id__in=tree().reach(chosen.community))
    if chosen.category:
        card = catalogue().by_code.get(chosen.category)
        under = [one.id for one in catalogue().by_id.values() if card and card.id in one.lineage]
        rows = rows.filter(category_id__in=under)
    return searched(rows, chosen.q) if chosen.q else rows


def row_of(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the list."""
    return {
        "id": row["id"], "number": number(row["reported_at"], row["serial"]), "title": row["title"], "stage": row["stage"],
        "category": catalogue().get(row["category_id"]).code, "channel": row["channel"], "address": row["address"],
        "reported_at": row["reported_at"], "due_at": row["due_at"], "paused": row["paused_at"] is not None,
        "desk": row["desk_id"], "called": row["called_ids"], "street": row["street_id"], "community": row["community_id"],
        "round": row["round"], "reporters": row["reporters"], "emergency": row["emergency"],
    }  # fmt: skip


def out(actor: Any, case: Case) -> dict[str, Any]:
    """One case for a caller: never the reporter's name or telephone; a called department sees no reporter at all."""
    shown = row_of({name: getattr(case, name) for name in (
        "id", "serial", "title", "stage", "category_id", "channel", "address", "reported_at", "due_at", "paused_at",
        "desk_id", "called_ids", "street_id", "community_id", "round", "reporters", "emergency",
    )})  # fmt: skip
    shown |= {
        "outcome": case.outcome,
        "reply": case.reply,
        "eyes": case.eyes,
        "closed_at": case.closed_at,
        "note": case.note,
    }
    if hasattr(case, "report_rows"):
        shown["reports"] = [told(actor, case, report) for report in case.report_rows]
        shown["timeline"] = [line(entry) for entry in story(case.pk)]
    return shown


def told(actor: Any, case: Case, report: dict[str, Any]) -> dict[str, Any]:
    from gongzhi.work.cases.sight import sees_reporter

    shown = {name: report[name] for name in ("id", "text", "channel", "at", "answers")}
    if not sees_reporter(actor, case):
        shown["text"] = without_numbers(report["text"])
        shown["answers"] = {name: without_numbers(str(said)) for name, said in report["answers"].items()}
    return shown


def line(entry: Any) -> dict[str, Any]:
    return {
        "seq": entry.seq, "at": entry.at, "verb": entry.verb, "by": entry.actor_label if entry.actor_kind != "resident" else _("居民"),
        "before": entry.before, "after": entry.after, "details": entry.details,
    }  # fmt: skip


router = Router()
CASES = Resource(
    "cases", FLOW, commands, out, forms.FORMS, "cases", rows=listed, row=row_of, narrow=narrow, filters=Chosen,
    one=ONE.first, shape=shapes.CaseOut, row_shape=shapes.CaseRow,
)  # fmt: skip


@router.post(
    "/", operation_id="cases.report", summary="上报 report", response={201: shapes.Reported, **PROBLEMS}
)
def report(request: Any, data: NewCase, idempotency_key: Key = None) -> HttpResponse:
    """A case begins. The answer holds the number and the code by which the reporter follows it."""
    need(request, "cases:write")
    telling = Telling(
        text=data.text,
        answers=data.answers,
        name=data.name,
        phone=data.phone,
        anonymous=data.anonymous,
        consent=data.consent,
    )
    case = commands.report(
        request.actor, channel=data.channel, category=catalogue().coded(data.category), at=place(data), telling=telling,
        title=data.title, source_id=data.source_id, key=idempotency_key,
    )  # fmt: skip
    first = getattr(case, "first_report", None)
    code = getattr(first, "code", None)
    return answer(
        {**out(request.actor, case), "trace_code": code, "report_id": first.pk if first else None}, 201
    )


def place(where: Where) -> Any:
    """The place of an area or a point; a point in no polygon goes to the city's sorting desk, never refused."""
    if where.area:
        return place_of(where.area)
    if where.lon is not None and where.lat is not None:
        return of_point(*geo.taken(where.lon, where.lat, where.coordinates))
    raise Refused(_("请写明在哪儿：area，或 lon 和 lat。"), field="area")


def of_point(lon: float, lat: float) -> Any:
    """The place of a point, with the point."""
    return place_at(lon, lat) or replace(place_of(tree().city().id), lon=lon, lat=lat)


@router.get(
    "/similar",
    operation_id="cases.similar",
    summary="疑似重复 similar",
    response={200: shapes.Similar, **PROBLEMS},
)
def alike(request: Any, category: Query[Short], text: Query[Text], area: Query[AreaId]) -> HttpResponse:
    """Likely the same matter: category, place to the building, stage and date only."""
    need(request, "cases:read")
    return answer({"items": similar(place_of(area), catalogue().coded(category), text)})


@router.get(
    "/board",
    operation_id="cases.board",
    summary="看板 board",
    response={200: dict[str, list[shapes.CaseRow]], **PROBLEMS},
)
def by_stage(request: Any) -> HttpResponse:
    """The running cases in columns by stage, the most urgent twenty of each."""
    need(request, "cases:read")
    return answer({stage: [row_of(row) for row in rows] for stage, rows in board(request.actor).items()})


CASES.mount(router)
trace = Router(auth=None)


class Code(Given):
    """The number and the code of a report."""

    number: Annotated[str, Field(max_length=24, pattern=PLAIN)]
    code: Annotated[str, Field(max_length=20, pattern=PLAIN)]


def report_of(request: HttpRequest, code: Code) -> Any:
    """The report of a number and code; wrong and unknown ones answer alike and are counted."""
    throttle.check(caller(request), 20)
    found = by_code(code.number, code.code)
    if found is None:
        throttle.count(caller(request), 15)
        raise Unseen(_("编号或查询码不对。"))
    return found


def caller(request: HttpRequest) -> str:
    return f"trace:{request.META.get('REMOTE_ADDR', '')}"


@trace.post(
    "/",
    operation_id="trace.show",
    summary="查进度 trace",
    response={200: shapes.Parcel, **PROBLEMS},
    auth=None,
)
def show(request: Any, data: Code) -> HttpResponse:
    """Who holds it, since when, due when, what is next: by number and code, without an account."""
    return answer(parcel(report_of(request, data)))


class Rated(Code):
    contacted: bool
    solved: bool
    satisfaction: Literal["good", "fair", "bad"]
    comment: Annotated[str, Field(max_length=500, pattern=PLAIN)] = ""


@trace.post(
    "/rate",
    operation_id="trace.rate",
    summary="评价 rate",
    response={200: shapes.Spoken, **PROBLEMS},
    auth=None,
)
def rate(request: Any, data: Rated, idempotency_key: Key = None) -> HttpResponse:
    report = report_of(request, data)
    case = commands.rate(
        resident(report.pk, report.case_id), report.case_id, contacted=data.contacted, solved=data.solved, satisfaction=data.satisfaction,
        comment=data.comment, via="code", key=idempotency_key,
    )  # fmt: skip
    return answer({"number": report.number, "stage": case.stage})


class Said(Code):
    text: Annotated[str, Field(max_length=1000, pattern=PLAIN)] = ""


def _speak(verb: str) -> Any:
    def speak(request: Any, data: Said, idempotency_key: Key = None) -> HttpResponse:
        report = report_of(request, data)
        form = forms.FORMS.get(verb)
        details = spoken(form, None, {"text": data.text}) if form else {}
        case = getattr(commands, verb)(
            resident(report.pk, report.case_id), report.case_id, key=idempotency_key, **details
        )
        return answer({"number": report.number, "stage": getattr(case, "stage", "")})

    return speak


for _verb in ("answer", "supplement", "urge", "withdraw", "reopen"):
    _label = FLOW.steps[_verb].label
    trace.post(
        f"/{_verb}",
        operation_id=f"trace.{_verb}",
        summary=str(_label),
        response={200: dict[str, Any], **PROBLEMS},
        auth=None,
    )(_speak(_verb))

reference = Router()


@reference.get(
    "/categories",
    operation_id="reference.categories",
    summary="类别 categories",
    response={200: shapes.Categories, **PROBLEMS},
)
def categories(request: Any) -> HttpResponse:
    rows = [
        {"id": c.id, "code": c.code, "name": c.full_name, "limit": c.limit_kind, "leaf": c.leaf}
        for c in catalogue().in_force
    ]
    return answer({"items": rows})


@reference.get(
    "/areas", operation_id="reference.areas", summary="区域 areas", response={200: shapes.Areas, **PROBLEMS}
)
def areas(request: Any, parent: Query[AreaId | None] = None) -> HttpResponse:
    """The areas right below one (the city's districts without a parent)."""
    cards = tree().children(parent or tree().city().id)
    return answer({"items": [{"id": c.id, "code": c.code, "name": c.name, "level": c.level} for c in cards]})


@reference.get(
    "/at", operation_id="reference.at", summary="这个点在哪儿 at", response={200: shapes.At, **PROBLEMS}
)
def at(
    request: Any,
    lon: Query[Annotated[float, Field(ge=70, le=140)]],
    lat: Query[Annotated[float, Field(ge=10, le=60)]],
    coordinates: Query[Coordinates] = "cgcs2000",
) -> HttpResponse:
    """Grid, community, street and district of a point, and the nearest buildings with their distance in metres."""
    here = geo.taken(lon, lat, coordinates)
    place = of_point(*here)
    known = (place.district_id, place.street_id, place.community_id, place.grid_id)
    areas = [
        {"id": c.id, "code": c.code, "name": c.name, "level": c.level} for c in map(tree().get, known) if c
    ]
    near = [{"id": one.id, "name": one.name, "metres": one.metres} for one in nearby.near(*here)]
    return answer({"address": place.address, "areas": areas, "buildings": near})


@reference.get(
    "/organisations",
    operation_id="reference.organisations",
    summary="单位 organisations",
    response={200: shapes.Organisations, **PROBLEMS},
)
def organisations(request: Any, kind: Query[Short], area: Query[AreaId | None] = None) -> HttpResponse:
    cards = directory().of_kind(kind, area_id=area)[:500]
    return answer(
        {
            "items": [
                {"id": c.id, "code": c.code, "name": c.name, "kind": c.kind, "area": c.area_id} for c in cards
            ]
        }
    )
