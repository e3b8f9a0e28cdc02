"""The words of a view: what it is called."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.town.saved_views.models import LONGEST_NAME


class Keeping(forms.Form):
    """A list's address under a name; opened first, shared."""

    list = forms.CharField(max_length=80, widget=forms.HiddenInput)
    query = forms.CharField(max_length=4000, required=False, widget=forms.HiddenInput)
    name = forms.CharField(label=_("视图名"), max_length=LONGEST_NAME)
    first = forms.BooleanField(label=_("打开这个列表时先看它"), required=False)
    share = forms.BooleanField(label=_("共享给本单位"), required=False)

    def __init__(self, data: Any = None, *, may_share: bool = True):
        super().__init__(data)
        if not may_share:
            del self.fields["share"]


class Naming(forms.Form):
    """A name."""

    name = forms.CharField(label=_("视图名"), max_length=LONGEST_NAME)
