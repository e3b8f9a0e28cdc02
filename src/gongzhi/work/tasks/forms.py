"""The words that a step of a task needs."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.web.doors import Reason, Words


class Answer(Words):
    result = forms.CharField(label=_("做了什么"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


FORMS: dict[str, Any] = {"answer": Answer, "return_": Reason}
