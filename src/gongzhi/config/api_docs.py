"""The API's documentation as a page of our own, made from the OpenAPI document: no script, nothing from elsewhere."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from gongzhi.config.api import described

Schema = dict[str, Any]
TITLES = {
    "cases": gettext_lazy("事项"), "whistles": gettext_lazy("吹哨、报到、异议"), "tasks": gettext_lazy("督办台账"),
    "residents": gettext_lazy("居民凭编号和查询码"), "reference": gettext_lazy("类别、区域、单位"),
    "open311": "Open311 GeoReport v2",
}  # fmt: skip
LONGEST_LIST = 12


@dataclass(frozen=True)
class Field:
    """A parameter or a field of a body or an answer."""

    name: str
    where: str
    kind: str
    required: bool
    about: str = ""


@dataclass(frozen=True)
class Operation:
    """One operation, in words for a page."""

    id: str
    method: str
    path: str
    summary: str
    about: str
    open: bool
    fields: list[Field]
    answer: str
    given: list[Field]
    wrong: list[str]


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    """``/api/docs``: every operation by group, what it takes and what it answers."""
    document = described()
    groups: dict[str, list[Operation]] = {}
    for path, methods in document["paths"].items():
        for method, one in methods.items():
            groups.setdefault(one["tags"][0], []).append(_operation(document, path, method, one))
    shown = [{"tag": tag, "title": TITLES.get(tag, tag), "operations": rows} for tag, rows in groups.items()]
    return render(
        request,
        "config/api_docs.html",
        {"info": document["info"], "groups": shown, "example": _example(request)},
    )


def _example(request: HttpRequest) -> str:
    return f'curl -H "Authorization: Bearer $TOKEN" {request.build_absolute_uri("/api/v1/cases/?limit=5")}'


def _operation(document: Schema, path: str, method: str, one: Schema) -> Operation:
    replies = one["responses"]
    good = next(code for code in replies if code < "400")
    contents: list[Schema] = [*replies[good].get("content", {}).values(), {}]
    shape = contents[0].get("schema", {})
    fields = [
        _field(document, p["name"], p["schema"], p["in"], p.get("required", False))
        for p in one.get("parameters", [])
    ]
    return Operation(
        id=one["operationId"], method=method.upper(), path=path, summary=one.get("summary", ""),
        about=one.get("description", ""), open=not one.get("security"), fields=[*fields, *_body(document, one)],
        answer=f"{good} {_kind(document, shape)}".strip(), given=_properties(document, shape, ""),
        wrong=[code for code in replies if code >= "400"],
    )  # fmt: skip


def _body(document: Schema, one: Schema) -> list[Field]:
    content = one.get("requestBody", {}).get("content", {})
    media = next(reversed(content), None)
    return (
        _properties(document, content[media]["schema"], "form" if "form" in media else "body")
        if media
        else []
    )


def _properties(document: Schema, schema: Schema, where: str) -> list[Field]:
    """The fields of an object, of the rows of a page, or of the first of several shapes."""
    shape = _deref(document, schema)
    while inner := _inner(shape):
        shape = _deref(document, inner)
    required = shape.get("required", [])
    return [
        _field(document, name, one, where, name in required)
        for name, one in shape.get("properties", {}).items()
    ]


def _inner(shape: Schema) -> Schema | None:
    if shape.get("anyOf"):
        return shape["anyOf"][0]
    return shape.get("items") if shape.get("type") == "array" else None


def _field(document: Schema, name: str, schema: Schema, where: str, required: bool) -> Field:
    return Field(name, where, _kind(document, schema), required, _limits(_deref(document, schema)))


def _deref(document: Schema, schema: Schema) -> Schema:
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
    return schema


def _kind(document: Schema, schema: Schema) -> str:
    """A type in a few signs, such as ``CaseRow[]`` or ``string | null``."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[1]
    if "anyOf" in schema:
        return " | ".join(dict.fromkeys(_kind(document, one) for one in schema["anyOf"]))
    if schema.get("type") == "array":
        return _kind(document, schema.get("items", {})) + "[]"
    if "enum" in schema or "const" in schema:
        return _("选一") if "enum" in schema else str(schema["const"])
    kind = schema.get("type", "")
    return schema.get("format") or (" | ".join(kind) if isinstance(kind, list) else kind)


def _limits(schema: Schema) -> str:
    """What it may be: the values, the length, the least and the most."""
    for one in schema.get("anyOf", []):
        if told := _limits(one):
            return told
    if "enum" in schema:
        more = "…" if len(schema["enum"]) > LONGEST_LIST else ""
        return " · ".join(str(one) for one in schema["enum"][:LONGEST_LIST]) + more
    if "maxLength" in schema:
        return _("最多%d字") % schema["maxLength"]
    if "maximum" in schema and schema["maximum"] < 10**9:
        return f"{schema.get('minimum', '')}–{schema['maximum']}"
    return ""
