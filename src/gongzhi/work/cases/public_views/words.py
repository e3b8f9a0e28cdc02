"""The forms of a resident: what happened, the category's questions, and how to be reached (all of it optional)."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.records import rules as records
from gongzhi.work.cases.catalogue import CategoryCard
from gongzhi.work.cases.forms import CategoryField

PHONE = re.compile(r"^\+?[0-9][0-9 -]{5,18}[0-9]$")
URGENT_NUMBER = re.compile(r"(?<!\d)(1[12][0-9])(?!\d)")
LONGEST = 4000


class Say(forms.Form):
    """What happened, in one's own words; the category once it was guessed or chosen."""

    text = forms.CharField(
        label=gettext_lazy("说说是什么事"), max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4, "placeholder": gettext_lazy("比如：二单元三楼的灯不亮，三天了。")}),
        error_messages={
            "required": gettext_lazy("请写一句发生了什么事。"),
            "max_length": gettext_lazy("写得太长了，请删到4000字以内。"),
        },
    )  # fmt: skip
    category = CategoryField(
        label=gettext_lazy("归到哪一类"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("请从列表里选一类。")},
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if any(ord(sign) < 32 and sign not in "\r\n\t" for sign in text):
            raise forms.ValidationError(_("文字里有不能显示的字符，请删掉再送。"))
        return text


class Answers(forms.Form):
    """The questions of a category, as its record words them: one of several, or a line of one's own."""

    def __init__(self, card: CategoryCard | None, data: Any = None, **more: Any):
        super().__init__(data, prefix="q", **more)
        for question in card.questions if card else ():
            self.fields[question["code"]] = _question_field(question)

    @property
    def told(self) -> dict[str, str]:
        return {name: value for name, value in self.cleaned_data.items() if value}


def _question_field(question: dict[str, Any]) -> forms.Field:
    options, required = question.get("options") or [], bool(question.get("required"))
    asked = {
        "label": question["label"],
        "required": required,
        "error_messages": {"required": _("请回答这一条。")},
    }
    if options:
        return forms.ChoiceField(choices=[(one, one) for one in options], widget=forms.RadioSelect, **asked)
    return forms.CharField(max_length=200, **asked)


class Contact(forms.Form):
    """How to reach the reporter. Left empty it is anonymous, and just as good."""

    name = forms.CharField(
        label=gettext_lazy("怎么称呼您"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    phone = forms.CharField(
        label=gettext_lazy("手机号"), max_length=20, required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    consent = forms.BooleanField(label=gettext_lazy("同意办这件事的人用它联系我"), required=False)

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if phone and not PHONE.match(phone):
            raise forms.ValidationError(_("这个号码好像不对，请看看有没有漏字。"))
        return phone

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (data.get("phone") or data.get("name")) and not data.get("consent"):
            self.add_error("consent", _("留了称呼或手机号，请勾上这一条；不想留就把它们删掉。"))
        return data


def retention() -> str:
    """How long name and telephone are kept, from the record: 一年, 90天."""
    days = int(records.value("retention.case-contact"))
    years = {365: _("一年"), 730: _("两年"), 1095: _("三年")}
    return years.get(days) or _("%(n)d天") % {"n": days}


def numbers_in(warning: str) -> list[str]:
    """The emergency numbers that a warning names, each once, to be dialled by one press."""
    return list(dict.fromkeys(URGENT_NUMBER.findall(warning)))
