"""The words that a step of a meeting or a topic needs."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from gongzhi.kit import clock
from gongzhi.kit.web.doors import Reason, Words, day, lines, moment
from gongzhi.town.areas.tree import tree
from gongzhi.town.organisations.directory import directory
from gongzhi.work.meetings.models import Meeting, Topic
from gongzhi.work.meetings.queries import attendances
from gongzhi.work.meetings.rules import BEFORE
from gongzhi.work.tasks import ports

OWNERS = (
    "department",
    "utility",
    "street_office",
    "leading_body",
    "dispatch_centre",
    "task_force",
    "stationed_team",
)
MOMENT = "%Y-%m-%dT%H:%M"


def owners(lineage: Iterable[int], member_ids: Iterable[int]) -> list[tuple[int, str]]:
    """Who can be made answerable: the members, and the offices and departments of the body's area."""
    area = tree().get(list(lineage)[-1])
    kinds = OWNERS if area is None or area.level == "city" else (*OWNERS, "community")
    members = [card for one in member_ids if (card := directory().get(one))]
    found = [*members, *(directory().within(area.id, *kinds) if area else ())]
    return list({card.id: card.label for card in found}.items())


class Reply(Words):
    coming = forms.TypedChoiceField(
        label=_("参加吗"), choices=[("yes", _("参加")), ("no", _("请假"))], coerce=lambda v: v == "yes", widget=forms.RadioSelect
    )  # fmt: skip
    who = forms.CharField(label=_("谁来(职务)"), max_length=60, required=False)
    reason = forms.CharField(label=_("请假理由"), max_length=200, required=False)


class ReplyByApi(Words):
    coming = forms.BooleanField(required=False)
    who = forms.CharField(max_length=60, required=False)
    reason = forms.CharField(max_length=200, required=False)


class Open(Words):
    """Who is there: ticked on the page."""

    present = forms.TypedMultipleChoiceField(
        label=_("到会的单位"), coerce=int, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        rows = attendances(thing) if thing is not None else []
        names = [(row.organisation_id, directory().name(row.organisation_id)) for row in rows]
        self.fields["present"].choices = names  # type: ignore[attr-defined]
        self.initial["present"] = [row.organisation_id for row in rows if row.state == row.State.COMING]


class OpenByApi(Words):
    """Who is there: the numbers of the organisations, with commas."""

    present = forms.CharField(max_length=2000)

    def clean_present(self) -> list[int]:
        parts = self.cleaned_data["present"].replace("，", ",").split(",")
        if not all(part.strip().isdigit() for part in parts):
            raise forms.ValidationError(_("请写单位编号，用逗号隔开。"))
        return [int(part) for part in parts]


class Minute(Words):
    minutes = lines(_("纪要"), 10, max_length=20000)


class Reschedule(Words):
    held_at = moment(_("改到什么时候"))
    place = forms.CharField(label=_("地点"), max_length=120, required=False)


class Adopt(Words):
    """Into which meeting."""

    meeting_id = forms.TypedChoiceField(label=_("列入哪次会"), coerce=UUID)

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        rows = (
            Meeting.objects.filter(body_id=thing.body_id, stage__in=BEFORE).order_by("held_at")
            if thing
            else ()
        )
        self.fields["meeting_id"].choices = [(str(row.pk), row.title) for row in rows]  # type: ignore[attr-defined]


class AdoptByApi(Words):
    meeting_id = forms.UUIDField()


class OneResolution(Words):
    """Who does what by when; downward work names its admitted matter."""

    text = lines(_("做什么"), 2, max_length=600)
    organisation_id = forms.TypedChoiceField(label=_("谁负责"), coerce=int)
    due_on = day(_("哪天完成"))
    matter_id = forms.TypedChoiceField(
        label=_("准入事项"), coerce=UUID, required=False, empty_value=None,
        help_text=_("市、区交给街道社区的，选一个已准入的事项。"),
    )  # fmt: skip

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        choices = owners(thing.lineage, thing.member_ids) if thing is not None else []
        self.fields["organisation_id"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]
        looker = getattr(thing, "looker", None)
        matters = ports.offered(looker) if looker is not None else []
        self.fields["matter_id"].choices = [("", "—"), *matters]  # type: ignore[attr-defined]

    def clean_due_on(self) -> Any:
        if (due := self.cleaned_data["due_on"]) and due < clock.today():
            raise forms.ValidationError(_("期限不能早于今天。"))
        return due


class Decide(OneResolution):
    """The outcome in words, and the first resolution if there is one."""

    outcome = forms.ChoiceField(label=_("议定结果"), choices=Topic.Outcome.choices, widget=forms.RadioSelect)
    decision = lines(_("议定意见"), 3, max_length=2000)
    field_order = ("outcome", "decision", "text", "organisation_id", "due_on", "matter_id")

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        for name in ("text", "organisation_id", "due_on"):
            self.fields[name].required = False
        self.fields["text"].label = _("决议：做什么（没有可不填）")

    @property
    def details(self) -> dict[str, Any]:
        given = self.cleaned_data
        row = {name: given[name] for name in ("text", "organisation_id", "due_on", "matter_id")}
        rows = [row] if any(given[name] for name in ("text", "organisation_id", "due_on")) else []
        return {"outcome": given["outcome"], "decision": given["decision"], "resolutions": rows}


class ResolutionByApi(Words):
    text = forms.CharField(max_length=600)
    organisation_id = forms.IntegerField(min_value=1)
    due_on = forms.DateField()
    matter_id = forms.UUIDField(required=False)


class DecideByApi(Words):
    outcome = forms.ChoiceField(choices=Topic.Outcome.choices)
    decision = forms.CharField(max_length=2000)
    resolutions = forms.JSONField(required=False)

    @property
    def details(self) -> dict[str, Any]:
        return {**self.cleaned_data, "resolutions": self.cleaned_data["resolutions"] or []}


class Call(forms.Form):
    """A meeting to call."""

    held_at = moment(_("开会时间"))
    place = forms.CharField(label=_("地点"), max_length=120)
    title = forms.CharField(
        label=_("会议名称"), max_length=120, required=False, help_text=_("不填就用机构名加日期")
    )
    topics_until = day(_("议题报到哪天"), required=False, help_text=_("不填按规则提前"))


class Raise(forms.Form):
    """A topic to raise."""

    title = forms.CharField(label=_("议题"), max_length=120)
    text = lines(_("要议什么"), 4, max_length=2000)


MEETING_FORMS: dict[str, Any] = {
    "reply": Reply, "open_": Open, "minute": Minute, "reschedule": Reschedule, "cancel": Reason,
}  # fmt: skip
TOPIC_FORMS: dict[str, Any] = {
    "adopt": Adopt, "decline_topic": Reason, "decide": Decide, "add_resolution": OneResolution, "postpone": Reason,
}  # fmt: skip
MEETING_API_FORMS = {**MEETING_FORMS, "reply": ReplyByApi, "open_": OpenByApi}
TOPIC_API_FORMS = {
    **TOPIC_FORMS, "adopt": AdoptByApi, "decide": DecideByApi, "add_resolution": ResolutionByApi,
}  # fmt: skip
