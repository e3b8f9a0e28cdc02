"""The words of filings' steps; the same forms speak for pages and for the API."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core import signing
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.web.doors import Reason, Words, lines
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.work.filings import queries, values
from gongzhi.work.filings.models import Cell, Field, FilingForm
from gongzhi.work.filings.rules import ASKERS
from gongzhi.work.tasks import ports

SALT = "filings.begun"
CLEAN = re.compile(r"[^\x00-\x1f]*")


def asked(field: Field) -> forms.Field:
    """A field as a page asks for it."""
    label = f"{field.name}（{field.unit}）" if field.unit else field.name
    common: dict[str, Any] = {"label": label, "error_messages": {"required": _("没填。没有的写0。")}}
    if field.kind == Field.Kind.CHOICE:
        return forms.ChoiceField(choices=[("", "—"), *((one, one) for one in field.options)], **common)
    if field.kind == Field.Kind.YESNO:
        return forms.ChoiceField(choices=[("", "—"), ("yes", _("是")), ("no", _("否"))], **common)
    if field.kind == Field.Kind.DATE:
        return forms.CharField(widget=forms.DateInput(attrs={"type": "date"}), max_length=10, **common)
    most = values.LONGEST if field.kind == Field.Kind.TEXT else 24
    widget = forms.TextInput(attrs={"inputmode": "decimal"} if field.kind == Field.Kind.NUMBER else {})
    return forms.CharField(widget=widget, max_length=most, **common)


def said_of(cell: Cell) -> Any:
    """Where a value came from, for the line beneath it."""
    if cell.by_system and cell.as_of:
        words = _("系统：%(source)s，截至%(day)s")
        source = (
            cell.get_source_display()
            if hasattr(cell, "get_source_display")
            else cell.field.get_source_display()
        )
        return words % {"source": source, "day": f"{clock.local(cell.as_of):%Y-%m-%d}"}
    return _("本单位填")


class Confirm(Words):
    """Every cell with what the system filled in; ``begun`` is when the page was drawn, signed by the house."""

    begun = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        for cell in queries.cells_of(thing) if thing is not None else []:
            name = values.name_of(cell.field)
            self.fields[name] = asked(cell.field)
            self.fields[name].help_text = said_of(cell)
            self.initial[name] = cell.value
        self.initial["begun"] = signing.dumps(clock.now().timestamp(), salt=SALT)

    @property
    def given(self) -> dict[str, str]:
        return {name: text for name, text in self.cleaned_data.items() if name not in ("begun", "reason")}

    @property
    def details(self) -> dict[str, Any]:
        changed = {name: text for name, text in self.given.items() if text != self.initial.get(name, "")}
        return {"given": changed, "seconds": self._seconds()}

    def _seconds(self) -> int | None:
        try:
            begun = float(signing.loads(self.cleaned_data.get("begun") or "", salt=SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return None
        return max(int(clock.now().timestamp() - begun), 0)


class Correct(Confirm):
    """The same with a reason."""

    reason = lines(_("为什么更正"), 2, max_length=300)

    @property
    def details(self) -> dict[str, Any]:
        changed = {name: text for name, text in self.given.items() if text != self.initial.get(name, "")}
        return {"given": changed, "reason": self.cleaned_data["reason"]}


class Values(forms.JSONField):
    """Values by code: ``[{"code": "LD", "value": "3"}]``."""

    def clean(self, value: Any) -> dict[str, str]:
        rows = super().clean(value) or []
        if not all(isinstance(row, dict) and well_said(row) for row in rows):
            raise forms.ValidationError(_("每个值写字段编码 code 和 value。"))
        known = dict(Field.objects.filter(code__in=[row["code"] for row in rows]).values_list("code", "pk"))
        unknown = [row["code"] for row in rows if row["code"] not in known]
        if unknown:
            raise forms.ValidationError(_("没有这些字段编码：%s。") % "、".join(unknown))
        return {
            f"f{known[row['code']]}": "" if row.get("value") is None else str(row["value"]) for row in rows
        }


def well_said(row: dict[str, Any]) -> bool:
    """A code, and a value without signs that no database keeps."""
    code = row.get("code")
    return isinstance(code, str) and bool(CLEAN.fullmatch(f"{code} {row.get('value')}"))


class ConfirmByApi(Words):
    given = Values(required=False)


class CorrectByApi(Words):
    given = Values()
    reason = forms.CharField(max_length=300)


class Asked(Words):
    """A form as it is drafted: why first, then whom, how often, and which fields."""

    title = forms.CharField(label=_("报表名称"), max_length=80)
    purpose = lines(_("为什么要"), 3, max_length=600, help_text=_("基层会看到这句话。"))
    basis = forms.CharField(label=_("依据(文件和条款)"), max_length=300)
    scope_id = forms.TypedChoiceField(label=_("给哪里"), coerce=int)
    level = forms.ChoiceField(label=_("谁来填"), choices=FilingForm.Level.choices)
    cycle = forms.ChoiceField(label=_("多久一次"), choices=FilingForm.Cycle.choices)
    due_days = forms.IntegerField(label=_("期末后几天内"), min_value=1, max_value=90, initial=5)
    field_ids = forms.TypedMultipleChoiceField(
        label=_("要哪些字段"),
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("系统已有的会自动填好。"),
    )
    matter_id = forms.TypedChoiceField(
        label=_("准入事项"), coerce=UUID, required=False, empty_value=None,
        help_text=_("市、区单位向街道、社区要报表，选一个准入了“报表”形式的事项。"),
    )  # fmt: skip

    def __init__(
        self,
        thing: Any = None,
        data: Any = None,
        files: Any = None,
        *,
        actor: Actor | None = None,
        **more: Any,
    ):
        super().__init__(thing, data, files, **more)
        actor = actor or getattr(thing, "looker", None)
        self._choose("scope_id", [("", "—"), *(places(actor) if actor else [])])
        self._choose("field_ids", [(one.pk, face_of(one)) for one in queries.in_force()])
        self._choose("matter_id", [("", "—"), *(ports.offered(actor) if actor else [])])
        if thing is not None:
            names = ("title", "purpose", "basis", "scope_id", "level", "cycle", "due_days", "matter_id")
            self.initial = {**self.initial, **{name: getattr(thing, name) for name in names}}
            self.initial["field_ids"] = [one.pk for one in queries.fields_of(thing)]

    def _choose(self, name: str, choices: list[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]


def face_of(field: Field) -> str:
    """A field in the list to choose from: said at once whether it is held already."""
    if field.source:
        return _("%(name)s（系统已有）") % {"name": field.name}
    return field.name


def places(actor: Actor) -> list[tuple[int, str]]:
    """The area of each of my posts, and the streets in it."""
    cards = [card for post in actor.serves(*ASKERS) if (card := tree().get(post.area_id))]
    found = [one for card in cards for one in (card, *tree().under(card.id, "street"))]
    return list({one.id: tree().full_name(one.id) or one.name for one in found}.items())


class AskedByApi(Words):
    title = forms.CharField(max_length=80)
    purpose = forms.CharField(max_length=600)
    basis = forms.CharField(max_length=300)
    scope_id = forms.IntegerField(min_value=1)
    level = forms.ChoiceField(choices=FilingForm.Level.choices)
    cycle = forms.ChoiceField(choices=FilingForm.Cycle.choices)
    due_days = forms.IntegerField(min_value=1, max_value=90)
    field_ids = forms.CharField(max_length=1000)
    matter_id = forms.UUIDField(required=False)

    def clean_field_ids(self) -> list[int]:
        parts = self.cleaned_data["field_ids"].replace("，", ",").split(",")
        if not all(part.strip().isdigit() and len(part.strip()) < 19 for part in parts):
            raise forms.ValidationError(_("请写字段编号，用逗号隔开。"))
        return [int(part) for part in parts]


class Paper(Words):
    """The asker's own layout."""

    file = forms.FileField(label=_("版式文件"), help_text=_(".xlsx 或 .docx，要填值的地方写 {{字段编码}}。"))


FORM_FORMS: dict[str, Any] = {"revise": Asked, "end": Reason}
FORM_API_FORMS: dict[str, Any] = {"revise": AskedByApi, "end": Reason}
SHEET_FORMS: dict[str, Any] = {"confirm": Confirm, "correct": Correct}
SHEET_API_FORMS: dict[str, Any] = {"confirm": ConfirmByApi, "correct": CorrectByApi}
