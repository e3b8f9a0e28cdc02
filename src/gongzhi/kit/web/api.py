"""The API door of a room: the same flow, commands and forms as the page door.

``GET /`` a keyset page, ``GET /{pk}`` one thing with the steps open to the caller, ``POST /{pk}/{verb}`` one step.
Errors are problem details (RFC 9457). A header ``Idempotency-Key`` makes a repeated post one.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import ModuleType
from typing import Annotated, Any, Literal

import orjson
from django import forms
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Body, Header, Path, Query, Router, Schema
from pydantic import ConfigDict, Field, create_model

from gongzhi.kit.flow import Flow, Refused, Unseen
from gongzhi.kit.web.cursor import Order, window

PLAIN = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$"


UUID = r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"

Id = Annotated[str, Field(pattern=UUID)]
AreaId = Annotated[int, Field(ge=1, le=2**62)]
Key = Header[Annotated[str, Field(min_length=1, max_length=80, pattern=r"^[!-~]+$")] | None]


class Given(Schema):
    """A body: what it does not know it refuses."""

    model_config = ConfigDict(extra="forbid")


class Fault(Schema):
    """A field and what is wrong with it."""

    field: str | None
    message: str


class Problem(Schema):
    """What went wrong (RFC 9457): title, status, a sentence, and the fields that are meant."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    errors: list[Fault] = []


class Paged(Schema):
    """Which page of a list: the ``next`` of the page before, and how many rows."""

    cursor: Annotated[str, Field(max_length=600)] = ""
    limit: Annotated[int, Field(ge=1, le=100)] = 50


class Made(Schema):
    """What a step made where it is not the thing itself: its kind and id."""

    kind: str
    id: str | int
    stage: str


PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 413, 422, 429), Problem)


def answer(data: Any, status: int = 200) -> HttpResponse:
    """JSON, written once and not validated again."""
    return HttpResponse(
        orjson.dumps(data, default=_plain), content_type="application/json; charset=utf-8", status=status
    )


def _plain(value: Any) -> Any:
    return DjangoJSONEncoder().default(value)


def problem(
    status: int, title: str, detail: str = "", errors: list[dict[str, Any]] | None = None
) -> HttpResponse:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail, "errors": errors or []}
    return HttpResponse(
        orjson.dumps(body), content_type="application/problem+json; charset=utf-8", status=status
    )


def body_of(form: type[forms.Form], name: str) -> type[Schema]:
    """A JSON body with the fields of a form: the words of pages and API are checked by the same form."""
    fields: dict[str, Any] = {}
    for key, one in form.base_fields.items():
        if one.widget.needs_multipart_form:
            continue  # files come to their own operation and are named by id
        kind, most = _kind(one), getattr(one, "max_length", None)
        if kind is str:
            kind = Annotated[str, Field(max_length=most or 4000, pattern=PLAIN)]
        fields[key] = (kind, ...) if one.required else (kind | None, None)
    return create_model(name, __base__=Given, **fields)


def _kind(one: forms.Field) -> Any:
    if isinstance(one, forms.BooleanField):
        return bool
    if isinstance(one, forms.DateTimeField):
        return datetime
    if isinstance(one, forms.DateField):
        return date
    if isinstance(one, forms.FloatField):
        return float
    if isinstance(one, forms.IntegerField) or getattr(one, "coerce", None) is int:
        return int
    if isinstance(one, forms.JSONField):
        return list[dict[str, Any]]
    choices = getattr(one, "choices", None)
    if isinstance(choices, list) and choices and not callable(choices):
        return Literal[tuple(str(value) for value, _label in choices)]  # type: ignore[valid-type]
    return str


def spoken(form_class: Callable[..., Any], thing: Any, data: dict[str, Any]) -> dict[str, Any]:
    """The details for a command, through the form; raises Invalid with every field's reason."""
    given = {name: _as_form_data(value) for name, value in data.items() if value is not None}
    form = form_class(thing, given)
    if not form.is_valid():
        raise Invalid(
            [{"field": name, "message": str(text)} for name, texts in form.errors.items() for text in texts]
        )
    return getattr(form, "details", form.cleaned_data)


def _as_form_data(value: Any) -> Any:
    if isinstance(value, bool):
        return "on" if value else ""
    return orjson.dumps(value).decode() if isinstance(value, list | dict) else value


class Invalid(Refused):
    """Several fields at once."""

    def __init__(self, errors: list[dict[str, Any]]):
        super().__init__("；".join(row["message"] for row in errors))
        self.errors = errors


@dataclass(frozen=True)
class Resource:
    """A kind of thing in the API: ``out(thing)`` and ``row(values)`` say what a caller sees of it."""

    name: str
    flow: Flow
    commands: ModuleType
    out: Callable[[Any, Any], dict[str, Any]]
    forms: Mapping[str, Any] = field(default_factory=dict)
    scope: str = ""
    rows: Callable[[Any], Any] | None = None
    one: Callable[[Any], Any] | None = None
    row: Callable[[dict[str, Any]], dict[str, Any]] = lambda row: row
    narrow: Callable[[Any, Any], Any] | None = None
    filters: type[Schema] | None = None
    shape: type[Schema] = Schema
    row_shape: type[Schema] | None = None

    def mount(self, router: Router) -> None:
        """Add the operations."""
        if self.rows is not None:
            self._mount_list(router)
        self._mount_show(router)
        for step in self.flow.at_door():
            self._mount_step(router, step.verb, str(step.label))

    def _mount_list(self, router: Router) -> None:
        bases = (self.filters, Paged) if self.filters else (Paged,)
        asked = create_model(f"{self._title}Asked", __base__=bases)

        def listed(request: Any, chosen: Query[asked]) -> HttpResponse:  # type: ignore[valid-type]
            need(request, f"{self.scope}:read")
            rows = self.rows(request.actor)  # type: ignore[misc]
            rows = self.narrow(rows, chosen) if self.narrow else rows
            page = window(rows, Order("id", down=True, nullable=False), chosen.limit, chosen.cursor)  # type: ignore[attr-defined]
            return answer({"items": [self.row(row) for row in page.rows], "next": page.next or None})

        shape = create_model(
            f"{self._title}Page",
            __base__=Schema,
            items=(list[self.row_shape or self.shape], ...),  # type: ignore[arg-type,misc]
            next=(str | None, ...),
        )  # type: ignore[name-defined]
        router.get(
            "/",
            operation_id=f"{self.name}.list",
            summary=f"{self.name}: a page",
            response={200: shape, **PROBLEMS},
        )(listed)

    @property
    def _title(self) -> str:
        return self.name.title().replace("_", "")

    def _mount_show(self, router: Router) -> None:
        def show(request: Any, pk: Path[Id]) -> HttpResponse:
            need(request, f"{self.scope}:read")
            return answer(self.shown(request.actor, pk))

        shape = create_model(f"{self._title}Shown", __base__=self.shape, steps=(list[str], ...))
        router.get(
            "/{pk}",
            operation_id=f"{self.name}.show",
            summary=f"{self.name}: one",
            response={200: shape, **PROBLEMS},
        )(show)

    def shown(self, actor: Any, pk: Any) -> dict[str, Any]:
        """One thing as the caller may see it, with the steps open to them."""
        thing = self.one(uuid_of(pk)) if self.one else self.flow.seen_by(actor).filter(pk=uuid_of(pk)).first()
        if thing is None or (self.one and not self.flow.lets(self.flow.seen(actor), thing)):
            raise Unseen(_("没有找到。"))
        return {**self.out(actor, thing), "steps": [step.verb for step in self.flow.open_to(actor, thing)]}

    def _mount_step(self, router: Router, verb: str, label: str) -> None:
        form = self.forms.get(verb)
        body = body_of(form, f"{self.name}_{verb}".title().replace("_", "")) if form is not None else None
        take = self._with_body(verb, body) if body is not None else self._without_body(verb)
        router.post(
            f"/{{pk}}/{verb.rstrip('_')}",
            operation_id=f"{self.name}.{verb}",
            summary=label,
            response={200: self.shape | Made, **PROBLEMS},
        )(take)

    def _with_body(self, verb: str, body: type[Schema]) -> Callable[..., Any]:
        def take(request: Any, pk: Path[Id], data: Body[body], idempotency_key: Key = None) -> HttpResponse:  # type: ignore[valid-type]
            return self._take(request, pk, verb, data.dict(), idempotency_key)  # type: ignore[attr-defined]

        return take

    def _without_body(self, verb: str) -> Callable[..., Any]:
        def take(request: Any, pk: Path[Id], idempotency_key: Key = None) -> HttpResponse:
            return self._take(request, pk, verb, {}, idempotency_key)

        return take

    def _take(self, request: Any, pk: str, verb: str, data: dict[str, Any], key: str | None) -> HttpResponse:
        """One step. Forms that depend on the thing are given it only when their words need it."""
        need(request, f"{self.scope}:write")
        details = spoken(self.forms[verb], None, data) if verb in self.forms else {}
        made = getattr(self.commands, verb)(request.actor, uuid_of(pk), key=key, **details)
        kind = made._meta.label_lower if isinstance(made, Model) else ""
        return answer(
            self.out(request.actor, made)
            if kind == self.flow.kind
            else {"kind": kind, "id": made.pk, "stage": getattr(made, "stage", "")}
        )


class Forbidden(Unseen):
    """The token's scopes do not allow it (403)."""

    status = 403


def need(request: HttpRequest, scope: str) -> None:
    """Raise Forbidden unless the token was given the scope."""
    scopes = request.actor.scopes  # type: ignore[attr-defined]
    if scopes is not None and scope not in scopes:
        raise Forbidden(_("令牌没有“%s”的权限。") % scope)


def uuid_of(text: Any) -> Any:
    """The id, or Unseen for what is no id."""
    import uuid

    try:
        return text if isinstance(text, uuid.UUID) else uuid.UUID(str(text))
    except ValueError as wrong:
        raise Unseen(_("没有找到。")) from wrong
