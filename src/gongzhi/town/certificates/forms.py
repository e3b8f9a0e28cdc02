"""Words of the desk."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.town.areas.tree import tree
from gongzhi.town.counters.commands import KEEPERS, LEVELS
from gongzhi.town.organisations.directory import directory

KINDS_OF_ASKERS = ("department", "utility", "street_office", "property_firm", "social_organisation")


def places(actor: Any) -> list[tuple[int, str]]:
    """The counters that this actor keeps, one's own post's first; a street's clerk also its communities'."""
    found: dict[int, str] = {}
    for post in actor.serves(*KEEPERS):
        card = tree().get(post.area_id)
        below = tree().children(post.area_id) if card and card.level == LEVELS[0] else ()
        found |= {one.id: one.name for one in (card, *below) if one and one.level in LEVELS}
    return list(found.items())


class Asked(forms.Form):
    """Who asked; nothing about the resident."""

    area_id = forms.TypedChoiceField(label=_("哪个窗口"), coerce=int)
    asker_id = forms.TypedChoiceField(
        label=_("谁要的：从名录选"), coerce=int, required=False, empty_value=None
    )
    asker_name = forms.CharField(
        label=_("名录里没有的，写单位名称"), max_length=80, required=False, help_text=_("例如某银行某支行。")
    )
    purpose = forms.CharField(
        label=_("办什么用"), max_length=100, required=False, help_text=_("不写居民是谁，不写号码。")
    )

    def __init__(self, actor: Any, *args: Any, **more: Any):
        super().__init__(*args, **more)
        cards = directory().of_kind(*KINDS_OF_ASKERS)
        self.fields["area_id"].choices = places(actor)  # type: ignore[attr-defined]
        self.fields["asker_id"].choices = [("", _("不在名录里")), *((card.id, card.label) for card in cards)]  # type: ignore[attr-defined]
