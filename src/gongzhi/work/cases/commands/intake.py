"""Intake: a case begins, from whichever door; another reporter joins; a head notes what was done on the spot."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from gongzhi.kit import clock, rows
from gongzhi.kit.command import founding, step
from gongzhi.kit.flow import NotNow, Refused
from gongzhi.kit.identity import new_id, spoken_code
from gongzhi.kit.privacy.patterns import without_numbers
from gongzhi.kit.privacy.ring import keyed_hash
from gongzhi.kit.privacy.seal import blind, seal_new
from gongzhi.kit.records import rules as records
from gongzhi.kit.search import bigrams
from gongzhi.town.access.actor import Actor
from gongzhi.town.areas.cards import Place
from gongzhi.town.files.models import Attachment
from gongzhi.work.cases import rules
from gongzhi.work.cases.catalogue import CategoryCard
from gongzhi.work.cases.models import Case, Channel, Report, Stage

PURPOSE = "case-contact"
DRAFT, REPORT = "cases.draft", "cases.report"  # what a photo hangs on before and after it is sent
LONGEST = 4000


@dataclass(frozen=True)
class Telling:
    """What one person tells: words, answers to the category's questions, and how to reach them (kept sealed)."""

    text: str
    answers: dict[str, Any] = field(default_factory=dict)
    name: str = ""
    phone: str = ""
    anonymous: bool = False
    consent: bool = False
    code: str = ""


@founding("report", private=("telling", "title", "at"))
def report(
    actor: Actor, *, channel: str, category: CategoryCard, at: Place, telling: Telling, title: str = "",
    note: str = "", source_id: str = "", files: Sequence[str] = (),
) -> Case:  # fmt: skip
    """上报: a case begins at the desk that its place names; its clock starts now (the server's receipt)."""
    _check(telling, category)
    if source_id and Case.objects.filter(source_id=source_id).exists():
        raise NotNow(_("这个来源编号的事项已经有了，没有再建一件。"))
    now, place = clock.now(), _snapshot(at)
    lineage = tuple(i for i in (place["district_id"], place["street_id"], place["community_id"]) if i)
    limit = rules.limit_for(category.limit_kind, lineage)
    due = limit.limit.after(now)
    case = Case(
        id=new_id(now), title=_title(title, telling.text), category_id=category.id, channel=channel,
        desk_id=rules.first_desk(category.starts_at, channel, place), address=at.address, lon=at.lon, lat=at.lat,
        reported_at=now, held_since=now, limit_kind=limit.kind, limit_unit=limit.limit.unit, due_at=due, act_at=due,
        author_id=actor.user_id, emergency=limit.kind == "emergency", secret=category.secret, source_id=source_id,
        note=note, **place,
    )  # fmt: skip
    case.and_then = lambda: _first_report(actor, case, telling, channel, files)  # type: ignore[attr-defined]
    return case


@founding("note", private=("telling", "at"))
def note(
    actor: Actor, *, category: CategoryCard, at: Place, telling: Telling, files: Sequence[str] = ()
) -> Case:
    """即办: reports and resolves in one line what was dealt with on the spot; outside rates and any count of merit."""
    case = report.__wrapped__(
        actor, channel=Channel.HEAD, category=category, at=at, telling=telling, files=files
    )
    case.stage, case.outside_rates, case.act_at, case.due_at = Stage.NOTED, True, None, None
    case.resolved_at = case.closed_at = case.reported_at
    case.resolved_by, case.outcome = actor.user_id, telling.text[:500]
    return case


@founding("archive", private=("telling", "at", "title"))
def archive(
    _actor: Actor, *, category: CategoryCard, at: Place, telling: Telling, title: str, happened_at: datetime,
    source_id: str, note: str = "",
) -> Case:  # fmt: skip
    """历史导入: a case of the past with its own date, archived: no clock, no notice, no rate."""
    case = Case(
        id=new_id(happened_at), title=without_numbers(title)[:80], category_id=category.id, channel=Channel.IMPORT,
        stage=Stage.ARCHIVED, address=at.address, reported_at=happened_at, closed_at=happened_at, limit_kind="none",
        limit_unit="days", outside_rates=True, source_id=source_id, note=note, **_snapshot(at),
    )  # fmt: skip
    case.and_then = lambda: Report.objects.create(  # type: ignore[attr-defined]
        id=new_id(happened_at), case=case, serial=case.serial, code_hash="", channel=Channel.IMPORT, anonymous=True,
        text=telling.text, pairs=bigrams(title, telling.text), reported_at=happened_at,
    )  # fmt: skip
    return case


@step(rules.TELLING)
def join(actor: Actor, case: Case, *, channel: str, telling: Telling, files: Sequence[str] = ()) -> Report:
    """加入: another person tells of the same matter; their own number and code, the same answer, the same question."""
    _check(telling, None)
    case.reporters += 1
    return _report(actor, case, telling, channel, None, files=files)


def _first_report(
    actor: Actor, case: Case, telling: Telling, channel: str, files: Sequence[str] = ()
) -> None:
    case.first_report = _report(actor, case, telling, channel, case.serial, files=files)  # type: ignore[attr-defined]


def _report(
    actor: Actor, case: Case, telling: Telling, channel: str, serial: int | None, *, files: Sequence[str] = ()
) -> Report:
    """The row of one telling. The plain code is only on the returned object, as ``code``."""
    now, code = clock.now(), telling.code or spoken_code()
    row = Report(
        id=new_id(now), case=case, code_hash=keyed_hash(code, "trace"), channel=channel, text=telling.text.strip(),
        answers=telling.answers, reported_at=now, anonymous=telling.anonymous or not (telling.name or telling.phone),
        consent=telling.consent, author_id=actor.user_id, pairs=bigrams(case.title, telling.text, case.address),
        purge_on=(clock.local(now) + timedelta(days=records.value("retention.case-contact"))).date(),
    )  # fmt: skip
    if serial is not None:
        row.serial = serial
    sealed = seal_new({"name": telling.name, "phone": telling.phone}, f"report:{row.id}", PURPOSE)
    row.name_sealed, row.phone_sealed = sealed["name"], sealed["phone"]
    row.phone_blind = blind(telling.phone, PURPOSE)
    row.name_masked = telling.name[:1] + "*" if telling.name else ""
    rows.insert([row])
    if files:
        Attachment.objects.filter(pk__in=files, subject_kind=DRAFT).update(
            subject_kind=REPORT, subject_id=str(row.pk)
        )
    row.code = code  # type: ignore[attr-defined]
    return row


def heading(text: str) -> str:
    """The first sentence of the words, cut to forty signs: what lists and pages are headed with."""
    first = re.split(r"[。！？!?；;\n]", text.strip(), maxsplit=1)[0].strip("，, ")
    return first if len(first) <= 40 else first[:39] + "…"


def _title(given: str, text: str) -> str:
    """What everybody reads who sees the case: without the numbers of persons that a text may hold."""
    return without_numbers(given.strip().rstrip("。")[:60] or heading(text))


def _snapshot(at: Place) -> dict[str, int | None]:
    names = ("district_id", "street_id", "community_id", "grid_id", "building_id", "unit_id", "estate_id")
    return {name: getattr(at, name) for name in names}


def _check(telling: Telling, category: CategoryCard | None) -> None:
    """Words there must be, of a length one can read; the questions that must be answered are."""
    if not telling.text.strip():
        raise Refused(_("请写一句发生了什么事。"), field="text")
    if len(telling.text) > LONGEST:
        raise Refused(_("写得太长了，请删到4000字以内，其余可以放附件。"), field="text")
    if any(ord(sign) < 32 and sign not in "\r\n\t" for sign in telling.text):
        raise Refused(_("文字里有不能显示的字符，请删掉再送。"), field="text")
    for question in category.questions if category else ():
        if question.get("required") and not telling.answers.get(question["code"]):
            raise Refused(_("请回答：%s") % question["label"], field=question["code"])
