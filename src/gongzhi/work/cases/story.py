"""The story of a case for staff: every row of the journal in official words, newest first."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongzhi.kit.journal.models import Entry
from gongzhi.kit.privacy.patterns import without_numbers
from gongzhi.kit.web import words
from gongzhi.town.organisations.directory import directory
from gongzhi.work.cases.models import Channel, Ground, Rating, Stage

HIDDEN = frozenset({"draw_call_back", "tried", "reached", "drop", "dial", "purge"})
TITLES = {
    "accept": gettext_lazy("%(org)s受理"),
    "place": gettext_lazy("%(org)s定位"),
    "resolve": gettext_lazy("%(org)s办结"),
    "raise_up": gettext_lazy("%(org)s上报上一级"),
    "hand_down": gettext_lazy("%(org)s下派"),
    "stand_down": gettext_lazy("%(org)s收回事项"),
    "all_finished": gettext_lazy("部门全部办完，待核验"),
    "send_back_by_helper": gettext_lazy("会签没有通过，退回主办"),
    "verify": gettext_lazy("%(org)s核验属实"),
    "send_back": gettext_lazy("%(org)s核验退回"),
    "close_unrated": gettext_lazy("到期未评价，办结"),
    "reopen": gettext_lazy("重开"),
    "ask": gettext_lazy("%(org)s问居民"),
    "deliver": gettext_lazy("问题已问到居民，停表"),
    "answer": gettext_lazy("居民回答了"),
    "expire_question": gettext_lazy("等答到期，恢复计时"),
    "supplement": gettext_lazy("居民补了一句"),
    "urge": gettext_lazy("居民催办"),
    "withdraw": gettext_lazy("居民撤回"),
    "shelve": gettext_lazy("%(org)s批准挂账"),
    "return_to_score": gettext_lazy("恢复办理"),
    "refuse": gettext_lazy("%(org)s不予受理"),
    "extend": gettext_lazy("%(org)s批准延期"),
    "recategorise": gettext_lazy("%(org)s改类别"),
    "recategorise_called": gettext_lazy("%(org)s改类别"),
    "merge": gettext_lazy("并到另一件"),
    "absorb": gettext_lazy("并入另一件，合在一起办"),
    "split": gettext_lazy("%(org)s拆出一件"),
    "instruct": gettext_lazy("%(org)s批示"),
    "remark": gettext_lazy("%(org)s记一条"),
    "reveal": gettext_lazy("%(org)s看了联系方式"),
    "look": gettext_lazy("%(org)s抽看即办"),
    "widen_eyes": gettext_lazy("到期没有核验，改由上一级核验"),
    "archive": gettext_lazy("作为历史导入"),
}
CLOSE_SECONDS = 5  # a row of the journal and the moment kept in a table are of one transaction
PRESSED = (gettext_lazy("提醒经办"), gettext_lazy("报经办的领导"), gettext_lazy("报区"), gettext_lazy("报市"))
TEXTS = ("text", "reason", "measures", "remark", "decision", "request")
LIMITS = frozenset(
    {"press", "expire_question", "extend", "deliver", "shelve", "return_to_score", "resolve", "all_finished"}
)


@dataclass
class Event:
    """One line of the story, as ``web/parts/event.html`` draws it. ``topics``: what the filters ask for."""

    title: str
    at: datetime | None
    by: str = ""
    text: str = ""
    quote: str = ""
    limit: str = ""
    kept: bool | None = None
    dot: str = "full"
    papers: list[tuple[str, str]] = field(default_factory=list)
    photos: list[tuple[str, str, str]] = field(default_factory=list)
    topics: frozenset[str] = frozenset()


Teller = Callable[[Entry, Event], None]


def events(
    entries: Iterable[Entry], case: Any, sees: bool, tellers: Mapping[tuple[str, str], Teller]
) -> list[Event]:
    """All lines; ``tellers`` are the words that other rooms have for their verbs."""
    own = {("cases.case", verb): teller for verb, teller in Own(case, sees).tellers().items()}
    own |= {("cases.report", "join"): own[("cases.case", "report")]}
    told = [_event(entry, {**own, **tellers}) for entry in entries if entry.verb not in HIDDEN]
    return [event for event in told if event.title]


def _event(entry: Entry, tellers: Mapping[tuple[str, str], Teller]) -> Event:
    org = directory().name(entry.organisation_id)
    title = str(TITLES.get(entry.verb, entry.verb)) % {"org": org}
    topics = frozenset({"limits"} if entry.verb in LIMITS else ())
    made = Event(title, entry.at, by=person(entry), text=_said(entry.details), topics=topics)
    made.photos = pictures(entry.details.get("photos") or [])
    teller = tellers.get((entry.subject_kind, entry.verb))
    if teller is not None:
        teller(entry, made)
    return made


def person(entry: Entry) -> str:
    """Who did it: the name masked, with the organisation."""
    if entry.actor_kind == "resident":
        return _("居民")
    if entry.actor_kind in ("clock", "system"):
        return _("系统按时限自动") if entry.actor_kind == "clock" else entry.actor_label
    name = directory().name(entry.organisation_id)
    return f"{name} {words.masked(entry.actor_label)}".strip()


def pictures(ids: Iterable[Any]) -> list[tuple[str, str, str]]:
    """Address, small picture and label of each."""
    return [(f"/files/{pk}/", f"/files/{pk}/?small", _("照片 %d") % n) for n, pk in enumerate(ids, start=1)]


def _said(details: Mapping[str, Any]) -> str:
    return "\n".join(str(details[name]) for name in TEXTS if details.get(name))


class Own:
    """The verbs of a case that need more than a title and the words said."""

    def __init__(self, case: Any, sees: bool):
        self.case, self.sees = case, sees
        self.reports = {str(row["id"]): row for row in getattr(case, "report_rows", [])}
        self.first = next(iter(self.reports.values()), None)
        self.questions = [row for row in getattr(case, "question_rows", []) if row["answer"]]

    def tellers(self) -> dict[str, Teller]:
        return {
            **dict.fromkeys(("report", "note", "archive"), self.report),
            **dict.fromkeys(("recategorise", "recategorise_called"), _recategorised),
            **dict.fromkeys(("resolve", "all_finished"), self.resolved),
            "instruct": _instructed,
            "refuse": _refused,
            "press": _pressed,
            "rate": _rated,
            "shelve": _shelved,
            "answer": self.answered,
        }

    def report(self, entry: Entry, made: Event) -> None:
        """Who told, in their own words, as far as this reader may know."""
        row = self.reports.get(entry.subject_id, self.first)
        name = (row or {}).get("name") if self.sees else ""
        made.title = _("%(who)s报来") % {"who": name or _("有人")}
        made.by = str(Channel(entry.details.get("channel", self.case.channel)).label)
        if entry.actor_kind == "person":
            made.by += f"·{person(entry)}"
        if row:
            made.quote = row["text"] if self.sees else without_numbers(row["text"])
            made.photos = self.photos(row)

    def photos(self, row: Mapping[str, Any]) -> list[tuple[str, str, str]]:
        """Address, small picture and label of each; of a 举报 only for who may know the reporter."""
        shown = row.get("photos") or [] if self.sees or not self.case.secret else []
        return pictures(shown)

    def resolved(self, entry: Entry, made: Event) -> None:
        _kept(self.case, entry, made)

    def answered(self, entry: Entry, made: Event) -> None:
        """The answer given at that moment."""
        for row in self.questions if self.sees else ():
            at = datetime.fromisoformat(row["answered_at"])
            if abs((at - entry.at).total_seconds()) < CLOSE_SECONDS:
                made.quote = row["answer"]


def _recategorised(entry: Entry, made: Event) -> None:
    made.text = "\n".join(filter(None, [_("改成 %s") % entry.details.get("category", ""), made.text]))


def _instructed(entry: Entry, made: Event) -> None:
    to = directory().name(entry.details.get("organisation_id"))
    made.limit = _("交给%(to)s，期限 %(day)s") % {"to": to, "day": _day(entry.details.get("due_on"))}


def _refused(entry: Entry, made: Event) -> None:
    """The lawful ground and where to turn; one statement, on refused cases only."""
    ground = Ground.objects.filter(pk=entry.details.get("ground", "")).first()
    if ground is not None:
        made.quote = _("%(text)s。可以找：%(to)s") % {"text": ground.text, "to": ground.turn_to}


def _pressed(entry: Entry, made: Event) -> None:
    level = min(max(int(entry.details.get("level", 1)), 1), len(PRESSED))
    made.title = _("逾期督办，第 %(n)d 级：%(what)s") % {"n": level, "what": PRESSED[level - 1]}
    made.kept, made.limit = False, _("超过办结时限")


def _shelved(entry: Entry, made: Event) -> None:
    made.limit = _("复查 %s") % _day(entry.details.get("recheck_on"))


def _day(text: Any) -> str:
    """A day of the journal in words."""
    try:
        return words.day(date.fromisoformat(str(text)))
    except ValueError:
        return ""


def _rated(entry: Entry, made: Event) -> None:
    """What was said, and how; never by whom."""
    said = entry.details
    grade = (
        Rating.Satisfaction(said["satisfaction"]).label
        if said.get("satisfaction") in Rating.Satisfaction.values
        else ""
    )
    parts = [
        _("解决了") if said.get("solved") else _("没解决"),
        str(grade),
        _("联系过") if said.get("contacted") else _("没联系过"),
    ]
    made.title, made.text = _("报告人评价"), "·".join(part for part in parts if part)
    made.by = _("电话回访") if said.get("via") == "phone" else _("报告人自己评")
    made.dot = "now"


def _kept(case: Any, entry: Entry, made: Event) -> None:
    """Whether the case's limit was met by its last resolving."""
    if (
        case.due_at is None
        or case.resolved_at is None
        or abs((case.resolved_at - entry.at).total_seconds()) > 5
    ):
        return
    made.kept = entry.at <= case.due_at
    made.limit = _("应 %(moment)s 前办结") % {"moment": words.moment(case.due_at)}


def waiting(case: Any) -> Event | None:
    """What is open now, drawn on top: the next thing to happen."""
    said = {
        Stage.RESOLVED: _("等核验"),
        Stage.VERIFIED: _("等报告人评价"),
        Stage.SHELVED: _("挂账，到期复查"),
    }
    if case.stage not in said or (case.resolved_at is None and case.stage != Stage.SHELVED):
        return None
    return Event(said[Stage(case.stage)], None, dot="dash")
