"""How a form field is drawn: which kind of control, and the attributes it needs."""

from dataclasses import dataclass

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class FieldFace:
    """``kind`` is one of input, options (radios or checkboxes) and tick (a single checkbox)."""

    kind: str
    control: SafeString
    optional: bool


def kind_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "options"
    return "tick" if isinstance(widget, forms.CheckboxInput) else "input"


def face_of(bound: BoundField) -> FieldFace:
    """The face of a bound field. Django itself adds aria-describedby, aria-invalid and required."""
    widget = bound.field.widget
    kind = kind_of(widget)
    attributes: dict[str, str | bool] = {}
    if kind == "input":
        attributes["class"] = f"{widget.attrs.get('class', '')} input".strip()
        if widget.attrs.get("placeholder") == bound.label:
            attributes["placeholder"] = False  # the label already says it
    control = bound.as_widget(attrs=attributes) if kind != "options" else SafeString("")
    return FieldFace(kind, control, not bound.field.required and kind != "tick")
