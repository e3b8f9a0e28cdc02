"""登记册: template, export, print and import of every register that somebody keeps or sees."""

import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Max
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.config.slow import IMPORT, folder
from gongzhi.kit import clock
from gongzhi.kit.flow import NotNow, NotYours
from gongzhi.kit.identity import new_id
from gongzhi.kit.jobs import running
from gongzhi.kit.jobs.models import Job
from gongzhi.kit.registers import registry
from gongzhi.kit.registers.models import ImportRun
from gongzhi.kit.registers.reading import MOST_BYTES
from gongzhi.kit.registers.register import Register
from gongzhi.kit.web.table_answers import MOST_PRINTED, XLSX
from gongzhi.town.administration.doors import only_for
from gongzhi.town.people.models import Role

ROLES = (
    Role.SYSTEM_ADMIN, Role.STREET_CLERK, Role.STREET_LEADER, Role.COMMUNITY_WORKER, Role.COMMUNITY_SECRETARY,
    Role.DISTRICT_DISPATCHER, Role.CITY_DISPATCHER,
)  # fmt: skip
AT_ONCE = 200 * 1024  # bytes: a smaller file is looked at while one waits
HISTORY = 20
ENDINGS = (".xlsx", ".csv")


def sees(register: Register, actor: Any) -> bool:
    return bool((register.sees or register.may)(actor)) or bool(register.may(actor))


def known(name: str, actor: Any) -> Register:
    """The register, if this actor keeps or sees it; otherwise it does not exist."""
    if name not in registry.names() or not sees(registry.get(name), actor):
        raise Http404
    return registry.get(name)


@only_for(*ROLES)
def listing(request: Any) -> HttpResponse:
    """Every register that I keep or see, with its last import."""
    last = dict(ImportRun.objects.order_by().values_list("register").annotate(at=Max("at")))
    rows = [
        {
            "register": one,
            "keeps": one.may(request.actor),
            "last": last.get(one.name),
            "columns": len(one.columns),
        }
        for one in registry.all()
        if sees(one, request.actor)
    ]
    rows.sort(key=lambda row: str(row["register"].title))  # type: ignore[union-attr]
    return render(request, "town/registers.html", {"rows": rows, "now": clock.now()})


class Upload(forms.Form):
    """A workbook; and for registers that take them, whether its rows are new or history."""

    file = forms.FileField(
        label=gettext_lazy("表格文件"), help_text=gettext_lazy(".xlsx 或 .csv，最多 60 MB。")
    )
    mode = forms.ChoiceField(
        label=gettext_lazy("按什么导入"), required=False,
        choices=[("new", gettext_lazy("新来的，现在开始办")), ("history", gettext_lazy("历史，只存档，不计时不通知"))],
    )  # fmt: skip

    def __init__(self, register: Register, data: Any = None, files: Any = None):
        super().__init__(data, files)
        if register.write is None or register.name != "cases":
            del self.fields["mode"]

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(ENDINGS):
            raise forms.ValidationError(_("请用 .xlsx 或 .csv 文件。"))
        if file.size > MOST_BYTES:
            raise forms.ValidationError(_("文件太大，最多 60 MB，请分几份导入。"))
        return file


def page(request: Any, register: Register, form: Upload | None = None, status: int = 200) -> HttpResponse:
    """One register: its columns, an upload, the imports so far."""
    context = {
        "register": register, "keeps": register.may(request.actor), "form": form or Upload(register),
        "now": clock.now(),
        "runs": ImportRun.objects.filter(register=register.name).order_by("-at")[:HISTORY],
    }  # fmt: skip
    return render(request, "town/register.html", context, status=status)


@only_for(*ROLES)
def show(request: Any, name: str) -> HttpResponse:
    return page(request, known(name, request.actor))


@only_for(*ROLES)
def template(request: Any, name: str) -> Any:
    """The empty workbook."""
    return _made(known(name, request.actor), lambda register, path: register.template(path), _("模板"))


@only_for(*ROLES)
def export(request: Any, name: str) -> Any:
    """What I may see of it, to be imported again."""
    return _made(known(name, request.actor), lambda register, path: register.export(path, request.actor), "")


def _made(register: Register, write: Any, word: str) -> FileResponse:
    with tempfile.TemporaryDirectory(prefix="gongzhi-export-") as place:
        path = Path(place) / "out.xlsx"
        write(register, path)
        file = path.open("rb")  # still readable when the folder is gone; FileResponse closes it
    name = f"{register.title}{word or clock.local().strftime('-%Y%m%d-%H%M')}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@only_for(*ROLES)
def printed(request: Any, name: str) -> HttpResponse:
    """台账: for paper, up to two thousand rows."""
    register = known(name, request.actor)
    rows: list[list[str]] = []
    cut = 0
    for row in register.print_rows(request.actor):
        if len(rows) > MOST_PRINTED:
            cut = MOST_PRINTED
            break
        rows.append(row)
    context = {"title": register.title, "heads": rows[0], "rows": rows[1:], "cut": cut, "now": clock.now()}
    return render(request, "town/register_print.html", context)


@only_for(*ROLES)
@require_POST
def upload(request: Any, name: str) -> HttpResponse:
    """The file is kept aside and tried: what would be made, changed and refused. Nothing is written yet."""
    register = known(name, request.actor)
    if not register.may(request.actor):
        raise NotYours(_("您的岗位不能向这个登记簿导入。"))
    form = Upload(register, request.POST, request.FILES)
    if not form.is_valid():
        return page(request, register, form, 422)
    file, place = form.cleaned_data["file"], folder(new_id().hex)
    place.mkdir(mode=0o700, parents=True)
    given = Path(file.name).name[-80:]
    with (place / given).open("wb") as kept:
        for part in file.chunks():
            kept.write(part)
    asked = {
        "register": name, "folder": place.name, "file": given, "dry": True, "good_rows": True,
        "mode": form.cleaned_data.get("mode") or "new",
    }  # fmt: skip
    job = running.begin(IMPORT, request.actor, asked, at_once=file.size <= AT_ONCE)
    return HttpResponseRedirect(f"/town/registers/jobs/{job.pk}/")


@only_for(*ROLES)
def job_page(request: Any, pk: UUID) -> HttpResponse:
    """How far it is; then what would be done, or what was done."""
    job = running.of(request.actor, IMPORT, pk)
    context = {
        "job": job,
        "register": known(job.given["register"], request.actor),
        "there": _file(job).exists(),
    }
    panel = request.headers.get("HX-Request") == "true"
    return render(request, "town/job_panel.html" if panel else "town/job.html", context)


def _file(job: Job) -> Path:
    return folder(job.given["folder"]) / job.given["file"]


@only_for(*ROLES)
@require_POST
def apply(request: Any, pk: UUID) -> HttpResponse:
    """写入 what was tried: all of it, or the good rows only."""
    tried = running.of(request.actor, IMPORT, pk)
    file = _file(tried)
    if tried.under_way or not tried.given["dry"] or not file.exists():
        raise NotNow(_("这份文件已经不在了，请重新上传。"))
    asked = {**tried.given, "dry": False, "good_rows": request.POST.get("good_rows") == "1"}
    job = running.begin(IMPORT, request.actor, asked, at_once=file.stat().st_size <= AT_ONCE)
    return HttpResponseRedirect(f"/town/registers/jobs/{job.pk}/")


@only_for(*ROLES)
def errors(request: Any, pk: UUID) -> Any:
    """The wrong rows as they came, with their reasons."""
    job = running.of(request.actor, IMPORT, pk)
    path = folder(job.given["folder"]) / Path(job.result.get("errors") or "none").name
    if not job.result.get("errors") or not path.exists():
        raise Http404
    return FileResponse(path.open("rb"), as_attachment=True, filename=path.name, content_type=XLSX)
