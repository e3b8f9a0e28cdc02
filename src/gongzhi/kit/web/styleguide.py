"""/style/: every part in every state, for the eye and for axe. Only where DEBUG, DEMO or TESTING is on."""

from datetime import datetime, timedelta
from types import SimpleNamespace as Thing
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit import clock
from gongzhi.kit.clock import Unit
from gongzhi.kit.web.faces import ClockFace

WORKING_DAY = 450
SOON = timedelta(minutes=50)


class SampleForm(forms.Form):
    """One field of each kind."""

    who = forms.CharField(label=gettext_lazy("该归谁办"), help_text=gettext_lazy("写名录里的单位"))
    what = forms.CharField(label=gettext_lazy("什么事"), widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(
        label=gettext_lazy("修好了吗"),
        choices=[
            ("yes", gettext_lazy("修好了")),
            ("part", gettext_lazy("没全好")),
            ("no", gettext_lazy("没修")),
        ],
        widget=forms.RadioSelect,
    )
    hands = forms.MultipleChoiceField(
        label=gettext_lazy("谁到场"),
        choices=[("a", gettext_lazy("环卫处 值班")), ("b", gettext_lazy("环卫处 二队"))],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    area = forms.ChoiceField(label=gettext_lazy("街道"), choices=[("1", "甲街道"), ("2", "乙街道")])
    until = forms.DateField(
        label=gettext_lazy("到哪天"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    photo = forms.FileField(label=gettext_lazy("照片"), required=False)
    sure = forms.BooleanField(label=gettext_lazy("我看过这件事的经过"), required=False)

    def clean_who(self) -> str:
        raise forms.ValidationError(_("要写名录里的单位，并引清单条款。"))


def clocks(now: datetime) -> list[ClockFace]:
    """One clock in each of its states."""
    working: dict[str, Any] = {"unit": Unit.WORKING_HOURS, "day_minutes": WORKING_DAY}
    ago, ahead = now - timedelta(minutes=60), now + timedelta(hours=26)
    return [
        ClockFace(ahead, now, left_minutes=510, **working),
        ClockFace(now + SOON, now),
        ClockFace(ago, now, left_minutes=-80, verb=_("到场"), **working),
        ClockFace(ahead, now, paused_note=_("等居民，停表"), note=_("第 1 次，最多 2 次")),
        ClockFace(now, now, done_at=now - timedelta(minutes=18), started_at=now - timedelta(minutes=66)),
        ClockFace(None, now, paused_note=_("挂账"), note=_("复查 12月15日")),
    ]


def events(now: datetime) -> list[Thing]:
    return [
        Thing(
            title=_("区城管局提出异议"),
            at=now,
            by="法制科 韩*",
            dot="dash",
            quote=_("应由区住建局供热办办理。"),
        ),
        Thing(title=_("供热办到场"), at=now - SOON, by="陈*", limit=_("应 09:00 到，早 10 分"), kept=True),
        Thing(title=_("区城管局到场"), at=now - SOON, by="周*", limit=_("应 09:00 到，晚 20 分"), kept=False),
        Thing(
            title=_("柳影街道吹哨，第 1 声"),
            at=now - timedelta(hours=14),
            by="孙*",
            dot="wh",
            text=_("群众反映突出、街道解决不了。"),
            papers=[("#", "召集函 柳吹〔2026〕112 号")],
        ),
        Thing(title=_("等您评价"), at=now - timedelta(days=2), dot="now"),
    ]


def steps() -> list[Thing]:
    return [
        Thing(label=_("吹哨"), icon="whistle", first=True, form=SampleForm(), verb="sound", url="#"),
        Thing(label=_("交社区"), url="#", link="#"),
        Thing(label=_("问居民"), icon="message-question", url="#", link="#"),
    ]


def cards(now: datetime) -> list[Thing]:
    late = clocks(now)[2]
    going = ClockFace(now + timedelta(hours=9, minutes=45), now, verb=_("办结"))
    return [
        Thing(
            name="区住建局供热办",
            lead=True,
            stage=_("在办"),
            percent=55,
            clock=going,
            text=_("陈* 等 2 人到场。"),
        ),
        Thing(name="区城管局", disputed=True, clock=late, text=_("未到场。裁定维持的，逾期从应到时间算。")),
    ]


def tiles() -> list[Thing]:
    """An estimate with its interval, and a count too small for a rate."""
    rate, few = _("95% 区间 81.8 – 97.7"), _("不足 30，不算比率")
    return [
        Thing(label=_("按时到场率"), figure="93.2", unit="%", interval=rate, note="41 / 44", url="#"),
        Thing(label=_("异议被驳回"), figure="3 / 4", interval=few, note=_("近 90 天"), url="#"),
    ]


def parts(request: HttpRequest) -> HttpResponse:
    """Every part on the desk."""
    now = clock.now()
    stages = [_("待受理"), _("已吹哨"), _("在办"), _("待核实"), _("等居民评"), _("已办结")]
    figures = zip(stages, (1024, 6, 5, 4, 1, 2), (2, 1, 0, 0, 0, 0), strict=True)
    counts = [Thing(label=s, value=v, over=o, url="#", here=s == stages[0]) for s, v, o in figures]
    form = SampleForm({"who": "供热公司", "what": "", "kind": "part", "area": "1"})
    context: dict[str, Any] = {
        "clocks": clocks(now),
        "stages": list(zip(stages, (10, 30, 55, 75, 90, 100), strict=True)),
        "counts": counts,
        "events": events(now),
        "steps": steps(),
        "cards": cards(now),
        "form": form,
        "now": now,
        "then": now - timedelta(days=400),
        "page": {"previous": "x", "next": "y"},
        "tiles": tiles(),
    }
    return render(request, "web/style.html", context)


def phone(request: HttpRequest) -> HttpResponse:
    """A resident's page."""
    now = clock.now()
    face = ClockFace(now + timedelta(hours=9, minutes=45), now)
    form = SampleForm({"what": "二单元从昨天晚上开始暖气不热。", "kind": "yes", "area": "1"})
    return render(request, "web/style_phone.html", {"face": face, "form": form, "events": events(now)})


def head(request: HttpRequest) -> HttpResponse:
    """A head of grid's page."""
    now = clock.now()
    faces = [ClockFace(now - timedelta(minutes=40), now), ClockFace(now + SOON, now)]
    return render(request, "web/style_head.html", {"faces": faces})


def letter(request: HttpRequest) -> HttpResponse:
    """A page for paper."""
    return render(request, "web/style_letter.html", {"today": clock.today()})
