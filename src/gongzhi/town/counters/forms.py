"""Words of the counter's keepers."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from gongzhi.kit.web.doors import lines
from gongzhi.town.counters.models import Days

DAY = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
TIME = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class Hours(forms.Form):
    """One span of the counter."""

    days = forms.ChoiceField(label=gettext_lazy("哪些天"), choices=Days.choices)
    opens = forms.TimeField(label=gettext_lazy("开"), widget=TIME, required=False)
    closes = forms.TimeField(
        label=gettext_lazy("关"),
        widget=TIME,
        required=False,
        help_text=gettext_lazy("临时不开的，不写钟点就是全天。"),
    )
    valid_from = forms.DateField(
        label=gettext_lazy("从哪天起"), widget=DAY, required=False, help_text=gettext_lazy("不写就是今天。")
    )
    valid_to = forms.DateField(
        label=gettext_lazy("到哪天为止"),
        widget=DAY,
        required=False,
        help_text=gettext_lazy("不写就一直有效；临时不开要写。"),
    )
    note = forms.CharField(label=gettext_lazy("说明"), max_length=60, required=False)
    basis = forms.CharField(label=gettext_lazy("依据"), max_length=200, required=False, initial="待确认")


class Matter(forms.Form):
    """One matter of the guide."""

    code = forms.SlugField(
        label=gettext_lazy("编码"),
        max_length=32,
        required=False,
        help_text=gettext_lazy("不写就自动编；写已有的编码就是更正那一条。"),
    )
    matter = forms.CharField(label=gettext_lazy("事项"), max_length=60)
    papers = lines(
        gettext_lazy("要带什么"),
        2,
        max_length=600,
        required=False,
        help_text=gettext_lazy("用、或换行隔开。"),
    )
    fee = forms.CharField(label=gettext_lazy("收费"), max_length=60, required=False)
    takes = forms.CharField(label=gettext_lazy("多久办好"), max_length=60, required=False)
    elsewhere = forms.CharField(label=gettext_lazy("还能在哪办"), max_length=200, required=False)
    basis = forms.CharField(label=gettext_lazy("依据"), max_length=200, required=False, initial="待确认")


def of(kind: type[forms.Form], name: str, data: Any) -> forms.Form:
    """The form of one of the page's two parts: bound if it is the one that was sent."""
    return kind(data if data is not None and data.get("part") == name else None, auto_id=f"id_{name}_%s")
