"""The words of the gate's steps; the same forms speak for pages and for the API."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.web.doors import Reason, Words, day, lines
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.admission.models import Matter, Push
from gongzhi.work.tasks.models import Form

SENDERS = (
    "department", "utility", "stationed_team", "task_force", "dispatch_centre", "leading_body", "street_office",
)  # fmt: skip


def yuan(label: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, min_value=0, max_digits=12, decimal_places=2, required=False)


class Apply(forms.Form):
    """A request for admission: the matter, its burden, and what comes along."""

    title = forms.CharField(label=_("事项"), max_length=120)
    content = lines(_("要基层做什么"), 4, max_length=2000)
    kinds = forms.MultipleChoiceField(
        label=_("什么形式"), choices=Form.choices, widget=forms.CheckboxSelectMultiple
    )
    ground = forms.ChoiceField(label=_("性质"), choices=Matter.Ground.choices, initial=Matter.Ground.ORDINARY)
    basis = forms.CharField(label=_("依据(文件和条款)"), max_length=300)
    area_id = forms.TypedChoiceField(label=_("给哪里"), coerce=int)
    valid_from = day(_("从"))
    valid_to = day(_("到"))
    times = forms.IntegerField(label=_("每处最多几次"), min_value=1, max_value=999, initial=1)
    hours = forms.DecimalField(
        label=_("每次要几小时"), min_value=Decimal("0.1"), max_digits=6, decimal_places=1
    )
    notice_days = forms.IntegerField(
        label=_("至少提前几天通知"), min_value=0, max_value=365, initial=3, required=False
    )
    money = yuan(_("随事转的钱(元)"))
    people = forms.CharField(label=_("随事转的人"), max_length=200, required=False)
    power = forms.CharField(label=_("随事转的权"), max_length=200, required=False)
    training = forms.CharField(label=_("培训"), max_length=200, required=False)
    held_data = lines(
        _("已经有的数据"), 2, max_length=600, required=False, help_text=_("已经掌握的，不再向基层要。")
    )

    def __init__(self, actor: Actor, data: Any = None):
        super().__init__(data)
        self.fields["area_id"].choices = [("", "—"), *places(actor)]  # type: ignore[attr-defined]

    @property
    def details(self) -> dict[str, Any]:
        given = dict(self.cleaned_data)
        given["money"] = int((given["money"] or 0) * 100)
        given["notice_days"] = given["notice_days"] if given["notice_days"] is not None else 3
        return given


def places(actor: Actor) -> list[tuple[int, str]]:
    """The area of my post and its streets."""
    post = actor.post
    card = tree().get(post.area_id) if post else None
    if card is None:
        return []
    return [
        (one.id, tree().full_name(one.id) or one.name) for one in (card, *tree().under(card.id, "street"))
    ]


class Complete(Words):
    """What was missing: only what is filled in changes."""

    content = lines(_("要基层做什么"), 4, max_length=2000, required=False)
    basis = forms.CharField(label=_("依据(文件和条款)"), max_length=300, required=False)
    valid_from = day(_("从"), required=False)
    valid_to = day(_("到"), required=False)
    hours = forms.DecimalField(
        label=_("每次要几小时"), min_value=Decimal("0.1"), max_digits=6, decimal_places=1, required=False
    )
    people = forms.CharField(label=_("随事转的人"), max_length=200, required=False)
    power = forms.CharField(label=_("随事转的权"), max_length=200, required=False)

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        if thing is not None:
            self.initial = {name: getattr(thing, name) for name in self.fields}


class Review(Words):
    legal = forms.BooleanField(label=_("有法定依据，不越权"))
    burden = lines(_("减负意见"), 3, help_text=_("要花多少工夫，有没有更省的办法，数据是不是已经有了。"))


class Burden(Words):
    burden = lines(_("意见"), 3)


class Object(Words):
    text = lines(_("为什么"), 3, max_length=600)
    residents_reject = forms.BooleanField(label=_("群众不认可"), required=False)


class Answer(Words):
    answer = lines(_("怎么说"), 3, max_length=600)


class SoftAnswer(Words):
    answer = lines(_("说明"), 2, max_length=600, required=False)


class Ruling(Words):
    ruling = lines(_("裁定"), 3, max_length=600)


class Refuse(forms.Form):
    """One click and two words: who pushes what."""

    from_organisation_id = forms.TypedChoiceField(label=_("哪个单位推来的"), coerce=int)
    text = lines(_("推的是什么"), 3, max_length=600)
    why = forms.ChoiceField(label=_("为什么不收"), choices=Push.Why.choices, initial=Push.Why.NOT_ADMITTED)
    way = forms.CharField(
        label=_("怎么推来的"), max_length=60, required=False, help_text=_("电话、工作群、纸质文件、口头")
    )

    def __init__(self, actor: Actor, data: Any = None):
        super().__init__(data)
        self.fields["from_organisation_id"].choices = [("", "—"), *senders(actor)]  # type: ignore[attr-defined]


def senders(actor: Actor) -> list[tuple[int, str]]:
    """Who may have pushed: the departments of the district and of the city."""
    post = actor.post
    if post is None:
        return []
    district = tree().above(post.area_id, "district")
    areas: Iterable[int] = [district.id] if district else []
    cards = [card for area in areas for card in directory().within(area, *SENDERS)]
    cards += list(directory().of_kind(*SENDERS, area_id=tree().city().id))
    return list({card.id: card.label for card in cards if card.id != post.organisation_id}.items())


FORMS: dict[str, Any] = {
    "send_back": Reason, "complete": Complete, "review": Review, "pass_by_record": Burden, "refuse_matter": Reason,
    "go_ahead": Reason, "review_after": Burden, "exit_": Reason, "object_to": Object,
}  # fmt: skip
PUSH_FORMS: dict[str, Any] = {
    "own_up": SoftAnswer, "contest": Answer, "uphold_refusal": Ruling, "overrule": Ruling,
}  # fmt: skip
OBJECTION_FORMS: dict[str, Any] = {"keep": Answer, "uphold_objection": Answer}
