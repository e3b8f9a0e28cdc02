"""审计: the journal's heads for the audit administrator. Who, which verb, which thing; never the details."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongzhi.kit import clock, command
from gongzhi.kit.identity import first_id
from gongzhi.kit.jobs import running
from gongzhi.kit.journal import anchor
from gongzhi.kit.journal.models import Entry
from gongzhi.kit.web import table_answers, words
from gongzhi.kit.web.cursor import Row
from gongzhi.kit.web.tables import Column, Filter, Table
from gongzhi.town.administration.doors import only_for
from gongzhi.town.administration.slow import VERIFY
from gongzhi.town.organisations.directory import directory
from gongzhi.town.people.models import Role

KEEPER = Role.AUDIT_ADMIN
SHOWN = ("id", "at", "actor_kind", "actor_label", "organisation_id", "verb", "subject_kind", "subject_id", "trunk_kind",
         "trunk_id", "seq", "before", "after")  # fmt: skip
LAST_ANCHORS = 31


def kinds() -> list[tuple[str, str]]:
    """What the journal speaks of: every model of ours."""
    ours = [model for model in apps.get_models() if model.__module__.startswith("gongzhi.")]
    return sorted((model._meta.label_lower, kind_words(model._meta.label_lower)) for model in ours)


def kind_words(kind: str) -> str:
    """The kind as a person says it: the model's name, or the first word of its docstring; else as the code does."""
    try:
        model = apps.get_model(kind)
    except LookupError:
        return kind
    said = (str(model._meta.verbose_name), (model.__doc__ or "").partition(":")[0])
    return next((name for name in said if not name.isascii() and len(name) < 20), kind)


def moment_cell(row: Row) -> Any:
    return format_html('<span class="nowrap">{}</span>', words.stamp(row["at"]))


def actor_cell(row: Row) -> Any:
    where = directory().name(row["organisation_id"])
    return format_html('{}<span class="l2">{}</span>', row["actor_label"], where or "—")


def verb_cell(row: Row) -> Any:
    word = command.said(row["subject_kind"], row["verb"])
    return format_html('{}<span class="l2">{}</span>', word, row["verb"]) if word != row["verb"] else word


def thing_cell(row: Row) -> Any:
    return format_html('{}<span class="l2">{}</span>', kind_words(row["subject_kind"]), row["subject_id"])


def trunk_words(row: Row) -> str:
    return f"{row['trunk_kind']} {row['trunk_id']} #{row['seq']}"


def stage_words(row: Row) -> str:
    """From which stage to which, in the words of whatever it hangs from."""
    labels = stages(row["trunk_kind"]) | stages(row["subject_kind"])
    before, after = (labels.get(row[name], row[name]) for name in ("before", "after"))
    return f"{before} → {after}" if before and before != after else after or "—"


def stages(kind: str) -> dict[str, str]:
    """The stages of a kind, code to label."""
    try:
        return {
            str(code): str(label)
            for code, label in apps.get_model(kind)._meta.get_field("stage").choices or ()
        }
    except (LookupError, FieldDoesNotExist):
        return {}


def on_day(rows: QuerySet, text: str) -> QuerySet:
    """The day's rows by the range of their ids, so that only one month is looked through."""
    start = datetime.combine(date.fromisoformat(text), time(), clock.zone())
    return rows.filter(id__gte=first_id(start), id__lt=first_id(start + timedelta(days=1)))


def of_thing(rows: QuerySet, text: str) -> QuerySet:
    return rows.filter(Q(trunk_id=text) | Q(subject_id=text))


TABLE = Table(
    label=gettext_lazy("日志"),
    columns=(
        Column("at", gettext_lazy("时间"), cell=moment_cell, sort="id", nullable=False),
        Column("actor", gettext_lazy("谁"), cell=actor_cell, value=lambda r: r["actor_label"]),
        Column("verb", gettext_lazy("做了什么"), cell=verb_cell, value=lambda r: r["verb"]),
        Column("thing", gettext_lazy("对什么"), cell=thing_cell,
               value=lambda r: f"{r['subject_kind']} {r['subject_id']}"),
        Column("stage", gettext_lazy("阶段"), cell=stage_words, value=stage_words, optional=True),
        Column("trunk", gettext_lazy("链上的位置"), cell=trunk_words, value=trunk_words, hidden=True),
    ),
    filters=(
        Filter("day", gettext_lazy("哪天"), on_day, kind="date"),
        Filter("actor", gettext_lazy("谁"), lambda rows, v: rows.filter(actor_label__icontains=v)),
        Filter("verb", gettext_lazy("动作"), lambda rows, v: rows.filter(verb=v)),
        Filter("kind", gettext_lazy("种类"), lambda rows, v: rows.filter(subject_kind=v), choices=kinds),
        Filter("id", gettext_lazy("编号"), of_thing),
    ),
    order="-at",
    empty_title=gettext_lazy("没有符合的记录"),
)  # fmt: skip


def source() -> QuerySet:
    """The heads alone: ``details`` is not read from the database at all."""
    return Entry.objects.values(*SHOWN)


@only_for(KEEPER)
def audit(request: Any) -> HttpResponse:
    """The journal's heads, as a page, a spreadsheet or a print."""
    return table_answers.answer(request, TABLE, source, "administration/audit.html", {"now": clock.now()})


@only_for(KEEPER)
def seals(request: Any) -> HttpResponse:
    """核验与封签: the signed days, and the looks through the whole journal that were asked for."""
    signed = anchor.read(Path(settings.ANCHORS))
    context = {"anchors": signed[::-1][:LAST_ANCHORS], "signed": len(signed), "now": clock.now()}
    return render(request, "administration/seals.html", context)


@only_for(KEEPER)
@require_POST
def verify(request: Any) -> HttpResponse:
    """核验全部日志: a job, for it reads every row."""
    job = running.begin(VERIFY, request.actor, {})
    return HttpResponseRedirect(f"/me/audit/seals/{job.pk}/")


@only_for(KEEPER)
def verified(request: Any, pk: UUID) -> HttpResponse:
    """How far the look is, or what it found; the panel asks again by itself."""
    job = running.of(request.actor, VERIFY, pk)
    panel = request.headers.get("HX-Request") == "true"
    return render(
        request,
        "administration/verified_panel.html" if panel else "administration/verified.html",
        {"job": job},
    )
