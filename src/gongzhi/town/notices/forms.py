"""The words of one's choice of notices."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.town.notices.groups import FIRST, GROUPS
from gongzhi.town.notices.models import Choice, Pace


class Choosing(forms.Form):
    """Which groups, how often."""

    groups = forms.MultipleChoiceField(
        label=_("哪些通知也发到这里"), required=False, choices=lambda: list(GROUPS.items()),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    pace = forms.ChoiceField(label=_("多久发一次"), choices=Pace.choices, widget=forms.RadioSelect)

    def __init__(self, choice: Choice | None, data: Any = None):
        now = {
            "groups": choice.groups if choice else list(FIRST),
            "pace": choice.pace if choice else Pace.WINDOW,
        }
        super().__init__(data, initial=now)


class Giving(forms.Form):
    """Where to."""

    address = forms.CharField(label=_("地址"), max_length=254)


class Confirming(forms.Form):
    """The code that was sent there."""

    code = forms.CharField(
        label=_("验证码"),
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
