"""查进度: by number and code, like a parcel's. GET changes nothing; wrong and unknown ones answer alike."""

from collections.abc import Mapping
from typing import Any

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gongzhi.kit import throttle
from gongzhi.kit.flow import NotNow, Refused, Stopped
from gongzhi.kit.identity import new_id
from gongzhi.kit.records import rules as records
from gongzhi.town.access.actor import resident
from gongzhi.work.cases import commands, photos
from gongzhi.work.cases.forms import FORMS
from gongzhi.work.cases.models import Report
from gongzhi.work.cases.public_views import keep
from gongzhi.work.cases.public_views.parcel_face import faced
from gongzhi.work.cases.queries import by_code
from gongzhi.work.cases.trace import parcel

STEPS = ("answer", "rate", "urge", "supplement", "withdraw", "reopen")
THANKS = {
    "answer": gettext_lazy("您的回答送到了，钟接着走。"),
    "rate": gettext_lazy("谢谢，您的评价记下了。"),
    "urge": gettext_lazy("催办送到了，办的人和街道都会看到。"),
    "supplement": gettext_lazy("补的话记下了，办的人会看到。"),
    "withdraw": gettext_lazy("已经撤回，不再办了。"),
    "reopen": gettext_lazy("收到，这件事重新办起来了。"),
}
MINUTES = 15


class Code(django_forms.Form):
    """The two things that were to be kept."""

    number = django_forms.CharField(
        label=gettext_lazy("编号"),
        max_length=24,
        widget=django_forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    code = django_forms.CharField(
        label=gettext_lazy("查询码"), max_length=20,
        widget=django_forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip

    def clean_code(self) -> str:
        return self.cleaned_data["code"].replace(" ", "").replace("-", "").upper()


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trace(request: HttpRequest) -> HttpResponse:
    """Number and code; a right pair opens the page for an hour in this browser."""
    if request.method != "POST":
        return render(request, "cases/public/trace_form.html", {"form": Code()})
    form = Code(request.POST)
    caller = f"trace:{keep.address(request)}"
    try:
        throttle.check(caller, records.value("public.wrong_codes"))
    except throttle.TooOften as stop:
        return _not_found(request, form, stop.message, 429)
    found = by_code(form.cleaned_data["number"], form.cleaned_data["code"]) if form.is_valid() else None
    if found is None:
        throttle.count(caller, MINUTES)
        return _not_found(
            request, form, _("编号或查询码不对。请照单子上的再填一次；都在您送出后那一页上。"), 404
        )
    return keep.hand(request, HttpResponseRedirect(reverse("public-mine")), found, form.cleaned_data["code"])


def _not_found(request: HttpRequest, form: Code, wrong: str, status: int) -> HttpResponse:
    return render(request, "cases/public/trace_form.html", {"form": form, "wrong": wrong}, status=status)


@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Where it is: who holds it, until when, what comes next, and what the reporter can do now."""
    found = keep.held(request)
    if found is None:
        return HttpResponseRedirect(reverse("public-trace"))
    return drawn(request, *found, done=request.COOKIES.get("gz_done", ""))


def drawn(
    request: HttpRequest, report: Report, code: str, *, status: int = 200, wrong: str = "", done: str = "",
    bound: Mapping[str, Any] | None = None,
) -> HttpResponse:  # fmt: skip
    """The page; ``bound`` holds the form of a refused step."""
    shown = parcel(report)
    forms = {verb: FORMS[verb]() for verb in shown["may"] if verb in FORMS} | dict(bound or {})
    for verb, form in forms.items():
        form.auto_id = f"id_{verb}_%s"
    context = {
        "report": report, "code": code, "parcel": shown, "face": faced(report, shown), "forms": forms, "wrong": wrong,
        "key": str(new_id()), "pictures": photos.shown(photos.REPORT, report.pk), "done": THANKS.get(done, ""),
    }  # fmt: skip
    answer = render(request, "cases/public/trace.html", context, status=status)
    answer.delete_cookie("gz_done", path="/r/")
    return answer


@never_cache
@require_POST
def take(request: HttpRequest, verb: str) -> HttpResponse:
    """One step of the reporter; a refused one draws the page again, with what was typed."""
    found = keep.held(request)
    if found is None:
        return HttpResponseRedirect(reverse("public-trace"))
    report, code = found
    form = FORMS[verb](None, request.POST) if verb in FORMS else None
    if form is not None and not form.is_valid():
        return drawn(request, report, code, status=422, bound={verb: form})
    try:
        speak(report, verb, form, request.POST.get("key", ""), "code")
    except Refused as stop:
        if form is not None and stop.field in form.fields:
            form.add_error(stop.field, stop.message)
            return drawn(request, report, code, status=422, bound={verb: form})
        return drawn(request, report, code, status=422, wrong=stop.message)
    except Stopped as stop:
        words = _("这一步现在做不了，下面是最新的情况。") if isinstance(stop, NotNow) else stop.message
        return drawn(
            request,
            Report.objects.select_related("case").get(pk=report.pk),
            code,
            status=stop.status,
            wrong=words,
        )
    answer = HttpResponseRedirect(reverse("public-mine"))
    answer.set_cookie("gz_done", verb, max_age=60, path="/r/", httponly=True, samesite="Lax")
    return answer


def speak(report: Report, verb: str, form: Any, key: str, via: str) -> Any:
    """The reporter's step itself."""
    details = getattr(form, "details", None) or {} if form is not None else {}
    more = {"via": via} if verb == "rate" else {}
    return getattr(commands, verb)(
        resident(report.pk), report.case_id, key=f"t:{key[:60]}" if key else None, **details, **more
    )


@never_cache
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Done looking: this browser forgets the report."""
    return keep.leave(HttpResponseRedirect(reverse("public-trace")))
