"""The words that a step of a whistle needs; the same forms speak for pages and for the API."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.web.doors import Reason, Words, lines
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.photos import WithPhotos
from gongzhi.work.mandates.queries import propose
from gongzhi.work.whistles.models import Kind, ReportIn

CALLABLE = ("department", "utility", "stationed_team", "task_force")


def callable_organisations() -> list[tuple[int, str]]:
    """Whom a whistle can call: departments, utilities, stationed teams, task forces."""
    return [(card.id, card.name) for card in directory().of_kind(*CALLABLE)]


class OrganisationField(forms.TypedChoiceField):
    """One that can be called."""

    def __init__(self, **more: Any):
        super().__init__(coerce=int, choices=callable_organisations, empty_value=None, **more)


class CallField(forms.JSONField):
    """The called ones as a list of {organisation_id, lead, reason}; a page posts it as JSON made from its rows."""

    def clean(self, value: Any) -> list[dict[str, Any]]:
        rows = super().clean(value) or []
        if not isinstance(rows, list) or not all(
            isinstance(row, dict) and isinstance(row.get("organisation_id"), int) for row in rows
        ):
            raise forms.ValidationError(_("请选要叫的部门。"))
        return [
            {"organisation_id": row["organisation_id"], "lead": bool(row.get("lead")), "reason": str(row.get("reason", ""))[:300],
             "duty_id": row.get("duty_id") if isinstance(row.get("duty_id"), int) else None}
            for row in rows[:20]
        ]  # fmt: skip


class Call(Words):
    """Whom to call and what for. Without a list, the duty list's proposal is taken."""

    call = CallField(label=_("叫谁"), required=False)
    request = lines(_("请部门做什么"), 4, max_length=600)

    def _called(self, case: Any) -> list[dict[str, Any]]:
        if self.cleaned_data["call"] or case is None:
            return self.cleaned_data["call"]
        proposed = propose(
            case.category_id, tuple(i for i in (case.district_id, case.street_id, case.community_id) if i)
        )
        return [
            {"organisation_id": p.organisation_id, "lead": p.lead, "reason": p.reason, "duty_id": p.duty_id}
            for p in proposed
        ]

    @property
    def details(self) -> dict[str, Any]:
        return {"call": self._called(self.thing), "request": self.cleaned_data["request"]}


class Propose(Call):
    kind = forms.ChoiceField(label=_("哪一种哨"), choices=Kind.choices)
    arrive_at = forms.DateTimeField(
        label=_("定个到场时间"), required=False, widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )

    @property
    def details(self) -> dict[str, Any]:
        return {
            **super().details,
            "kind": self.cleaned_data["kind"],
            "arrive_at": self.cleaned_data["arrive_at"],
        }


class Sign(Words):
    remark = forms.CharField(label=_("签发意见"), max_length=200, required=False)


class CallMore(Words):
    organisation_id = OrganisationField(label=_("加叫哪个部门"))
    reason = lines(_("为什么"))


class Arrive(Words):
    attending = forms.CharField(label=_("谁到场"), max_length=120, required=False)
    bring = forms.CharField(label=_("带什么去"), max_length=120, required=False)
    arrived_at = forms.DateTimeField(
        label=_("实际到场更早（街道认了才算）"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )


class Progress(WithPhotos):
    text = lines(_("进展"))
    field_order = ("text", "photos")

    @property
    def details(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["text"], **self.with_photos}


class Finish(WithPhotos):
    """办结: the reply's elements."""

    field_order = ("measures", "spoken_with", "done_on", "photos")
    measures = lines(_("采取的措施"), 4, max_length=2000)
    spoken_with = forms.CharField(label=_("和谁沟通过"), max_length=120, required=False)
    done_on = forms.DateField(
        label=_("办结日期"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    @property
    def details(self) -> dict[str, Any]:
        data = self.cleaned_data
        done_on = data["done_on"].isoformat() if data["done_on"] else ""
        told = {"measures": data["measures"], "spoken_with": data["spoken_with"], "done_on": done_on}
        return {**told, **self.with_photos}


class Disputed(Words):
    clause = forms.CharField(label=_("引用条款"), max_length=200)
    owner_id = OrganisationField(label=_("应由谁办"), required=False)
    text = lines(_("理由"), max_length=600)


class Mark(Words):
    grade = forms.ChoiceField(label=_("办得怎么样"), choices=ReportIn.Mark.choices)
    reason = forms.CharField(label=_("说明"), max_length=300, required=False)


class Decide(Words):
    decision = lines(_("裁定和依据"), max_length=600)


class Move(Decide):
    organisation_id = OrganisationField(label=_("改派给"))


class SayMore(Words):
    text = lines(_("补充说明"), max_length=600)


ON_CASE_FORMS: dict[str, Any] = {"propose": Propose, "sound_at_once": Call}
WHISTLE_FORMS: dict[str, Any] = {"sign": Sign, "decline": Reason, "call_more": CallMore, "recall": Reason}
REPORT_IN_FORMS: dict[str, Any] = {
    "report_in": Arrive, "progress": Progress, "finish": Finish, "dispute": Disputed, "ask_more_time": Reason,
    "object": Reason, "mark": Mark,
}  # fmt: skip
DISPUTE_FORMS: dict[str, Any] = {"say_more": SayMore, "uphold": Decide, "move": Move, "name_fallback": Move}
