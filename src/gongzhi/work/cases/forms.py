"""The words that a step of a case needs; the same forms speak for pages and for the API."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.web.doors import Reason, Words, lines
from gongzhi.town.areas.places import place_at, place_of
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.catalogue import CategoryCard, catalogue
from gongzhi.work.cases.models import AnswerTemplate, Ground, Rating
from gongzhi.work.cases.photos import WithPhotos


def grouped_categories() -> list[tuple[str, list[tuple[str, str]]]]:
    return [(group, [(card.code, card.full_name) for card in cards]) for group, cards in catalogue().tree]


class CategoryField(forms.ChoiceField):
    """A leaf of the catalogue, by its code; gives the card."""

    def __init__(self, **more: Any):
        super().__init__(choices=lambda: [("", "—"), *grouped_categories()], **more)

    def clean(self, value: Any) -> CategoryCard | None:
        code = super().clean(value)
        return catalogue().coded(code) if code else None


class PlaceWords(Words):
    """Where: an area of the tree, a building, a unit, or a point."""

    area = forms.IntegerField(label=_("地点"), required=False, min_value=1)
    lon = forms.FloatField(required=False, min_value=70, max_value=140, widget=forms.HiddenInput)
    lat = forms.FloatField(required=False, min_value=10, max_value=60, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        area, lon, lat = data.get("area"), data.get("lon"), data.get("lat")
        if area:
            data["at"] = place_of(area)
        elif lon is not None and lat is not None:
            data["at"] = place_at(lon, lat) or place_of(tree().city().id)
        else:
            self.add_error("area", _("请选在哪儿：楼栋、社区，或在地图上点一下。"))
        return data


class Place(PlaceWords):
    reason = lines(_("依据"), required=False)

    @property
    def details(self) -> dict[str, Any]:
        return {"at": self.cleaned_data["at"], "reason": self.cleaned_data["reason"]}


class Resolve(WithPhotos):
    """办结: the reply's elements; templates of the category may be taken over."""

    field_order = ("template", "measures", "spoken_with", "done_on", "photos")
    template = forms.ModelChoiceField(
        label=_("用模板"), queryset=AnswerTemplate.objects.filter(verb="resolve"), required=False
    )
    measures = lines(_("采取的措施"), 4, max_length=2000, required=False)
    spoken_with = forms.CharField(label=_("和谁沟通过"), max_length=120, required=False)
    done_on = forms.DateField(
        label=_("办结日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        text = data["measures"] or (data["template"].text if data["template"] else "")
        done_on = data["done_on"].isoformat() if data["done_on"] else ""
        return {"measures": text, "spoken_with": data["spoken_with"], "done_on": done_on, **self.with_photos}


class Ask(Words):
    text = lines(_("问什么"), max_length=300)
    options = forms.CharField(
        label=_("备选回答，一行一个"),
        required=False,
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    spoken = forms.BooleanField(label=_("已经当面或打电话问到了"), required=False)

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        options = [line.strip()[:60] for line in data["options"].splitlines() if line.strip()][:8]
        return {"text": data["text"], "options": options, "spoken": data["spoken"]}


class Answer(Words):
    """The resident's answer: one of the offered, or own words."""

    choice = forms.CharField(required=False, max_length=60)
    text = lines(_("您的回答"), required=False)

    @property
    def details(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"] or self.cleaned_data["choice"]}


class Shelve(Words):
    reason = lines(_("为什么现在办不了"))
    recheck_on = forms.DateField(label=_("复查日期"), widget=forms.DateInput(attrs={"type": "date"}))


class Refuse(Words):
    ground = forms.ChoiceField(
        label=_("法定情形"),
        choices=lambda: [(g.code, f"{g.text}：{g.turn_to}") for g in Ground.objects.all()],
    )
    reason = lines(_("怎样告诉报告人"))


class Recategorise(Words):
    category = CategoryField(label=_("改成哪一类"))
    reason = lines(_("理由"))


class Merge(Words):
    into = forms.CharField(label=_("并到哪一件（编号）"), max_length=40)
    reason = lines(_("理由"))

    def clean_into(self) -> Any:
        from gongzhi.work.cases.queries import by_number

        found = by_number(self.cleaned_data["into"])
        if found is None:
            raise forms.ValidationError(_("没有这个编号，请照事项页上的编号写。"))
        return found


class Split(Words):
    title = forms.CharField(label=_("拆出来的事"), max_length=60)
    category = CategoryField(label=_("类别"))
    text = lines(_("说明"))


class Instruct(Words):
    text = lines(_("批示内容"))
    organisation_id = forms.TypedChoiceField(label=_("交给"), coerce=int, choices=list)
    due_on = forms.DateField(label=_("期限"), widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        self.fields["organisation_id"].choices = list(organisations_near(self.thing))  # type: ignore[attr-defined]


def organisations_near(thing: Any) -> list[tuple[int, str]]:
    """The offices and departments that a case of this place can be given to."""
    known = directory()
    if thing is None:
        return [(card.id, card.name) for card in known.within(tree().city().id)]
    areas = [getattr(thing, f"{level}_id") for level in ("community", "street", "district")] + [
        tree().city().id
    ]
    kinds = (
        "community",
        "street_office",
        "department",
        "utility",
        "dispatch_centre",
        "stationed_team",
        "task_force",
    )
    return [(c.id, c.name) for area in areas if area for c in known.of_kind(*kinds, area_id=area)]


class Remark(WithPhotos):
    text = lines(_("记什么"))
    field_order = ("text", "photos")

    @property
    def details(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], **self.with_photos}


class SendBack(WithPhotos):
    reason = lines(_("哪里没有办好"))
    field_order = ("reason", "photos")

    @property
    def details(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], **self.with_photos}


class Reopen(Words):
    text = lines(_("现在是什么情况"))


class Verify(Words):
    remark = forms.CharField(label=_("看到的情况"), max_length=200, required=False)


class Look(Words):
    found = forms.TypedChoiceField(
        label=_("看到的情况"),
        choices=[("yes", _("确实办了")), ("no", _("没有办"))],
        coerce=lambda v: v == "yes",
    )
    remark = forms.CharField(label=_("说明"), max_length=200, required=False)


class Rate(Words):
    """评价: three questions in plain words, and room for more."""

    contacted = forms.TypedChoiceField(
        label=_("办的人联系过您吗"),
        choices=[("yes", _("联系过")), ("no", _("没有"))],
        coerce=lambda v: v == "yes",
        widget=forms.RadioSelect,
    )
    solved = forms.TypedChoiceField(
        label=_("事情解决了吗"),
        choices=[("yes", _("解决了")), ("no", _("没解决"))],
        coerce=lambda v: v == "yes",
        widget=forms.RadioSelect,
    )
    satisfaction = forms.ChoiceField(
        label=_("满意吗"), choices=Rating.Satisfaction.choices, widget=forms.RadioSelect
    )
    comment = lines(_("还想说的"), max_length=500, required=False)


class Supplement(Words):
    text = lines(_("补一句"))


FORMS: dict[str, Any] = {
    "place": Place, "resolve": Resolve, "raise_up": Reason, "hand_down": Reason, "verify": Verify,
    "send_back": SendBack, "ask": Ask, "answer": Answer, "shelve": Shelve, "return_to_score": Reason,
    "refuse": Refuse, "extend": Reason, "recategorise": Recategorise, "recategorise_called": Recategorise,
    "merge": Merge, "split": Split, "instruct": Instruct, "remark": Remark, "reveal": Reason, "look": Look,
    "rate": Rate, "supplement": Supplement, "reopen": Reopen,
}  # fmt: skip
