"""The words that a call, a project and their steps need; the same forms speak for pages and for the API."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from gongzhi.kit.web.doors import Reason, Words, day, lines
from gongzhi.kit.web.uploads import Uploads
from gongzhi.town.access.actor import Actor
from gongzhi.work.cases.photos import WithPhotos
from gongzhi.work.meetings.rules import TOPIC
from gongzhi.work.secretary_projects.commands.calling import BELOW
from gongzhi.work.secretary_projects.models import (
    Call,
    Effect,
    EvidenceKind,
    ExpertOpinion,
    Level,
    Measurement,
)
from gongzhi.work.secretary_projects.queries import SOURCES, cases_linked
from gongzhi.work.secretary_projects.rules import issuing_post, obstacles

MOST_ID = 2**62
PAPERS = "image/jpeg,image/png,image/webp,application/pdf"
VERDICTS = [(one.value, one.label) for one in (Measurement.Verdict.VERIFIED, Measurement.Verdict.NOT_SO)]


def sources() -> list[tuple[str, Any]]:
    return [("", _("自己数，上级核实")), *((key, label) for key, (label, _count) in SOURCES.items())]


def number(label: Any, **more: Any) -> forms.DecimalField:
    """A figure with two places."""
    widget = forms.TextInput(attrs={"inputmode": "decimal"})
    return forms.DecimalField(label=label, max_digits=12, decimal_places=2, widget=widget, **more)


class Row(forms.IntegerField):
    """One of the project's own rows, by id; what a page offers comes with the thing."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, min_value=1, max_value=MOST_ID, widget=forms.Select)


def offer(form: forms.Form, name: str, choices: list[tuple[Any, Any]]) -> None:
    form.fields[name].widget.choices = [("", "—"), *choices]  # type: ignore[attr-defined]


class NewCall(forms.Form):
    """A yearly call: which levels, from which day to which."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2200)
    title = forms.CharField(label=_("通知名称"), max_length=120)
    text = lines(_("要求"), 5, max_length=2000)
    basis = forms.CharField(
        label=_("文号或依据"), max_length=200, required=False, help_text=_("还不知道的写“待确认”。")
    )
    levels = forms.MultipleChoiceField(
        label=_("请哪几级申报"), choices=Level.choices, widget=forms.CheckboxSelectMultiple
    )
    opens_on = day(_("从哪天起申报"))
    closes_on = day(_("到哪天为止"))

    def __init__(self, actor: Actor, data: Any = None, **more: Any):
        super().__init__(data, **more)
        post = issuing_post(actor)
        below = BELOW[post.level] if post else ()
        self.fields["levels"].choices = [c for c in Level.choices if c[0] in below]  # type: ignore[attr-defined]

    @property
    def details(self) -> dict[str, Any]:
        return {**self.cleaned_data, "basis": self.cleaned_data["basis"] or "待确认"}


class Proposal(Words):
    """What a project says of itself."""

    title = forms.CharField(label=_("项目名称"), max_length=120)
    problem = lines(_("拟破解的难题"), 4)
    obstacle = forms.CharField(label=_("动的是什么"), max_length=40, widget=forms.Select)
    measures = lines(_("措施"), 5, max_length=2000)
    starts_on = day(_("从哪天起"))
    ends_on = day(_("计划完成"))

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        kept = {name: getattr(thing, name) for name in self.base_fields} if thing is not None else {}
        more.setdefault("initial", kept)
        super().__init__(thing, data, files, **more)
        offer(self, "obstacle", list(obstacles()))


class NewProject(Proposal):
    """A project in answer to a call."""

    call_id = forms.UUIDField(label=_("年度通知"), widget=forms.Select)
    field_order = ("call_id",)

    def __init__(self, calls: list[Call], data: Any = None, **more: Any):
        super().__init__(None, data, **more)
        offer(self, "call_id", [(str(one.pk), one.title) for one in calls])


class NewEffect(Words):
    name = forms.CharField(label=_("成效指标"), max_length=120)
    source = forms.ChoiceField(label=_("谁来数"), choices=lazy(sources, list), required=False)
    how = forms.CharField(label=_("怎么数"), max_length=300, help_text=_("怎么数、凭什么核实。"))
    unit = forms.CharField(label=_("单位"), max_length=20)
    better = forms.ChoiceField(label=_("方向"), choices=Effect.Better.choices)
    baseline = number(_("基线"))
    baseline_on = day(_("基线日期"))
    target = number(_("目标"))
    target_on = day(_("目标日期"))


class OneEffect(Words):
    effect_id = Row(_("成效指标"))

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        if thing is not None:
            offer(self, "effect_id", list(thing.effects.order_by("pk").values_list("pk", "name")))


class NewMilestone(Words):
    what = forms.CharField(label=_("做什么"), max_length=200)
    due_on = day(_("哪天前"))


class OneMilestone(Words):
    milestone_id = Row(_("节点"))

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        if thing is not None:
            left = thing.milestones.filter(done_on=None).order_by("due_on")
            offer(self, "milestone_id", list(left.values_list("pk", "what")))


class Study(Words):
    studied_on = day(_("哪天研究的"))
    study_record = lines(_("研究意见"), 4, help_text=_("谁主持、怎么说的、同意还是不同意。"))


class Review(Words):
    necessity = lines(_("必要性"), 3, max_length=600)
    timeliness = lines(_("时效性"), 3, max_length=600)
    leverage = lines(_("牵动性"), 3, max_length=600, help_text=_("做成了能带动什么；只写话，不打分。"))
    advice = forms.ChoiceField(
        label=_("建议"), choices=ExpertOpinion.Advice.choices, widget=forms.RadioSelect
    )


class Decision(Words):
    decision = lines(_("立项意见"), 3)


class WithPapers(WithPhotos):
    photos = Uploads(label=_("照片或文件"), required=False, kinds=PAPERS)


class Reach(WithPapers, OneMilestone):
    done_on = day(_("哪天完成的"))
    kind = forms.ChoiceField(label=_("证据"), choices=EvidenceKind.choices)
    text = lines(_("怎么完成的、凭什么看得出来"), 3, max_length=600)
    field_order = ("milestone_id", "done_on", "kind", "text", "photos")

    @property
    def details(self) -> dict[str, Any]:
        names = ("milestone_id", "done_on", "kind", "text")
        return {**{name: self.cleaned_data[name] for name in names}, **self.with_photos}


class Measure(WithPapers, OneEffect):
    phase = forms.ChoiceField(label=_("什么时候的"), choices=Measurement.Phase.choices)
    value = number(_("数"), required=False, help_text=_("系统数的不填。"))
    measured_on = day(_("哪天的数"), required=False)
    kind = forms.ChoiceField(label=_("证据"), choices=[("", "—"), *EvidenceKind.choices], required=False)
    text = lines(_("证据说明"), 3, max_length=600, required=False)
    field_order = ("effect_id", "phase", "value", "measured_on", "kind", "text", "photos")

    @property
    def details(self) -> dict[str, Any]:
        names = ("effect_id", "phase", "value", "measured_on", "kind", "text")
        return {**{name: self.cleaned_data[name] for name in names}, **self.with_photos}


class Verify(Words):
    measurement_id = Row(_("哪个数"))
    verdict = forms.ChoiceField(label=_("看过以后"), choices=VERDICTS, widget=forms.RadioSelect)
    remark = forms.CharField(label=_("说明"), max_length=600, required=False)

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        if thing is not None:
            rows = Measurement.objects.filter(
                Q(effect__project=thing), verdict=Measurement.Verdict.WAITING
            ).select_related("effect").order_by("pk")  # fmt: skip
            said = [
                (r.pk, f"{r.effect.name} {r.get_phase_display()} {r.value:f}{r.effect.unit}") for r in rows
            ]
            offer(self, "measurement_id", said)

    @property
    def details(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "measurement_id": given["measurement_id"], "remark": given["remark"],
            "so": given["verdict"] == Measurement.Verdict.VERIFIED,
        }  # fmt: skip


class Midterm(Words):
    midterm = lines(_("中期情况"), 4)


class Extend(Words):
    until = day(_("延到哪天"))
    reason = lines(_("理由"), 3)


class AskAcceptance(Words):
    result = lines(_("做成了什么"), 5, max_length=2000)


class Accept(Words):
    acceptance = lines(_("验收意见"), 4)
    shortfall = lines(_("没有达到目标的，为什么仍通过"), 2, max_length=600, required=False)


class CaseNumber(Words):
    number = forms.CharField(label=_("事项编号"), max_length=20)


class OneCase(Words):
    case_id = forms.UUIDField(label=_("事项"), widget=forms.Select)

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        looker = getattr(thing, "looker", None)
        if looker is not None:
            offer(self, "case_id", [(str(one.pk), one.number) for one in cases_linked(looker, thing)[0]])


class OneTopic(Words):
    topic_id = forms.UUIDField(label=_("议题"), widget=forms.Select)

    def __init__(self, thing: Any = None, data: Any = None, files: Any = None, **more: Any):
        super().__init__(thing, data, files, **more)
        looker = getattr(thing, "looker", None)
        if looker is not None:
            rows = TOPIC.seen_by(looker).order_by("-raised_at").values_list("pk", "title")[:100]
            offer(self, "topic_id", [(str(pk), title) for pk, title in rows])


CALL_FORMS: dict[str, Any] = {}
PROJECT_FORMS: dict[str, Any] = {
    "write": Proposal, "add_effect": NewEffect, "drop_effect": OneEffect, "add_milestone": NewMilestone,
    "drop_milestone": OneMilestone, "study": Study, "review": Review, "approve": Decision, "hand_back": Reason,
    "reject": Reason, "reach": Reach, "measure": Measure, "verify": Verify, "record_midterm": Midterm, "extend": Extend,
    "ask_acceptance": AskAcceptance, "accept": Accept, "send_back": Reason, "stop": Reason, "link_case": CaseNumber,
    "unlink_case": OneCase, "link_topic": OneTopic,
}  # fmt: skip
