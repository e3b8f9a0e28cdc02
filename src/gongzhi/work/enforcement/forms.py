"""The words that a step of a power or a file needs; the same forms speak for pages and for the API."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.web.doors import Reason, Words, day, lines
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.photos import WithPhotos
from gongzhi.work.enforcement.commands.filing import Party
from gongzhi.work.enforcement.models import DelegatedPower, EnforcementFile, Evidence, Fitness, Mode
from gongzhi.work.enforcement.queries import officers_for, powers_for

MOST_ID = 2**62
MONEY = re.compile(r"(\d{1,9})(?:\.(\d{1,2}))?")
FIT = [(value, label) for value, label in Fitness.choices if value]
SAID = [(value, label) for value, label in EnforcementFile.Said.choices if value]
OWNERS = ("department", "utility", "stationed_team", "task_force", "street_office")


def fen_of(text: str) -> int:
    """Yuan as people write them (1500 or 1500.50) in fen.

    :raises ValueError: it is no amount.
    """
    found = MONEY.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    return int(found[1]) * 100 + int((found[2] or "0").ljust(2, "0"))


class Yuan(forms.CharField):
    """An amount in yuan; its value is fen, a whole number."""

    def __init__(self, **more: Any):
        more.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal"}))
        super().__init__(max_length=12, **more)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        try:
            return fen_of(text)
        except ValueError as wrong:
            raise forms.ValidationError(_("金额写成元，最多两位小数，例如 1500 或 1500.50。")) from wrong


class Assess(Words):
    fitness = forms.ChoiceField(label=_("评估结果"), choices=FIT)
    assessed_on = day(_("评估日期"))
    assessed_by = forms.CharField(label=_("谁评估"), max_length=120)
    assessment = lines(
        _("评估意见"), help_text=_("人员、执法证、装备、法制审核够不够；街道说接不住的，在这里答复。")
    )


class Opinion(Words):
    fitness = forms.ChoiceField(label=_("能不能承接"), choices=FIT)
    text = lines(_("街道的意见"), help_text=_("接不住的写明缺什么，区里要答复后才能下放。"))


class BringIntoForce(Words):
    valid_from = day(_("从哪天起"), required=False, help_text=_("不写就按拟下放的日期，没有的从今天起。"))
    valid_to = day(_("到哪天为止"), required=False)
    decision_no = forms.CharField(
        label=_("省级决定文号"), max_length=120, required=False, help_text=_("赋权必须有。")
    )
    review_due = day(_("哪天前复评"))


class ReviewPower(Words):
    fitness = forms.ChoiceField(label=_("复评结论"), choices=FIT)
    text = lines(_("复评意见"))
    review_due = day(_("下次复评"))


POWER_FORMS: dict[str, Any] = {
    "assess": Assess, "give_opinion": Opinion, "bring_into_force": BringIntoForce, "review_power": ReviewPower,
    "take_back": Reason,
}  # fmt: skip


class NewPower(Words):
    """A power to be delegated: one matter, one street."""

    street_id = forms.IntegerField(label=_("街道"), min_value=1, max_value=MOST_ID, widget=forms.Select)
    code = forms.CharField(label=_("编码"), max_length=40)
    item = forms.CharField(label=_("事项"), max_length=200)
    kind = forms.ChoiceField(label=_("种类"), choices=DelegatedPower.Kind.choices)
    mode = forms.ChoiceField(label=_("方式"), choices=Mode.choices)
    department_id = forms.IntegerField(
        label=_("原来的部门"), min_value=1, max_value=MOST_ID, widget=forms.Select
    )
    decision_no = forms.CharField(label=_("省级决定文号"), max_length=120, required=False)
    basis = forms.CharField(label=_("依据"), max_length=200, required=False, initial="待确认")
    scope = forms.CharField(label=_("范围"), max_length=300, required=False)
    valid_from = day(_("从哪天起"), required=False)
    valid_to = day(_("到哪天为止"), required=False)

    def offer(self, streets: list[tuple[int, str]], district_id: int | None) -> "NewPower":
        """What a page offers to choose from."""
        known = directory().of_kind(*OWNERS[:4], area_id=district_id)
        self.fields["street_id"].widget.choices = [("", "—"), *streets]  # type: ignore[attr-defined]
        self.fields["department_id"].widget.choices = [("", "—"), *((c.id, c.name) for c in known)]  # type: ignore[attr-defined]
        return self


class PartyWords(Words):
    """Who it is about; sealed as soon as it is sent."""

    party_kind = forms.ChoiceField(
        label=_("当事人"), choices=EnforcementFile.PartyKind.choices, required=False
    )
    party_name = forms.CharField(label=_("姓名或名称"), max_length=80, required=False)
    party_number = forms.CharField(
        label=_("证件号或统一社会信用代码"),
        max_length=40,
        required=False,
        help_text=_("加密保存，平时不显示。"),
    )
    party_phone = forms.CharField(label=_("电话"), max_length=40, required=False)

    @property
    def party(self) -> Party:
        given = self.cleaned_data
        return Party(*(given[f"party_{name}"] for name in ("kind", "name", "number", "phone")))


class NameParty(PartyWords):
    @property
    def details(self) -> dict[str, Any]:
        return {"party": self.party}


class NewClue(PartyWords):
    """A clue: what, where, from whom; the party if it is known."""

    matter = forms.CharField(label=_("什么事"), max_length=300, help_text=_("不写姓名和电话。"))
    source = forms.CharField(
        label=_("线索从哪来"), max_length=120, help_text=_("巡查发现、举报、部门移交、事项转来。")
    )
    address = forms.CharField(label=_("地点"), max_length=200, required=False)
    case_id = forms.UUIDField(required=False, widget=forms.HiddenInput)
    field_order = ("matter", "source", "address")

    @property
    def details(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            **{name: given[name] for name in ("matter", "source", "address", "case_id")},
            "party": self.party,
        }


class Acting(Words):
    """Who acts: two at least."""

    lead_officer_id = forms.IntegerField(
        label=_("主办执法人员"), min_value=1, max_value=MOST_ID, widget=forms.Select
    )
    second_officer_id = forms.IntegerField(
        label=_("协办执法人员"),
        min_value=1,
        max_value=MOST_ID,
        required=False,
        widget=forms.Select,
        help_text=_("不得少于两人。"),
    )
    third_officer_id = forms.IntegerField(
        label=_("第三名执法人员"), min_value=1, max_value=MOST_ID, required=False, widget=forms.Select
    )

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        if self.thing is not None and self.thing.pk:
            known = [("", "—"), *((one.pk, f"{one.name}（{one.certificate_no}）") for one in self._known())]
            for name in ("lead_officer_id", "second_officer_id", "third_officer_id"):
                self.fields[name].widget.choices = known  # type: ignore[attr-defined]

    def _known(self) -> list[Any]:
        if not hasattr(self.thing, "known_officers"):  # two forms of one page ask once
            self.thing.known_officers = officers_for(self.thing.street_id)
        return self.thing.known_officers

    @property
    def officer_ids(self) -> list[int]:
        given = (self.cleaned_data[f"{name}_officer_id"] for name in ("lead", "second", "third"))
        return [one for one in given if one]


class OpenFile(Acting):
    power_id = forms.UUIDField(label=_("依据哪一项下放的权力"), widget=forms.Select)
    field_order = ("power_id", "lead_officer_id", "second_officer_id", "third_officer_id")

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        if self.thing is not None and self.thing.pk:
            rows = [(one.pk, f"{one.code} {one.item}") for one in powers_for(self.thing.street_id)]
            self.fields["power_id"].widget.choices = [("", "—"), *rows]  # type: ignore[attr-defined]

    @property
    def details(self) -> dict[str, Any]:
        return {"power_id": self.cleaned_data["power_id"], "officer_ids": self.officer_ids}


class ChangeOfficers(Acting):
    reason = lines(_("为什么换"))

    @property
    def details(self) -> dict[str, Any]:
        return {"officer_ids": self.officer_ids, "reason": self.cleaned_data["reason"]}


class Gather(WithPhotos):
    kind = forms.ChoiceField(label=_("种类"), choices=Evidence.Kind.choices)
    text = lines(_("查到什么"), 4, max_length=2000, help_text=_("不写手机号和身份证号。"))
    field_order = ("kind", "text", "photos")

    @property
    def details(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"kind": given["kind"], "text": given["text"], **self.with_photos}


class Tell(Words):
    text = lines(
        _("告知内容"),
        5,
        max_length=2000,
        help_text=_("查明的事实、理由、依据、拟作出的决定，和陈述申辩的权利。"),
    )
    hearing = forms.BooleanField(label=_("当事人有权要求听证"), required=False)


class Hear(Words):
    kind = forms.ChoiceField(label=_("当事人提了什么"), choices=SAID)
    said = lines(_("当事人怎么说"), 4, max_length=2000, required=False)
    answer = lines(_("采纳没有、为什么"), required=False)


class Review(Words):
    passed = forms.ChoiceField(
        label=_("审核结论"), choices=[("yes", _("通过")), ("no", _("不通过，退回调查取证"))]
    )
    text = lines(_("审核意见"))

    @property
    def details(self) -> dict[str, Any]:
        return {"passed": self.cleaned_data["passed"] == "yes", "text": self.cleaned_data["text"]}


class Decide(Words):
    outcome = forms.ChoiceField(label=_("决定"), choices=EnforcementFile.Outcome.choices)
    fine_fen = Yuan(label=_("罚款（元）"), required=False)
    decision_no = forms.CharField(label=_("决定书文号"), max_length=80)
    text = lines(_("决定内容"), 5, max_length=2000)
    review_body = forms.CharField(label=_("向谁申请复议"), max_length=120)
    court = forms.CharField(label=_("向哪个法院起诉"), max_length=120)


class Extend(Words):
    until = day(_("延到哪天"))
    reason = lines(_("延期理由"))


class Conclude(Words):
    result = lines(_("怎么执行、结果如何"))
    paid_fen = Yuan(label=_("已缴罚款（元）"), required=False)


class Transfer(Words):
    organisation_id = forms.IntegerField(
        label=_("移送给"), min_value=1, max_value=MOST_ID, widget=forms.Select
    )
    reason = lines(_("移送理由"))

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **more)
        areas = [self.thing.district_id, tree().city().id] if self.thing is not None and self.thing.pk else []
        cards = {
            card.id: card.name for area in areas for card in directory().of_kind(*OWNERS[:4], area_id=area)
        }
        self.fields["organisation_id"].widget.choices = [("", "—"), *cards.items()]  # type: ignore[attr-defined]


class Drop(Words):
    kind = forms.ChoiceField(label=_("哪一种"), choices=EnforcementFile.Drop.choices)
    reason = lines(_("理由"))


FILE_FORMS: dict[str, Any] = {
    "name_party": NameParty, "open_file": OpenFile, "gather": Gather, "tell": Tell, "hear": Hear, "review": Review,
    "decide": Decide, "extend": Extend, "change_officers": ChangeOfficers, "conclude": Conclude, "transfer": Transfer,
    "drop": Drop, "reveal": Reason,
}  # fmt: skip


class NewSquad(Words):
    street_id = forms.IntegerField(label=_("街道"), min_value=1, max_value=MOST_ID, widget=forms.Select)
    code = forms.CharField(label=_("编码"), max_length=40)
    name = forms.CharField(label=_("名称"), max_length=80)
    phone = forms.CharField(label=_("公开电话"), max_length=40, required=False)
    basis = forms.CharField(label=_("依据"), max_length=200, required=False, initial="待确认")


class NewOfficer(Words):
    name = forms.CharField(label=_("姓名"), max_length=40)
    certificate_no = forms.CharField(label=_("执法证号"), max_length=40)
    issued_on = day(_("发证日期"))
    expires_on = day(_("有效期最后一天"))
    username = forms.CharField(
        label=_("账号"), max_length=40, required=False, help_text=_("有账号的写上，到期会提醒本人。")
    )


class Renew(Words):
    certificate_no = forms.CharField(
        label=_("新的执法证号"), max_length=40, required=False, help_text=_("号没变就不写。")
    )
    issued_on = day(_("发证日期"))
    expires_on = day(_("有效期最后一天"))
