"""Open311 in our OpenAPI document: every resource, with tag ``open311``."""

from collections.abc import Callable
from typing import Any

Schema = dict[str, Any]
BASE = "/open311/v2"
TEXT: Schema = {"type": "string"}
MAYBE: Schema = {"type": ["string", "null"]}
NUMBER: Schema = {"type": ["number", "null"]}
CODE: Schema = {"type": "string", "pattern": "^[A-Za-z0-9_-]{1,40}$"}
WHEN: Schema = {"type": "string", "format": "date-time"}
WORDS = (
    "service_request_id",
    "status_notes",
    "service_name",
    "service_code",
    "description",
    "agency_responsible",
    "service_notice",
    "address",
    "address_id",
    "media_url",
)


def thing(optional: tuple[str, ...] = (), **properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": [name for name in properties if name not in optional],
    }


def rows(of: Schema) -> Schema:
    return {"type": "array", "items": of}


PROBLEM: Schema = {"$ref": "#/components/schemas/Problem"}
ERRORS = rows(thing(code={"type": "integer"}, description=TEXT))
ENDPOINT = thing(specification=TEXT, url=TEXT, changeset=WHEN, type=TEXT, formats=rows(TEXT))
DISCOVERY = thing(changeset=WHEN, contact=TEXT, key_service=TEXT, endpoints=rows(ENDPOINT))
SERVICE = thing(
    service_code=TEXT,
    service_name=TEXT,
    description=TEXT,
    metadata={"type": "boolean"},
    keywords=TEXT,
    group=TEXT,
    type={"enum": ["realtime", "batch"]},
)
ATTRIBUTE = thing(
    variable={"type": "boolean"},
    code=TEXT,
    datatype={"enum": ["string", "singlevaluelist"]},
    required={"type": "boolean"},
    datatype_description=TEXT,
    order={"type": "integer"},
    description=TEXT,
    values=rows(thing(key=TEXT, name=TEXT)),
)
DEFINITION = thing(service_code=TEXT, attributes=rows(ATTRIBUTE))
REQUEST = thing(
    (),
    **dict.fromkeys(WORDS, TEXT),
    status={"enum": ["open", "closed"]},
    requested_datetime=WHEN,
    updated_datetime=WHEN,
    expected_datetime=MAYBE,
    zipcode=MAYBE,
    lat=NUMBER,
    long=NUMBER,
)
MADE = thing(
    ("service_request_id", "token", "service_notice", "account_id"),
    service_request_id=TEXT,
    token=TEXT,
    service_notice=TEXT,
    account_id=TEXT,
)
TOKEN = thing(token=TEXT, service_request_id=TEXT)
UPDATE = thing(
    update_id=TEXT,
    service_request_id=TEXT,
    status={"enum": ["open", "closed"]},
    updated_datetime=WHEN,
    description=TEXT,
    media_url=TEXT,
)


def parameter(name: str, schema: Schema, where: str = "query") -> Schema:
    return {"name": name, "in": where, "required": where == "path", "schema": schema}


FORM = parameter("form", {"type": "string", "enum": ["json", "xml"]}, "path")
JURISDICTION = parameter("jurisdiction_id", TEXT)
# An empty parameter is as good as none.
LIST: Schema = {"type": "string", "pattern": "^([A-Za-z0-9_-]{1,40}(,[A-Za-z0-9_-]{1,40}){0,20})?$"}
ROWS: Schema = {"anyOf": [{"type": "integer", "minimum": 1, "maximum": 1000}, {"const": ""}]}
STATUS: Schema = {"type": "string", "enum": ["", "open", "closed", "open,closed"]}
SPAN = [
    parameter(name, {**TEXT, "examples": ["2026-11-22T08:00:00+08:00"]})
    for name in ("start_date", "end_date")
]
PAGE = [parameter("page", ROWS), parameter("page_size", ROWS)]
FILTERS = [
    parameter("service_request_id", LIST),
    parameter("service_code", LIST),
    parameter("status", STATUS),
]


def limited(most: int) -> Schema:
    return {"type": "string", "maxLength": most}


BODY = thing(
    (
        "lat",
        "long",
        "address_string",
        "address_id",
        "description",
        "first_name",
        "last_name",
        "phone",
        "email",
        "device_id",
        "account_id",
        "media_url",
        "api_key",
        "jurisdiction_id",
    ),
    service_code=TEXT,
    lat={"type": "number", "minimum": -90, "maximum": 90},
    long={"type": "number", "minimum": -180, "maximum": 180},
    address_string=limited(120),
    address_id=limited(40),
    description=limited(4000),
    first_name=limited(40),
    last_name=limited(40),
    email=limited(200),
    device_id=limited(200),
    account_id=limited(200),
    phone={"type": "string", "pattern": "^[0-9+() -]{0,20}$"},
    media_url=limited(500),
    api_key=TEXT,
    jurisdiction_id=TEXT,
)
MEDIA_BODY = {**BODY, "properties": {**BODY["properties"], "media": {"type": "string", "format": "binary"}}}


def both(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}, "text/xml": {"schema": {}}}


def answers(schema: Schema, *wrong: int) -> Schema:
    """Faults are the standard's rows; where the address itself is unknown, problem details."""
    faults = {**both(ERRORS), "application/problem+json": {"schema": PROBLEM}}
    said: Schema = {"200": {"description": "OK", "content": both(schema)}}
    return said | {str(status): {"description": "Errors", "content": faults} for status in wrong}


def operation(
    name: str, summary: str, schema: Schema, *wrong: int, parameters: list[Schema] | None = None
) -> Schema:
    return {
        "operationId": f"open311.{name}", "summary": summary, "tags": ["open311"], "security": [],
        "parameters": [FORM, JURISDICTION, *(parameters or [])], "responses": answers(schema, 400, 404, *wrong),
    }  # fmt: skip


def _post() -> Schema:
    made = operation(
        "report",
        "上报 POST Service Request",
        rows(MADE),
        403,
        409,
        413,
        parameters=[parameter("api_key", TEXT)],
    )
    forms = {
        "application/x-www-form-urlencoded": {"schema": BODY},
        "multipart/form-data": {"schema": MEDIA_BODY},
    }
    return {**made, "requestBody": {"required": True, "content": forms}}


def paths() -> Schema:
    """The paths to add to the document."""
    code, number = parameter("code", CODE, "path"), parameter("number", CODE, "path")
    token = parameter("token", {"type": "string", "pattern": "^[0-9a-f]{32}$"}, "path")
    get: Callable[..., Schema] = lambda *of, **more: {"get": operation(*of, **more)}
    return {
        "/open311/discovery.{form}": get("discovery", "发现 Service Discovery", DISCOVERY),
        f"{BASE}/services.{{form}}": get("services", "服务 GET Service List", rows(SERVICE)),
        f"{BASE}/services/{{code}}.{{form}}": get(
            "definition", "服务定义 GET Service Definition", DEFINITION, parameters=[code]
        ),
        f"{BASE}/requests.{{form}}": {
            **get(
                "requests", "查询 GET Service Requests", rows(REQUEST), parameters=[*FILTERS, *SPAN, *PAGE]
            ),
            "post": _post(),
        },
        f"{BASE}/requests/{{number}}.{{form}}": get(
            "request", "一件 GET Service Request", rows(REQUEST), parameters=[number]
        ),
        f"{BASE}/tokens/{{token}}.{{form}}": get(
            "token", "编号 GET service_request_id from a token", rows(TOKEN), parameters=[token]
        ),
        f"{BASE}/servicerequestupdates.{{form}}": get(
            "updates", "进展 GET Service Request Updates", rows(UPDATE), parameters=[*SPAN, *PAGE]
        ),
    }
